// The auditor's own picture of a booking: what the stored texts say, in plain words of its own.
#pragma once
#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quittance::simulation {

namespace json = boost::json;
using millis = std::int64_t;

struct amount {
    std::int64_t units = 0;
    std::string currency;
    friend bool operator==(amount const&, amount const&) = default;
};
std::string text_of(amount const& what);

struct item_model {
    int number = 1;
    amount owed;
    std::string due;
    std::string milestone;
    json::object fee;  // what it is for, as it is told; empty: a part of the price
    friend bool operator==(item_model const&, item_model const&) = default;
};

// One confirmation of a charge without the client.
struct attempt_model {
    int number = 1;
    std::string method;
    millis at = 0;
    std::string outcome;  // waiting, unanswered, not_done, declined, taken
    std::string code, charge;
    friend bool operator==(attempt_model const&, attempt_model const&) = default;
};

struct checkout_model {
    int number = 1;
    std::vector<int> items;
    amount asked;
    millis ordered_at = 0;
    millis expires_at = 0;
    bool off_session = false;  // an intent and no page
    bool keeps_card = false;
    std::vector<attempt_model> attempts;
    int closings = 0;
    bool closing = false;
    millis close_again = 0;  // the last order to end it came to nothing
    std::string session, url;
    int status = 0;   // rank of the furthest seen: unknown, open, expired, complete
    int payment = 0;  // unknown, unpaid, no_payment_required, paid
    std::string intent;
    bool intent_canceled = false;
    bool dead = false;
    bool async_failed = false;
    std::vector<std::string> declines;
    std::string refusal;
    bool abandoned = false;
    bool absent = false;
    friend bool operator==(checkout_model const&, checkout_model const&) = default;
};

struct refund_model {
    std::string id;
    amount sum;
    int status = 0;  // rank: unknown, pending, requires_action, succeeded, canceled, failed
    millis at = 0;
    int order = 0;
    friend bool operator==(refund_model const&, refund_model const&) = default;
};

struct dispute_model {
    std::string id;
    amount sum;
    int status = 0;  // place in the processor's list
    bool withdrawn = false;
    bool reinstated = false;
    millis at = 0;
    friend bool operator==(dispute_model const&, dispute_model const&) = default;
};

struct payment_model {
    std::string intent;
    int checkout = 0;
    amount captured;
    millis at = 0;
    std::string charge;
    amount refunded_total;
    std::map<std::string, refund_model> refunds;
    std::map<std::string, dispute_model> disputes;
    json::object by_hand;  // empty: the processor's
    friend bool operator==(payment_model const&, payment_model const&) = default;
};

struct agreement_model {
    int version = 1;
    std::string hash, note;
    millis at = 0;
    friend bool operator==(agreement_model const&, agreement_model const&) = default;
};

// The card that serves the rest of a plan.
struct kept_model {
    std::string customer, method;
    int checkout = 0;
    millis named = 0;    // on a page of its own, ordered then; 0: paid with
    millis renewed = 0;  // what was declined before counts no more
    bool detached = false;
    bool told = false;  // that it cannot pay what comes
    friend bool operator==(kept_model const&, kept_model const&) = default;
};

struct stop_model {
    int item = 0;
    std::string reason, method;
    millis at = 0;
    friend bool operator==(stop_model const&, stop_model const&) = default;
};

struct booking_model {
    std::string id;
    json::object agreed;  // identity, origin, terms, who, …: what no later fact changes
    amount price;
    std::string origin = "plain_link";
    std::string page_token;
    millis hold_until = 0;
    std::vector<item_model> items;
    std::vector<checkout_model> checkouts;
    std::map<std::string, payment_model> payments;
    std::optional<millis> closed_at;
    std::string close_reason, moved_to, moved_from;
    std::vector<std::string> acknowledged, plan_moves;
    std::string anchor;  // the day a plan was agreed on
    std::vector<agreement_model> agreements;
    std::optional<kept_model> kept;
    std::vector<stop_model> stops;
    int periods = 1;                                                    // of a retainer: begun
    std::vector<json::object> refund_orders, waivers, deliveries;       // as they are told
    std::vector<json::object> handovers, credit_changes, reservations;  // likewise
    std::map<int, bool> card_pages;  // by number: whether it is over; they move no money
    friend bool operator==(booking_model const&, booking_model const&) = default;
};

// How far an item was reminded.
struct reminded_model {
    std::string kind;
    int step = -1;
    int letter = 0;
    millis at = 0;
    std::string state;  // ordered, attempting, accepted, refused, uncertain, withdrawn, given_up
    std::vector<reminded_model> former;  // what holds again if the letter never goes out; at most one
    friend bool operator==(reminded_model const&, reminded_model const&) = default;
};
using item_key = std::pair<std::string, int>;  // booking and number

struct correspondence_model {
    std::int64_t letters = 0;
    std::map<int, json::object> under_way;  // by number, as they are told
    std::map<item_key, reminded_model> reminded;
    std::optional<millis> last_contact;
    std::optional<json::object> resting;
    std::string unreachable;
    std::int64_t page_generation = 0;
    friend bool operator==(correspondence_model const&, correspondence_model const&) = default;
};

struct client_model {
    json::value who;
    millis since = 0;
    std::int64_t bookings = 0;
    std::string customer, customer_for;
    correspondence_model letters;
    json::object erased;  // what is told of it; empty: they are known
    friend bool operator==(client_model const&, client_model const&) = default;
};

struct account_model {
    client_model client;
    std::map<std::string, booking_model> bookings;
};

