#include "api_client_reply.hpp"

#include <boost/json/array.hpp>

#include "api_reply.hpp"
#include "quittance/web/client_sums.hpp"

namespace quittance::web {
namespace {

namespace json = boost::json;

json::array totals_json(std::map<domain::currency, currency_sums> const& by_currency) {
    json::array all;
    for (auto const& [unit, one] : by_currency) {
        all.push_back(json::object{{"currency", unit.code()},
                                   {"booked", one.booked},
                                   {"fees", one.fees},
                                   {"due", one.due},
                                   {"open", one.open},
                                   {"received", one.received},
                                   {"went_back", one.went_back},
                                   {"waived", one.waived},
                                   {"credit", one.credit},
                                   {"unallocated", one.unallocated}});
    }
    return all;
}

json::value charge_json(std::optional<coming_charge> const& next, instant now) {
    if (!next) return nullptr;
    json::object told;
    told["booking"] = next->booking.text();
    told["reference"] = next->reference;
    told["item"] = next->item;
    told["amount"] = next->amount.minor_units();
    told["currency"] = next->amount.unit().code();
    told["due"] = iso_date(next->due);
    told["at"] = nullptr;
    if (next->at > now) told["at"] = rfc3339(next->at);
    return told;
}

}  // namespace

json::object client_json(site const& at, domain::account const& whole) {
    auto const now = at.time.now();
    auto const view = client_sums_of(whole, at.settings.policy, now);
    json::object told;
    told["client"] = whole.id.text();
    told["name"] = whole.client.who.name;
    told["email"] = whole.client.who.email;
    told["since"] = rfc3339(whole.client.since);
    told["bookings"] = view.bookings;
    told["attention"] = view.attention;
    told["totals"] = totals_json(view.by_currency);
    told["credits"] = counted_json(view.credits);
    told["next_charge"] = charge_json(view.next, now);
    return told;
}

}  // namespace quittance::web
