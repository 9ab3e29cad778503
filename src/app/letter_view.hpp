// What a letter shows of an account.
#pragma once
#include "quittance/domain/decide.hpp"
#include "quittance/pages/letters.hpp"

namespace quittance::app {

// Fills in all that the account says; whom it comes from and its links are the caller's. `own`: the booking
// it was ordered for, which it is about where it names none, wherever that was moved to. Throws
// std::logic_error for an account that holds no booking it could be about.
void paint(pages::letter_view& view, domain::account const& all, domain::booking_id const& own,
           domain::letter const& what, domain::policy const& rules, instant now);

}  // namespace quittance::app
