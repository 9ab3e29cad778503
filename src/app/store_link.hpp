// Promises: the Redis this installation uses, reached and found fit to hold balances.
#pragma once
#include <memory>

#include "foundation.hpp"
#include "quittance/redis/redis.hpp"

namespace quittance::app {

std::unique_ptr<redis::database> make_store(foundation& base);
// Waits a little for a Redis that is just starting. Throws std::runtime_error with every refusal, one a line.
boost::asio::awaitable<void> reach_store(redis::database& store, bool check_settings);

}  // namespace quittance::app
