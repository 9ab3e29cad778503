// Further contacts that a client named, and the days on which nobody works where a client lives.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

using addresses = std::vector<std::string>;

refusal_reason refused(story const& told, addresses list) {
    auto const answer = told.ask(name_contacts{told.id(), std::move(list), "Ana"}, told.last());
    REQUIRE_FALSE(answer.has_value());
    return answer.error().reason;
}

}  // namespace

TEST_CASE("whom a client named gets a copy of the last automatic letter, and of none before it") {
    auto told = owing("2026-12-01");
    told.then(
        name_contacts{told.id(), {"office@example.org", "ana@example.org", "office@example.org"}, "Ana"},
        told.last());
    CHECK(told.account().client.further == addresses{"office@example.org", "ana@example.org"});
    while (letters_under_way(told).empty() ||
           letters_under_way(told).front().kind < letter_kind::reminder_final) {
        for (auto const& one : letters_under_way(told)) CHECK(one.cc.empty());
        deliver_all(told);
        auto const next = next_reminder(told.account(), told.booking(), told.last(), told.rules);
        REQUIRE(next);
        told.then(remind{told.id()}, *next);
    }
    CHECK(letters_under_way(told).front().cc == addresses{"office@example.org"});
}

TEST_CASE("what reached a copy's reader is remembered, so that no later try reaches them twice") {
    auto told = owing("2026-11-10");
    told.then(name_contacts{told.id(), {"office@example.org"}, "Ana"}, told.last());
    told.then(remind{told.id()}, at("2026-11-10T09:00:00Z"));
    told.then(begin_letter{told.id(), 1}, told.last());
    letter_answered said{told.id(), 1, letter_state::ordered, false, "451"};
    said.reached = {"office@example.org"};
    told.then(said, told.last());
    CHECK(letters_under_way(told).front().reached == addresses{"office@example.org"});
}

TEST_CASE("further contacts are at most three plain addresses, named by somebody") {
    auto told = owing("2026-12-01");
    CHECK(refused(told, {"a@x.example", "b@x.example", "c@x.example", "d@x.example"}) ==
          refusal_reason::too_many_addresses);
    for (auto const* const bad : {"", "office", "@example.org", "a@", "a@b@c", "a b@example.org",
                                  "a@example.org\r\nBcc: b@example.org", "Ana <a@example.org>", "a@x,b@y"})
        CHECK(refused(told, {bad}) == refusal_reason::address_unfit);
    auto const nameless = told.ask(name_contacts{told.id(), {"a@x.example"}, ""}, told.last());
    CHECK(nameless.error().reason == refusal_reason::author_missing);
    told.then(name_contacts{told.id(), {"a@x.example"}, "Ana"}, told.last());
    CHECK(told.ask(name_contacts{told.id(), {"a@x.example"}, "Ana"}, told.last())->events.empty());
    told.then(name_contacts{told.id(), {}, "Ana"}, told.last());
    CHECK(told.account().client.further.empty());
}

TEST_CASE("a holiday counts where the client lives; who lives elsewhere has the business's") {
    auto const holiday = *parse_iso_date("2026-12-08");  // in Portugal; a Tuesday
    reminder_policy rules;
    rules.countries["PT"] = {holiday};
    rules.countries["DE"] = {};
    rules.country_of = {{"Europe/Lisbon", "PT"}, {"Europe/Berlin", "DE"}};
    auto const wednesday = *parse_iso_date("2026-12-09");
    CHECK(business_day(rules, "Europe/Lisbon", holiday) == wednesday);
    CHECK(business_day(rules, "Europe/Berlin", holiday) == holiday);
    CHECK(business_day(rules, "Asia/Tokyo", holiday) == holiday);
    rules.country = "PT";
    CHECK(business_day(rules, "Asia/Tokyo", holiday) == wednesday);
    CHECK(business_day(rules, "Europe/Berlin", holiday) == holiday);
    rules.country = "XX";
    CHECK(business_day(rules, "Asia/Tokyo", holiday) == holiday);
}

TEST_CASE("a due day on a holiday of the client's country does not move; the letter does") {
    auto told = owing("2026-12-08");
    told.rules.reminders.countries["PT"] = {*parse_iso_date("2026-12-08"), *parse_iso_date("2026-12-11")};
    told.rules.reminders.country_of["Europe/Lisbon"] = "PT";
    CHECK(sent_until(told, "2026-12-17T00:00:00Z") ==
          lines{"2026-12-01 reminder_before", "2026-12-14 reminder_gentle"});
    CHECK(told.booking().items.front().due == *parse_iso_date("2026-12-08"));
}

}  // namespace quittance::domain
