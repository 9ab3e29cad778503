// The service takes place at another time: what counts its days from it follows, and nobody pays again.
#include <doctest/doctest.h>

#include "collecting_story.hpp"
#include "quittance/domain/reminders.hpp"

namespace quittance::domain {
namespace {

civil_date day(std::string const& text) { return *parse_iso_date(text); }

// 180.00 for a wedding on 15 May: 60.00 at once, 60.00 a month before, 60.00 two weeks after.
story wedding() {
    story told;
    told.rules.card_days = 0;
    auto asked = a_plan_booking();
    asked.terms.plan = {};
    asked.terms.plan.every = rhythm::from_service;
    asked.terms.plan.deposit = eur(60'00);
    asked.terms.plan.offsets = {-30, 14};
    asked.service_at = "2027-05-15T14:00:00Z";
    asked.service = day("2027-05-15");
    asked.agreed = consent_of(noon);
    told.then(asked);
    told.then(customer_created{told.id(), {customer_id{"cus_1"}, noon}, "https://pay.example/r/"});
    told.then(checkout_created{told.id(), 1, page_open("cs_1", 1)});
    told.then(session_seen{told.id(), page_paid("cs_1", 1, "pi_1", "pm_1")});
    return told;
}

reschedule to(story const& told, std::string const& when, std::string const& on) {
    return {told.id(), when, day(on), "the hall", "ann"};
}

std::vector<std::string> days_of(story const& told) {
    std::vector<std::string> all;
    for (auto const& i : told.booking().items) all.push_back(iso_date(i.due));
    return all;
}

}  // namespace

TEST_CASE("open items follow the service by the offer's rule, what was paid stays, and it is asked once") {
    auto told = wedding();
    REQUIRE(days_of(told) == std::vector<std::string>{"2026-11-21", "2027-04-15", "2027-05-29"});
    auto const asked = to(told, "2027-07-03T14:00:00Z", "2027-07-03");
    told.then(asked);
    CHECK(days_of(told) == std::vector<std::string>{"2026-11-21", "2027-06-03", "2027-07-17"});
    CHECK(told.booking().service_at == "2027-07-03T14:00:00Z");
    CHECK(told.booking().service == day("2027-07-03"));
    CHECK(balance_of(told.booking()).received == eur(60'00));
    CHECK(balance_of(told.booking()).open == eur(120'00));
    auto const& said = std::get<service_moved>(told.ledger().back().events.front());
    CHECK(said.reason == "the hall");
    CHECK(said.author == "ann");
    CHECK(told.ask(asked)->events.empty());
}

TEST_CASE("the day of a moment is the client's") {
    auto told = wedding();  // in Lisbon, an hour east of Greenwich in summer
    told.then(reschedule{told.id(), "2027-07-02T23:30:00Z", {}, "the hall", "ann"});
    CHECK(told.booking().service == day("2027-07-03"));
}

TEST_CASE("a booking page that reschedules takes the days along where its word is the business's own") {
    auto const rescheduled_by = [](origin how) {
        auto told = wedding();
        auto asked = a_plan_booking("ref-2");
        asked.origin = how;
        asked.return_base.clear();
        asked.previous = reference("ref-1");
        asked.service_at = "2027-07-03T14:00:00Z";
        told.then(asked);
        return told;
    };
    auto const told = rescheduled_by(origin::api);
    auto const& moved = told.booking("ref-2");
    CHECK(moved.service == day("2027-07-03"));
    CHECK(moved.items.at(1).due == day("2027-06-03"));
    CHECK(moved.items.at(2).due == day("2027-07-17"));
    CHECK(balance_of(moved).received == eur(60'00));
    CHECK(rescheduled_by(origin::plain_link).booking("ref-2").items.at(1).due == day("2027-04-15"));
}

TEST_CASE("a day that was agreed on besides keeps its distance from the service") {
    auto told = wedding();
    told.then(change_item{told.id(), 3, {{eur(60'00), day("2027-06-15")}}, "after pay day", "ann"});
    told.then(to(told, "2027-05-22T14:00:00Z", "2027-05-22"));
    CHECK(days_of(told) == std::vector<std::string>{"2026-11-21", "2027-04-22", "2027-06-22"});
}

TEST_CASE("a service that comes sooner makes nothing late") {
    auto told = wedding();
    told.then(to(told, "2026-12-01T14:00:00Z", "2026-12-01"));
    CHECK(days_of(told) == std::vector<std::string>{"2026-11-21", "2026-11-21", "2026-12-15"});
    auto overdue = wedding();
    auto const after = *parse_rfc3339("2027-04-20T12:00:00Z");
    overdue.then(to(overdue, "2027-04-22T14:00:00Z", "2027-04-22"), after);
    CHECK(days_of(overdue) == std::vector<std::string>{"2026-11-21", "2027-04-15", "2027-05-06"});
}

TEST_CASE("what was paid in part stays on its day") {
    auto told = wedding();
    told.then(take_by_hand{told.id(), "slip", eur(10'00), hand_kind::cash, day("2026-11-22"), "ann"});
    told.then(to(told, "2027-07-03T14:00:00Z", "2027-07-03"));
    CHECK(days_of(told) == std::vector<std::string>{"2026-11-21", "2027-04-15", "2027-07-17"});
}

TEST_CASE("where nothing counts from the service, only the service moves") {
    auto told = plan_paid_first();
    auto const before = told.booking().items;
    told.then(to(told, "2027-03-01", "2027-03-01"));
    CHECK(told.booking().items == before);
    CHECK(told.booking().service == day("2027-03-01"));
}

TEST_CASE("a new version of the agreement is written of it, in the same commit") {
    auto told = wedding();
    told.rules.write_agreement = [](account const&, booking const& what, agreed_terms const& about) {
        consent made;
        made.text = "version " + std::to_string(about.version) + " of " + what.service_at;
        made.hash = "hash";
        return made;
    };
    told.then(to(told, "2027-07-03T14:00:00Z", "2027-07-03"));
    REQUIRE(told.booking().agreements.size() == 2);
    CHECK(told.booking().agreements.back().text == "version 2 of 2027-07-03T14:00:00Z");
    CHECK(told.booking().agreements.back().reason == "the hall");
    CHECK(told.booking().agreements.back().author == "ann");
}

TEST_CASE("what was sold without a text to agree to gets none because its service moves") {
    story told;
    auto asked = a_booking(eur(80'00), origin::api);
    asked.return_base.clear();
    told.then(asked);
    told.rules.write_agreement = [](account const&, booking const&, agreed_terms const&) {
        return consent{};
    };
    told.then(to(told, "2027-07-03", "2027-07-03"));
    CHECK(told.booking().service == day("2027-07-03"));
    CHECK(told.booking().agreements.empty());
}

TEST_CASE("what is rescheduled has a day, an author and a reason, and did not end") {
    auto told = wedding();
    auto const refused = [&told](reschedule asked) {
        auto const answer = told.ask(asked);
        REQUIRE_FALSE(answer.has_value());
        return answer.error().reason;
    };
    auto const good = to(told, "2027-07-03", "2027-07-03");
    auto asked = good;
    asked.author.clear();
    CHECK(refused(asked) == refusal_reason::author_missing);
    asked = good;
    asked.reason.clear();
    CHECK(refused(asked) == refusal_reason::reason_missing);
    asked = good;
    asked.service = {};
    asked.service_at = "soon";
    CHECK(refused(asked) == refusal_reason::date_missing);
    asked = good;
    asked.booking = booking_id{"another"};
    CHECK(refused(asked) == refusal_reason::booking_unknown);
    told.then(cancel_booking{told.id(), std::nullopt, eur(0), "ill", "ann"});
    CHECK(refused(good) == refusal_reason::booking_is_closed);
}

TEST_CASE("nothing moves under a charge that is under way") {
    auto told = wedding();
    auto const due = *parse_rfc3339("2027-04-15T09:00:00Z");
    told.then(collect{told.id()}, due);
    told.then(intent_created{told.id(), 2, intent_made()}, due);
    auto const answer = told.ask(to(told, "2027-07-03", "2027-07-03"), due);
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().reason == refusal_reason::payment_under_way);
}

}  // namespace quittance::domain
