// A booking as the API tells it: whole minor units with their currency, and the state as name_of says it.
#pragma once
#include <boost/json/object.hpp>

#include "quittance/domain/account.hpp"
#include "site.hpp"

namespace quittance::web {

// `checkout_url` empty: told as null. `url` is where the client goes: the processor's page, or ours, where a
// plan is agreed to and paid.
boost::json::object booking_json(site const& at, domain::client_id const& client, domain::booking const& what,
                                 std::string const& checkout_url);
// What is due, paid, gone and left of it: items, payments, refunds, deliveries and credits.
void add_money(boost::json::object& told, domain::booking const& what, domain::policy const& rules,
               instant now);

}  // namespace quittance::web
