// Letters that come back: dead addresses, complaints, and reports that are late, doubled or about another.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

letter_came_back bounced(story const& told, int number, std::string address = "ana@example.org",
                         std::string status = "5.1.1") {
    return {told.id(), number, false, std::move(address), std::move(status)};
}
letter_came_back unwanted(story const& told, int number) { return {told.id(), number, true, "", ""}; }

// A first letter that the server took.
story with_a_letter() {
    auto told = owing("2026-12-01");
    auto const when = *next_reminder(told.account(), told.booking(), told.last(), told.rules);
    told.then(remind{told.id()}, when);
    deliver_all(told, when);
    return told;
}

int waiting_for(story const& told, std::string const& reason) {
    auto const list = attention_of(told.booking());
    return static_cast<int>(
        std::count_if(list.begin(), list.end(), [&](attention const& a) { return a.reason == reason; }));
}

}  // namespace

TEST_CASE("a letter that comes back is bounced, its address gets nothing more, and a person is told") {
    auto told = with_a_letter();
    CHECK(told.account().client.correspondence.reminded.front().state == letter_state::accepted);
    told.then(bounced(told, 1), told.last());
    auto const& record = told.account().client.correspondence;
    CHECK(record.reminded.front().state == letter_state::bounced);
    CHECK(name_of(record.reminded.front().state) == "bounced");
    CHECK(record.unreachable == "ana@example.org");
    CHECK_FALSE(record.resting);
    CHECK(waiting_for(told, "letter_bounced") == 1);
    CHECK(sent_until(told, "2027-06-01T00:00:00Z").empty());
}

TEST_CASE("the same report twice changes nothing") {
    auto told = with_a_letter();
    told.then(bounced(told, 1), told.last());
    told.then(unwanted(told, 1), told.last());
    CHECK(decide(told.account(), bounced(told, 1), told.last(), told.rules)->events.empty());
    CHECK(decide(told.account(), unwanted(told, 1), told.last(), told.rules)->events.empty());
    told.then(resume_reminders{told.id(), "ann"}, told.last());
    CHECK(decide(told.account(), unwanted(told, 1), told.last(), told.rules)->events.empty());
}

TEST_CASE("a report about an address that was replaced meanwhile stops nothing") {
    auto told = with_a_letter();
    told.then(bounced(told, 1, "ana@old.example"), told.last());
    CHECK(told.account().client.correspondence.unreachable.empty());
    CHECK(told.account().client.correspondence.reminded.front().state == letter_state::bounced);
    CHECK(waiting_for(told, "letter_undelivered") == 1);
    auto other = with_a_letter();
    other.then(bounced(other, 1, ""), other.last());
    CHECK(other.account().client.correspondence.unreachable.empty());
}

TEST_CASE("what was refused for the mail's own sake stops no address") {
    for (auto const* const status : {"5.7.1", "5.6.0", "5.3.4", "5.5.2", "4.4.1", "4.2.0"}) {
        auto told = with_a_letter();
        told.then(bounced(told, 1, "ana@example.org", status), told.last());
        CHECK(told.account().client.correspondence.unreachable.empty());
        CHECK(waiting_for(told, "letter_undelivered") == 1);
    }
    for (auto const* const status : {"5.1.1", "5.2.1", "5.4.4", "5.0.0", ""}) {
        auto told = with_a_letter();
        told.then(bounced(told, 1, "ana@example.org", status), told.last());
        CHECK(told.account().client.correspondence.unreachable == "ana@example.org");
        CHECK(waiting_for(told, "letter_bounced") == 1);
    }
}

TEST_CASE("a complaint rests the reminders until a person ends it, and leaves the address alone") {
    auto told = with_a_letter();
    told.then(unwanted(told, 1), told.last());
    auto const& record = told.account().client.correspondence;
    REQUIRE(record.resting);
    CHECK(record.resting->reason == "complaint");
    CHECK_FALSE(record.resting->until);
    CHECK(record.unreachable.empty());
    CHECK(waiting_for(told, "complaint") == 1);
    CHECK(sent_until(told, "2027-06-01T00:00:00Z").empty());
}

TEST_CASE("a report about a letter nobody ordered is refused") {
    auto const told = with_a_letter();
    for (int const number : {0, 2, -1, 1'000'000}) {
        auto const made = decide(told.account(), bounced(told, number), told.last(), told.rules);
        REQUIRE(!made.has_value());
        CHECK(made.error().reason == refusal_reason::letter_unknown);
    }
}

TEST_CASE("it comes back before the server's yes is on record: bounced it stays") {
    auto told = owing("2026-12-01");
    auto const when = *next_reminder(told.account(), told.booking(), told.last(), told.rules);
    told.then(remind{told.id()}, when);
    told.then(begin_letter{told.id(), 1}, when);
    told.then(bounced(told, 1), when);
    told.then(letter_answered{told.id(), 1, letter_state::accepted, false, "250", "abc"}, when);
    auto const& record = told.account().client.correspondence;
    CHECK(record.under_way.empty());
    CHECK(record.reminded.front().state == letter_state::bounced);
    CHECK(record.unreachable == "ana@example.org");
}

TEST_CASE("it comes back while whoever sent it died: it is not sent again, and what went out is on record") {
    auto told = owing("2026-12-01");
    auto const when = *next_reminder(told.account(), told.booking(), told.last(), told.rules);
    told.then(remind{told.id()}, when);
    told.then(begin_letter{told.id(), 1}, when);
    told.then(bounced(told, 1, "ana@old.example"), when);
    auto const made = decide(told.account(), begin_letter{told.id(), 1, "abc"}, when, told.rules);
    REQUIRE(made.has_value());
    REQUIRE(made->events.size() == 1);
    auto const* const said = std::get_if<letter_recorded>(&made->events.front());
    REQUIRE(said);
    CHECK(said->state == letter_state::bounced);
    CHECK(said->hash == "abc");
}

}  // namespace quittance::domain
