// Clients with an item every week: what one item is told waits for what another is told, and not for ever.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "quittance/domain/calendar.hpp"
#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// Sold two weeks ahead, due on `count` Mondays from 16 November on.
story weekly(int count) {
    auto told = with_letters();
    for (int i = 0; i < count; ++i) {
        auto const day = civil_date{sys_days{*parse_iso_date("2026-11-16")} + days{7 * i}};
        told.then(an_invoice(iso_date(day), "ref-" + std::to_string(i + 1)), at("2026-10-26T10:00:00Z"));
    }
    return told;
}

std::optional<instant> next_of_all(story const& told, instant now) {
    std::optional<instant> next;
    for (auto const& [id, what] : told.account().bookings) {
        auto const look = next_reminder(told.account(), what, now, told.rules);
        if (look && (!next || *look < *next)) next = look;
    }
    return next;
}

struct said {
    civil_date on;
    letter what;
};

std::vector<said> all_until(story& told, std::string const& end, letter_state how = letter_state::accepted) {
    std::vector<said> list;
    auto now = told.last();
    while (auto const next = next_of_all(told, now)) {
        REQUIRE(*next > now);
        now = *next;
        if (now >= at(end)) break;
        told.then(remind{told.id()}, now);
        for (auto const& l : letters_under_way(told)) list.push_back({date_in("Europe/Lisbon", now), l});
        deliver_all(told, now, how);
    }
    return list;
}

int spoken_of(std::vector<said> const& all, booking_id const& which, letter_kind kind) {
    int count = 0;
    for (auto const& one : all) {
        if (one.what.kind != kind) continue;
        for (auto const& about : one.what.about) count += about.booking == which && about.step >= 0 ? 1 : 0;
    }
    return count;
}

std::optional<handover> end_of(story const& told, std::string const& ref) {
    for (auto const& h : told.booking(ref).handovers)
        if (h.item == 1) return h;
    return std::nullopt;
}

}  // namespace

TEST_CASE("a client with an item every week hears of each one to the end, and a person takes over") {
    auto told = weekly(26);
    auto const all = all_until(told, "2027-06-30T00:00:00Z");
    for (int i = 1; i <= 12; ++i) {
        auto const ref = "ref-" + std::to_string(i);
        CAPTURE(ref);
        CHECK(spoken_of(all, told.id(ref), letter_kind::reminder_gentle) <= 1);
        auto const ended = end_of(told, ref);
        REQUIRE(ended);
        CHECK(ended->reason == "reminders_ended");
        auto const due = sys_days{told.booking(ref).items.at(0).due};
        CHECK(sys_days{date_in("Europe/Lisbon", ended->at)} - due <= days{45});
    }
    CHECK(spoken_of(all, told.id("ref-1"), letter_kind::reminder_gentle) == 1);
    CHECK(spoken_of(all, told.id("ref-1"), letter_kind::reminder_clear) == 1);
    for (std::size_t i = 1; i < all.size(); ++i)
        CHECK(sys_days{all[i].on} - sys_days{all[i - 1].on} >= days{told.rules.reminders.days_apart});
}

TEST_CASE("what waited out of its turn has a letter of its own, about nothing that is told more gently") {
    auto told = weekly(3);
    auto const all = all_until(told, "2026-12-01T00:00:00Z");
    REQUIRE(all.back().what.kind == letter_kind::reminder_clear);
    // The second item is due since a week as well, and is told of its own.
    CHECK(all.back().what.about == std::vector<letter_item>{{told.id("ref-1"), 1, 3, 10}});
}

TEST_CASE("a firmer word waits as long as two letters lie apart before it goes out of its turn") {
    auto told = weekly(3);
    auto const all = all_until(told, "2026-12-09T00:00:00Z");
    std::vector<std::string> days_and_kinds;
    for (auto const& one : all)
        days_and_kinds.push_back(iso_date(one.on) + ' ' + std::string{name_of(one.what.kind)});
    CHECK(days_and_kinds == lines{"2026-11-09 reminder_before", "2026-11-16 reminder_before",
                                  "2026-11-19 reminder_gentle", "2026-11-23 reminder_before",
                                  "2026-11-26 reminder_gentle", "2026-11-30 reminder_clear",
                                  "2026-12-03 reminder_gentle", "2026-12-07 reminder_clear"});
}

