// When a client is written to about money, and when not. Days in Lisbon; 21 November 2026 is a Saturday.
#include <doctest/doctest.h>

#include <algorithm>

#include "letter_story.hpp"
#include "quittance/domain/forecast.hpp"

namespace quittance::domain {
namespace {

using lines = std::vector<std::string>;

}  // namespace

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
    deliver_letter(told, late);
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
    // The receipt of the money remains, the reminder does not.
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).at(0).kind == letter_kind::receipt);
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

TEST_CASE("one letter for a client, however much is open, and the hardest item does not set its tone") {
    auto told = owing("2026-11-10");
    told.then(an_invoice("2026-12-01", "ref-2"), at("2026-11-02T10:00:00Z"));
    CHECK(sent_until(told, "2026-11-24T00:00:00Z").back() == "2026-11-20 reminder_clear");
    told.then(remind{told.id()}, at("2026-11-24T09:00:00Z"));
    REQUIRE(letters_under_way(told).size() == 1);
    auto const made = letters_under_way(told).front();
    CHECK(made.kind == letter_kind::reminder_before);
    CHECK(made.about == std::vector<letter_item>{{told.id("ref-2"), 1, 0}, {told.id(), 1, -1}});
}

TEST_CASE("between two contacts lie three days, and a person's own counts") {
    auto told = owing("2026-12-01");
    told.then(note_contact{told.id(), {}, "Spoke on the phone", "Ana"}, at("2026-11-30T15:00:00Z"));
    CHECK(obstacle_of(told.account(), at("2026-12-01T09:00:00Z"), told.rules) == "too_soon");
    CHECK(sent_until(told, "2026-12-05T00:00:00Z") == lines{"2026-12-04 reminder_gentle"});
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

namespace {

// Three monthly parts of 60.00, the first one paid; every letter so far was delivered.
story plan_by_mail() {
    auto told = with_letters();
    auto asked = a_plan_booking();
    asked.who.email = "ana@example.org";
    asked.agreed = consent_of(noon);
    told.then(asked);
    told.then(customer_created{told.id(), {customer_id{"cus_1"}, noon}, "https://pay.example/r/"});
    told.then(checkout_created{told.id(), 1, page_open("cs_1", 1)});
    told.then(session_seen{told.id(), page_paid("cs_1", 1, "pi_1", "pm_1")});
    return told;
}

void deliver_all(story& told) {
    for (auto const& one : letters_under_way(told)) {
        told.then(begin_letter{told.id(), one.number}, told.last());
        told.then(letter_answered{told.id(), one.number, letter_state::accepted, false, "250"}, told.last());
    }
}

}  // namespace

TEST_CASE("with the first part come the agreement in writing and the receipt") {
    auto const told = plan_by_mail();
    auto const first = letters_under_way(told);
    REQUIRE(first.size() == 2);
    CHECK(first.at(0).kind == letter_kind::plan_agreed);
    CHECK(first.at(1).kind == letter_kind::receipt);
    CHECK(first.at(1).amount == eur(60'00));
    CHECK(first.at(1).to == "ana@example.org");
}

TEST_CASE("the same payment, told of again, sends no second receipt") {
    auto told = plan_by_mail();
    told.then(session_seen{told.id(), page_paid("cs_1", 1, "pi_1", "pm_1")});
    auto paid = intent_paid("pi_1");
    paid.checkout = 1;
    told.then(intent_seen{told.id(), paid});
    CHECK(letters_under_way(told).size() == 2);
}

TEST_CASE("reminded although the card collects itself: it is announced three days before, and that is all") {
    auto told = plan_by_mail();
    deliver_all(told);
    auto const next = next_reminder(told.account(), told.booking(), told.last(), told.rules);
    REQUIRE(next);
    CHECK(rfc3339(*next).substr(0, 10) == "2026-12-18");
    told.then(remind{told.id()}, *next);
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().kind == letter_kind::notice_before_charge);
    deliver_all(told);
    auto const after = next_reminder(told.account(), told.booking(), told.last(), told.rules);
    REQUIRE(after);
    CHECK(rfc3339(*after).substr(0, 10) == "2027-01-18");
}

TEST_CASE("a charge that needs the client is said at once, and reminders begin gently only then") {
    auto told = plan_by_mail();
    deliver_all(told);
    told.then(collect{told.id()}, first_due);
    told.then(intent_created{told.id(), 2, intent_made()}, first_due);
    told.then(attempt_answered{told.id(), 2, 1, intent_declined("authentication_required", 1)}, first_due);
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().kind == letter_kind::authentication_needed);
    deliver_all(told);
    CHECK(sent_until(told, "2026-12-25T00:00:00Z") == lines{"2026-12-24 reminder_gentle"});
}

TEST_CASE("while a charge is under way nothing is asked of the client") {
    auto told = plan_by_mail();
    deliver_all(told);
    told.then(collect{told.id()}, first_due);
    CHECK(reminders_due(told.account(), first_due + std::chrono::hours{24 * 7}, told.rules).empty());
}

TEST_CASE("a disputed booking is not reminded") {
    auto told = owing("2026-12-01");
    told.then(
        take_by_hand{told.id(), "slip", eur(10'00), hand_kind::cash, *parse_iso_date("2026-11-03"), "Ana"},
        told.last());
    told.then(
        dispute_seen{told.id(), a_dispute(eur(10'00), dispute_status::needs_response, "dp_1", "hand:slip")},
        told.last());
    CHECK(reminders_due(told.account(), at("2026-12-04T10:00:00Z"), told.rules).empty());
}

TEST_CASE("money that went back is said, once") {
    auto told = plan_by_mail();
    deliver_all(told);
    told.then(refund_seen{told.id(), a_refund(eur(60'00), refund_status::succeeded)}, told.last());
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().kind == letter_kind::refund);
    CHECK(letters_under_way(told).front().amount == eur(60'00));
    told.then(charge_seen{told.id(), charge(eur(60'00), eur(60'00))}, told.last());
    CHECK(letters_under_way(told).size() == 1);
}

TEST_CASE("a forecast says what will be sent, and the sending says the same") {
    auto told = owing("2026-12-01");
    auto const ahead =
        forecast_of(told.account(), told.last(), told.last() + std::chrono::hours{24 * 60}, told.rules);
    lines said;
    for (auto const& one : ahead) {
        if (!one.hand_over)
            said.push_back(rfc3339(one.at).substr(0, 10) + ' ' + std::string{name_of(one.kind)});
    }
    CHECK(ahead.back().hand_over);
    CHECK(said == sent_until(told, "2026-12-31T00:00:00Z"));
    CHECK(said.size() == 5);
}

TEST_CASE("a forecast ends where it was asked to") {
    auto const told = owing("2026-12-01");
    auto const day = at("2026-12-01T09:00:00Z");
    CHECK(forecast_of(told.account(), told.last(), day, told.rules).size() == 1);
    CHECK(forecast_of(told.account(), told.last(), day + milliseconds{1}, told.rules).size() == 2);
}

}  // namespace quittance::domain
