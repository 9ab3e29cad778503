// Promises: a webhook's body is believed only when one of our secrets signed these very bytes lately, and is
// then read into the engine's words in one go: everything is copied out, nothing points into the body.
// Refuses bodies that are not an event (too large, too deep, wrong types, a field twice) with a reason. An
// event about an object that is not as documented is a pointer to it, with no id where it names none.
//
// Disputes: money moves by two facts that can only become true, so that order does not matter. "Withdrawn" is
// said by charge.dispute.funds_withdrawn or a negative balance transaction in the object; "reinstated" by
// charge.dispute.funds_reinstated or by balance transactions that add up to nothing or more after a
// withdrawal, and it includes "withdrawn".
#pragma once
#include <chrono>
#include <span>
#include <string_view>
#include <vector>

#include "quittance/base/digest.hpp"
#include "quittance/engine/webhook.hpp"
#include "quittance/stripe/transport.hpp"

namespace quittance::stripe {

enum class signature_verdict {
    genuine,
    no_header,
    malformed_header,  // no or two timestamps, or one that is not a number
    no_signature,      // nothing of scheme v1
    wrong_signature,
    too_old,  // signed by us, but longer ago than the tolerance: a replay, or a wrong clock here
};
std::string_view name_of(signature_verdict verdict);

// Not for two threads at once.
class webhook_verifier {
public:
    // Several secrets while one is rolled. Throws std::invalid_argument when none is given or one is empty.
    explicit webhook_verifier(std::vector<signing_secret> const& secrets,
                              std::chrono::seconds tolerance = std::chrono::seconds{300});

    // `header` is Stripe-Signature, `body` the raw bytes. Timestamps ahead of our clock are taken, as
    // Stripe's own libraries do: a signature cannot be made in advance by anybody but Stripe.
    signature_verdict check(std::string_view header, std::string_view body, instant now) const;

private:
    std::vector<hmac_sha256> keys_;
    std::chrono::seconds tolerance_;
};

enum class webhook_errc {
    too_large = 1,
    not_json,      // or too deep
    not_an_event,  // the envelope lacks what every event has
};
boost::system::error_code make_error_code(webhook_errc code);

inline constexpr std::size_t most_event_bytes = 1024 * 1024;

// Call it with verified bytes only.
result<engine::webhook_event> read_event(std::string_view body);

// The types read_event takes, for the endpoint's registration.
std::span<std::string_view const> taken_event_types();
// Those of them that the event list is read for, which allows twenty: all but what is said of a card. A card
// is looked at before it is charged, so that the list need not say it.
std::span<std::string_view const> listed_event_types();

}  // namespace quittance::stripe

template <>
struct boost::system::is_error_code_enum<quittance::stripe::webhook_errc> : std::true_type {};
