// Whether a change is one that a webhook tells: its kind of change, not what our own reads add to it.
#pragma once
#include "quittance/domain/account.hpp"

namespace quittance::engine {

// Money, a status, a refund or a dispute moved. The proof that a page is dead, and times (of two objects that
// tell of the same thing) are no news. Pointers of moved bookings are followed.
bool is_news(domain::account const& before, domain::account const& after, domain::booking_id const& which);

}  // namespace quittance::engine
