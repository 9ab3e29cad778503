// A booking as the API tells it: whole minor units with their currency, and the state as name_of says it.
#pragma once
#include <boost/json/object.hpp>

#include "quittance/domain/account.hpp"
#include "quittance/web/options.hpp"

namespace quittance::web {

// `checkout_url` empty: told as null.
boost::json::object booking_json(domain::client_id const& client, domain::booking const& what,
                                 std::string const& checkout_url, public_options const& options);

}  // namespace quittance::web