// Throw std::exception on what cannot be read.
booking_model read_booking(json::object const& what);
booking_model read_booking_text(std::string_view text);
client_model read_client_text(std::string_view text);
checkout_model read_checkout(json::object const& what);
item_model read_item(json::object const& what);
attempt_model read_attempt(json::object const& what);
stop_model read_stop(json::object const& what);

correspondence_model read_correspondence(json::object const& what);
// What the letter says it is about: each item, and the step of the cadence that it claims; -1: none.
struct about_model {
    item_key item;
    int step = -1;
};
std::vector<about_model> about_of(json::object const& letter);
std::string kind_of(json::object const& letter);
std::string state_of(json::object const& letter);
// What at most one server may ever have taken.
bool is_sent_once(std::string const& kind);
bool is_reminder(std::string const& kind);
// Of a letter whose own reader has theirs: for another reader, whose server had put it off.
bool is_copy(json::object const& letter);
bool may_have_arrived(std::string const& state);

int session_rank(std::string_view status);
int payment_rank(std::string_view status);
int refund_rank(std::string_view status);
int dispute_place(std::string_view status);
inline constexpr int session_open = 1, session_expired = 2, session_complete = 3;
inline constexpr int nothing_to_pay = 2, paid = 3;
inline constexpr int refund_succeeded = 3, refund_canceled = 4, refund_failed = 5;
bool is_closed_dispute(int place);  // decided, for good or bad
bool is_lost_dispute(int place);

// Members of an object, with what is left out as the default.
std::string text_in(json::object const& from, std::string_view name);
std::int64_t number_in(json::object const& from, std::string_view name, std::int64_t otherwise = 0);
bool flag_in(json::object const& from, std::string_view name);
amount amount_in(json::object const& from, std::string_view name);
json::object const& object_in(json::object const& from, std::string_view name);  // empty when it is not there
json::array const& array_in(json::object const& from, std::string_view name);

// One event of a ledger entry, {"<name>":{…}}. False: an event this auditor does not know.
bool fold(account_model& into, std::string_view name, json::object const& event);
// Of one booking, or of the client's letters; false: it is about something else.
bool fold_booking(account_model& into, std::string_view name, json::object const& event);
bool fold_letters(correspondence_model& into, std::string_view name, json::object const& event);
void forget_reminded(correspondence_model& into, json::object const& event);
void move_letters(correspondence_model& into, std::string const& from, std::string const& to);

// What the documents say of it.
struct sums {
    std::int64_t price = 0, fees = 0, paid = 0, received = 0, went_back = 0, open = 0, unallocated = 0;
    std::map<std::string, std::int64_t> used;  // by intent
    std::map<int, std::int64_t> open_items;    // by number
    std::vector<int> overtaken;  // waivers of which less was open than they say, by their place from 1
};
sums sums_of(booking_model const& what);
// What money was used for, in the order of time: `used` and `open_items`.
void use_money(sums& all, booking_model const& what);
// What is ordered back of a payment and not yet heard of, in minor units.
std::int64_t ordered_back(booking_model const& what, payment_model const& from);
std::int64_t went_back_of(payment_model const& what);
// Entries of the attention list about one thing, and whether a person has marked one of them as dealt with.
std::vector<std::string> reasons_for(std::string const& subject, std::vector<std::string> words);
std::vector<std::string> reasons_of_spare(std::string const& intent);
bool is_seen(booking_model const& what, std::vector<std::string> const& reasons);
// Money of the processor that fits nothing, as long as no person has looked at it or what it came for is
// open: all else waits for that.
bool waits_for_a_look_at_money(booking_model const& what, sums const& known);
bool is_live(checkout_model const& what);
int live_checkouts(booking_model const& what);
// What was sold for each period, and what was given beside it.
std::int64_t most_credits(booking_model const& what);
// An off-session charge of which it is not certain that it takes nothing this moment.
bool is_under_way(checkout_model const& what);
bool is_plan(booking_model const& what);
bool is_retainer(booking_model const& what);
bool is_contested(booking_model const& what);
bool rests_by_dispute(booking_model const& what);  // the same after a lost one that nobody has acknowledged
// Open, of a known day, and this card may pay it: collecting has to come to it, sooner or later.
bool has_something_to_collect(booking_model const& what);
bool has_periods_to_come(booking_model const& what);
// A paid page's card that is still being asked for.
bool may_ask_for_card(booking_model const& what);
bool is_final(refund_model const& what);
bool has_money(booking_model const& what);
bool is_held(booking_model const& what);
// The business's own claim, or something that was paid for and is in order: it may be reminded of.
bool owes_in_earnest(booking_model const& what);
// A finished page, or a charge, that is taking the money for this item.
bool is_being_paid(booking_model const& what, int item);
// The kept card pays it when it is due.
kept_model read_kept(json::object const& what);
// Of the card as it is now.
bool holds(booking_model const& what, stop_model const& stop);
bool collects_itself(booking_model const& what, int item);
// Less than a card pays is left of it, the rest was paid or given up: nobody charges it or asks for it alone.
inline constexpr std::int64_t least_euro_charge = 50;
bool is_small_rest(item_model const& what, std::int64_t open);
// A person has what this hand-over is about, and no letter asks for it.
bool ends_reminders(std::string const& reason);
bool was_handed_over(booking_model const& what, int item);
// Payments and the like that a person must look at, and that nobody has acknowledged; by what they are about.
struct concern {
    std::string subject;
    std::vector<std::string> reasons;  // any of them names it
};
std::vector<concern> concerns_of(booking_model const& what);

}  // namespace quittance::simulation
