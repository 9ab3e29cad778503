// What waits to be told and what was told, compared with the accounts it names.
#pragma once
#include <array>
#include <set>
#include <vector>

#include "keys.hpp"
#include "pool.hpp"
#include "quittance/redis/fsck.hpp"

namespace quittance::redis {

using known_clients = std::array<std::vector<domain::client_id>, shard_count>;  // by shard, sorted

// `clients` must outlive the call.
engine::awaitable<void> check_notices(pool& connections, known_clients const& clients,
                                      std::vector<finding>& out);

}  // namespace quittance::redis
