// What to do after an attempt: a pure function of what is known. Reads may be repeated freely within the
// patience. Writes carry an idempotency key, so they are repeated with the same key, within 23 hours of their
// order (Stripe may forget keys after 24, and then the same key would act anew).
#pragma once
#include <optional>
#include <string>

#include "quittance/stripe/transport.hpp"

namespace quittance::stripe {

struct retry_policy {
    int most_attempts = 3;
    milliseconds patience{30'000};
    milliseconds first_wait{500};
    milliseconds longest_wait{5'000};
};

inline constexpr std::chrono::hours key_lifetime{23};

struct attempt {
    bool is_write = false;
    int number = 1;                // this was the n-th
    bool doubt = false;            // an earlier attempt of this order may have been carried out
    milliseconds since_start{};    // of this call
    milliseconds since_ordered{};  // of the order
    delivery::kind what = delivery::kind::unknown;
    unsigned status = 0;
    bool not_its_own = false;  // an error without Stripe's error object: something between us answered
    bool idempotency_mismatch = false;  // error.type is idempotency_error with status 400
    bool replayed = false;              // Stripe answered from its memory of this key
    std::optional<bool> should_retry;   // Stripe-Should-Retry
};

enum class verdict {
    answered,  // 2xx
    again,     // after `wait`, with the same key
    refused,
    not_attempted,
    unknown,
    not_found,
};
struct judgement {
    verdict what = verdict::unknown;
    milliseconds wait{};
};

// `jitter` in [0, 1000] spreads the wait between half of it and all of it.
judgement judge(attempt const& last, retry_policy const& policy, unsigned jitter);

}  // namespace quittance::stripe
