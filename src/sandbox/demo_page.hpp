// A booking page as a business would have one.
#pragma once
#include <string>

#include "quittance/base/entropy.hpp"
#include "quittance/base/time.hpp"
#include "quittance/http/message.hpp"
#include "quittance/sandbox/server.hpp"

namespace quittance::sandbox {

// Every view is a booking of its own, with a fresh reference.
http::response demo_page(server_options const& options, entropy& randomness, instant now);
// Where a submitted booking goes: the gateway's link of the chosen offer. Empty: no such offer.
std::string booking_link(server_options const& options, std::string_view query);

}  // namespace quittance::sandbox
