// `quittance plan`: what an offer would collect and when, from the configuration alone.
#include <fmt/format.h>

#include <stdexcept>

#include "plan_findings.hpp"
#include "plan_text.hpp"
#include "planned_sale.hpp"
#include "quittance/domain/calendar.hpp"
#include "suggestion.hpp"
#include "written_values.hpp"

namespace quittance::app {
namespace {

civil_date read_date(std::string const& text, char const* option) {
    auto const date = parse_iso_date(text);
    if (!date) {
        throw std::runtime_error{
            fmt::format("{} is '{}', but must be a date such as 2027-01-31", option, text)};
    }
    return *date;
}

domain::offer const& find_offer(domain::catalogue const& offers, std::string const& id) {
    auto const found = offers.find(domain::offer_id{id});
    if (found != offers.end()) return found->second;
    std::vector<std::string> known;
    for (auto const& [one, unused] : offers) known.push_back(one.text());
    throw std::runtime_error{
        fmt::format("--offer '{}' is not in offers.toml{}", id, did_you_mean(id, known))};
}

domain::sale_terms terms_for(config const& settings, plan_options const& what) {
    auto terms = domain::terms_of(find_offer(settings.offers, what.offer)).value();
    if (what.price.empty()) return terms;
    if (auto const wrong = read_price(what.price, terms.price)) throw std::runtime_error{"--price " + *wrong};
    terms.tax.included = true;  // what is asked for is paid in all, as in a signed link
    return terms;
}

}  // namespace

planned_sale read_planned_sale(config const& settings, plan_options const& what) {
    planned_sale read{terms_for(settings, what), {}};
    read.made.agreed = read_date(what.from, "--from");
    if (!what.service.empty()) read.made.service = read_date(what.service, "--service");
    read.made.zone = what.zone.empty() ? settings.policy.zone : what.zone;
    if (!domain::is_zone(read.made.zone)) {
        throw std::runtime_error{
            fmt::format("--zone is '{}', no IANA time zone; such as Europe/Lisbon", what.zone)};
    }
    read.made.periods = what.periods;
    return read;
}

int print_plan(common_options const& how, plan_options const& what) {
    auto const settings = read_config(find_config(how.config));
    auto const sale = read_planned_sale(settings, what);
    auto const items = domain::schedule_of(sale.terms, sale.made, settings.policy);
    if (!items) {
        auto const hint =
            items.error() == domain::plan_errc::service_date_missing ? "; add --service DATE" : "";
        throw std::runtime_error{fmt::format("'{}' has no plan from {}: {}{}", what.offer, what.from,
                                             items.error().message(), hint)};
    }
    fmt::print("{}", plan_text(sale.terms, sale.made, *items, settings.policy));
    for (auto const& found : plan_findings(settings, sale.made.agreed)) {
        if (found.offer == sale.terms.offer && !found.acknowledged)
            fmt::print("Note: {}; {}.\n", finding_text(found), finding_advice(found));
    }
    return 0;
}

}  // namespace quittance::app
