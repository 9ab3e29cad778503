// What a letter shows of an account.
#pragma once
#include "quittance/domain/decide.hpp"
#include "quittance/pages/letters.hpp"
#include "quittance/pages/statement.hpp"

namespace quittance::app {

// Fills in all that the account says; whom it comes from and its links are the caller's. `own`: the booking
// it was ordered for, which it is about where it names none, wherever that was moved to. Throws
// std::logic_error for an account that holds no booking it could be about.
void paint(pages::letter_view& view, domain::account const& all, domain::booking_id const& own,
           domain::letter const& what, domain::policy const& rules, instant now);

// Where letters like this one go now; it may have been claimed for another address.
std::string const& address_in_force(domain::account const& all, domain::booking_id const& own,
                                    domain::letter const& what);

// Of the link to the client's page. A letter keeps the address it was claimed for: where letters go elsewhere
// by now, it carries the link of then, which leads nowhere, and the new one goes to the new address only.
int link_generation(domain::account const& all, domain::booking_id const& own, domain::letter const& what);

// The statement that goes with the last automatic letter: of the bookings it is about, which are all of which
// something is due.
pages::statement_view statement_of(domain::account const& all, domain::letter const& what,
                                   std::string const& locale, domain::policy const& rules, instant now);

}  // namespace quittance::app
