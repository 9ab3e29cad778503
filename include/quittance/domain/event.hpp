// Promises: what the ledger keeps of an account, as plain values; an account is its events, folded. Names and
// fields are stored: only additions, never renames.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "quittance/domain/account.hpp"

namespace quittance::domain {

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
    std::string id;  // of who moved the plan; may be empty
};
// The items were changed: what is agreed now, in writing. The items themselves are in the event before it.
struct agreement_renewed {
    booking_id booking;
    agreed_terms what;
};
// An item that is owed beside the price, by the terms the booking was made under.
struct fee_added {
    booking_id booking;
    item what;
    instant at{};
};
// The service takes place at another time: the whole list of items as it is from now on, and why.
struct service_moved {
    booking_id booking;
    std::string service_at;
    std::optional<civil_date> service;
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

struct credits_changed {
    booking_id booking;
    credit_change what;
};

// Of a session that is there already: it takes place on another day, or uses another number.
struct credits_reserved {
    booking_id booking;
    reservation what;
};
struct credits_released {
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
    std::vector<std::string> refused;  // of these: gets none any more
    bool told = false;                 // no server took it, and a person is told so
};
struct letter_bounced {
    booking_id booking;
    int letter = 0;
    std::string stopped;  // the address nothing is sent to any more; empty: it is not the client's now
    std::string status;
    instant at{};
    std::vector<std::string> copies;  // not empty: these alone, who get none any more; the client has theirs
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
    std::string id = {};  // of who asked; may be empty
};
struct reminders_rested {
    booking_id booking;
    rest what;
};
struct reminders_resumed {
    booking_id booking;
    bool lowered = false;  // a promise passed: the next letter is a step gentler than it would have been
    std::string author;    // empty: its time was over, or a person has dealt with what the client said
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
// Where letters are to go instead, as the client asked on their page; it is not in force yet.
struct address_asked {
    booking_id booking;
    new_address what;
};
// The new address said yes: letters go there, and the links that are out lead nowhere from now on.
struct address_changed {
    booking_id booking;
    std::string former;
    std::string address;
    instant at{};
    int customer_change = 0;  // the processor's customer is to have it, by the order of this number; 0: none
};
struct customer_change_recorded {
    booking_id booking;
    int change = 0;
    std::string code;  // of the refusal; empty: it has the address
    instant at{};
};
// From here on nobody is known behind the account; what the entries before said of the person was taken out.
struct person_erased {
    erasure what;
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
    card_kept, card_described, card_looked, card_told, reminders_begun_anew, contacts_named, person_erased,
    agreement_renewed, address_asked, address_changed, fee_added, service_moved, customer_change_recorded,
    credits_changed, credits_reserved, credits_released>;

}  // namespace quittance::domain
