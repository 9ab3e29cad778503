// Promises: what the processor says about its objects, in our words. Facts carry the processor's own time and
// merge monotonically: told twice, late or in another order, they leave the same account.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "quittance/base/time.hpp"
#include "quittance/domain/ids.hpp"
#include "quittance/domain/money.hpp"

namespace quittance::domain {

// Stripe: checkout.session.status and .payment_status. `unknown` is a value we do not know (an open enum): it
// decides nothing.
enum class session_status { unknown, open, complete, expired };
enum class payment_status { unknown, unpaid, paid, no_payment_required };
// payment_intent.status
enum class intent_status {
    unknown,
    requires_payment_method,
    requires_confirmation,
    requires_action,
    processing,
    requires_capture,
    succeeded,
    canceled
};
enum class refund_status { unknown, pending, requires_action, succeeded, failed, canceled };
enum class dispute_status {
    unknown,
    warning_needs_response,
    warning_under_review,
    warning_closed,
    needs_response,
    under_review,
    won,
    lost,
    prevented,
    appeal_needs_response,
    appeal_under_review
};

struct session_fact {
    session_id session;
    int checkout = 0;  // our number of the checkout, from the metadata (q_checkout); 0: not said
    session_status status = session_status::unknown;
    payment_status payment = payment_status::unknown;
    money amount;                               // amount_total
    intent_id intent;                           // empty: null
    std::optional<intent_status> intent_state;  // only when the object was read with its intent inside
    std::string url;                            // only while open
    instant expires_at{};
    instant at{};          // the processor's time of this fact: event.created, or the object's created
    customer_id customer;  // may be empty
    method_id method;      // only when the object was read with its intent inside; may be empty
    friend bool operator==(session_fact const&, session_fact const&) = default;
};

struct intent_fact {
    intent_id intent;
    int checkout = 0;  // from the metadata; 0: not said
    intent_status status = intent_status::unknown;
    money amount;              // asked for
    money received;            // amount_received
    charge_id charge;          // latest_charge, may be empty
    std::string decline_code;  // last_payment_error, may be empty
    instant at{};
    customer_id customer;     // may be empty
    method_id method;         // payment_method, or the refused one of last_payment_error; may be empty
    std::string advice_code;  // last_payment_error.advice_code: do_not_try_again, try_again_later, …
    friend bool operator==(intent_fact const&, intent_fact const&) = default;
};

// charge.refunded, charge.succeeded: sums as the processor keeps them.
struct charge_fact {
    charge_id charge;
    intent_id intent;
    bool captured = false;  // paid and captured
    money amount;           // amount_captured
    money refunded;         // amount_refunded: the sum so far
    instant at{};
    friend bool operator==(charge_fact const&, charge_fact const&) = default;
};

struct refund_fact {
    refund_id refund;
    intent_id intent;
    charge_id charge;
    refund_status status = refund_status::unknown;
    money amount;
    instant at{};
    int order = 0;  // our number of it, from the metadata (q_refund); 0: not said (the dashboard's)
    friend bool operator==(refund_fact const&, refund_fact const&) = default;
};

struct dispute_fact {
    dispute_id dispute;
    intent_id intent;
    charge_id charge;
    dispute_status status = dispute_status::unknown;
    money amount;
    bool funds_withdrawn = false;   // this fact is, or includes, charge.dispute.funds_withdrawn
    bool funds_reinstated = false;  // likewise funds_reinstated
    instant at{};
    friend bool operator==(dispute_fact const&, dispute_fact const&) = default;
};

// A customer object made for a client.
struct customer_fact {
    customer_id customer;
    instant at{};
    friend bool operator==(customer_fact const&, customer_fact const&) = default;
};

// A kept way to pay, as far as a plan needs to know it.
struct method_fact {
    method_id method;
    customer_id customer;  // empty: detached, it can pay nothing any more
    std::string type;      // "card", "sepa_debit", …
    std::string brand;     // of a card
    std::string last4;
    int expires_year = 0;   // of a card, four digits; 0: never, or not said
    int expires_month = 0;  // 1 to 12
    instant at{};
    friend bool operator==(method_fact const&, method_fact const&) = default;
};

}  // namespace quittance::domain
