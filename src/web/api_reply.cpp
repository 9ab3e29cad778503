#include "api_reply.hpp"

#include <boost/json/array.hpp>

#include "plan_reply.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/decide.hpp"

namespace quittance::web {

boost::json::object summary_json(site const& at, domain::client_id const& client,
                                 domain::booking const& what) {
    auto const sums = domain::balance_of(what);
    boost::json::object told;
    told["booking"] = what.id.text();
    told["client"] = client.text();
    told["source"] = what.identity.source;
    told["offer"] = what.identity.offer.text();
    told["reference"] = what.identity.reference;
    told["title"] = what.terms.title;
    told["booked_at"] = rfc3339(what.booked_at);
    told["state"] = domain::name_of(domain::state_of(what));
    told["amount"] = sums.price.minor_units();
    told["currency"] = what.terms.price.unit().code();
    told["open"] = sums.open.minor_units();
    told["received"] = sums.received.minor_units();
    told["went_back"] = sums.went_back.minor_units();
    told["waived"] = sums.waived.minor_units();
    told["credit"] = sums.credit.minor_units();
    told["unallocated"] = sums.unallocated.minor_units();
    told["page_url"] = at.options.public_base + "/r/" + domain::page_address(client, what);
    return told;
}

boost::json::object booking_json(site const& at, domain::client_id const& client, domain::booking const& what,
                                 std::string const& checkout_url) {
    auto told = summary_json(at, client, what);
    bool const leads_there = !checkout_url.empty() && !what.terms.plan.is_plan();
    told["checkout_url"] = nullptr;
    if (!checkout_url.empty()) told["checkout_url"] = checkout_url;
    told["url"] = leads_there ? boost::json::value(checkout_url) : told["page_url"];
    told["closed"] = nullptr;
    if (what.closed_at) told["closed"] = {{"at", rfc3339(*what.closed_at)}, {"reason", what.close_reason}};
    told["plan"] = booked_plan_json(at, what);
    told["items"] = items_json(what);
    told["payments"] = payments_json(what);
    told["refunds"] = refunds_json(what);
    told["waivers"] = waivers_json(what);
    told["deliveries"] = deliveries_json(what);
    auto credits = credits_json(what, at.settings.policy, at.time.now());
    if (!credits.is_null()) told["credits"] = std::move(credits);
    return told;
}

}  // namespace quittance::web
