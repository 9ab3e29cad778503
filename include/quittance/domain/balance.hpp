// Promises: the questions that are answered from facts: what is due, paid, open; who may take money now; what
// needs a person; when to look again. All of it pure.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "quittance/domain/account.hpp"

namespace quittance::domain {

// In the booking's currency. owed = price + fees − refunds and lost disputes; received = captured − the same.
struct balance {
    money price;        // the sum of the items that are no fees
    money received;     // captured and allocated here, less what went back
    money went_back;    // succeeded and pending refunds, and disputed money that is gone
    money open;         // what is still to be paid, never negative
    money unallocated;  // money of this booking's currency that fits nothing agreed
    money waived;       // what nobody has to pay any more; open = price + fees − waived − what was paid
    money credit;       // of `unallocated`: taken by hand, and the next item uses it first
    money fees;         // owed beside the price, paid or not
};
balance balance_of(booking const& what);
// Money of the processor, in any currency, that fits nothing agreed and did not go back.
bool has_unallocated_money(booking const& what);
// The same, as long as no person has marked it as dealt with: until then nobody is asked to pay again.
bool holds_unallocated_money(booking const& what);

struct allocation {
    intent_id intent;
    int item = 0;
    money amount;
    friend bool operator==(allocation const&, allocation const&) = default;
};
// Which money pays which item, by the order of time (payments by time and id), so that order of arrival
// cannot change it. Money of the processor pays the items its checkout asked for, as far as they are open,
// and only when amount and currency are what was asked. Money taken by hand pays what is open, the oldest
// first, to the last unit; what is left of it pays what opens later. A refund that reopens takes its money
// out again.
std::vector<allocation> allocations_of(booking const& what);
// What went back from one payment: the larger of the charge's own sum and the sum of its refunds that did not
// fail, plus disputed money withdrawn and not reinstated; never more than was captured.
money went_back_of(payment const& what);
// Of credit of another booking: that booking's reference; empty: the money came by itself.
std::string credit_source_of(by_hand const& said);
// What may still be sent back of it: captured, less what went back and what is ordered to go.
money left_to_refund(booking const& what, payment const& from);

// "ordered", "refused: <code>", "unanswered", or what the processor says of the refund it made.
std::string outcome_of(booking const& what, refund_order const& order);
std::string_view name_of(refund_status status);

// What one item is and still lacks, in the order of the plan.
struct item_standing {
    item what;
    money open;
    money paid;  // by money that came; some of it may have gone back since
    money waived;
    money returned;  // of `paid`: went back and is not owed again
    friend bool operator==(item_standing const&, item_standing const&) = default;
};
std::vector<item_standing> standing_of(booking const& what);
money open_of(booking const& what, std::vector<int> const& items);
// What can still be rearranged, by its days: open items of the price of which nothing was paid or waived.
std::vector<item> untouched_items(booking const& what);
// The first of their days; none where no such item has one.
std::optional<civil_date> first_open_day(booking const& what);

// What a package or a retainer grants and what was used of it. Credits come with money that stays: a package
// paid in parts grants them in parts, a retainer's period its own when it is paid.
struct credit_balance {
    int granted = 0;
    int used = 0;
    int expired = 0;    // unused when their time was over
    int left = 0;       // can be used today
    int uncovered = 0;  // used, but what granted them went back
    int reserved = 0;   // kept for sessions to come; not in `left`
    int unsecured = 0;  // of `reserved`: nothing is there to use any more
    friend bool operator==(credit_balance const&, credit_balance const&) = default;
};
credit_balance credits_of(booking const& what, civil_date today, std::string const& zone);

// The open items whose day has come, or that are paid as the plan is agreed; a milestone's has not.
std::vector<int> items_due(booking const& what, civil_date today);

// A retainer that has not come to its end.
bool begins_more_periods(booking const& what);

enum class booking_state { held, open, paying, paid, part_paid, returned, disputed, closed };
// held: plain link without money; paying: a payer finished and the money is under way; returned: all went
// back.
booking_state state_of(booking const& what);
std::string_view name_of(booking_state state);

// May this checkout still take money? False only when proven (DESIGN: "The payer").
bool is_live(checkout const& what);
checkout const* live_checkout(booking const& what);
// A charge without the client that may be taking money this moment; it decides before anybody else may pay.
bool is_under_way(checkout const& what);
bool is_contested(dispute_status status);  // the bank has not decided
bool is_contested(booking const& what);    // an open dispute rests everything
// The same after one that was lost, until a person has acknowledged it: nothing is charged or asked for.
bool rests_by_dispute(booking const& what);
bool hold_is_over(booking const& what, instant now);
checkout const* find_checkout(booking const& what, int number);
checkout const* find_checkout(booking const& what, session_id const& session);
payment const* find_payment(booking const& what, intent_id const& intent);

// Something a person has to look at. `id` is stable, so that acknowledging it is a fact.
struct attention {
    std::string id;       // "<reason>:<subject>"
    std::string reason;   // unallocated_money, currency_differs, amount_differs, dispute_open, dispute_lost,
                          // credit_left, refund_failed, checkout_refused, paid_after_close, refund_refused,
                          // refund_unanswered, charge_not_attempted, charge_reopened, …
    std::string subject;  // the processor's object
    instant since{};
    friend bool operator==(attention const&, attention const&) = default;
};
std::vector<attention> attention_of(booking const& what);
// What the client said, where that is what asks for a person; nullptr: it is something else.
handover const* words_behind(booking const& what, attention const& one);

}  // namespace quittance::domain
