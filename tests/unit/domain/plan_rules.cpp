#include "quittance/domain/plan_rules.hpp"

#include <doctest/doctest.h>

#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

using rules = std::vector<plan_rule>;

civil_date day(char const* text) { return *parse_iso_date(text); }
civil_date const today = *parse_iso_date("2027-01-31");

sale_terms every(rhythm what, int count, int length = 0) {
    sale_terms terms;
    terms.price = eur(100'000);
    terms.plan.every = what;
    terms.plan.count = count;
    terms.plan.days = length;
    return terms;
}

sale_terms with_deposit(sale_terms terms) {
    terms.plan.deposit = eur(10'000);
    return terms;
}

sale_terms on(std::vector<char const*> const& dates) {
    auto terms = every(rhythm::dates, 0);
    for (auto const* text : dates) terms.plan.dates.push_back(day(text));
    return terms;
}

sale_terms after_service(std::vector<int> offsets) {
    auto terms = every(rhythm::from_service, 0);
    terms.plan.offsets = std::move(offsets);
    return terms;
}

rules met(sale_terms const& terms, char const* country, client_kind clients = client_kind::consumer) {
    return rules_met(terms, country, clients, today);
}

struct row {
    char const* country;
    sale_terms terms;
    rules expected;
};

constexpr auto us = plan_rule::us_four_instalments;
constexpr auto uk_count = plan_rule::uk_twelve_instalments;
constexpr auto uk_year = plan_rule::uk_twelve_months;
constexpr auto eu = plan_rule::eu_fifty_days;

}  // namespace

TEST_CASE("in the US four instalments are the most, a deposit not counted") {
    for (auto const& [country, terms, expected] : {
             row{"US", every(rhythm::monthly, 4), {}},
             row{"US", every(rhythm::monthly, 5), {us}},
             row{"US", with_deposit(every(rhythm::monthly, 4)), {}},
             row{"US", with_deposit(every(rhythm::monthly, 5)), {us}},
             row{"US", every(rhythm::every_days, 4, 366), {}},
         }) {
        CHECK(met(terms, country) == expected);
    }
}

TEST_CASE("in the UK twelve instalments are the most, within twelve months of the agreement") {
    for (auto const& [country, terms, expected] : {
             row{"GB", every(rhythm::monthly, 12), {}},
             row{"GB", every(rhythm::monthly, 13), {uk_count, uk_year}},
             row{"GB", every(rhythm::fortnightly, 12), {}},
             row{"GB", every(rhythm::fortnightly, 13), {uk_count}},
             // The twelfth of twelve monthly parts after a deposit falls on the anniversary.
             row{"GB", with_deposit(every(rhythm::monthly, 11)), {}},
             row{"GB", with_deposit(every(rhythm::monthly, 12)), {uk_year}},
             row{"GB", every(rhythm::every_days, 2, 364), {}},
             row{"GB", every(rhythm::every_days, 2, 365), {uk_year}},
         }) {
        CHECK(met(terms, country) == expected);
    }
}

TEST_CASE("in the EU fifty days after delivery are the most, in every member state") {
    for (auto const* country : {"DE", "AT", "FR", "IE", "PT", "HR"}) {
        CHECK(met(every(rhythm::every_days, 2, 50), country).empty());
        CHECK(met(every(rhythm::every_days, 2, 51), country) == rules{eu});
    }
    CHECK(met(after_service({-30, 0, 50}), "DE").empty());
    CHECK(met(after_service({-30, 0, 51}), "DE") == rules{eu});
    CHECK(met(every(rhythm::monthly, 2), "DE").empty());
    CHECK(met(every(rhythm::monthly, 3), "DE") == rules{eu});
}

TEST_CASE("given dates count from the day they could first be agreed on") {
    CHECK(met(on({"2027-03-22"}), "DE").empty());  // 50 days from today
    CHECK(met(on({"2027-03-23"}), "DE") == rules{eu});
    CHECK(met(on({"2028-01-30"}), "GB").empty());
    CHECK(met(on({"2028-01-31"}), "GB") == rules{uk_year});
    CHECK(met(on({"2026-03-01", "2026-04-20"}), "DE").empty());  // all past: from the first
    CHECK(met(on({"2026-03-01", "2026-04-21"}), "DE") == rules{eu});
}

TEST_CASE("what is paid for work done, period by period, at once, or by a business meets no rule") {
    auto milestones = every(rhythm::milestones, 0);
    milestones.plan.deposit_ppm = 200'000;
    milestones.plan.milestones = {"draft", "final"};
    auto retainer = every(rhythm::monthly, 0);
    retainer.plan.retainer = true;
    for (auto const* country : {"US", "GB", "DE"}) {
        CAPTURE(country);
        CHECK(met(milestones, country).empty());
        CHECK(met(retainer, country).empty());
        CHECK(met(sale_terms{}, country).empty());
        CHECK(met(every(rhythm::monthly, 24), country, client_kind::business).empty());
    }
}

TEST_CASE("five milestones are five instalments in the US") {
    auto terms = every(rhythm::milestones, 0);
    terms.plan.deposit_ppm = 200'000;
    terms.plan.milestones = {"a", "b", "c", "d"};
    CHECK(met(terms, "US").empty());
    terms.plan.milestones.emplace_back("e");
    CHECK(met(terms, "US") == rules{us});
}

TEST_CASE("no rule is known for other countries") {
    for (auto const* country : {"", "CH", "NO", "UK", "de"}) {
        CHECK_FALSE(has_plan_rules(country));
        CHECK(met(every(rhythm::monthly, 60), country).empty());
    }
    for (auto const* country : {"US", "GB", "DE", "MT"}) CHECK(has_plan_rules(country));
}

TEST_CASE("each rule has a name, a sentence and a source") {
    for (auto const rule : all_plan_rules()) {
        CHECK(name_of(rule) != "unknown");
        CHECK_FALSE(sentence_of(rule).empty());
        CHECK_FALSE(source_of(rule).empty());
    }
}
