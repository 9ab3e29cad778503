// Promises: what is due is handed to one worker at a time, by a lease: who crashes loses it to the next one,
// and the versioned commit decides in the end. Throws store_unavailable.
#pragma once
#include "quittance/engine/store.hpp"

namespace quittance::engine {

struct wake {
    domain::client_id client;
    domain::booking_id booking;
    instant due{};
};

class queues {
public:
    queues() = default;
    queues(queues const&) = delete;
    queues& operator=(queues const&) = delete;
    virtual ~queues() = default;

    // At most `most` bookings whose wake-up is due at `now`; their scores move to `now + lease`.
    virtual awaitable<std::vector<wake>> claim_wakes(instant now, milliseconds lease, std::size_t most) = 0;
    // After a look that changed nothing: the next wake-up, if the account is still at `version`.
    virtual awaitable<void> move_wake(domain::client_id client, domain::booking_id booking,
                                      std::uint64_t version, std::optional<instant> next) = 0;

    // Effects whose lease ran out at `now`; leases move to `now + lease`.
    virtual awaitable<std::vector<ordered_effect>> claim_effects(instant now, milliseconds lease,
                                                                 std::size_t most) = 0;
    // This one, if its lease ran out at `now`.
    virtual awaitable<std::optional<ordered_effect>> claim_effect(effect_key key, instant now,
                                                                  milliseconds lease) = 0;
    // Not now: its lease ends at `when`.
    virtual awaitable<void> postpone_effect(effect_key key, instant when) = 0;
    // Its outcome changed nothing in the account.
    virtual awaitable<void> finish_effect(effect_key key) = 0;

    // For health: when the oldest was due; nothing when none is waiting.
    virtual awaitable<std::optional<instant>> oldest_wake() = 0;
    virtual awaitable<std::optional<instant>> oldest_effect() = 0;
};

}  // namespace quittance::engine
