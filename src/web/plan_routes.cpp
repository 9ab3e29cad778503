// The plan of an offer before anybody buys it, for a booking page to show.
#include <charconv>

#include "api_access.hpp"
#include "api_query.hpp"
#include "error_responses.hpp"
#include "plain_link.hpp"
#include "plan_reply.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/schedule.hpp"
#include "replies.hpp"

namespace quittance::web {
namespace {

std::vector<std::string_view> const known_parameters{"from", "zone", "service", "periods"};

void read_date(form const& parameters, std::string_view name, std::optional<civil_date>& into,
               std::vector<field_error>& errors) {
    auto const& text = value_of(parameters, name);
    if (text.empty()) return;
    into = parse_iso_date(text);
    if (!into) errors.push_back({std::string{name}, "must be a date that exists, as YYYY-MM-DD"});
}

void read_zone(form const& parameters, std::string& into, std::vector<field_error>& errors) {
    auto const& text = value_of(parameters, "zone");
    if (text.empty()) return;
    if (domain::is_zone(text))
        into = text;
    else
        errors.push_back({"zone", "must be an IANA time zone, such as Europe/Vienna"});
}

void read_periods(form const& parameters, int& into, std::vector<field_error>& errors) {
    auto const& text = value_of(parameters, "periods");
    if (text.empty()) return;
    auto const end = text.data() + text.size();
    auto const [stopped, error] = std::from_chars(text.data(), end, into);
    if (error == std::errc{} && stopped == end && into >= 1 && into <= domain::most_periods) return;
    errors.push_back({"periods", "must be a whole number from 1 to " + std::to_string(domain::most_periods)});
}

domain::agreement read_agreement(site const& at, form const& parameters, std::vector<field_error>& errors) {
    domain::agreement made;
    made.zone = at.settings.policy.zone;
    read_zone(parameters, made.zone, errors);
    std::optional<civil_date> agreed;
    read_date(parameters, "from", agreed, errors);
    made.agreed = agreed ? *agreed : domain::date_in(made.zone, at.time.now());
    read_date(parameters, "service", made.service, errors);
    read_periods(parameters, made.periods, errors);
    refuse_unknown(parameters, known_parameters, errors);
    return made;
}

// Which parameter the plan could not do without, or with.
std::string blamed_field(boost::system::error_code why) {
    return why == domain::plan_errc::service_date_missing ? "service" : "from";
}

http::response planned_reply(site const& at, domain::offer const& sold, form const& parameters) {
    std::vector<field_error> errors;
    auto const made = read_agreement(at, parameters, errors);
    if (!errors.empty()) return problem_reply(invalid_query(std::move(errors)));
    auto const terms = domain::terms_of(sold);
    if (!terms)
        return problem_reply(invalid_query({{"offer", "has a price that does not fit with its tax"}}));
    auto const items = domain::schedule_of(*terms, made, at.settings.policy);
    if (!items) return problem_reply(invalid_query({{blamed_field(items.error()), items.error().message()}}));
    return json_reply(200, plan_json(*terms, made, *items, at.settings.policy));
}

awaitable<http::response> answer_plan(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    auto admitting = admit_query(at, asked, refused);
    auto const parameters = co_await std::move(admitting);
    if (!parameters) co_return refused;
    auto const sold = at->catalogue.find(domain::offer_id{caught.at(0)});
    if (sold == at->catalogue.end())
        co_return problem_reply({404,
                                 "offer-unknown",
                                 "There is no such offer.",
                                 "Name an offer of the catalogue in the path.",
                                 {{"offer", "is not in the catalogue"}}});
    co_return planned_reply(*at, sold->second, *parameters);
}

}  // namespace

void mount_plans(http::router& on, shared_site const& at) {
    on.add(http::method::get, "/v1/offers/{}/plan", "api_plans",
           [at](http::request asked, http::captures caught) {
               return answer_plan(at, std::move(asked), std::move(caught));
           });
}

}  // namespace quittance::web
