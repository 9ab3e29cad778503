// When a client is written to about money, and when not.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {

TEST_CASE("an unpaid invoice is reminded before, on and after its day, then a person takes over") {
    auto told = owing("2026-12-01");
    CHECK(sent_until(told, "2027-06-01T00:00:00Z") ==
          lines{"2026-11-24 reminder_before", "2026-12-01 reminder_due", "2026-12-04 reminder_gentle",
                "2026-12-11 reminder_clear", "2026-12-22 reminder_final"});
    REQUIRE(told.booking().handovers.size() == 1);
    CHECK(told.booking().handovers.at(0).reason == "reminders_ended");
    CHECK(rfc3339(told.booking().handovers.at(0).at).substr(0, 10) == "2026-12-29");
    CHECK(attention_of(told.booking()).at(0).reason == "reminders_ended");
    CHECK_FALSE(next_reminder(told.account(), told.booking(), told.last(), told.rules));
}

TEST_CASE("what was sold at short notice is not announced long before") {
    auto soon = with_letters();
    soon.then(an_invoice("2026-11-12"), at("2026-11-02T10:00:00Z"));
    CHECK(sent_until(soon, "2026-11-13T00:00:00Z") ==
          lines{"2026-11-09 reminder_before", "2026-11-12 reminder_due"});
    auto at_once = with_letters();
    at_once.then(an_invoice("2026-11-05"), at("2026-11-02T10:00:00Z"));
    CHECK(sent_until(at_once, "2026-11-06T00:00:00Z") == lines{"2026-11-05 reminder_due"});
}

TEST_CASE("the weekend spends no step") {
    auto told = owing("2026-11-21");
    CHECK(sent_until(told, "2026-11-27T00:00:00Z") ==
          lines{"2026-11-13 reminder_before", "2026-11-24 reminder_gentle"});
}

TEST_CASE("a holiday is not a day for letters") {
    auto told = owing("2026-12-01");
    told.rules.reminders.holidays = {*parse_iso_date("2026-12-01"), *parse_iso_date("2026-12-08")};
    CHECK(sent_until(told, "2026-12-05T00:00:00Z") ==
          lines{"2026-11-24 reminder_before", "2026-12-04 reminder_gentle"});
}

TEST_CASE("a missed day is made up for once, by the latest step, and never by a burst") {
    auto told = owing("2026-12-01");
    auto const late = at("2026-12-14T09:00:00Z");
    told.then(remind{told.id()}, late);
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().kind == letter_kind::reminder_gentle);
    deliver_all(told, late);
    CHECK(sent_until(told, "2027-02-01T00:00:00Z") ==
          lines{"2026-12-21 reminder_clear", "2027-01-01 reminder_final"});
}

TEST_CASE("reminded after paying: not by a letter that was planned, nor by one on its way out") {
    auto told = owing("2026-12-01");
    auto const due = at("2026-12-01T09:00:00Z");
    told.then(remind{told.id()}, due);
    auto const number = letters_under_way(told).at(0).number;
    told.then(take_by_hand{told.id(), "slip 1", eur(200'00), hand_kind::transfer,
                           *parse_iso_date("2026-12-01"), "Ana"},
              due);
    told.then(begin_letter{told.id(), number}, due);
    // The word of the money remains, the reminder does not.
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).at(0).kind == letter_kind::payment_received);
    CHECK_FALSE(next_reminder(told.account(), told.booking(), due, told.rules));
}

TEST_CASE("sent twice by two gateways: whoever comes second finds the letter claimed") {
    auto told = owing("2026-12-01");
    auto const due = at("2026-12-01T09:00:00Z");
    told.then(remind{told.id()}, due);
    auto const again = told.ask(remind{told.id()}, due);
    CHECK(again->events.empty());
    auto const number = letters_under_way(told).at(0).number;
    told.then(begin_letter{told.id(), number}, due);
    // While whoever began may still be sending, a second one leaves it alone.
    auto const soon = told.ask(begin_letter{told.id(), number}, due + std::chrono::minutes{9});
    CHECK(soon->events.empty());
    // Who takes over from one that died while sending does not send: it may have gone.
    told.then(begin_letter{told.id(), number}, due + std::chrono::minutes{10});
    CHECK(letters_under_way(told).empty());
    CHECK(told.account().client.correspondence.reminded.at(0).state == letter_state::uncertain);
}

