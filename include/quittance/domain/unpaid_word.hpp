// Promises: one answer to whether a booking is no more than what a stranger typed into a plain link: nobody's
// debt, nobody's client.
#pragma once
#include "quittance/domain/account.hpp"

namespace quittance::domain {

// Held still, or closed at the end of its hold; and no money ever came.
bool is_unpaid_word(booking const& what);

}  // namespace quittance::domain
