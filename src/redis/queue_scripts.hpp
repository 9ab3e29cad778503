// What moves leases and wake-ups, each in one step.
#pragma once
#include <cstdint>

#include "quittance/base/time.hpp"
#include "quittance/engine/store.hpp"
#include "script.hpp"

namespace quittance::redis {

struct shard_queue {
    std::string due;     // the sorted set's key without its shard: "t", "e", …
    std::string bodies;  // the hash beside it; empty: the members are all there is
};

// Answers member, score, member, score, …; the members' scores move to the lease's end.
script const& claim_wakes_script();
// Answers the bodies.
script const& claim_effects_script();
script_call make_claim_call(unsigned shard, shard_queue const& queue, instant now, milliseconds lease,
                            std::size_t most);

script const& claim_effect_script();
script_call make_claim_effect_call(domain::client_id const& client, engine::effect_key const& key,
                                   instant now, milliseconds lease);

script const& finish_effect_script();
script_call make_finish_effect_call(domain::client_id const& client, engine::effect_key const& key);

script const& move_wake_script();
script_call make_move_wake_call(domain::client_id const& client, domain::booking_id const& booking,
                                std::uint64_t version, std::optional<instant> next);

}  // namespace quittance::redis
