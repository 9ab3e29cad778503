// A booking as the API tells it: whole minor units with their currency, and the state as name_of says it.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "quittance/domain/balance.hpp"
#include "site.hpp"

namespace quittance::web {

// `checkout_url` empty: told as null. `url` is where the client goes: the processor's page, or ours, where a
// plan is agreed to and paid.
boost::json::object booking_json(site const& at, domain::client_id const& client, domain::booking const& what,
                                 std::string const& checkout_url);
// The same without what it is made of, as lists tell it.
boost::json::object summary_json(site const& at, domain::client_id const& client,
                                 domain::booking const& what);
// What it is made of.
boost::json::object fee_json(domain::fee_mark const& why);
boost::json::array items_json(domain::booking const& what);
boost::json::array payments_json(domain::booking const& what);
boost::json::array refunds_json(domain::booking const& what);
boost::json::array waivers_json(domain::booking const& what);
boost::json::array agreements_json(domain::booking const& what);
boost::json::array deliveries_json(domain::booking const& what);
boost::json::array reservations_json(domain::booking const& what);
// Null where the booking grants none.
boost::json::value credits_json(domain::booking const& what, domain::policy const& rules, instant now);
boost::json::object counted_json(domain::credit_balance const& left);

}  // namespace quittance::web
