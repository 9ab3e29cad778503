// GET /v1/bookings/{reference}/items, /payments, /refunds, /waivers, /agreements, /deliveries, /reservations,
// /credits: one part of a booking; and /contacts, whom its client named.
#include <functional>

#include "api_access.hpp"
#include "api_find.hpp"
#include "api_reply.hpp"
#include "replies.hpp"

namespace quittance::web {
namespace {

using tell_part = boost::json::value (*)(site const&, domain::booking const&);

struct part {
    char const* name;
    char const* pattern;
    char const* label;  // of the route in metrics
    tell_part tell;
};

constexpr part parts[] = {
    {"items", "/v1/bookings/{}/items", "api_items_read",
     [](site const&, domain::booking const& what) -> boost::json::value { return items_json(what); }},
    {"payments", "/v1/bookings/{}/payments", "api_payments_read",
     [](site const&, domain::booking const& what) -> boost::json::value { return payments_json(what); }},
    {"refunds", "/v1/bookings/{}/refunds", "api_refunds_read",
     [](site const&, domain::booking const& what) -> boost::json::value { return refunds_json(what); }},
    {"waivers", "/v1/bookings/{}/waivers", "api_waivers_read",
     [](site const&, domain::booking const& what) -> boost::json::value { return waivers_json(what); }},
    {"agreements", "/v1/bookings/{}/agreements", "api_agreements_read",
     [](site const&, domain::booking const& what) -> boost::json::value { return agreements_json(what); }},
    {"deliveries", "/v1/bookings/{}/deliveries", "api_deliveries_read",
     [](site const&, domain::booking const& what) -> boost::json::value { return deliveries_json(what); }},
    {"reservations", "/v1/bookings/{}/reservations", "api_reservations_read",
     [](site const&, domain::booking const& what) -> boost::json::value { return reservations_json(what); }},
    {"credits", "/v1/bookings/{}/credits", "api_credits_read",
     [](site const& at, domain::booking const& what) {
         return credits_json(what, at.settings.policy, at.time.now());
     }},
};

using tell_about = std::function<void(boost::json::object&, engine::found_booking const&)>;

awaitable<http::response> answer_about(shared_site at, http::request asked, http::captures caught,
                                       tell_about tell) {
    http::response refused;
    auto admitting = admit(at, asked, refused);
    auto const caller = co_await std::move(admitting);
    if (!caller) co_return refused;
    auto finding = find_the_one(at, asked, caught, refused);
    auto const one = co_await std::move(finding);
    if (!one) co_return refused;
    boost::json::object told;
    told["booking"] = one->booking.id.text();
    told["client"] = one->client.text();
    told["reference"] = one->booking.identity.reference;
    tell(told, *one);
    co_return json_reply(200, told);
}

// Of the client, not of the booking alone: the same for all of theirs.
void tell_contacts(boost::json::object& told, engine::found_booking const& one) {
    boost::json::array addresses;
    for (auto const& address : one.person.further) addresses.emplace_back(address);
    told["addresses"] = std::move(addresses);
}

}  // namespace

void mount_api_parts(http::router& on, shared_site const& at) {
    auto const mount = [&on, &at](char const* pattern, char const* label, tell_about const& tell) {
        on.add(http::method::get, pattern, label, [at, tell](http::request asked, http::captures caught) {
            return answer_about(at, std::move(asked), std::move(caught), tell);
        });
    };
    mount("/v1/bookings/{}/contacts", "api_contacts_read", tell_contacts);
    for (auto const& part : parts) {
        mount(part.pattern, part.label,
              [at, &part](boost::json::object& told, engine::found_booking const& one) {
                  told["currency"] = one.booking.terms.price.unit().code();
                  told[part.name] = part.tell(*at, one.booking);
              });
    }
}

}  // namespace quittance::web
