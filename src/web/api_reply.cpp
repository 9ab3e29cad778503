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
    told["fees"] = sums.fees.minor_units();
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

namespace {

// The card that what is to come is charged to, as far as it is known.
boost::json::value card_json(domain::booking const& what, instant now, domain::policy const& rules) {
    if (!what.kept || !domain::collects_from_card(what)) return nullptr;
    auto const& kept = *what.kept;
    auto const trouble = domain::card_trouble_of(what, now, rules);
    boost::json::object told{{"brand", nullptr}, {"last4", nullptr}, {"expires", nullptr}};
    if (!kept.brand.empty()) told["brand"] = kept.brand;
    if (!kept.last4.empty()) told["last4"] = kept.last4;
    if (kept.expires_year > 0) {
        auto const month = std::to_string(kept.expires_month);
        told["expires"] = std::to_string(kept.expires_year) + (month.size() < 2 ? "-0" : "-") + month;
    }
    told["trouble"] = nullptr;
    if (trouble) told["trouble"] = trouble->detached ? "detached" : "expiring";
    return told;
}

}  // namespace

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
    told["card"] = card_json(what, at.time.now(), at.settings.policy);
    told["items"] = items_json(what);
    told["payments"] = payments_json(what);
    told["refunds"] = refunds_json(what);
    told["waivers"] = waivers_json(what);
    told["deliveries"] = deliveries_json(what);
    told["reservations"] = reservations_json(what);
    auto credits = credits_json(what, at.settings.policy, at.time.now());
    if (!credits.is_null()) told["credits"] = std::move(credits);
    return told;
}

}  // namespace quittance::web
