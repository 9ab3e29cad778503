// What a client asks for on their page: granted within the policy, once, or passed on to a person.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {

TEST_CASE("a question stops everything until a person says so") {
    auto told = owing("2026-12-01");
    told.then(client_says{told.id(), 1, client_wish::question, {}, "This was two sessions, not three"},
              at("2026-11-25T20:00:00Z"));
    CHECK(sent_until(told, "2027-06-01T00:00:00Z").empty());
    CHECK(attention_of(told.booking()).at(0).reason == "question");
    told.then(resume_reminders{told.id(), "Ana"}, at("2026-12-03T10:00:00Z"));
    CHECK(sent_until(told, "2026-12-05T00:00:00Z") == lines{"2026-12-04 reminder_gentle"});
}

TEST_CASE("more time is granted within the policy, once, and goes to a person beyond it") {
    auto told = owing("2026-12-01");
    auto const asked = at("2026-11-25T20:00:00Z");
    told.then(client_says{told.id(), 1, client_wish::more_time, parse_iso_date("2026-12-15"), ""}, asked);
    CHECK(told.booking().items.at(0).due == *parse_iso_date("2026-12-15"));
    CHECK_FALSE(told.account().client.correspondence.resting);
    told.then(client_says{told.id(), 1, client_wish::more_time, parse_iso_date("2026-12-20"), ""}, asked);
    CHECK(told.booking().items.at(0).due == *parse_iso_date("2026-12-15"));
    CHECK(told.account().client.correspondence.resting->reason == "asks_for_time");
    CHECK(attention_of(told.booking()).size() == 1);
}

