// Promises: the bookings a person may mean by a reference, over every booking page and offer that is known.
#pragma once
#include <optional>
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
// The one booking that is meant; else a sentence on standard error.
boost::asio::awaitable<std::optional<engine::found_booking>> find_the_one(engine::bookings& reading,
                                                                          config const& settings,
                                                                          std::string reference,
                                                                          std::string offer,
                                                                          std::string source);

}  // namespace quittance::app
