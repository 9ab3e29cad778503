// Promises: each of the parked events is tried, whatever came of those before it; what was taken is parked no
// more, and all others stay as they are. A line for each says what came of it.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "quittance/engine/registry.hpp"
#include "quittance/engine/settlement.hpp"

namespace quittance::app {

// Throws std::runtime_error where it could not be tried.
using take_event = std::function<boost::asio::awaitable<engine::webhook_outcome>(engine::parked_event)>;

struct replayed {
    std::vector<std::string> lines;
    std::size_t failed = 0;
};

// Those of `ids`, the store's own; none named: all.
boost::asio::awaitable<replayed> replay_parked(engine::registry& lists, std::vector<std::string> ids,
                                               take_event take);

// Takes one out as it is, and answers it; nothing: no such one.
boost::asio::awaitable<std::optional<engine::parked_event>> drop_parked(engine::registry& lists,
                                                                        std::string id);

}  // namespace quittance::app