TEST_CASE("what was said is dealt with: reminders of other bookings go on") {
    auto told = owing("2026-12-01");
    told.then(an_invoice("2026-12-20", "ref-2"), at("2026-11-02T10:00:00Z"));
    told.then(client_says{told.id(), 0, client_wish::says_paid, {}, ""}, at("2026-12-02T10:00:00Z"));
    CHECK(sent_until(told, "2026-12-10T00:00:00Z", "ref-2").empty());
    CHECK(obstacle_of(told.account(), at("2026-12-10T20:00:00Z"), told.rules) == "resting");
    told.then(acknowledge{told.id(), "says_paid:1"}, at("2026-12-10T10:00:00Z"));
    CHECK_FALSE(told.account().client.correspondence.resting);
    told.then(waive{told.id(), 1, eur(200'00), false, "Found nothing", "Ana", "waiver 1"}, told.last());
    CHECK(sent_until(told, "2027-02-20T00:00:00Z", "ref-2") ==
          lines{"2026-12-11 reminder_before", "2026-12-23 reminder_gentle", "2026-12-30 reminder_clear",
                "2027-01-11 reminder_final"});
    CHECK(attention_of(told.booking("ref-2")).at(0).reason == "reminders_ended");
}

TEST_CASE("of two things that were said of two bookings both are dealt with before reminders go on") {
    auto told = owing("2026-12-01");
    told.then(an_invoice("2026-12-20", "ref-2"), at("2026-11-02T10:00:00Z"));
    auto const said = at("2026-12-02T10:00:00Z");
    told.then(client_says{told.id(), 0, client_wish::says_paid, {}, ""}, said);
    told.then(client_says{told.id("ref-2"), 1, client_wish::question, {}, "Which session?"}, said);
    told.then(acknowledge{told.id("ref-2"), "question:1"}, said);
    CHECK(told.account().client.correspondence.resting);
    // Of a booking that is not loaded nobody knows what was said.
    auto part = told.account();
    part.bookings.erase(told.id());
    CHECK(rest_in_force(part) != nullptr);
    told.then(acknowledge{told.id(), "says_paid:1"}, said);
    CHECK_FALSE(told.account().client.correspondence.resting);
}

TEST_CASE("what a person rests is not ended by an answer to the client") {
    auto told = owing("2026-12-01");
    auto const said = at("2026-12-02T10:00:00Z");
    told.then(client_says{told.id(), 1, client_wish::question, {}, "Which session?"}, said);
    told.then(rest_reminders{told.id(), "pause", {}, "In hospital", "Ana"}, said);
    told.then(acknowledge{told.id(), "question:1"}, said);
    CHECK(told.account().client.correspondence.resting->reason == "pause");
    CHECK(sent_until(told, "2027-02-01T00:00:00Z").empty());
}

TEST_CASE("the money came that was said to be paid: reminders of other bookings go on, and it is looked at") {
    auto told = owing("2026-12-01");
    told.then(an_invoice("2026-12-20", "ref-2"), at("2026-11-02T10:00:00Z"));
    told.then(client_says{told.id(), 0, client_wish::says_paid, {}, ""}, at("2026-12-02T10:00:00Z"));
    told.then(take_by_hand{told.id(), "slip 1", eur(200'00), hand_kind::transfer,
                           *parse_iso_date("2026-12-03"), "Ana"},
              at("2026-12-10T10:00:00Z"));
    deliver_all(told);
    CHECK(rest_in_force(told.account()) == nullptr);
    CHECK(sent_until(told, "2026-12-12T00:00:00Z", "ref-2") == lines{"2026-12-11 reminder_before"});
    CHECK_FALSE(told.account().client.correspondence.resting);
    CHECK(attention_of(told.booking()).at(0).reason == "says_paid");
}

TEST_CASE("more time that a person grants ends the rest: it is reminded for its new day") {
    auto told = owing("2026-12-01");
    auto const asked = at("2026-11-25T20:00:00Z");
    told.then(client_says{told.id(), 1, client_wish::more_time, parse_iso_date("2027-02-01"), ""}, asked);
    CHECK(rest_in_force(told.account()) != nullptr);
    told.then(change_item{told.id(), 1, {{eur(200'00), *parse_iso_date("2027-01-11")}}, "agreed", "Ana"},
              asked);
    deliver_all(told);
    CHECK(rest_in_force(told.account()) == nullptr);
    CHECK(sent_until(told, "2027-01-15T00:00:00Z") ==
          lines{"2027-01-04 reminder_before", "2027-01-11 reminder_due", "2027-01-14 reminder_gentle"});
}

TEST_CASE("the same wish said twice is one wish: granted once, passed on once") {
    auto told = owing("2026-12-01");
    auto const asked = at("2026-11-25T20:00:00Z");
    client_says const longer{told.id(), 1, client_wish::more_time, parse_iso_date("2026-12-15"), ""};
    told.then(longer, asked);
    auto const once = told.account();
    told.then(longer, asked + std::chrono::seconds{1});
    CHECK(told.account().client == once.client);
    CHECK(told.booking() == once.bookings.at(told.id()));
    client_says const words{told.id(), 0, client_wish::question, {}, "This was two sessions"};
    told.then(words, asked);
    told.then(words, asked + std::chrono::seconds{1});
    CHECK(told.booking().handovers.size() == 2);
    told.then(resume_reminders{told.id(), "Ana"}, asked + std::chrono::hours{1});
    told.then(words, asked + std::chrono::hours{2});
    CHECK(told.booking().handovers.size() == 3);
}

TEST_CASE("an item split twice in the same way is in two parts, not three") {
    auto told = owing("2026-12-01");
    client_says const parts{told.id(), 1, client_wish::split, parse_iso_date("2026-12-15"), ""};
    told.then(parts, at("2026-11-25T20:00:00Z"));
    told.then(parts, at("2026-11-25T20:00:01Z"));
    CHECK(told.booking().items.size() == 2);
    CHECK_FALSE(told.account().client.correspondence.resting);
}

TEST_CASE("halves that no card could pay are a person's to grant") {
    auto told = owing("2026-12-01");
    told.rules.least_charges = {{"EUR", 100'01}};
    told.then(client_says{told.id(), 1, client_wish::split, parse_iso_date("2026-12-15"), ""},
              at("2026-11-25T20:00:00Z"));
    CHECK(told.booking().items.size() == 1);
    CHECK(attention_of(told.booking()).at(0).reason == "asks_for_time");
}

TEST_CASE("more time beyond the policy's days is a person's to grant") {
    auto told = owing("2026-12-01");
    told.then(client_says{told.id(), 1, client_wish::more_time, parse_iso_date("2026-12-16"), ""},
              at("2026-11-25T20:00:00Z"));
    CHECK(told.booking().items.at(0).due == *parse_iso_date("2026-12-01"));
    CHECK(attention_of(told.booking()).at(0).reason == "asks_for_time");
}

TEST_CASE("an open item is split in two that add up") {
    auto told = with_letters();
    auto asked = an_invoice("2026-12-01");
    asked.terms.price = eur(200'01);
    told.then(asked, at("2026-11-02T10:00:00Z"));
    told.then(client_says{told.id(), 1, client_wish::split, parse_iso_date("2026-12-15"), ""},
              at("2026-11-25T20:00:00Z"));
    REQUIRE(told.booking().items.size() == 2);
    CHECK(told.booking().items.at(0).amount == eur(100'01));
    CHECK(told.booking().items.at(1).amount == eur(100'00));
    CHECK(told.booking().items.at(1).due == *parse_iso_date("2026-12-15"));
}

TEST_CASE("halves are amounts that the currency's coins and the processor know") {
    for (auto const& [code, units, first] : std::vector<std::tuple<std::string, std::int64_t, std::int64_t>>{
             {"bhd", 10'010, 5'010}, {"jpy", 501, 251}}) {
        auto const unit = currency::parse(code).value();
        auto told = with_letters();
        auto asked = an_invoice("2026-12-01");
        asked.terms.price = money::minor(units, unit);
        told.then(asked, at("2026-11-02T10:00:00Z"));
        told.then(client_says{told.id(), 1, client_wish::split, parse_iso_date("2026-12-15"), ""},
                  at("2026-11-25T20:00:00Z"));
        REQUIRE(told.booking().items.size() == 2);
        CHECK(told.booking().items.at(0).amount == money::minor(first, unit));
    }
}

TEST_CASE("what was granted once is not granted again in smaller pieces") {
    auto told = owing("2026-12-01");
    auto const asked = at("2026-11-25T20:00:00Z");
    told.then(client_says{told.id(), 1, client_wish::split, parse_iso_date("2026-12-15"), ""}, asked);
    REQUIRE(told.booking().items.size() == 2);
    for (int const half : {1, 2}) {
        auto const number = told.booking().items.at(static_cast<std::size_t>(half - 1)).number;
        told.then(client_says{told.id(), number, client_wish::split, parse_iso_date("2026-12-14"), ""},
                  asked);
        CHECK(told.booking().items.size() == 2);
        told.then(client_says{told.id(), number, client_wish::more_time, parse_iso_date("2026-12-20"), ""},
                  asked);
    }
    CHECK(told.booking().items.back().due == *parse_iso_date("2026-12-15"));
    CHECK(told.account().client.correspondence.resting->reason == "asks_for_time");
}

TEST_CASE("twenty words wait for a person; the next is taken when somebody has looked") {
    auto told = owing("2026-12-01");
    auto const asked = at("2026-11-25T20:00:00Z");
    auto const question = [&told](int number) {
        return client_says{told.id(), 1, client_wish::question, {}, "Question " + std::to_string(number)};
    };
    for (int i = 1; i <= 20; ++i) told.then(question(i), asked);
    auto const refused = told.ask(question(21), asked);
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == refusal_reason::not_granted);
    CHECK(refused.error().field == "words");
    // One that waits already is no other.
    CHECK(told.ask(question(20), asked).has_value());
    told.then(acknowledge{told.id(), attention_of(told.booking()).at(0).id}, asked);
    told.then(question(21), asked);
    CHECK(attention_of(told.booking()).size() == 20);
}

TEST_CASE("what is passed on says which day was asked for, and whether in two parts") {
    auto told = owing("2026-12-01");
    auto const asked = at("2026-11-25T20:00:00Z");
    told.then(client_says{told.id(), 1, client_wish::more_time, parse_iso_date("2027-02-01"), ""}, asked);
    told.then(client_says{told.id(), 1, client_wish::split, parse_iso_date("2027-02-01"), ""}, asked);
    told.then(client_says{told.id(), 1, client_wish::more_time, parse_iso_date("2027-03-01"), ""}, asked);
    told.then(client_says{told.id(), 1, client_wish::more_time, parse_iso_date("2027-03-01"), ""}, asked);
    auto const waiting = attention_of(told.booking());
    REQUIRE(waiting.size() == 3);
    std::vector<std::pair<civil_date, bool>> wishes;
    for (auto const& one : waiting) {
        auto const* const said = words_behind(told.booking(), one);
        REQUIRE(said);
        wishes.emplace_back(*said->until, said->split);
    }
    CHECK(wishes == std::vector<std::pair<civil_date, bool>>{{*parse_iso_date("2027-02-01"), false},
                                                             {*parse_iso_date("2027-02-01"), true},
                                                             {*parse_iso_date("2027-03-01"), false}});
}

TEST_CASE("a link to the client's page can be ended by the owner, by name") {
    auto told = owing("2026-12-01");
    CHECK(told.ask(renew_page_link{told.id(), ""}).error().reason == refusal_reason::author_missing);
    told.then(renew_page_link{told.id(), "Ana"});
    CHECK(told.account().client.correspondence.page_generation == 1);
}

}  // namespace quittance::domain
