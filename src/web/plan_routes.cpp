// The plan of an offer before anybody buys it, for a booking page to show.
#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>

#include "api_access.hpp"
#include "api_request.hpp"
#include "error_responses.hpp"
#include "plain_link.hpp"
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

void refuse_unknown(form const& parameters, std::vector<field_error>& errors) {
    for (auto const& [name, unused] : parameters) {
        if (std::find(known_parameters.begin(), known_parameters.end(), name) != known_parameters.end())
            continue;
        auto const near = nearest_name(name, known_parameters);
        errors.push_back(
            {name.substr(0, 64),
             near.empty() ? "is not a parameter of this request"
                          : "is not a parameter of this request; did you mean `" + std::string{near} + "`?"});
    }
}

problem invalid(std::vector<field_error> errors) {
    return {422, "invalid-request", "Some parameters cannot be taken.", "", std::move(errors)};
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
    refuse_unknown(parameters, errors);
    return made;
}

// Which parameter the plan could not do without, or with.
std::string blamed_field(boost::system::error_code why) {
    return why == domain::plan_errc::service_date_missing ? "service" : "from";
}

// Never in braces: those would make a list of it.
boost::json::value or_null(bool said, boost::json::value what) {
    if (!said) what = nullptr;
    return what;
}

boost::json::object item_json(domain::scheduled_item const& one) {
    boost::json::object told;
    told["number"] = one.what.number;
    told["amount"] = one.what.amount.minor_units();
    told["due"] =
        or_null(one.how != domain::collection::at_milestone, boost::json::value(iso_date(one.what.due)));
    told["milestone"] = or_null(!one.what.milestone.empty(), boost::json::value(one.what.milestone));
    told["collected"] = domain::name_of(one.how);
    told["charged_at"] =
        or_null(one.charged_at.has_value(), boost::json::value(rfc3339(one.charged_at.value_or(instant()))));
    return told;
}

boost::json::value credits_json(domain::credit_terms const& credits) {
    if (credits.granted == 0) return nullptr;
    boost::json::object told;
    told["granted"] = credits.granted;
    told["valid_days"] = or_null(credits.valid_days != 0, boost::json::value(credits.valid_days));
    told["carry_over"] = credits.carry_over;
    return told;
}

boost::json::object cancellation_json(domain::cancellation_terms const& terms) {
    boost::json::object told;
    boost::json::array steps;
    for (auto const& step : terms.steps)
        steps.push_back(
            boost::json::object{{"hours_before", step.hours_before}, {"refund_ppm", step.refund_ppm}});
    told["steps"] = std::move(steps);
    told["no_show_fee"] = terms.no_show_fee.minor_units();
    return told;
}

boost::json::object plan_json(domain::sale_terms const& terms, domain::agreement const& made,
                              std::vector<domain::scheduled_item> const& items, domain::policy const& rules) {
    boost::json::object told;
    told["offer"] = terms.offer.text();
    told["title"] = terms.title;
    told["amount"] = terms.price.minor_units();
    told["currency"] = terms.price.unit().code();
    told["rhythm"] = domain::name_of(terms.plan.every);
    told["retainer"] = terms.plan.retainer;
    told["agreed"] = iso_date(made.agreed);
    told["zone"] = made.zone;
    told["service"] =
        or_null(made.service.has_value(), boost::json::value(iso_date(made.service.value_or(made.agreed))));
    boost::json::array list;
    for (auto const& one : items) list.push_back(item_json(one));
    told["items"] = std::move(list);
    boost::json::array retries;
    for (int const days : rules.retry_days) retries.push_back(days);
    told["retry_days"] = std::move(retries);
    told["credits"] = credits_json(terms.credits);
    told["cancellation"] = cancellation_json(terms.cancellation);
    return told;
}

http::response planned_reply(site const& at, domain::offer const& sold, form const& parameters) {
    std::vector<field_error> errors;
    auto const made = read_agreement(at, parameters, errors);
    if (!errors.empty()) return problem_reply(invalid(std::move(errors)));
    auto const terms = domain::terms_of(sold);
    if (!terms) return problem_reply(invalid({{"offer", "has a price that does not fit with its tax"}}));
    auto const items = domain::schedule_of(*terms, made, at.settings.policy);
    if (!items) return problem_reply(invalid({{blamed_field(items.error()), items.error().message()}}));
    return json_reply(200, plan_json(*terms, made, *items, at.settings.policy));
}

awaitable<http::response> answer_plan(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    auto admitting = admit(at, asked, refused);
    auto const caller = co_await std::move(admitting);
    if (!caller) co_return refused;
    auto const parameters = http::parse_form(asked.query);
    if (!parameters)
        co_return problem_reply({400,
                                 "invalid-request",
                                 "The address cannot be read.",
                                 "Percent-encode the query as UTF-8.",
                                 {}});
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
