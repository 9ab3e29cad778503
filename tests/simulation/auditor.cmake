# The auditor reads stored texts by itself: of the product it sees words of `base` only.