TEST_CASE("what no server took is still to be said") {
    auto told = owing("2026-12-01");
    auto const due = at("2026-12-01T09:00:00Z");
    told.then(remind{told.id()}, due);
    told.then(letter_answered{told.id(), 1, letter_state::given_up, false, ""}, due + std::chrono::hours{48});
    CHECK(sent_until(told, "2026-12-09T00:00:00Z") == lines{"2026-12-04 reminder_gentle"});
}

TEST_CASE("an offer has a pace of its own, and a client's own goes before it") {
    auto told = with_letters();
    auto& rules = told.rules.reminders;
    rules.named["patient"] = {{{0}, {7}, {21}}, 35};
    rules.named["brief"] = {{{3}, {5}}, 7};
    rules.offers[an_invoice("2026-12-01").identity.offer] = "patient";
    told.then(an_invoice("2026-12-01"), at("2026-11-02T10:00:00Z"));
    auto other = told;
    CHECK(sent_until(told, "2027-06-01T00:00:00Z") ==
          lines{"2026-12-01 reminder_due", "2026-12-08 reminder_gentle", "2026-12-22 reminder_final"});
    CHECK(rfc3339(told.booking().handovers.at(0).at).substr(0, 10) == "2027-01-05");
    other.then(choose_cadence{other.id(), "brief", "Ana"}, other.last());
    CHECK(sent_until(other, "2027-06-01T00:00:00Z") ==
          lines{"2026-12-04 reminder_gentle", "2026-12-07 reminder_final"});
    CHECK(other.booking().handovers.size() == 1);
}

TEST_CASE("a client without automatic reminders goes to a person on the day") {
    auto told = owing("2026-12-01");
    told.rules.reminders.named["by-hand"] = {{}, 3};
    auto const unknown = told.ask(choose_cadence{told.id(), "by-hnd", "Ana"});
    CHECK(unknown.error().reason == refusal_reason::cadence_unknown);
    told.then(choose_cadence{told.id(), "by-hand", "Ana"}, told.last());
    CHECK(sent_until(told, "2027-06-01T00:00:00Z").empty());
    REQUIRE(told.booking().handovers.size() == 1);
    CHECK(told.booking().handovers.at(0).reason == "reminders_ended");
    CHECK(rfc3339(told.booking().handovers.at(0).at).substr(0, 10) == "2026-12-04");
}

TEST_CASE("a pace that is in the settings no more is the usual one") {
    auto told = owing("2026-12-01");
    told.rules.reminders.named["brief"] = {{{3}, {5}}, 7};
    told.then(choose_cadence{told.id(), "brief", "Ana"}, told.last());
    told.rules.reminders.named.clear();
    CHECK(sent_until(told, "2026-12-02T00:00:00Z") ==
          lines{"2026-11-24 reminder_before", "2026-12-01 reminder_due"});
}

TEST_CASE("what is recorded between the hour and the look does not put the reminder off by a day") {
    auto told = owing("2026-12-01");
    auto const after_the_hour = at("2026-12-01T09:05:00Z");
    told.then(note_contact{told.id(), {}, "Hello", "Ana"}, at("2026-11-20T10:00:00Z"));
    auto const next = next_reminder(told.account(), told.booking(), after_the_hour, told.rules);
    REQUIRE(next);
    CHECK(*next == after_the_hour + std::chrono::seconds{1});
    told.then(remind{told.id()}, *next);
    CHECK(letters_under_way(told).size() == 1);
    // Outside the hours it is the next morning's.
    auto other = owing("2026-12-01");
    auto const evening =
        next_reminder(other.account(), other.booking(), at("2026-12-01T18:00:00Z"), other.rules);
    CHECK(rfc3339(*evening) == "2026-12-02T09:00:00.000Z");
}

