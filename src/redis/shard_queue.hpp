// A queue that is a sorted set in every shard, by when its members are due: who waits, and claims by lease.
#pragma once
#include <string>
#include <vector>

#include "pool.hpp"
#include "queue_scripts.hpp"

namespace quittance::redis {

struct shard_due {
    instant oldest{};
    unsigned shard = 0;
};

// The shards of which something waits, the oldest first. One round trip.
engine::awaitable<std::vector<shard_due>> waiting_in(pool& connections, shard_queue queue);

// What is due at `now`, at most `most`; due again at `now + lease`. Bodies, or member and score in turn.
engine::awaitable<std::vector<reply>> claim_due(pool& connections, shard_queue queue, instant now,
                                                milliseconds lease, std::size_t most);

}  // namespace quittance::redis
