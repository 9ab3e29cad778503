// What a payment, a refund, a credit or a waiver leaves of an item, where it is less than the processor
// takes.
#pragma once
#include "deciding.hpp"
#include "quittance/domain/balance.hpp"

namespace quittance::domain {

// Part of the item is not open any more, and no card pays what is: never charged by itself, nor asked for.
bool is_small_rest(item_standing const& what, policy const& rules);

// Such rests join the next item that nobody may be paying now; what has none to come waits for a person, and
// what is being paid for its payer. True: the items changed.
bool see_to_rests(deciding& so_far, booking_id const& which, instant now, policy const& rules);
// The same after whatever was decided, of every booking that it touched.
void see_to_rests(decision& made, account const& before, instant now, policy const& rules);

}  // namespace quittance::domain
