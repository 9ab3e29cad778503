// Promises: API keys are shown once and kept as SHA-256, so that who reads the store cannot use them.
#pragma once
#include "environment.hpp"
#include "quittance/base/log.hpp"
#include "quittance/base/time.hpp"
#include "quittance/engine/registry.hpp"

namespace quittance::app {

engine::api_key_record record_of(std::string_view key, std::string name, instant now);
// Into a store that has none; a store that has keys is left alone.
boost::asio::awaitable<void> keep_first_key(engine::registry& lists, setting_secret key, instant now,
                                            log& journal);

}  // namespace quittance::app
