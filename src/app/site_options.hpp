// Promises: the configuration as the routes read it.
#pragma once
#include <vector>

#include "foundation.hpp"
#include "quittance/pages/business.hpp"
#include "quittance/web/options.hpp"

namespace quittance::app {

// The presets and the configured pages; a configured one replaces a preset of its name.
std::vector<web::link_source> sources_of(config const& settings);
pages::business business_of(config const& settings);
web::public_options public_options_of(foundation const& base);
web::admin_options admin_options_of(foundation const& base);

// No webhook secret, or no address the processor could reach: the event list is read often instead.
bool must_poll(foundation const& base);

}  // namespace quittance::app
