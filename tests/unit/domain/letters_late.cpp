// Between the claim of a letter and a server that takes it hours may pass: what has happened meanwhile.
#include <doctest/doctest.h>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

instant on(std::string const& text) { return *parse_rfc3339(text); }

// Due on Tuesday, 1 December; a reminder is claimed at `when`. Lisbon's clocks show UTC then.
story with_claimed_reminder(instant when) {
    story told;
    told.rules.reminders.letters = told.rules.reminders.on = true;
    auto asked = a_booking(eur(200'00), origin::signed_link, "ref-1");
    asked.return_base.clear();
    asked.who = {"Ana", "ana@example.org", "", "Europe/Lisbon"};
    asked.due = *parse_iso_date("2026-12-01");
    told.then(asked, on("2026-11-30T10:00:00Z"));
    told.then(remind{told.id()}, when);
    REQUIRE(told.account().client.correspondence.under_way.size() == 1);
    return told;
}

correspondence const record_of(story const& told) { return told.account().client.correspondence; }

void put_off(story& told, instant when) {
    told.then(begin_letter{told.id(), 1}, when);
    told.then(letter_answered{told.id(), 1, letter_state::ordered, false, "451 4.7.1"}, when);
}

// Claimed in the morning, put off all day, withdrawn in the evening.
void nobody_takes(story& told, std::string const& day) {
    told.then(remind{told.id()}, on(day + "T09:00:00Z"));
    REQUIRE(record_of(told).under_way.size() == 1);
    auto const number = record_of(told).under_way.front().number;
    told.then(begin_letter{told.id(), number}, on(day + "T09:00:00Z"));
    told.then(letter_answered{told.id(), number, letter_state::ordered, false, "451 4.7.1"},
              on(day + "T09:01:00Z"));
    told.then(begin_letter{told.id(), number}, on(day + "T17:45:00Z"));
    REQUIRE(record_of(told).under_way.empty());
}

}  // namespace

TEST_CASE("a reminder that a server put off does not go out in the evening, and its step comes again") {
    auto const friday = on("2026-12-04T16:50:00Z");
    auto told = with_claimed_reminder(friday);
    put_off(told, friday);
    told.then(begin_letter{told.id(), 1}, on("2026-12-04T17:25:00Z"));
    CHECK(record_of(told).under_way.empty());
    told.then(remind{told.id()}, on("2026-12-07T09:00:00Z"));
    REQUIRE(record_of(told).under_way.size() == 1);
    CHECK(record_of(told).under_way.at(0).kind == letter_kind::reminder_gentle);
}

TEST_CASE("a reminder that a server put off over Friday does not go out on Saturday") {
    auto const friday = on("2026-12-04T16:50:00Z");
    auto told = with_claimed_reminder(friday);
    put_off(told, friday);
    told.then(begin_letter{told.id(), 1}, on("2026-12-05T10:00:00Z"));
    CHECK(record_of(told).under_way.empty());
}

TEST_CASE("manual contact and reminder on the same day: who was called this morning gets no letter at noon") {
    auto const morning = on("2026-12-04T09:00:00Z");
    auto told = with_claimed_reminder(morning);
    put_off(told, morning);
    told.then(note_contact{told.id(), std::nullopt, "spoke on the phone", "Bo"}, on("2026-12-04T09:20:00Z"));
    told.then(begin_letter{told.id(), 1}, on("2026-12-04T09:45:00Z"));
    CHECK(record_of(told).under_way.empty());
}

TEST_CASE(
    "sent twice after a long silence: a reminder given up while it may be out is in doubt, not undone") {
    auto const morning = on("2026-12-04T09:00:00Z");
    auto told = with_claimed_reminder(morning);
    told.then(begin_letter{told.id(), 1}, morning);
    // Its gateway died; when another one comes, the letter's time is over.
    told.then(letter_answered{told.id(), 1, letter_state::given_up, false, ""}, on("2026-12-07T08:00:00Z"));
    REQUIRE(record_of(told).reminded.size() == 1);
    CHECK(record_of(told).reminded.at(0).state == letter_state::uncertain);
    CHECK(record_of(told).reminded.at(0).step == 2);
    told.then(remind{told.id()}, on("2026-12-10T09:00:00Z"));
    CHECK(record_of(told).under_way.empty());
}

TEST_CASE("what a client said is asked of a person once, wherever the booking moved") {
    auto told = with_claimed_reminder(on("2026-12-04T09:00:00Z"));
    told.then(client_says{told.id(), 0, client_wish::question, std::nullopt, "Which session?"},
              on("2026-12-04T10:00:00Z"));
    told.then(move_booking{told.id(), reference("ref-2"), "token-2"}, on("2026-12-04T11:00:00Z"));
    CHECK(attention_of(told.booking("ref-1")).empty());
    CHECK(attention_of(told.booking("ref-2")).size() == 1);
}

TEST_CASE(
    "a clear reminder that nobody took goes out on the next business day, as far as if it was never tried") {
    auto told = owing("2026-12-01");
    CHECK(sent_until(told, "2026-12-05T00:00:00Z").size() == 3);
    auto const before = record_of(told).reminded;
    nobody_takes(told, "2026-12-11");
    CHECK(record_of(told).reminded == before);
    CHECK(sent_until(told, "2026-12-15T00:00:00Z") == lines{"2026-12-14 reminder_clear"});
}

TEST_CASE("the last automatic letter that nobody took goes out before a person takes over") {
    auto told = owing("2026-12-01");
    CHECK(sent_until(told, "2026-12-12T00:00:00Z").size() == 4);
    nobody_takes(told, "2026-12-22");
    nobody_takes(told, "2026-12-23");
    CHECK(sent_until(told, "2027-06-01T00:00:00Z") == lines{"2026-12-24 reminder_final"});
    CHECK(told.booking().handovers.size() == 1);
}

TEST_CASE("who was called instead has the step as soon as the distance to the call allows it") {
    auto told = owing("2026-12-01");
    CHECK(sent_until(told, "2026-12-05T00:00:00Z").size() == 3);
    auto const morning = on("2026-12-11T09:00:00Z");
    told.then(remind{told.id()}, morning);
    told.then(note_contact{told.id(), std::nullopt, "spoke on the phone", "Bo"}, on("2026-12-11T09:20:00Z"));
    told.then(begin_letter{told.id(), 4}, on("2026-12-11T09:45:00Z"));
    CHECK(sent_until(told, "2026-12-16T00:00:00Z") == lines{"2026-12-14 reminder_clear"});
}

TEST_CASE(
    "a letter withdrawn for a promise was never said: once that has passed, the one before it comes again") {
    auto told = owing("2026-12-01");
    CHECK(sent_until(told, "2026-12-12T00:00:00Z").size() == 4);
    told.then(remind{told.id()}, on("2026-12-22T09:00:00Z"));
    told.then(note_contact{told.id(), parse_iso_date("2026-12-28"), "pays then", "Bo"},
              on("2026-12-22T09:20:00Z"));
    told.then(begin_letter{told.id(), 5}, on("2026-12-22T09:45:00Z"));
    CHECK(sent_until(told, "2026-12-30T00:00:00Z") == lines{"2026-12-29 reminder_clear"});
}

TEST_CASE("the letter before comes back while the next one waits: that one is still what was said last") {
    auto told = owing("2026-12-01");
    CHECK(sent_until(told, "2026-12-05T00:00:00Z").size() == 3);
    told.then(remind{told.id()}, on("2026-12-11T09:00:00Z"));
    told.then(letter_came_back{told.id(), 3, false, "ana@example.org", "5.1.1", {}, {}},
              on("2026-12-11T09:10:00Z"));
    told.then(begin_letter{told.id(), 4}, on("2026-12-11T09:20:00Z"));
    REQUIRE(record_of(told).reminded.size() == 1);
    CHECK(record_of(told).reminded.front().letter == 3);
    CHECK(record_of(told).reminded.front().state == letter_state::bounced);
}

TEST_CASE(
    "a ledger of the time before says what it said then: the step is one back, and the claim's day stays") {
    auto told = owing("2026-12-01");
    auto all = told.account();
    letter claim;
    claim.kind = letter_kind::reminder_clear;
    claim.about = {{told.id(), 1, 3}};
    claim.at = on("2026-12-11T09:00:00Z");
    evolve(all, letter_ordered{told.id(), claim, {}});
    evolve(all,
           letter_recorded{told.id(), 1, letter_state::withdrawn, false, "", on("2026-12-11T17:45:00Z")});
    REQUIRE(all.client.correspondence.reminded.size() == 1);
    CHECK(all.client.correspondence.reminded.front().step == 2);
    CHECK(all.client.correspondence.reminded.front().at == claim.at);
}
