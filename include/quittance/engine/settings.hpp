// Promises: what the operator decides, as the engine reads it. Owned by the wiring, changed in place on
// reload; read afresh by each use case, so that a reload needs no restart.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/domain/decide.hpp"
#include "quittance/domain/notices.hpp"

namespace quittance::engine {

// In quarantine (all but `open` and `checking`) facts are taken and nothing is asked of anybody.
enum class store_standing {
    open,
    checking,  // the connection was lost: whether it is still the same store is being looked up
    behind,    // it was put back: commits that were acknowledged are gone
    empty,     // nothing is in it
    other,     // it is another one; it may belong to somebody else, so nothing is written to it
};
std::string_view name_of(store_standing standing);

// A booking system that wants to be told.
struct notice_endpoint {
    std::string name;
    std::vector<domain::notice_kind> kinds;
    friend bool operator==(notice_endpoint const&, notice_endpoint const&) = default;
};

struct settings {
    domain::policy policy;
    std::string public_base;  // "https://pay.example", without a slash at the end
    std::string store_id;     // from the store's identity
    std::uint64_t store_epoch = 1;
    std::string store_seal;  // as the store carries it; empty: unsealed
    store_standing standing = store_standing::open;
    std::string standing_reason;    // why it is not open, and what to do; for the operator
    std::string processor_account;  // acct_…, or empty when not known
    bool livemode = false;
    std::uint64_t held_most = 5'000;           // held bookings in all; above it a button comes first
    std::uint64_t held_most_per_network = 30;  // likewise from one network within an hour
    milliseconds effect_lease{30'000};
    milliseconds wake_lease{30'000};
    milliseconds checkout_patience{10'000};  // how long a person waits for what is asked of the processor
    std::vector<notice_endpoint> notice_endpoints;  // none: nothing is ordered
};

}  // namespace quittance::engine