TEST_CASE("a person takes over by the day in the cadence, though no server ever took a letter") {
    auto told = owing("2026-12-01");
    auto now = told.last();
    while (auto const next = next_of_all(told, now)) {
        now = *next;
        if (now >= at("2027-03-01T00:00:00Z")) break;
        told.then(remind{told.id()}, now);
        for (auto const& one : letters_under_way(told)) {
            now += std::chrono::hours{48};
            told.then(letter_answered{told.id(), one.number, letter_state::given_up, false, ""}, now);
        }
    }
    auto const ended = end_of(told, "ref-1");
    REQUIRE(ended);
    CHECK(ended->reason == "reminders_ended");
    CHECK(iso_date(date_in("Europe/Lisbon", ended->at)) == "2026-12-30");
}

TEST_CASE("a rest stops the time after which a person takes over") {
    auto told = owing("2026-12-01");
    CHECK(sent_until(told, "2026-12-05T00:00:00Z").size() == 3);
    told.then(note_contact{told.id(), parse_iso_date("2027-01-31"), "Pays with the next salary", "Ana"},
              at("2026-12-07T10:00:00Z"));
    auto const after = sent_until(told, "2027-06-01T00:00:00Z");
    CHECK(after ==
          lines{"2027-02-01 reminder_gentle", "2027-02-08 reminder_clear", "2027-02-19 reminder_final"});
    CHECK(iso_date(date_in("Europe/Lisbon", end_of(told, "ref-1")->at)) == "2027-02-26");
}

TEST_CASE("where missed steps are skipped each one has its own day, and none is made up for") {
    auto const first_look = [](bool skip, std::string const& when) {
        auto told = owing("2026-12-01");
        told.rules.reminders.skip_missed = skip;
        told.then(remind{told.id()}, at(when));
        auto const made = letters_under_way(told);
        return made.empty() ? std::string{} : std::string{name_of(made.front().kind)};
    };
    CHECK(first_look(false, "2026-11-26T09:00:00Z") == "reminder_before");
    CHECK(first_look(true, "2026-11-26T09:00:00Z").empty());
    CHECK(first_look(true, "2026-11-24T09:00:00Z") == "reminder_before");
    CHECK(first_look(false, "2026-12-14T09:00:00Z") == "reminder_gentle");
    CHECK(first_look(true, "2026-12-14T09:00:00Z").empty());
    CHECK(first_look(true, "2026-12-11T09:00:00Z") == "reminder_clear");
}

TEST_CASE(
    "where missed steps are skipped the next one keeps its own date, and a person takes over on theirs") {
    auto told = owing("2026-12-01");
    told.rules.reminders.skip_missed = true;
    told.then(note_contact{told.id(), {}, "Spoke on the phone", "Ana"}, at("2026-12-03T15:00:00Z"));
    CHECK(sent_until(told, "2027-06-01T00:00:00Z") ==
          lines{"2026-12-11 reminder_clear", "2026-12-22 reminder_final"});
    CHECK(iso_date(date_in("Europe/Lisbon", end_of(told, "ref-1")->at)) == "2026-12-29");
    auto silent = owing("2026-12-01");
    silent.rules.reminders.skip_missed = true;
    silent.then(note_contact{silent.id(), {}, "Down until Christmas", "Ana"}, at("2026-12-23T15:00:00Z"));
    CHECK(sent_until(silent, "2027-06-01T00:00:00Z").empty());
    CHECK(iso_date(date_in("Europe/Lisbon", end_of(silent, "ref-1")->at)) == "2026-12-29");
}

}  // namespace quittance::domain
