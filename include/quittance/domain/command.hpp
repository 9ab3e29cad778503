// Promises: everything that can be asked of an account, as plain values: what people and systems want, what
// the processor reports, what became of an order. Refuses to say what comes of it (decide.hpp).
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "quittance/domain/account.hpp"

namespace quittance::domain {

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
    bool price_named = true;  // false: the price is the catalogue's of today, and must not be compared
    bool terms_lost = false;  // made again after a loss, and more may have been agreed: a person has to look
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
    bool is_read = false;  // and so dated by the reading: it is news only where it says something new
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
// Money taken by hand for one booking that fits nothing there pays another one of the client: a counter-entry
// there, and money by hand here, of the same sum. Needs both bookings.
struct use_credit {
    booking_id booking;  // whose credit it is
    booking_id to;
    std::optional<money> amount;  // none: as much as there is, and is open
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
// Every open item with a day is due later, or sooner; what was paid or waived in part, and milestones, stay,
// and so do periods of a retainer that have not begun. `from`: the day of the first of them as whoever asks
// saw it, so that the same request twice moves once.
struct move_plan {
    booking_id booking;
    civil_date from{};
    civil_date to{};  // where the first goes
    bool in_rhythm =
        false;  // the others follow as the plan's items do, where it has a period; else as many days
    std::string reason;
    std::string author;
    std::string id;  // of who asked: the same one moves once, whatever is due by then; may be empty
};
// The open items, milestones among them, become these: their sum is exactly what is open of items of which
// nothing was paid or waived. The others stay as they are.
struct change_plan {
    booking_id booking;
    std::vector<item_part> parts;
    std::string reason;
    std::string author;
};
// The service takes place at another time. Where the plan counts its days from it, what is open and untouched
// follows by the rule of the offer; what was paid stays, and nobody pays again.
struct reschedule {
    booking_id booking;
    std::string service_at;  // RFC 3339, or the day alone
    civil_date service{};    // that day, in the client's zone; left out: as `service_at` says it
    std::string reason;
    std::string author;
};
// Whatever late fees have come for this booking (fees.hpp). Needs the client, for what rests.
struct add_late_fees {
    booking_id booking;
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
    std::optional<int> credits;  // none: as many as are kept for the session, else one
    bool no_show = false;
    std::string author;
};
struct take_back_delivery {
    booking_id booking;
    std::string id;
    std::string reason;
    std::string author;
};
// Credits beside what was sold: a gift, or a correction.
struct change_credits {
    booking_id booking;
    int credits = 0;                  // below zero: they are taken away
    std::optional<civil_date> until;  // granted: the first day they are of no use any more
    std::string reason;
    std::string author;
    std::string id;
};
// A session is scheduled: its credits are kept for it. The same id again moves it to that day; the delivery
// of that id uses them, and so does a no-show that costs a credit.
struct reserve_credits {
    booking_id booking;
    std::string id;
    civil_date on{};
    std::optional<int> credits;  // none: as many as are kept for it, else one
    std::string author;
};
// The session will not take place.
struct release_credits {
    booking_id booking;
    std::string id;
    std::string reason;  // may be empty
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
// What became of telling the processor the client's new address.
struct customer_changed {
    booking_id booking;
    int change = 0;    // change_customer::change
    std::string code;  // of the refusal; empty: its customer has the address
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
    std::vector<std::string> put_off;              // of these: their server said "not now"
    std::vector<std::string> refused;              // of these: nobody lives there
};
struct failed_recipient {
    std::string address;  // as the letter was sent to it
    std::string status;   // RFC 3463
};
// What came back after a letter was sent: it cannot be delivered, or its reader calls it unwanted. The same
// report twice changes nothing.
struct letter_came_back {
    booking_id booking;
    int letter = 0;
    bool unwanted = false;
    std::string address;                   // it was sent to; empty: not known any more
    std::string status;                    // RFC 3463
    std::vector<failed_recipient> failed;  // of those it was sent to; none: the report names nobody
    std::vector<std::string> copied;       // whom it was sent to beside the client
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
    std::string id = {};  // of who asked: the latest one again counts once; empty: it always counts
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
// The client asks on their page for letters to go to another address; that one is written to and has to say
// yes, and the one that letters go to now is told.
struct ask_address {
    booking_id booking;  // any of theirs: the letters about it are ordered for it
    std::string address;
};
// Whoever reads mail at the address that was asked for says yes.
struct confirm_address {
    booking_id booking;
    int number = 0;  // of the ask
};
// The links to the client's page that are out lead nowhere from now on; the next letter carries a new one.
struct renew_page_link {
    booking_id booking;
    std::string author;
};

// Somebody becomes a client without a booking: who pays, and is written to, for whoever attends.
struct register_client {
    contact who;
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
                 card_page_seen, card_seen, check_card, name_contacts, move_plan, change_plan, ask_address,
                 confirm_address, reschedule, add_late_fees, customer_changed, change_credits,
                 reserve_credits, release_credits, use_credit, register_client>;

}  // namespace quittance::domain
