// The terms of a plan as they are today, and the consent to exactly them.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "quittance/pages/terms.hpp"
#include "site.hpp"

namespace quittance::web {

// What the terms follow from: a link that nobody has booked, or a booking as it was frozen.
struct plan_sale {
    domain::sale_terms terms;
    domain::contact who;
    std::optional<civil_date> service;
    std::string reference;
};
plan_sale sale_of(engine::purchase const& what);
plan_sale sale_of(domain::booking const& what);

struct offered_terms {
    pages::terms_view view;
    domain::consent consent;
};
// `who`: the business, in whose language the terms are where the client's is not known.
std::variant<offered_terms, pages::plan_obstacle> offered(site const& at, pages::business const& who,
                                                          plan_sale const& what);

// A plan may count from the day of the service: read from what the booking page said, in the client's zone.
void note_service_day(site const& at, engine::purchase& what);
pages::plan_obstacle obstacle_of(boost::system::error_code why);

// The field of a form that says what the client has seen.
inline constexpr std::string_view agreed_field = "agreed_terms";
// The page for an offer, with `press` as its button; or the page that says why there is nothing to agree to.
http::response terms_reply(site const& at, pages::business const& who, plan_sale const& what,
                           pages::button press, pages::terms_news news = pages::terms_news::none);

// The consent, when `hash` is that of today's terms; else the reply that shows them.
std::variant<domain::consent, http::response> consent_to(site const& at, pages::business const& who,
                                                         plan_sale const& what, std::string const& hash,
                                                         pages::button press);

}  // namespace quittance::web
