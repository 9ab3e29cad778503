// Promises: one answer to how much of a payment reached the business by what the record says now: less than
// was said at first where a person corrected it, and all of it where some pays another booking by now.
#pragma once
#include "quittance/domain/account.hpp"

namespace quittance::domain {

money reached_us(payment const& what);

}  // namespace quittance::domain
