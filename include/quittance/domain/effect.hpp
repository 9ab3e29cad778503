// Promises: what the outside world is asked to do, as plain values: each ordered by a decision, carried out
// only once that decision is durable.
#pragma once
#include <string>
#include <variant>

#include "quittance/domain/cards.hpp"

namespace quittance::domain {

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
// That object has the client's new address from now on.
struct change_customer {
    booking_id booking;
    int change = 0;  // of the client's, each with a key of its own
    customer_id customer;
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
                            expire_session, create_refund, send_letter, create_card_page, change_customer>;

}  // namespace quittance::domain
