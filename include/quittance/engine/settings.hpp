// Promises: what the operator decides, as the engine reads it. Owned by the wiring, changed in place on
// reload; read afresh by each use case, so that a reload needs no restart.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "quittance/domain/decide.hpp"

namespace quittance::engine {

struct settings {
    domain::policy policy;
    std::string public_base;  // "https://pay.example", without a slash at the end
    std::string store_id;     // from the store's identity
    std::uint64_t store_epoch = 1;
    std::string processor_account;  // acct_…, or empty when not known
    bool livemode = false;
    std::uint64_t held_most = 5'000;           // held bookings in all; above it a button comes first
    std::uint64_t held_most_per_network = 30;  // likewise from one network within an hour
    milliseconds effect_lease{30'000};
    milliseconds wake_lease{30'000};
    milliseconds checkout_patience{
        10'000};  // how long a click waits for somebody else's creation of its session
};

}  // namespace quittance::engine
