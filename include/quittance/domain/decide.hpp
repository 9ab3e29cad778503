// Promises: the whole of what the product decides, as pure functions. The same account, command, time and
// policy give the same decision, byte for byte. A decision without events is not committed. Refuses I/O,
// clocks, randomness, logging and text formats inside.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "quittance/domain/command.hpp"
#include "quittance/domain/effect.hpp"
#include "quittance/domain/event.hpp"
#include "quittance/domain/reminders.hpp"

namespace quittance::domain {

// Puts what a booking owes now into words, in its client's language: `about` says which version it is, when
// it was made, by whom and why; its text, hash and note are what is asked for. Pure: the same account and
// version give the same words, which is why a decision may ask for them.
using agreement_writer =
    std::function<consent(account const& all, booking const& what, agreed_terms const& about)>;

struct policy {
    std::string zone = "UTC";                     // the business's, default for clients
    std::chrono::minutes checkout_lifetime{120};  // 35 minutes to 23 hours: how long a hosted page lives
    std::chrono::minutes repeat_margin{31};       // an order is repeated only with this much left of it
    std::chrono::minutes after_refusal{10};       // the processor refused an order: no new one before
    std::chrono::hours hold_time{24};             // a held booking waits this long for its first payment
    std::chrono::hours erase_after{24 * 30};      // then this long until nothing of it is left
    std::vector<std::chrono::minutes> look_ups{std::chrono::minutes{2},
                                               std::chrono::minutes{10}};  // after the order
    std::chrono::minutes look_up_again{60};   // then at expiry, then at this distance, for ever
    std::chrono::hours collect_at{9};         // the client's hour at which what is due is charged; 7 to 20
    std::vector<int> retry_days{1, 3, 5, 7};  // days after the first try of a declined charge; ascending
    int card_days = 14;                       // so long before a charge its card is looked at; 0: never
    // What the processor takes at least, by currency, in minor units; not named: any amount.
    std::map<std::string, std::int64_t, std::less<>> least_charges;
    reminder_policy reminders;
    agreement_writer write_agreement;  // none: what is changed is not put in writing
};

// The zone a booking's dates are counted in: the client's, else the business's.
std::string const& zone_of(contact const& who, policy const& rules);

enum class refusal_reason {
    booking_unknown = 1,
    booking_is_closed,
    booking_has_moved,
    already_paid,
    amount_not_positive,
    currency_missing,
    reference_missing,
    terms_differ,   // a signed link or API call names the same reference with another amount
    target_exists,  // move: the new reference is already booked
    attention_unknown,
    money_unallocated,  // money arrived that fits nothing agreed: a person looks first
    not_this_account,
    agreement_missing,  // a plan is paid only after its terms were agreed to
    plan_impossible,    // the plan's dates or shares cannot be as things are now
    author_missing,     // what a person decides carries a name
    payment_unknown,
    item_unknown,
    amount_too_large,  // more than is there
    reference_used,    // the same reference or id stands for something else already
    reason_missing,    // what a person decides carries a reason
    currency_differs,  // from the booking's
    date_missing,
    paid_by_hand,       // the processor never had this money
    sum_differs,        // parts that are not the whole
    payment_under_way,  // money is being taken this moment: it decides first
    no_credit_left,
    delivery_unknown,
    letter_unknown,
    cadence_unknown,
    address_unfit,        // no mail goes to such an address
    too_many_addresses,   // more than a letter is copied to
    not_granted,          // more than a client may change without asking; a person decides
    client_erased,        // nobody is known behind the account any more
    no_card_kept,         // nothing is collected from a card that could be changed
    plan_differs,         // the open items are not as whoever asked saw them
    asked_too_often,      // an address is changed only so often
    change_unknown,       // nobody waits for this confirmation, or not any more
    fee_is_whole,         // a fee is moved or given up, never split
    amount_too_small,     // less than the processor takes at all
    amount_not_in_steps,  // finer than the processor takes in this currency
    no_credits_sold,      // the booking is of an offer without credits
    reservation_unknown,  // no session to come has this id
    no_client_credit,     // no money by hand of this booking fits nothing
    came_as_credit,       // of another booking: it cannot be said that it never came
};
struct refusal {
    refusal_reason reason{};
    std::string field;  // what to correct, as the API names it; may be empty
    friend bool operator==(refusal const&, refusal const&) = default;
};
std::string_view name_of(refusal_reason reason);
[[noreturn]] void throw_exception_from_error(refusal const& error, boost::source_location const& where);

struct decision {
    std::vector<event> events;
    std::vector<effect> effects;
};

// More than nothing, and less than the processor would take.
bool is_too_small(money amount, policy const& rules);

// What follows the return page's base: `<client>.<booking>.<token>`. It carries its own route, so that no
// index is needed, and the token, which is the secret part.
std::string page_address(client_id const& client, booking const& what);

result<decision, refusal> decide(account const& current, command const& asked, instant now,
                                 policy const& rules);

// Whether a charge that was ordered may still be sent: not once the booking ended or is contested, or its end
// is ordered.
bool may_still_charge(booking const& what, int checkout);

// The fold. Total: an event that decide produced is always taken.
void evolve(account& current, event const& happened);

// --- When to look again
// ----------------------------------------------------------------------------------------

// What a wake-up of a booking may have to do.
struct look_up_session {
    session_id session;
    int checkout = 0;
};  // read it at the processor
struct find_session {
    int checkout = 0;
    instant ordered_at{};
    instant expires_at{};
};  // whether it was ever created is not known: list
struct look_up_refund {
    refund_id refund;
    intent_id intent;
};
struct look_up_dispute {
    dispute_id dispute;
    intent_id intent;
};  // the bank has not decided
struct close_hold {};
struct erase_account {};
// A charge whose answer was lost or is under way, or a paid checkout whose card is not known yet.
struct look_up_intent {
    intent_id intent;
    int checkout = 0;
};
struct collect_items {};
struct remind_client {};
struct look_up_card_page {
    session_id session;
    int page = 0;
};
struct look_at_card {
    method_id method;
};
struct add_fees {};
using wake_work =
    std::variant<look_up_session, find_session, look_up_refund, close_hold, erase_account, look_up_intent,
                 collect_items, remind_client, look_up_card_page, look_at_card, add_fees, look_up_dispute>;

// Everything a wake-up at `now` has to do. It looks even if it looked a second ago: the wake-up's time is the
// memory.
std::vector<wake_work> work_due(booking const& what, instant now, policy const& rules);

// The next moment strictly after `now` at which there will be work; nothing when all of it is final.
std::optional<instant> next_wake(booking const& what, instant now, policy const& rules);

// The same with what lies with the client: letters about money.
std::vector<wake_work> work_due(account const& all, booking const& what, instant now, policy const& rules);
std::optional<instant> next_wake(account const& all, booking const& what, instant now, policy const& rules);

}  // namespace quittance::domain