TEST_CASE("part payment is reminded, in the amount that is open") {
    auto told = owing("2026-12-01");
    told.then(
        take_by_hand{told.id(), "slip 1", eur(50'00), hand_kind::cash, *parse_iso_date("2026-11-03"), "Ana"},
        at("2026-11-03T10:00:00Z"));
    auto const due = at("2026-12-01T09:00:00Z");
    told.then(remind{told.id()}, due);
    CHECK(letters_under_way(told).back().kind == letter_kind::reminder_due);
    CHECK(open_of(told.booking(), {1}) == eur(150'00));
}

TEST_CASE("\"is due today\" is not said for what is left over when that was paid") {
    auto told = owing("2026-11-10");
    told.then(an_invoice("2026-12-01", "ref-2"), at("2026-11-02T10:00:00Z"));
    CHECK(sent_until(told, "2026-11-21T00:00:00Z").size() == 4);
    auto const due = at("2026-12-01T09:00:00Z");
    told.then(remind{told.id("ref-2")}, due);
    REQUIRE(letters_under_way(told).size() == 1);
    auto const made = letters_under_way(told).front();
    CHECK(made.kind == letter_kind::reminder_due);
    CHECK(made.about.size() == 2);
    told.then(take_by_hand{told.id("ref-2"), "slip", eur(200'00), hand_kind::cash,
                           *parse_iso_date("2026-12-01"), "Ana"},
              due);
    told.then(begin_letter{told.id("ref-2"), made.number}, due);
    for (auto const& left : letters_under_way(told)) CHECK(left.kind == letter_kind::payment_received);
}

TEST_CASE("one letter for a client, however much is open, and the hardest item does not set its tone") {
    auto told = owing("2026-11-10");
    told.then(an_invoice("2026-12-01", "ref-2"), at("2026-11-02T10:00:00Z"));
    CHECK(sent_until(told, "2026-11-24T00:00:00Z").back() == "2026-11-20 reminder_clear");
    told.then(remind{told.id()}, at("2026-11-24T09:00:00Z"));
    REQUIRE(letters_under_way(told).size() == 1);
    auto const made = letters_under_way(told).front();
    CHECK(made.kind == letter_kind::reminder_before);
    CHECK(made.about == std::vector<letter_item>{{told.id("ref-2"), 1, 0, -7}, {told.id(), 1, -1}});
}

TEST_CASE("between two contacts lie three days, and a person's own counts") {
    auto told = owing("2026-12-01");
    told.then(note_contact{told.id(), {}, "Spoke on the phone", "Ana"}, at("2026-11-30T15:00:00Z"));
    CHECK(obstacle_of(told.account(), at("2026-12-01T09:00:00Z"), told.rules) == "too_soon");
    CHECK(sent_until(told, "2026-12-05T00:00:00Z") == lines{"2026-12-04 reminder_gentle"});
}

TEST_CASE("a contact noted twice under one id is noted once, and without an id each time") {
    auto told = owing("2026-12-01");
    note_contact said{told.id(), parse_iso_date("2026-12-05"), "Pays on Friday", "Ana", "desk-2"};
    auto const now = at("2026-11-30T15:00:00Z");
    told.then(said, now);
    CHECK(told.ask(said, now + std::chrono::minutes{1})->events.empty());
    said.id = "desk-4";
    CHECK(told.ask(said, now + std::chrono::minutes{1})->events.size() == 2);
    said.id.clear();
    CHECK(told.ask(said, now + std::chrono::minutes{1})->events.size() == 2);
}

TEST_CASE("the id of the latest note with another promise is refused, not swallowed") {
    auto told = owing("2026-12-01");
    note_contact said{told.id(), parse_iso_date("2026-12-05"), "Pays on Friday", "Ana", "desk-2"};
    auto const now = at("2026-11-30T15:00:00Z");
    auto const reason_of = [&](note_contact const& asked) {
        auto const made = told.ask(asked, now + std::chrono::minutes{1});
        REQUIRE_FALSE(made.has_value());
        return made.error().reason;
    };
    told.then(said, now);
    auto other = said;
    other.promised = parse_iso_date("2026-12-12");
    CHECK(reason_of(other) == refusal_reason::reference_used);
    other.promised.reset();
    CHECK(reason_of(other) == refusal_reason::reference_used);
    told.then(note_contact{told.id(), {}, "called", "Ana", "desk-3"}, now + std::chrono::minutes{1});
    said.id = "desk-3";
    said.promised = parse_iso_date("2026-12-12");
    CHECK(reason_of(said) == refusal_reason::reference_used);
    CHECK(told.ask(note_contact{told.id(), {}, "called", "Ana", "desk-3"}, now + std::chrono::minutes{2})
              ->events.empty());
}

TEST_CASE("manual payment and reminder on the same day: the commit that comes first decides") {
    auto told = owing("2026-12-01");
    auto const due = at("2026-12-01T09:00:00Z");
    told.then(
        take_by_hand{told.id(), "slip 1", eur(200'00), hand_kind::cash, *parse_iso_date("2026-12-01"), "Ana"},
        due);
    CHECK(told.ask(remind{told.id()}, due)->events.empty());
}

TEST_CASE("a promise rests the reminders until its day has passed, and the next one is a step gentler") {
    auto told = owing("2026-11-10");
    CHECK(sent_until(told, "2026-11-21T00:00:00Z") ==
          lines{"2026-11-06 reminder_before", "2026-11-10 reminder_due", "2026-11-13 reminder_gentle",
                "2026-11-20 reminder_clear"});
    told.then(note_contact{told.id(), parse_iso_date("2026-11-30"), "Pays at the end of the month", "Ana"},
              at("2026-11-24T10:00:00Z"));
    CHECK(sent_until(told, "2026-12-14T00:00:00Z") == lines{"2026-12-01 reminder_clear"});
}

TEST_CASE("settings switched off: nothing is planned, and what was claimed does not go out") {
    auto told = owing("2026-12-01");
    auto const due = at("2026-12-01T09:00:00Z");
    told.then(remind{told.id()}, due);
    told.rules.reminders.on = false;
    told.then(begin_letter{told.id(), 1}, due);
    CHECK(letters_under_way(told).empty());
    CHECK_FALSE(next_reminder(told.account(), told.booking(), due, told.rules));
    CHECK(told.ask(remind{told.id()}, due)->events.empty());
}

TEST_CASE("day off by one across zones: the client's day and hour count, from Kiritimati to Pago Pago") {
    for (auto const& [zone, expected] :
         std::vector<std::pair<std::string, std::string>>{{"Pacific/Kiritimati", "2026-11-30T19:00:00.000Z"},
                                                          {"Pacific/Pago_Pago", "2026-12-01T20:00:00.000Z"},
                                                          {"Europe/Lisbon", "2026-12-01T09:00:00.000Z"}}) {
        auto told = with_letters();
        auto asked = an_invoice("2026-12-01");
        asked.who.zone = zone;
        told.then(asked, at("2026-11-29T10:00:00Z"));
        auto const next = next_reminder(told.account(), told.booking(), told.last(), told.rules);
        REQUIRE(next);
        CHECK(rfc3339(*next) == expected);
        CHECK(obstacle_of(told.account(), *next, told.rules).empty());
        CHECK(obstacle_of(told.account(), *next - milliseconds{1}, told.rules) == "outside_hours");
    }
}

TEST_CASE("a stranger's booking that nobody paid is never reminded") {
    auto told = with_letters();
    auto asked = a_booking(eur(200'00));
    asked.who = {"", "somebody@example.org", "", ""};
    told.then(asked);
    CHECK_FALSE(next_reminder(told.account(), told.booking(), told.last(), told.rules));
    CHECK(told.ask(remind{told.id()}, at("2026-12-21T10:00:00Z"))->events.empty());
}

TEST_CASE("a plan that nobody has agreed to yet is not reminded") {
    auto told = with_letters();
    auto asked = a_plan_booking();
    asked.origin = origin::api;
    asked.who.email = "ana@example.org";
    asked.return_base.clear();
    told.then(asked);
    CHECK_FALSE(next_reminder(told.account(), told.booking(), told.last(), told.rules));
    CHECK(reminders_due(told.account(), at("2026-12-21T10:00:00Z"), told.rules).empty());
}

TEST_CASE("who cannot be written to is handed to a person on the day of the first letter") {
    auto told = with_letters();
    auto asked = an_invoice("2026-12-01");
    asked.who.email.clear();
    told.then(asked, at("2026-11-29T10:00:00Z"));
    CHECK(sent_until(told, "2027-06-01T00:00:00Z").empty());
    CHECK(attention_of(told.booking()).at(0).reason == "no_address");
}

TEST_CASE("an address that the server refuses is not written to again, and a person is told") {
    auto told = owing("2026-12-01");
    told.then(remind{told.id()}, at("2026-12-01T09:00:00Z"));
    told.then(begin_letter{told.id(), 1}, told.last());
    told.then(letter_answered{told.id(), 1, letter_state::refused, true, "550 5.1.1"}, told.last());
    CHECK(told.account().client.correspondence.unreachable == "ana@example.org");
    CHECK(sent_until(told, "2027-06-01T00:00:00Z").empty());
    CHECK(attention_of(told.booking()).at(0).reason == "letter_refused");
}

TEST_CASE("a rest without a date loses no booking: whoever ends it need not know them all") {
    auto told = owing("2026-12-01");
    told.then(an_invoice("2026-12-01", "ref-2"), at("2026-11-02T10:00:00Z"));
    told.then(client_says{told.id(), 1, client_wish::question, {}, "Which session is this?"},
              at("2026-12-03T20:00:00Z"));
    auto const next = next_reminder(told.account(), told.booking("ref-2"), told.last(), told.rules);
    REQUIRE(next);
    CHECK(rfc3339(*next) == "2026-12-04T09:00:00.000Z");
    CHECK(told.ask(remind{told.id("ref-2")}, *next)->events.empty());
    told.then(resume_reminders{told.id(), "Ana"}, at("2026-12-03T21:00:00Z"));
    CHECK(sent_until(told, "2026-12-05T00:00:00Z", "ref-2") == lines{"2026-12-04 reminder_gentle"});
}

TEST_CASE("a booking made in another zone is reminded by its client's day and hours") {
    auto told = owing("2026-12-01");
    auto far = an_invoice("2026-12-09", "ref-2");
    far.who.zone = "Pacific/Kiritimati";
    told.then(far, at("2026-11-02T10:00:00Z"));
    told.then(waive{told.id(), 1, eur(200'00), false, "A present", "Ana", "waiver 1"},
              at("2026-11-03T10:00:00Z"));
    CHECK(sent_until(told, "2026-12-13T00:00:00Z", "ref-2") ==
          lines{"2026-12-02 reminder_before", "2026-12-09 reminder_due"});
}

TEST_CASE("how far an item was reminded is forgotten once nothing of it is open") {
    auto told = owing("2026-11-10");
    told.then(an_invoice("2026-12-01", "ref-2"), at("2026-11-02T10:00:00Z"));
    CHECK(sent_until(told, "2026-11-11T00:00:00Z").size() == 2);
    told.then(
        take_by_hand{told.id(), "slip 1", eur(200'00), hand_kind::cash, *parse_iso_date("2026-11-11"), "Ana"},
        at("2026-11-11T10:00:00Z"));
    deliver_all(told);
    CHECK(sent_until(told, "2026-11-25T00:00:00Z", "ref-2") == lines{"2026-11-24 reminder_before"});
    auto const& known = told.account().client.correspondence.reminded;
    REQUIRE(known.size() == 1);
    CHECK(known.front().booking == told.id("ref-2"));
}

TEST_CASE("what a server refused for good is not tried again, nor said more firmly: a person takes over") {
    auto told = owing("2026-12-01");
    told.then(remind{told.id()}, at("2026-12-01T09:00:00Z"));
    told.then(begin_letter{told.id(), 1}, told.last());
    told.then(letter_answered{told.id(), 1, letter_state::refused, false, "554 5.6.0 content"}, told.last());
    CHECK(attention_of(told.booking()).at(0).reason == "letter_refused");
    CHECK(sent_until(told, "2027-06-01T00:00:00Z").empty());
    CHECK(told.booking().handovers.back().reason == "reminders_undelivered");
    CHECK(rfc3339(told.booking().handovers.back().at).substr(0, 10) == "2026-12-04");
}

}  // namespace quittance::domain
