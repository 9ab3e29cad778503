#include "api_reply.hpp"

#include <boost/json/array.hpp>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/decide.hpp"

namespace quittance::web {

boost::json::object booking_json(domain::client_id const& client, domain::booking const& what,
                                 std::string const& checkout_url, public_options const& options) {
    auto const sums = domain::balance_of(what);
    boost::json::object told;
    told["booking"] = what.id.text();
    told["client"] = client.text();
    told["source"] = what.identity.source;
    told["offer"] = what.identity.offer.text();
    told["reference"] = what.identity.reference;
    told["title"] = what.terms.title;
    told["state"] = domain::name_of(domain::state_of(what));
    told["amount"] = sums.price.minor_units();
    told["currency"] = what.terms.price.unit().code();
    told["open"] = sums.open.minor_units();
    told["received"] = sums.received.minor_units();
    told["went_back"] = sums.went_back.minor_units();
    if (checkout_url.empty())
        told["checkout_url"] = nullptr;
    else
        told["checkout_url"] = checkout_url;
    told["page_url"] = options.public_base + "/r/" + domain::page_address(client, what);
    return told;
}

}  // namespace quittance::web
