// Pages of an index that is spread over all shards, in one order.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "pool.hpp"
#include "quittance/engine/registry.hpp"

namespace quittance::redis {

engine::awaitable<std::vector<engine::listed_booking>> page_of_index(
    pool& connections, std::string_view index, std::optional<engine::listed_booking> after, std::size_t most);

}  // namespace quittance::redis
