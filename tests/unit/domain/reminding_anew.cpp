// A new due day, or money that is owed once more: reminders begin from the start. And what counts as a
// contact.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

change_item due_on(story const& told, std::string const& day) {
    return {told.id(), 1, {{eur(200'00), *parse_iso_date(day)}}, "agreed on the phone", "Ana"};
}

// Reminded to the end, and with a person who has dealt with it.
story through() {
    auto told = owing("2026-12-01");
    CHECK(sent_until(told, "2027-01-04T00:00:00Z").size() == 5);
    REQUIRE(told.booking().handovers.size() == 1);
    return told;
}

bool waits_for_a_person(story const& told) { return !attention_of(told.booking()).empty(); }

}  // namespace

TEST_CASE("after a hand-over a new due day is reminded from the start, and the hand-over stays on record") {
    auto told = through();
    told.then(acknowledge{told.id(), attention_of(told.booking()).front().id}, at("2027-01-04T10:00:00Z"));
    told.then(due_on(told, "2027-02-01"), at("2027-01-04T10:00:00Z"));
    CHECK(sent_until(told, "2027-06-01T00:00:00Z") ==
          lines{"2027-01-25 reminder_before", "2027-02-01 reminder_due", "2027-02-04 reminder_gentle",
                "2027-02-11 reminder_clear", "2027-02-22 reminder_final"});
    REQUIRE(told.booking().handovers.size() == 2);
    CHECK(told.booking().handovers.at(0).over);
    CHECK_FALSE(told.booking().handovers.at(1).over);
    CHECK(waits_for_a_person(told));
}

TEST_CASE("a person who agrees on a new day has answered the hand-over") {
    auto told = through();
    CHECK(waits_for_a_person(told));
    told.then(due_on(told, "2027-02-01"), at("2027-01-04T10:00:00Z"));
    CHECK_FALSE(waits_for_a_person(told));
}

TEST_CASE("money that went back and is owed again is reminded from the gentle step") {
    auto told = through();
    told.then(take_by_hand{told.id(), "slip", eur(200'00), hand_kind::transfer, *parse_iso_date("2027-01-05"),
                           "Ana"},
              at("2027-01-05T10:00:00Z"));
    deliver_all(told);
    CHECK(sent_until(told, "2027-02-01T00:00:00Z").empty());
    told.then(correct_by_hand{told.id(), "slip", eur(200'00), false, "never arrived", "Ana", "c-1"},
              at("2027-02-01T10:00:00Z"));
    CHECK(sent_until(told, "2027-03-01T00:00:00Z") ==
          lines{"2027-02-01 reminder_gentle", "2027-02-08 reminder_clear", "2027-02-19 reminder_final"});
}

TEST_CASE("a part that goes back of what is open anyway changes no step") {
    auto told = owing("2026-12-01");
    told.then(
        take_by_hand{told.id(), "slip", eur(50'00), hand_kind::cash, *parse_iso_date("2026-11-03"), "Ana"},
        at("2026-11-03T10:00:00Z"));
    deliver_all(told);
    CHECK(sent_until(told, "2026-12-05T00:00:00Z").size() == 3);
    told.then(correct_by_hand{told.id(), "slip", eur(50'00), false, "never arrived", "Ana", "c-1"},
              at("2026-12-05T10:00:00Z"));
    CHECK(sent_until(told, "2026-12-12T00:00:00Z") == lines{"2026-12-11 reminder_clear"});
}

TEST_CASE("a letter on its way out does not speak of a day that was changed meanwhile") {
    auto told = owing("2026-12-01");
    auto const due = at("2026-12-01T09:00:00Z");
    told.then(remind{told.id()}, due);
    told.then(client_says{told.id(), 1, client_wish::more_time, parse_iso_date("2026-12-15"), ""}, due);
    told.then(begin_letter{told.id(), 1}, due);
    CHECK(letters_under_way(told).empty());
    CHECK(sent_until(told, "2026-12-16T00:00:00Z") ==
          lines{"2026-12-08 reminder_before", "2026-12-15 reminder_due"});
}

TEST_CASE("a charge on another day is announced once more") {
    auto told = plan_by_mail();
    deliver_all(told);
    told.then(remind{told.id()}, at("2026-12-18T09:00:00Z"));
    deliver_all(told);
    told.then(change_item{told.id(), 2, {{eur(60'00), *parse_iso_date("2026-12-30")}}, "on leave", "Ana"},
              at("2026-12-18T10:00:00Z"));
    told.then(remind{told.id()}, at("2026-12-28T09:00:00Z"));
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().kind == letter_kind::notice_before_charge);
}

TEST_CASE("a letter that was withdrawn before it went out holds the next one back by nothing") {
    auto told = owing("2026-12-01");
    told.then(an_invoice("2026-12-02", "ref-2"), at("2026-11-30T10:00:00Z"));
    auto const due = at("2026-12-01T09:00:00Z");
    told.then(remind{told.id()}, due);
    told.then(
        take_by_hand{told.id(), "slip", eur(200'00), hand_kind::cash, *parse_iso_date("2026-12-01"), "Ana"},
        due);
    told.then(begin_letter{told.id(), 1}, due);
    CHECK_FALSE(told.account().client.correspondence.last_contact);
    deliver_all(told);
    CHECK(sent_until(told, "2026-12-03T00:00:00Z", "ref-2") == lines{"2026-12-02 reminder_due"});
}

TEST_CASE("given up and refused are no contact; taken and uncertain are") {
    for (auto const& [state, counts] :
         std::vector<std::pair<letter_state, bool>>{{letter_state::given_up, false},
                                                    {letter_state::refused, false},
                                                    {letter_state::accepted, true},
                                                    {letter_state::uncertain, true}}) {
        auto told = owing("2026-12-01");
        auto const due = at("2026-12-01T09:00:00Z");
        told.then(remind{told.id()}, due);
        if (state != letter_state::given_up) told.then(begin_letter{told.id(), 1}, due);
        told.then(letter_answered{told.id(), 1, state, false, ""}, due);
        CHECK(told.account().client.correspondence.last_contact.has_value() == counts);
    }
}

TEST_CASE("a letter that was claimed before this was counted counts from its claim, as it did then") {
    auto told = owing("2026-12-01");
    account all = told.account();
    letter old;
    old.kind = letter_kind::reminder_due;
    old.at = at("2026-12-01T09:00:00Z");
    evolve(all, letter_ordered{told.id(), old, {}});
    CHECK(all.client.correspondence.last_contact == old.at);
}

}  // namespace quittance::domain
