// A client as the API tells it: one view over all bookings, sums kept apart by currency.
#pragma once
#include <boost/json/object.hpp>

#include "site.hpp"

namespace quittance::web {

boost::json::object client_json(site const& at, domain::account const& whole);

}  // namespace quittance::web
