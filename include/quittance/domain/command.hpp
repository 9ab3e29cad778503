// Promises: everything that can be asked of an account, as plain values; what comes of it, as events and
// effects.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "quittance/domain/account.hpp"

namespace quittance::domain {

// --- Commands
// -------------------------------------------------------------------------------------------------

// What the client agreed to on a page that showed exactly this text.
struct consent {
    std::string text;
    std::string hash;     // SHA-256 of `text`, base64url
    std::string note;     // for the processor's page, at most 1,200 characters
    civil_date anchor{};  // the day of the agreement as the text says it
    friend bool operator==(consent const&, consent const&) = default;
};

// Get or create the booking of this identity. Repeating it changes nothing (terms included: the first ones
// stand).
struct book {
    booking_identity identity;
    domain::origin origin = domain::origin::plain_link;
    sale_terms terms;
    contact who;
    std::string service_at;
    std::optional<civil_date> due;             // default: the day of booking in the client's zone
    std::string page_token;                    // fresh; used only when the booking is new
    std::optional<booking_identity> previous;  // the booking this one replaces, in the same account
    std::string return_base;                   // not empty: open its checkout in the same decision
    std::optional<civil_date> service;         // the day of the service, for plans that count from it
    std::optional<consent> agreed;             // a plan opens no checkout without
};
// The client agrees to a plan that was booked without: its items are counted from this day on.
struct agree {
    booking_id booking;
    consent what;
};
// Get or create the live checkout that pays these items; none named: what is due. Nothing when one is live,
// or nothing of it is open. A payer of other items, or a charge that rests, is ended first.
struct open_checkout {
    booking_id booking;
    std::string return_base;  // "https://pay.example/r/": the page token is appended by the decision
    std::vector<int> items;
};
// The outcome of a create-checkout effect.
struct checkout_created {
    booking_id booking;
    int checkout = 0;
    session_fact session;
};
struct checkout_refused {
    booking_id booking;
    int checkout = 0;
    std::string code;
};
// No longer repeated: too old, or too little of its life is left. Whether it exists is found out by listing.
struct checkout_abandoned {
    booking_id booking;
    int checkout = 0;
};
// Listed after its expires_at, and it was not there.
struct checkout_absent {
    booking_id booking;
    int checkout = 0;
};
// What webhooks, look-ups and the return page report. One way in for all of them.
struct session_seen {
    booking_id booking;
    session_fact fact;
    bool async_failed = false;
};
struct intent_seen {
    booking_id booking;
    intent_fact fact;
};
struct charge_seen {
    booking_id booking;
    charge_fact fact;
};
struct refund_seen {
    booking_id booking;
    refund_fact fact;
};
struct dispute_seen {
    booking_id booking;
    dispute_fact fact;
};

// A session that exists at the processor and that the booking knows nothing of: its order was lost with a
// part of the store. It becomes the booking's checkout again, under the next number.
struct adopt_session {
    booking_id booking;
    session_fact fact;
    instant ordered_at{};
};

// The hold time of a held booking is over: close it if its payer is proven dead, order the payer's death if
// not.
struct close_held {
    booking_id booking;
};
// Carry what was agreed and paid to another reference of the same account.
struct move_booking {
    booking_id from;
    booking_identity to;
    std::string page_token;
};
struct acknowledge {
    booking_id booking;
    std::string attention;
};
// Money back, of one payment or (none named) of all, newest first; all that is left when no amount is given.
struct order_refund {
    booking_id booking;
    intent_id intent;
    std::optional<money> amount;
    bool reopens = false;
    std::vector<int> items;  // what it is taken from; none: what the payments paid, newest first
    std::string reason;
    std::string author;
    std::string id;
};
// The outcome of a create-refund effect is a refund_seen, or one of these.
struct refund_refused {
    booking_id booking;
    int order = 0;
    std::string code;
};
struct refund_abandoned {
    booking_id booking;
    int order = 0;
};

// Money received outside the processor. The same reference counts once.
struct take_by_hand {
    booking_id booking;
    std::string reference;
    money amount;
    hand_kind kind = hand_kind::transfer;
    civil_date on{};
    std::string author;
};
struct correct_by_hand {
    booking_id booking;
    std::string reference;
    std::optional<money> amount;  // none: all that is left of it
    bool handed_back = false;     // it was received, and the client has it again
    std::string reason;
    std::string author;
    std::string id;
};
// Part (none said: all) of what is open of an item is given up.
struct waive {
    booking_id booking;
    int item = 0;
    std::optional<money> amount;
    bool written_off = false;
    std::string reason;
    std::string author;
    std::string id;
};
// An item is due on another day, or becomes several whose sum is its amount.
struct change_item {
    booking_id booking;
    int item = 0;
    std::vector<item_part> parts;
    std::string reason;
    std::string author;
};
// Ends it: what is open is waived, and what went in goes back as the terms say, unless `refund` says how much
// of it.
struct cancel_booking {
    booking_id booking;
    std::optional<instant> service;  // decides which notice was kept; none: as the booking says it
    std::optional<money> refund;
    std::string reason;
    std::string author;
};
struct deliver {
    booking_id booking;
    std::string id;
    civil_date on{};
    int credits = 1;
    bool no_show = false;
    std::string author;
};
struct take_back_delivery {
    booking_id booking;
    std::string id;
    std::string reason;
    std::string author;
};

// The outcome of a create-customer effect; opens the checkout that waited for it.
struct customer_created {
    booking_id booking;
    customer_fact fact;
    std::string return_base;
};
struct customer_refused {
    booking_id booking;
    std::string code;
};
// What is due is charged to the kept card, as far as nobody else may take the same money.
struct collect {
    booking_id booking;
};
// Outcomes of the two steps of a charge, and of looking its intent up.
struct intent_created {
    booking_id booking;
    int checkout = 0;
    intent_fact fact;
};
struct attempt_answered {
    booking_id booking;
    int checkout = 0;
    int attempt = 0;
    intent_fact fact;
};
struct attempt_refused {  // a final no without a word of the bank
    booking_id booking;
    int checkout = 0;
    int attempt = 0;
    std::string code;
};
struct attempt_unanswered {
    booking_id booking;
    int checkout = 0;
    int attempt = 0;
};
struct intent_looked_up {
    booking_id booking;
    int checkout = 0;
    intent_fact fact;
};
// What the processor said to the order of a payer's death; neither: the order came to nothing.
struct closing_answered {
    booking_id booking;
    int checkout = 0;
    std::optional<session_fact> session;
    std::optional<intent_fact> intent;
};

// Whatever reminders have come for the client of this booking, in one letter. Needs all of its bookings.
struct remind {
    booking_id booking;
};
// The two ends of sending a letter: it is about to go out, if it is still true; and what became of it.
struct begin_letter {
    booking_id booking;
    int letter = 0;
    std::string hash;  // of what may have gone out at an earlier try (letter_recorded)
};
struct letter_answered {
    booking_id booking;
    int letter = 0;
    letter_state state = letter_state::uncertain;  // ordered: no server took it yet, it waits
    bool address_gone = false;                     // refused because nobody lives there
    std::string reply;                             // the mail server's, without addresses
    std::string hash;                              // of what it was given (letter_recorded)
    std::vector<std::string> reached;              // of its further addresses: may have it
};
// What came back after a letter was sent: it cannot be delivered, or its reader calls it unwanted. The same
// report twice changes nothing.
struct letter_came_back {
    booking_id booking;
    int letter = 0;
    bool unwanted = false;
    std::string address;  // it was sent to; empty: not known any more
    std::string status;   // RFC 3463
};
// What the client says on their page. More time and parts are granted within the policy; all else rests the
// reminders and goes to a person.
enum class client_wish { more_time, split, question, says_paid };
struct client_says {
    booking_id booking;
    int item = 0;
    client_wish wish = client_wish::question;
    std::optional<civil_date> until;  // more_time: the new day; split: of the last part
    std::string words;
};
// What the owner says: somebody was spoken to, and perhaps promised to pay on a day.
struct note_contact {
    booking_id booking;
    std::optional<civil_date> promised;
    std::string note;
    std::string author;
};
struct rest_reminders {
    booking_id booking;
    std::string reason;  // pause, bounce, question
    std::optional<civil_date> until;
    std::string note;
    std::string author;
};
struct resume_reminders {
    booking_id booking;
    std::string author;
};
// How often and how long this client is reminded; no name: as everybody.
struct choose_cadence {
    booking_id booking;
    std::string name;
    std::string author;
};
// Where the last automatic letter goes besides, as the client said: at most three; none: nowhere.
struct name_contacts {
    booking_id booking;
    std::vector<std::string> addresses;
    std::string author;
};
// The links to the client's page that are out lead nowhere from now on; the next letter carries a new one.
struct renew_page_link {
    booking_id booking;
    std::string author;
};

using command =
    std::variant<book, open_checkout, checkout_created, checkout_refused, checkout_abandoned, checkout_absent,
                 session_seen, intent_seen, charge_seen, refund_seen, dispute_seen, adopt_session, close_held,
                 move_booking, acknowledge, agree, customer_created, customer_refused, collect,
                 intent_created, attempt_answered, attempt_refused, attempt_unanswered, intent_looked_up,
                 closing_answered, order_refund, refund_refused, refund_abandoned, take_by_hand,
                 correct_by_hand, waive, change_item, cancel_booking, deliver, take_back_delivery, remind,
                 begin_letter, letter_answered, letter_came_back, client_says, note_contact, rest_reminders,
                 resume_reminders, choose_cadence, renew_page_link, order_card_page, card_page_refused,
                 card_page_seen, card_seen, check_card, name_contacts>;

// --- Events: what the ledger keeps. Names and fields are stored; only additions, never renames.
// ----------------

struct client_registered {
    contact who;
    instant at{};
};
struct booked {
    booking what;
};  // as frozen: without checkouts and payments
struct checkout_ordered {
    booking_id booking;
    checkout what;
};
struct session_recorded {
    booking_id booking;
    int checkout = 0;
    session_fact fact;
    bool async_failed = false;
};
struct refusal_recorded {
    booking_id booking;
    int checkout = 0;
    std::string code;
};
struct abandonment_recorded {
    booking_id booking;
    int checkout = 0;
};
struct absence_recorded {
    booking_id booking;
    int checkout = 0;
};
struct intent_recorded {
    booking_id booking;
    int checkout = 0;
    intent_fact fact;
};
struct charge_recorded {
    booking_id booking;
    charge_fact fact;
};
struct refund_recorded {
    booking_id booking;
    refund_fact fact;
};
struct dispute_recorded {
    booking_id booking;
    dispute_fact fact;
};
struct booking_closed {
    booking_id booking;
    std::string reason;
    instant at{};
    std::string author;  // empty: nobody, its time was over
    std::string note;    // what the author said about it
};
// The new booking takes over terms, items, checkouts and payments; the old one stays as a pointer.
struct booking_moved {
    booking_id from;
    booking_id to;
    booking_identity identity;
    std::string page_token;
    instant at{};
};
struct attention_acknowledged {
    booking_id booking;
    std::string attention;
};
struct refund_ordered {
    booking_id booking;
    refund_order what;
};
struct refund_refusal_recorded {
    booking_id booking;
    int order = 0;
    std::string code;
};
struct refund_abandonment_recorded {
    booking_id booking;
    int order = 0;
};

struct agreed {
    booking_id booking;
    int version = 1;
    consent what;
    instant at{};
    std::vector<item> items;  // as they are from now on
};
struct customer_ordered {
    booking_id booking;
};
struct customer_recorded {
    booking_id booking;
    customer_id customer;  // empty: it came to nothing
};
struct attempt_ordered {
    booking_id booking;
    int checkout = 0;
    attempt what;
};
struct attempt_recorded {
    booking_id booking;
    int checkout = 0;
    int attempt = 0;
    attempt_outcome outcome = attempt_outcome::waiting;
    std::string code;
    charge_id charge;
};
struct closing_ordered {
    booking_id booking;
    int checkout = 0;
};
struct closing_ended {
    booking_id booking;
    int checkout = 0;
    instant again{};  // it came to nothing: not ordered again before
};
struct collection_stopped {
    booking_id booking;
    collection_stop what;
};
struct period_begun {
    booking_id booking;
    item what;
};
struct taken_by_hand {
    booking_id booking;
    intent_id intent;
    money amount;
    by_hand what;
    instant at{};
};
struct corrected_by_hand {
    booking_id booking;
    intent_id intent;
    hand_correction what;
};
struct waived {
    booking_id booking;
    waiver what;
};
// The whole list as it is from now on, and why.
struct items_changed {
    booking_id booking;
    std::vector<item> items;
    std::string reason;
    std::string author;
    instant at{};
};
struct delivered {
    booking_id booking;
    delivery what;
};
struct delivery_taken_back {
    booking_id booking;
    std::string id;
    std::string reason;
    std::string author;
    instant at{};
};

struct letter_ordered {
    booking_id booking;
    letter what;
    std::vector<letter_item> settled;  // reminded once, and open no more: how far is forgotten
};
struct letter_begun {
    booking_id booking;
    int letter = 0;
    instant at{};
};
struct letter_recorded {
    booking_id booking;
    int letter = 0;
    letter_state state = letter_state::uncertain;
    bool address_gone = false;
    std::string reply;
    instant at{};
    std::string hash;  // SHA-256, hexadecimal, of the bytes on record (engine/kept_letters.hpp)
    std::vector<std::string> reached;  // of its further addresses: may have it
};
struct letter_bounced {
    booking_id booking;
    int letter = 0;
    std::string stopped;  // the address nothing is sent to any more; empty: it is not the client's now
    std::string status;
    instant at{};
};
struct letter_unwanted {
    booking_id booking;
    int letter = 0;
    instant at{};
};
struct contact_noted {
    booking_id booking;
    std::string note;
    std::string author;
    instant at{};
};
struct reminders_rested {
    booking_id booking;
    rest what;
};
struct reminders_resumed {
    booking_id booking;
    bool lowered = false;  // a promise passed: the next letter is a step gentler than it would have been
    std::string author;    // empty: its time was over
    instant at{};
};
struct handed_over {
    booking_id booking;
    handover what;
};
struct cadence_chosen {
    booking_id booking;
    std::string name;
    std::string author;
    instant at{};
};
struct page_link_renewed {
    booking_id booking;
    std::string author;
    instant at{};
};
// These items are due on another day, or open once more: they are reminded as if they never had been.
struct reminders_begun_anew {
    booking_id booking;
    std::vector<int> items;
    instant at{};
};
struct contacts_named {
    booking_id booking;
    std::vector<std::string> addresses;
    std::string author;
    instant at{};
};

using event = std::variant<
    client_registered, booked, checkout_ordered, session_recorded, refusal_recorded, abandonment_recorded,
    absence_recorded, intent_recorded, charge_recorded, refund_recorded, dispute_recorded, booking_closed,
    booking_moved, attention_acknowledged, agreed, customer_ordered, customer_recorded, attempt_ordered,
    attempt_recorded, closing_ordered, closing_ended, collection_stopped, period_begun, refund_ordered,
    refund_refusal_recorded, refund_abandonment_recorded, taken_by_hand, corrected_by_hand, waived,
    items_changed, delivered, delivery_taken_back, letter_ordered, letter_begun, letter_recorded,
    contact_noted, reminders_rested, reminders_resumed, handed_over, cadence_chosen, page_link_renewed,
    letter_bounced, letter_unwanted, card_page_ordered, card_page_recorded, card_page_refusal_recorded,
    card_kept, card_described, card_looked, card_told, reminders_begun_anew, contacts_named>;

// --- Effects: what the outside world is asked to do, once the events are durable
// -------------------------------

struct create_checkout {
    booking_id booking;
    int checkout = 0;
    money amount;
    std::string title;
    std::string description;
    std::string customer_email;  // a hint for the processor's form; may be empty
    std::string locale;          // BCP 47 or empty
    std::string success_url;
    std::string cancel_url;
    std::string reference;  // the booking's reference, for the business's eyes in the dashboard
    instant expires_at{};
    customer_id customer;        // the client's own; empty: none is kept, customer_email is used
    bool keep_card = false;      // for charges of the same plan later on; needs a customer
    std::string terms_note;      // repeated beside the processor's pay button; may be empty
    std::string agreement_hash;  // of the text the client agreed to; may be empty
};
// The client's one customer object, needed where a card is to be kept.
struct create_customer {
    booking_id booking;  // whose checkout waits for it
    int checkout = 0;    // the number that one will have
    std::string name;
    std::string email;
};
// First step of a charge without the client: an intent that nobody confirmed takes no money.
struct create_intent {
    booking_id booking;
    int checkout = 0;
    money amount;
    customer_id customer;
    std::string description;  // for the business's eyes in the dashboard
    std::string reference;
    std::string agreement_hash;
};
// Second step, of a committed intent only; each attempt has its own key.
struct confirm_intent {
    booking_id booking;
    int checkout = 0;
    int attempt = 0;  // from 1
    intent_id intent;
    method_id method;
    instant before{};  // not sent after this: the client's day is over
};
// The death of a payer: ordered before anything else may take the same money.
struct cancel_intent {
    booking_id booking;
    int checkout = 0;
    int closing = 0;  // from 1; each order has its own key
    intent_id intent;
};
struct expire_session {
    booking_id booking;
    int checkout = 0;
    int closing = 0;
    session_id session;
};
struct create_refund {
    booking_id booking;
    int order = 0;  // our number of it, told to the processor as q_refund
    intent_id intent;
    money amount;
    std::string reason;  // the processor's word: requested_by_customer, duplicate, fraudulent; or empty
};
// A letter that was claimed. Its words are made when it goes out.
struct send_letter {
    booking_id booking;
    int letter = 0;
    instant before{};  // it means nothing after this
};
using effect = std::variant<create_checkout, create_customer, create_intent, confirm_intent, cancel_intent,
                            expire_session, create_refund, send_letter, create_card_page>;

}  // namespace quittance::domain
