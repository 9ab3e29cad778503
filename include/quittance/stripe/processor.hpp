// Promises: the engine's processor port spoken to Stripe through a transport: requests in Stripe's form
// encoding, replies as facts, outcomes by the retry rule. Every reply is size- and depth-limited, and one
// that cannot be read is `unknown` with the code "malformed_reply", never a guess. Refuses to decide what is
// paid, and to send live keys anywhere but to Stripe.
//
// Failure codes of our own, beside Stripe's: "no_connection" (nothing was sent), "no_answer" (it was sent, no
// reply came), "malformed_reply", "unauthorized" (401), "forbidden" (403: the key lacks a permission),
// "idempotency_error" (the key was used before with another body: what that body did is not known),
// "list_too_long", "http_<status>".
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/clock.hpp"
#include "quittance/base/entropy.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/stripe/transport.hpp"

namespace quittance::stripe {

inline constexpr std::string_view default_api_base = "https://api.stripe.com";

struct processor_options {
    std::vector<std::string> payment_methods{"card"};  // empty: what the Dashboard allows
    bool livemode = false;                             // what the key is: is_live_key
    bool allow_plain_pages = false;                    // checkout pages at http:// (the sandbox's)
    int most_attempts = 3;
    milliseconds attempt_patience{15'000};
    milliseconds patience{30'000};  // for one call, its attempts and pauses together
};

bool is_live_key(secret_key const& key);
// Nothing when this key may be used with this API base; else a sentence that says what to change. An empty
// key and an empty base have their sentence too.
std::optional<std::string> problem_with_access(std::string_view base, secret_key const& key);

// Everything referred to must outlive it. The clock is asked for the skew only.
std::unique_ptr<engine::processor> make_processor(transport& over, clock const& time, entropy& jitter,
                                                  log& to, processor_options options);

}  // namespace quittance::stripe
