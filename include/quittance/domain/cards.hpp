// Promises: the card that the rest of a plan is charged to, as far as it is known, and the hosted pages on
// which a client names another one. What the processor says of a card merges monotonically: told twice, late
// or in another order, it leaves the same account.
// Refuses card numbers: brand, the last four digits and the month of expiry are all that is ever kept.
#pragma once
#include <optional>
#include <string>

#include "quittance/domain/facts.hpp"

namespace quittance::domain {

// The newest that a client paid with where its keeping was agreed, or that they named for it since. One card
// serves everything that collects itself from the same customer: what is named on the page of one booking is
// charged for all of them.
struct kept_method {
    customer_id customer;
    method_id method;
    int checkout = 0;  // whose payer used it, or the last one before it was named
    instant named{};   // the order of the page it was named on; nothing: a payer used it
    // As the processor describes it.
    std::string brand;
    std::string last4;
    int expires_year = 0;  // 0: not known, or never
    int expires_month = 0;
    bool detached = false;  // it can pay nothing any more
    instant looked{};       // when it was read last; nothing: not yet
    instant renewed{};      // replaced under the same name: what was declined before says nothing of it
    bool told = false;      // that it cannot pay what comes: the client, or a person where no letter can go
    friend bool operator==(kept_method const&, kept_method const&) = default;
};

// A hosted page that takes a card and no money.
struct card_page {
    int number = 1;  // of the booking's, from 1; told to the processor as q_card
    instant ordered_at{};
    instant expires_at{};
    session_id session;  // empty until known
    std::string url;     // empty once it is over
    session_status status = session_status::unknown;
    std::string refusal;  // the processor would not make it, or nobody knows whether it did
    friend bool operator==(card_page const&, card_page const&) = default;
};

// What the processor says about such a page, or about what came of it.
struct card_page_fact {
    session_id session;  // empty: told by its setup intent, which does not say
    int page = 0;        // from the metadata (q_card); 0: not said
    session_status status = session_status::unknown;
    std::string url;  // only while open
    instant expires_at{};
    instant at{};
    customer_id customer;
    std::optional<method_fact> card;  // that was named on it
    friend bool operator==(card_page_fact const&, card_page_fact const&) = default;
};

// --- Commands

// Get or create the page on which the client names another card.
struct order_card_page {
    booking_id booking;
    std::string return_url;  // the client's own page
};
struct card_page_refused {
    booking_id booking;
    int page = 0;
    std::string code;
};
// The outcome of its order, and what webhooks and look-ups report of it. Needs all bookings of the client
// where a card was named.
struct card_page_seen {
    booking_id booking;
    card_page_fact fact;
};
// What is said of a card by itself: replaced by its bank, detached.
struct card_seen {
    booking_id booking;
    method_fact fact;
    bool looked_up = false;
};
// Whether the kept card can pay what comes, by what is known of it.
struct check_card {
    booking_id booking;
};

// --- Events

struct card_page_ordered {
    booking_id booking;
    card_page what;
};
struct card_page_recorded {
    booking_id booking;
    int page = 0;
    card_page_fact fact;
};
struct card_page_refusal_recorded {
    booking_id booking;
    int page = 0;
    std::string code;
};
struct card_kept {
    booking_id booking;
    kept_method what;
};
struct card_described {
    booking_id booking;
    kept_method what;  // as it is from now on
};
struct card_looked {  // and it was as before
    booking_id booking;
    instant at{};
};
struct card_told {
    booking_id booking;
    method_id method;
    instant at{};
};

// --- Effects

struct create_card_page {
    booking_id booking;
    int page = 0;
    customer_id customer;
    currency unit;  // that will be charged
    std::string locale;
    std::string return_url;
    instant expires_at{};
};

}  // namespace quittance::domain
