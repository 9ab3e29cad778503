// Why a Redis must not hold balances.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <vector>

#include "pool.hpp"

namespace quittance::redis {

// What was found out about a Redis; nothing where it would not say.
struct observed_settings {
    std::string version;  // "7.0.15"
    std::string role;     // "master"
    std::optional<bool> append_only;
    std::optional<std::string> fsync;     // "always"
    std::optional<std::string> eviction;  // "noeviction"
};
std::vector<std::string> judge(observed_settings const& seen, bool accept_power_loss);
boost::asio::awaitable<observed_settings> observe(pool& connections);

}  // namespace quittance::redis
