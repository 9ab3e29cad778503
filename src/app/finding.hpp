// Promises: the bookings a person may mean by a reference, over every booking page and offer that is known.
#pragma once
#include <string>
#include <vector>

#include "foundation.hpp"
#include "quittance/engine/bookings.hpp"

namespace quittance::app {

// `offer` and `source` narrow it down; empty: any of the configuration's.
std::vector<domain::booking_identity> possible_identities(config const& settings,
                                                          std::string const& reference,
                                                          std::string const& offer,
                                                          std::string const& source);
boost::asio::awaitable<std::vector<engine::found_booking>> find_by_reference(
    engine::bookings& reading, std::vector<domain::booking_identity> candidates);

}  // namespace quittance::app
