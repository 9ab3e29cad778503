// Promises: a booking link, a signed link or an API call becomes a booking and one hosted checkout: 64 clicks
// at once make one session, a later click leads to the same one while it lives, to a new one after it is
// proven dead, and to "already paid" after payment. Nobody is sent to an address that did not come from the
// processor. Throws store_unavailable: nothing half-done.
#pragma once
#include <optional>
#include <string>

#include "quittance/engine/effects.hpp"
#include "quittance/engine/registry.hpp"
#include "quittance/engine/settlement.hpp"

namespace quittance::engine {

struct purchase {
    domain::booking_identity identity;
    domain::origin origin = domain::origin::plain_link;
    domain::sale_terms terms;
    domain::contact who;
    std::string service_at;
    std::optional<civil_date> due;
    domain::client_id
        client;  // joins this account (signed link, API); empty: a new one, or the booking's own
    std::optional<domain::booking_identity> previous;  // carries its payment over (signed link, API)
    std::string network;          // the caller's network, for the caps on held bookings; empty: not counted
    bool pressed_button = false;  // a person confirmed: the caps no longer ask
    std::optional<civil_date> service;      // the day of the service, for plans that count from it
    std::optional<domain::consent> agreed;  // a plan's page is opened only after this
    bool opens_page = true;                 // false: nobody is asked at the processor
    bool price_named = true;                // by the link or the caller; false: the catalogue's of today
};

// What the client chose on the page of a booking (its address names the first three).
struct chosen_payment {
    domain::client_id client;
    domain::booking_id booking;
    std::string page_token;
    std::vector<int> items;  // ascending; none: what is due
    std::optional<domain::consent> agreed;
};

enum class purchase_outcome {
    pay_at,                // `url` is the processor's page
    already_paid,          // nothing is open
    payment_under_way,     // a payer finished; the money is on its way
    confirm_first,         // a cap is reached: show a page with a button
    try_again,             // the processor did not answer: not charged, the booking stays
    refused_by_processor,  // it will not sell this: a person has been told
    closed,                // the booking is closed (hold time over, cancelled)
    agree_first,           // a plan: show its terms; the booking is empty unless it was made already
};

std::string_view name_of(purchase_outcome outcome);

struct purchase_result {
    purchase_outcome outcome = purchase_outcome::try_again;
    std::string url;
    domain::client_id client;
    domain::booking booking;  // empty id when confirm_first
};

struct placed_booking {
    domain::client_id client;
    domain::booking what;
    bool is_new = false;  // made by this very call
};

class checkouts {
public:
    checkouts(accounts& books, effects& work, settlement& settle, store& where, registry& lists, clock& time,
              entropy& randomness, settings const& current, log& journal);
    checkouts(checkouts const&) = delete;
    checkouts& operator=(checkouts const&) = delete;
    ~checkouts();

    awaitable<boost::system::result<purchase_result, domain::refusal>> start(purchase what);

    // The business's own claim: the booking is made, and nothing is opened at the processor. Who owes is
    // asked by letter as the cadence says, and pays from the page.
    awaitable<boost::system::result<placed_booking, domain::refusal>> book(purchase what);

    // Somebody who pays for bookings to come, under an id of their own: bookings made with it belong to them,
    // whoever attends. Asked twice under one id, the second time changes nothing (and then the account holds
    // no bookings).
    awaitable<apply_result> register_client(domain::client_id id, domain::contact who);

    // A client pays from the page of a booking. Refused: booking_unknown for a wrong token, too.
    awaitable<boost::system::result<purchase_result, domain::refusal>> pay(chosen_payment what);

    // The hosted page on which the client names another card for what is still collected. Nothing: the
    // processor has not answered, or would not; pressing again later is safe.
    awaitable<boost::system::result<std::optional<std::string>, domain::refusal>> change_card(
        domain::client_id client, domain::booking_id booking, std::string return_url);

    // Carries a booking to another reference of the same page and offer (`quittance move`).
    awaitable<boost::system::result<domain::booking, domain::refusal>> move(domain::booking_identity from,
                                                                            domain::booking_identity to);

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace quittance::engine
