#include "api_reply.hpp"

#include <boost/json/array.hpp>

#include "plan_reply.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/decide.hpp"

namespace quittance::web {

boost::json::object booking_json(site const& at, domain::client_id const& client, domain::booking const& what,
                                 std::string const& checkout_url) {
    auto const page_url = at.options.public_base + "/r/" + domain::page_address(client, what);
    bool const leads_there = !checkout_url.empty() && !what.terms.plan.is_plan();
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
    told["page_url"] = page_url;
    told["url"] = leads_there ? checkout_url : page_url;
    told["plan"] = booked_plan_json(at, what);
    add_money(told, what, at.settings.policy, at.time.now());
    return told;
}

}  // namespace quittance::web
