// What the engine orders for booking systems, and what the notifier needs to tell them.
#pragma once
#include "environment.hpp"
#include "quittance/engine/settings.hpp"
#include "quittance/notify/notifier.hpp"

namespace quittance::app {

std::vector<engine::notice_endpoint> notice_endpoints_of(config const& settings);
// With the secrets. Throws std::runtime_error, saying which is missing or wrong and where it may lie.
notify::options notify_options_of(config const& settings, variables const& set, state_folder const& state);

}  // namespace quittance::app
