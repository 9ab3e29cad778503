// Which messages a plan would bring, before anyone has bought it.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/plan_messages.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

lines messages_said(sale_terms const& terms, char const* from, std::optional<civil_date> service = {}) {
    auto const rules = with_letters().rules;
    agreement const made{*parse_iso_date(from), service, "Europe/Lisbon", 3};
    auto const items = schedule_of(terms, made, rules);
    REQUIRE(items.has_value());
    lines all;
    for (auto const& one : messages_of_plan(terms, made, *items, rules)) {
        auto line =
            rfc3339(one.at).substr(0, 16) + ' ' + std::string{one.person ? "person" : name_of(one.kind)};
        for (int const number : one.items) line += " #" + std::to_string(number);
        if (!one.amount.unit().code().empty()) line += ' ' + plain_text(one.amount);
        all.push_back(std::move(line));
    }
    return all;
}

}  // namespace

TEST_CASE("a plan that is paid as agreed brings its text, its receipts and a notice before each charge") {
    auto const all = messages_said(a_plan_booking().terms, "2026-11-21");
    auto const count = [&all](std::string_view part) {
        return std::ranges::count_if(all, [part](auto const& one) { return one.find(part) != one.npos; });
    };
    CHECK(count("receipt") == 3);
    CHECK(count("plan_agreed") == 1);
    CHECK(count("notice_before_charge") == 2);
    CHECK(count("reminder") == 0);
    CHECK(count("person") == 0);
}

TEST_CASE("what is sold at one price brings a receipt, and nothing after it") {
    CHECK(messages_said(an_invoice("2026-12-01").terms, "2026-11-21").size() == 1);
}

TEST_CASE("no letters are foreseen where none are sent") {
    policy rules;
    auto const terms = a_plan_booking().terms;
    agreement const made{*parse_iso_date("2026-11-21"), {}, "Europe/Lisbon", 12};
    CHECK(messages_of_plan(terms, made, *schedule_of(terms, made, rules), rules).empty());
}

TEST_CASE("a plan of very many parts is carried through its first ones") {
    auto const rules = with_letters().rules;
    auto terms = a_plan_booking().terms;
    terms.plan = {};
    terms.plan.every = rhythm::weekly;
    terms.plan.retainer = true;
    agreement const made{*parse_iso_date("2026-11-21"), {}, "Europe/Lisbon", 1'200};
    auto const items = schedule_of(terms, made, rules);
    REQUIRE(items->size() == 1'200);
    auto const all = messages_of_plan(terms, made, *items, rules);
    CHECK(std::ranges::count_if(all, [](auto const& one) { return one.kind == letter_kind::receipt; }) ==
          std::ptrdiff_t{most_parts_foreseen});
    CHECK(std::ranges::none_of(all, [](auto const& one) { return one.person; }));
}

TEST_CASE("of what nobody could agree to on that day no messages are foreseen") {
    auto const rules = with_letters().rules;
    auto const terms = a_plan_booking().terms;
    agreement const made{*parse_iso_date("2011-12-30"), {}, "Pacific/Apia", 3};  // a day that never was there
    auto const items = schedule_of(terms, made, rules);
    REQUIRE(items.has_value());
    CHECK(messages_of_plan(terms, made, *items, rules).empty());
}

TEST_CASE("a first part is paid when the plan is agreed, whatever day it has, and is not announced") {
    auto terms = an_invoice("2026-12-01").terms;
    terms.plan.every = rhythm::from_service;
    terms.plan.offsets = {-14, 0};
    CHECK(messages_said(terms, "2026-11-21", parse_iso_date("2027-01-31")) ==
          lines{"2026-11-21T12:00 plan_agreed", "2026-11-21T12:00 receipt #1 100.00 EUR",
                "2027-01-28T09:00 notice_before_charge #2 100.00 EUR",
                "2027-01-31T09:00 receipt #2 100.00 EUR"});
}

}  // namespace quittance::domain
