#include "quittance/domain/plan_rules.hpp"

#include <algorithm>
#include <array>

#include "quittance/domain/calendar.hpp"

namespace quittance::domain {
namespace {

using namespace std::string_view_literals;

constexpr std::array union_members{"AT"sv, "BE"sv, "BG"sv, "CY"sv, "CZ"sv, "DE"sv, "DK"sv, "EE"sv, "ES"sv,
                                   "FI"sv, "FR"sv, "GR"sv, "HR"sv, "HU"sv, "IE"sv, "IT"sv, "LT"sv, "LU"sv,
                                   "LV"sv, "MT"sv, "NL"sv, "PL"sv, "PT"sv, "RO"sv, "SE"sv, "SI"sv, "SK"sv};
constexpr std::size_t most_us_instalments = 4;
constexpr std::size_t most_uk_instalments = 12;
constexpr int uk_months = 12;
constexpr std::chrono::days eu_deferral{50};

bool is_union_member(std::string_view country) {
    return std::find(union_members.begin(), union_members.end(), country) != union_members.end();
}

// A plan's parts without its deposit, and the day they are counted from.
struct instalments {
    civil_date agreed{};
    std::vector<item> parts;
};

instalments instalments_of(sale_terms const& terms, civil_date agreed) {
    // A year without a leap day, so that twelve months are as short as they get.
    civil_date const any{std::chrono::year{2001}, std::chrono::month{3}, std::chrono::day{1}};
    auto const& dates = terms.plan.dates;
    instalments found{dates.empty() ? any : std::min(agreed, dates.front()), {}};
    auto items = items_of(terms.plan, terms.price, found.agreed, found.agreed);
    if (!items) return found;
    found.parts = std::move(*items);
    auto const deposit = deposit_of(terms.plan, terms.price);
    if (deposit && !deposit->is_zero()) found.parts.erase(found.parts.begin());
    return found;
}

bool any_due_from(instalments const& what, civil_date day) {
    return std::any_of(what.parts.begin(), what.parts.end(),
                       [day](item const& one) { return one.milestone.empty() && one.due >= day; });
}

bool passes(plan_rule rule, instalments const& what) {
    switch (rule) {
        case plan_rule::us_four_instalments: return what.parts.size() > most_us_instalments;
        case plan_rule::uk_twelve_instalments: return what.parts.size() > most_uk_instalments;
        // Twelve months that begin with the day of the agreement end on the day before its anniversary.
        case plan_rule::uk_twelve_months: return any_due_from(what, months_after(what.agreed, uk_months));
        case plan_rule::eu_fifty_days:
            return any_due_from(
                what, civil_date{std::chrono::sys_days{what.agreed} + eu_deferral + std::chrono::days{1}});
    }
    return false;
}

bool applies_in(plan_rule rule, std::string_view country) {
    switch (rule) {
        case plan_rule::us_four_instalments: return country == "US";
        case plan_rule::uk_twelve_instalments:
        case plan_rule::uk_twelve_months: return country == "GB";
        case plan_rule::eu_fifty_days: return is_union_member(country);
    }
    return false;
}

}  // namespace

std::vector<plan_rule> const& all_plan_rules() {
    static std::vector<plan_rule> const all{plan_rule::us_four_instalments, plan_rule::uk_twelve_instalments,
                                            plan_rule::uk_twelve_months, plan_rule::eu_fifty_days};
    return all;
}

std::string_view name_of(plan_rule rule) {
    switch (rule) {
        case plan_rule::us_four_instalments: return "us-four-instalments";
        case plan_rule::uk_twelve_instalments: return "uk-twelve-instalments";
        case plan_rule::uk_twelve_months: return "uk-twelve-months";
        case plan_rule::eu_fifty_days: return "eu-fifty-days";
    }
    return "unknown";
}

std::string_view sentence_of(plan_rule rule) {
    switch (rule) {
        case plan_rule::us_four_instalments:
            return "has more than four instalments, which in the US counts as consumer credit of whoever "
                   "sells so "
                   "regularly, even free of charge";
        case plan_rule::uk_twelve_instalments:
            return "has more than twelve instalments, so that it is not exempt from consumer credit rules in "
                   "the "
                   "UK";
        case plan_rule::uk_twelve_months:
            return "has an instalment twelve months or more after the agreement, so that it is not exempt "
                   "from "
                   "consumer credit rules in the UK";
        case plan_rule::eu_fifty_days:
            return "may have an instalment more than 50 days after delivery (14 days for large online "
                   "sellers), so "
                   "that it is not exempt from consumer credit rules in the EU, even free of charge";
    }
    return "";
}

std::string_view source_of(plan_rule rule) {
    switch (rule) {
        case plan_rule::us_four_instalments: return "Truth in Lending, Regulation Z, 12 CFR 1026.1(c)";
        case plan_rule::uk_twelve_instalments:
        case plan_rule::uk_twelve_months: return "Regulated Activities Order 2001, article 60F";
        case plan_rule::eu_fifty_days:
            return "Directive (EU) 2023/2225, article 2(2), applied from 2026-11-20";
    }
    return "";
}

bool has_plan_rules(std::string_view country) {
    return std::any_of(all_plan_rules().begin(), all_plan_rules().end(),
                       [country](plan_rule rule) { return applies_in(rule, country); });
}

std::vector<plan_rule> rules_met(sale_terms const& terms, std::string_view country, client_kind clients,
                                 civil_date agreed) {
    std::vector<plan_rule> met;
    if (clients == client_kind::business || !terms.plan.is_plan() || terms.plan.retainer) return met;
    auto const what = instalments_of(terms, agreed);
    for (auto const rule : all_plan_rules()) {
        if (applies_in(rule, country) && passes(rule, what)) met.push_back(rule);
    }
    return met;
}

}  // namespace quittance::domain
