// Promises: the bookings a person may mean by a reference: over every booking page that is known, and every
// offer it was booked under, whether the catalogue still holds it or never did.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation.hpp"
#include "quittance/engine/bookings.hpp"

namespace quittance::app {

// `offer` and `source` narrow it down; empty: any.
struct booking_name {
    std::string reference;
    std::string offer;
    std::string source;
};

// As far as the configuration knows.
std::vector<domain::booking_identity> possible_identities(config const& settings, booking_name const& called);
boost::asio::awaitable<std::vector<engine::found_booking>> find_by_reference(engine::bookings& reading,
                                                                             config const& settings,
                                                                             booking_name called);
// The one booking that is meant; else a sentence on standard error.
boost::asio::awaitable<std::optional<engine::found_booking>> find_the_one(engine::bookings& reading,
                                                                          config const& settings,
                                                                          booking_name called);

}  // namespace quittance::app
