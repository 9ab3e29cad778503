// Money back, money by hand, and what a person changes about what is owed. Each is one command with an
// author; asked again under the same reference or id it changes nothing.
#pragma once
#include "deciding.hpp"

namespace quittance::domain {

// A booking that is there and did not move away.
result<booking const*, refusal> living(deciding const& so_far, booking_id const& which);
// Who decided, and why.
verdict check_signed(std::string const& author, std::string const& reason);
// Something is taking money for this item this moment, and it cannot be stopped.
bool is_being_paid(booking const& what, int item);
// The payers of this item end, unless they take money already.
void end_payers(deciding& so_far, booking_id const& which, std::optional<int> item);

// Money back by the processor (decide_refunds.cpp), never more than a payment has left.
verdict do_refund(deciding& so_far, order_refund const& asked, instant now);
// What a cancellation gives back, as far as it is there; what came by hand is for a person to hand back.
void send_back(deciding& so_far, cancel_booking const& asked, money amount, instant now);

// Money the processor never had (decide_hand.cpp).
verdict do_take(deciding& so_far, take_by_hand const& asked, instant now);
verdict do_correct(deciding& so_far, correct_by_hand const& asked, instant now);

intent_id intent_by_hand(std::string const& reference);
money taken_at_first(payment const& known);
// Of the client, from one booking to another (decide_credit.cpp).
verdict do_use_credit(deciding& so_far, use_credit const& asked, instant now, policy const& rules);

// What is owed, and when (decide_terms.cpp).
verdict do_waive(deciding& so_far, waive const& asked, instant now);
verdict do_change_item(deciding& so_far, change_item const& asked, instant now, policy const& rules);
// Of all that is open (decide_plan.cpp).
verdict do_move_plan(deciding& so_far, move_plan const& asked, instant now);
verdict do_change_plan(deciding& so_far, change_plan const& asked, instant now, policy const& rules);
// Of the service, and of what counts its days from it (decide_service.cpp).
verdict do_reschedule(deciding& so_far, reschedule const& asked, instant now, policy const& rules);
verdict do_cancel(deciding& so_far, cancel_booking const& asked, instant now, policy const& rules);

// Credits (decide_delivery.cpp).
// How many of the used, the taken and the reserved ones nothing covers.
int credits_short(booking const& what, std::string const& zone);
verdict do_deliver(deciding& so_far, deliver const& asked, instant now, policy const& rules);
verdict do_take_back(deciding& so_far, take_back_delivery const& asked, instant now);
verdict do_change_credits(deciding& so_far, change_credits const& asked, instant now, policy const& rules);
// Of one session or one change: a slip of the hand, and sums of more could not be counted.
inline constexpr int most_credits = 10'000;
// A session to come, or one that took place: who says so, which, when and what it uses.
verdict check_session(std::string const& author, std::string const& id, civil_date on,
                      std::optional<int> credits);
// For sessions to come (decide_reservations.cpp).
verdict do_reserve(deciding& so_far, reserve_credits const& asked, instant now, policy const& rules);
// As asked; else those kept for the session, else one.
int credits_for_session(booking const& what, std::string const& id, std::optional<int> asked);
verdict do_release(deciding& so_far, release_credits const& asked, instant now);

// What is owed beside the price (fees.cpp).
verdict do_add_late_fees(deciding& so_far, add_late_fees const& asked, instant now, policy const& rules);
void add_no_show_fee(deciding& so_far, booking_id const& which, delivery const& missed, instant now,
                     policy const& rules);
// Its open part is given up; refused while it is being paid.
verdict drop_no_show_fee(deciding& so_far, take_back_delivery const& asked, instant now);

}  // namespace quittance::domain
