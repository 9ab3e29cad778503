// Letters that a payment, a charge or money back orders, and what is not asked of whom a card pays for.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {

TEST_CASE("with the first part come the agreement in writing and the receipt") {
    auto const told = plan_by_mail();
    auto const first = letters_under_way(told);
    REQUIRE(first.size() == 2);
    CHECK(first.at(0).kind == letter_kind::plan_agreed);
    CHECK(first.at(1).kind == letter_kind::receipt);
    CHECK(first.at(1).amount == eur(60'00));
    CHECK(first.at(1).to == "ana@example.org");
}

TEST_CASE("a charge told of before its page: one receipt, once it is known what was paid") {
    auto told = with_letters();
    auto asked = a_booking(eur(120'00), origin::api);
    asked.who.email = "ana@example.org";
    told.then(asked);
    told.then(checkout_created{told.id(), 1, session_open()});
    told.then(charge_seen{told.id(), charge(eur(120'00), eur(0))});
    CHECK(letters_under_way(told).empty());
    told.then(session_seen{told.id(), session_paid(eur(120'00)), false});
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().kind == letter_kind::receipt);
    told.then(intent_seen{told.id(), intent_succeeded(eur(120'00))});
    CHECK(letters_under_way(told).size() == 1);
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

TEST_CASE("a charge is not announced where nobody lives") {
    auto told = plan_by_mail();
    auto const first = letters_under_way(told).front().number;
    told.then(begin_letter{told.id(), first}, told.last());
    told.then(letter_answered{told.id(), first, letter_state::refused, true, "550 5.1.1"}, told.last());
    CHECK_FALSE(next_reminder(told.account(), told.booking(), told.last(), told.rules));
    CHECK(told.ask(remind{told.id()}, at("2026-12-18T09:00:00Z"))->events.empty());
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

TEST_CASE(
    "a plan whose first part was taken in cash has no card, and one whose card is stolen has none left") {
    auto told = with_letters();
    auto asked = a_plan_booking();
    asked.agreed = consent_of(noon);
    told.then(asked);
    told.then(
        take_by_hand{told.id(), "slip", eur(60'00), hand_kind::cash, *parse_iso_date("2026-11-21"), "Ana"});
    CHECK_FALSE(has_card(told.booking()));
    CHECK(has_card(plan_paid_first().booking()));
    CHECK_FALSE(has_card(charge_declined("stolen_card").booking()));
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

TEST_CASE("a part paid by hand is confirmed, and so is the rest when it comes") {
    auto told = owing("2026-12-01");
    auto const by_hand = [&told](std::string slip, std::int64_t cents) {
        return take_by_hand{
            told.id(), std::move(slip), eur(cents), hand_kind::cash, *parse_iso_date("2026-11-03"), "Ana"};
    };
    told.then(by_hand("slip 1", 50'00), at("2026-11-03T10:00:00Z"));
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().kind == letter_kind::payment_received);
    CHECK(letters_under_way(told).front().amount == eur(50'00));
    CHECK(letters_under_way(told).front().about == std::vector<letter_item>{{told.id(), 1, -1}});
    deliver_all(told);
    told.then(by_hand("slip 2", 150'00), at("2026-11-04T10:00:00Z"));
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().amount == eur(150'00));
}

TEST_CASE("charges of two days have a notice each, with its own day and amount") {
    auto told = with_letters();
    sell_plan_by_mail(told, "ref-1", at("2026-11-29T12:00:00Z"));
    sell_plan_by_mail(told, "ref-2", at("2026-11-30T12:00:00Z"));
    deliver_all(told);
    // Three days before fell on the weekend for both, and nobody looked on the Friday before it.
    auto const morning = at("2026-12-28T09:00:00Z");
    for (auto const* const ref : {"ref-1", "ref-2"}) {
        told.then(remind{told.id(ref)}, morning);
        REQUIRE(letters_under_way(told).size() == 1);
        auto const made = letters_under_way(told).front();
        CHECK(made.kind == letter_kind::notice_before_charge);
        CHECK(made.about == std::vector<letter_item>{{told.id(ref), 2, -1}});
        deliver_all(told, morning);
    }
    CHECK(told.ask(remind{told.id()}, morning)->events.empty());
}

}  // namespace quittance::domain
