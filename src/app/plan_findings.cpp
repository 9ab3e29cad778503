#include "plan_findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace quittance::app {
namespace {

constexpr char const* check = "plans";

std::string acknowledgement(plan_finding const& found) {
    return fmt::format("{}: {}", found.offer.text(), domain::name_of(found.rule));
}

bool is_acknowledged(config const& settings, plan_finding const& found) {
    auto const& all = settings.plans.acknowledged;
    return std::find(all.begin(), all.end(), acknowledgement(found)) != all.end();
}

bool sells_plans(config const& settings) {
    return std::any_of(settings.offers.begin(), settings.offers.end(), [](auto const& one) {
        return one.second.plan.is_plan() && !one.second.plan.retainer;
    });
}

void report_needless(config const& settings, std::vector<plan_finding> const& found, doctor_report& report) {
    for (auto const& said : settings.plans.acknowledged) {
        bool const needed = std::any_of(found.begin(), found.end(),
                                        [&said](auto const& one) { return acknowledgement(one) == said; });
        if (!needed)
            report.note(check, fmt::format("'{}' is acknowledged, but no plan needs it", said),
                        "take it out of [plans] acknowledge");
    }
}

}  // namespace

std::vector<plan_finding> plan_findings(config const& settings, civil_date today) {
    std::vector<plan_finding> all;
    for (auto const& [id, offer] : settings.offers) {
        auto const terms = domain::terms_of(offer);
        if (!terms) continue;  // refused when the catalogue is read
        for (auto const rule :
             domain::rules_met(*terms, settings.plans.country, settings.plans.clients, today)) {
            plan_finding found{id, rule, false};
            found.acknowledged = is_acknowledged(settings, found);
            all.push_back(found);
        }
    }
    return all;
}

std::vector<domain::offer_id> past_plans(config const& settings, civil_date today) {
    std::vector<domain::offer_id> past;
    for (auto const& [id, offer] : settings.offers) {
        auto const& dates = offer.plan.dates;
        if (!dates.empty() && dates.front() < today) past.push_back(id);
    }
    return past;
}

std::string finding_text(plan_finding const& found) {
    return fmt::format("'{}' {} (source: {})", found.offer.text(), domain::sentence_of(found.rule),
                       domain::source_of(found.rule));
}

std::string finding_advice(plan_finding const& found) {
    return fmt::format(
        "this is not legal advice: ask somebody who gives it, then write [plans] acknowledge = "
        "[\"{}\"]",
        acknowledgement(found));
}

void report_plans(config const& settings, civil_date today, doctor_report& report) {
    auto const found = plan_findings(settings, today);
    for (auto const& one : found) {
        if (one.acknowledged) {
            report.fine(check, fmt::format("{}: acknowledged", acknowledgement(one)));
        } else {
            report.note(check, finding_text(one), finding_advice(one));
        }
    }
    report_needless(settings, found, report);
    for (auto const& offer : past_plans(settings, today)) {
        report.note(check, fmt::format("'{}' has a first date that is past", offer.text()),
                    "nobody can buy it any more: give it new dates in offers.toml");
    }
    if (!sells_plans(settings) || settings.plans.clients == domain::client_kind::business) return;
    auto const& country = settings.plans.country;
    if (country.empty()) {
        report.cannot_tell(check, "whether a plan may count as consumer credit: set [plans] country");
    } else if (!domain::has_plan_rules(country)) {
        report.cannot_tell(check, fmt::format("no rule on instalments is known for {}", country));
    } else if (found.empty()) {
        report.fine(check, fmt::format("within the limits known for {} (this is not legal advice)", country));
    }
}

void log_plans(config const& settings, civil_date today, log& journal) {
    for (auto const& offer : past_plans(settings, today)) journal.warning("plan_is_past", {{"offer", offer}});
    for (auto const& one : plan_findings(settings, today)) {
        if (one.acknowledged) continue;
        journal.warning("plan_may_be_credit", {{"offer", one.offer},
                                               {"rule", domain::name_of(one.rule)},
                                               {"reason", finding_text(one)},
                                               {"advice", finding_advice(one)}});
    }
}

}  // namespace quittance::app
