// A charge of the kept card happens whatever rests the reminders: so it is announced.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

auto const notice_day = at("2026-12-18T09:00:00Z");  // three days before the second part

bool is_announced(story& told, instant when) {
    told.then(remind{told.id()}, when);
    auto const list = letters_under_way(told);
    return std::any_of(list.begin(), list.end(),
                       [](letter const& l) { return l.kind == letter_kind::notice_before_charge; });
}

story resting_by(command what) {
    auto told = plan_by_mail();
    deliver_all(told);
    told.then(std::move(what), at("2026-12-10T10:00:00Z"));
    REQUIRE(told.account().client.correspondence.resting);
    return told;
}

}  // namespace

TEST_CASE("a question, a promise or a pause rests the reminders and not the notice of a charge") {
    booking_id const id = plan_by_mail().id();
    for (command const& what :
         {command{client_says{id, 0, client_wish::question, {}, "Which session?"}},
          command{note_contact{id, parse_iso_date("2027-03-01"), "Pays in March", "Ana"}},
          command{rest_reminders{id, "pause", parse_iso_date("2027-03-01"), "On leave", "Ana"}}}) {
        auto told = resting_by(what);
        auto const next = next_reminder(told.account(), told.booking(), told.last(), told.rules);
        REQUIRE(next);
        CHECK(rfc3339(*next) == "2026-12-18T09:00:00.000Z");
        REQUIRE(is_announced(told, notice_day));
        CHECK(told.account().client.correspondence.resting);
        told.then(begin_letter{told.id(), letters_under_way(told).back().number}, notice_day);
        CHECK(letters_under_way(told).back().state == letter_state::attempting);
    }
}

TEST_CASE("while reminders rest, no reminder goes out beside the notice, and nothing is handed over") {
    auto told = plan_by_mail();
    deliver_all(told);
    told.then(an_invoice("2026-11-10", "ref-2"), at("2026-11-22T10:00:00Z"));
    told.then(client_says{told.id("ref-2"), 1, client_wish::question, {}, "Which session?"},
              at("2026-11-22T11:00:00Z"));
    REQUIRE(is_announced(told, notice_day));
    CHECK(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().about == std::vector<letter_item>{{told.id(), 2, -1}});
    CHECK(told.booking("ref-2").handovers.size() == 1);
}

TEST_CASE("what rests the charge rests its notice: an open dispute") {
    auto told = plan_by_mail();
    deliver_all(told);
    told.then(dispute_seen{told.id(), a_dispute(eur(60'00), dispute_status::needs_response)},
              at("2026-12-10T10:00:00Z"));
    CHECK_FALSE(is_announced(told, notice_day));
    CHECK_FALSE(next_reminder(told.account(), told.booking(), notice_day, told.rules));
}

TEST_CASE("a reminder of something else that keeps its distance does not hold the notice back") {
    auto told = plan_by_mail();
    deliver_all(told);
    told.then(an_invoice("2026-12-15", "ref-2"), at("2026-12-14T10:00:00Z"));
    told.then(note_contact{told.id("ref-2"), {}, "Spoke on the phone", "Ana"}, at("2026-12-17T10:00:00Z"));
    REQUIRE(is_announced(told, notice_day));
}

TEST_CASE("what will be charged after a weekend or holidays is announced before them") {
    auto told = plan_by_mail();
    deliver_all(told);
    told.rules.reminders.holidays = {*parse_iso_date("2026-12-18")};
    auto const next = next_reminder(told.account(), told.booking(), told.last(), told.rules);
    REQUIRE(next);
    CHECK(rfc3339(*next) == "2026-12-17T09:00:00.000Z");
}

}  // namespace quittance::domain
