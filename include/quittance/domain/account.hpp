// Promises: an account as facts: what was agreed, what the processor (or a person) said. Whether something is
// paid, open, held or needs a person is a function of these facts and of today's date, never a stored flag.
// Plain data: `evolve` (ledger.hpp) is the only code that changes it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "quittance/base/time.hpp"
#include "quittance/domain/facts.hpp"
#include "quittance/domain/ids.hpp"
#include "quittance/domain/offer.hpp"
#include "quittance/domain/plan.hpp"

namespace quittance::domain {

// How a booking came to be. A plain link is a stranger's word; the other two are the business's own claim.
enum class origin { plain_link, signed_link, api };

// What a booking page says about the person. Hints fill in forms; they never select an account.
struct contact {
    std::string name;
    std::string email;
    std::string locale;  // BCP 47, or empty
    std::string zone;    // IANA, or empty
    friend bool operator==(contact const&, contact const&) = default;
};

// One hosted checkout that was ordered for a booking. While it may still take money it is the payer of its
// items.
struct checkout {
    int number = 1;          // from 1; told to the processor as q_checkout
    std::vector<int> items;  // item numbers it pays
    money amount;            // their sum as asked for
    instant ordered_at{};
    instant expires_at{};  // as asked for; the processor's own once known
    // What the processor said:
    session_id session;  // empty until known
    std::string url;     // where the payer goes; empty once closed
    session_status status =
        session_status::unknown;  // the furthest seen: unknown < open < expired < complete
    payment_status payment = payment_status::unknown;  // the furthest seen: unknown < unpaid < paid
    intent_id intent;
    bool intent_canceled = false;
    bool dead = false;  // the session was expired while its intent was null, canceled or without a way to pay
    bool async_failed = false;          // a delayed method failed: certainly no money from this session
    std::vector<std::string> declines;  // codes of refused tries, sorted, each once
    // What was proven or found out about the order itself:
    std::string refusal;     // the processor refused to create it (its error code): certainly no session
    bool abandoned = false;  // no longer repeated; dead only when proven
    bool absent = false;     // after expires_at the processor's list did not hold it: proven dead
    friend bool operator==(checkout const&, checkout const&) = default;
};

struct refund {
    refund_id id;
    money amount;
    refund_status status = refund_status::unknown;
    instant at{};
    friend bool operator==(refund const&, refund const&) = default;
};

struct dispute {
    dispute_id id;
    money amount;
    dispute_status status = dispute_status::unknown;
    bool withdrawn = false;
    bool reinstated = false;
    instant at{};
    friend bool operator==(dispute const&, dispute const&) = default;
};

// Money that arrived, keyed by its intent: a PaymentIntent takes money at most once. Refunds and disputes may
// be heard of before the payment itself; then `captured` is still zero.
struct payment {
    intent_id intent;
    int checkout = 0;  // 0: not known
    money captured;
    instant at{};  // the earliest time any fact of it carried
    charge_id charge;
    money refunded_total;           // the largest charge.amount_refunded seen
    std::vector<refund> refunds;    // by id
    std::vector<dispute> disputes;  // by id
    friend bool operator==(payment const&, payment const&) = default;
};

struct booking {
    booking_id id;
    booking_identity identity;
    domain::origin origin = domain::origin::plain_link;
    sale_terms terms;
    contact who;
    std::string service_at;  // when the service takes place, as the booking page said it; may be empty
    std::string page_token;  // unguessable; the return page's address
    instant booked_at{};
    instant hold_until{};  // a held booking closes after this, once its payer is proven dead
    std::vector<item> items;
    std::vector<checkout> checkouts;
    std::vector<payment> payments;     // by intent
    std::optional<instant> closed_at;  // closed: takes no new checkout
    std::string close_reason;          // "hold_expired", "moved", "cancelled"
    booking_id moved_to;               // its money and checkouts live there now
    booking_id moved_from;
    std::vector<std::string> acknowledged;  // attention entries a person has dealt with, sorted
    friend bool operator==(booking const&, booking const&) = default;
};

struct client {
    contact who;
    instant since{};
    std::int64_t bookings = 0;  // how many were ever made: a bound, not an index
    friend bool operator==(client const&, client const&) = default;
};

// As loaded: the client and the bookings asked for. A missing booking that was asked for is simply not there.
struct account {
    client_id id;
    std::uint64_t version = 0;  // commits so far; 0: does not exist yet
    domain::client client;
    std::map<booking_id, booking> bookings;
    friend bool operator==(account const&, account const&) = default;

    booking const* find(booking_id const& which) const {
        auto const found = bookings.find(which);
        return found == bookings.end() ? nullptr : &found->second;
    }
};

}  // namespace quittance::domain
