#include <doctest/doctest.h>

#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

civil_date const today{std::chrono::year{2026} / 11 / 21};
civil_date in_days(int days) { return civil_date{std::chrono::sys_days{today} + std::chrono::days{days}}; }

story package(int credits, int valid_days = 0) {
    story told;
    auto asked = a_booking(eur(100'000), origin::api);
    asked.terms.credits = {credits, valid_days, true};
    asked.return_base.clear();
    told.then(asked);
    return told;
}

void pay(story& told, money amount, std::string ref = "bank-1") {
    told.then(take_by_hand{told.id(), std::move(ref), amount, hand_kind::transfer, today, "ann"});
}

deliver session(story const& told, std::string id, civil_date on = today, int credits = 1) {
    return {told.id(), std::move(id), on, credits, false, "ann"};
}

int left(story const& told, civil_date on = today) { return credits_of(told.booking(), on, "UTC").left; }

refusal_reason refused(story const& told, command const& asked) {
    auto const answer = told.ask(asked);
    REQUIRE_FALSE(answer.has_value());
    return answer.error().reason;
}

// A retainer of 100 a month with four credits each, three periods begun.
story retainer(bool carry_over) {
    story told;
    auto asked = a_booking(eur(10'000), origin::api);
    asked.return_base.clear();
    asked.terms.credits = {4, 0, carry_over};
    asked.terms.plan.retainer = true;
    told.then(asked);
    told.then(take_by_hand{told.id(), "bank-1", eur(30'000), hand_kind::transfer, today, "ann"});
    return told;
}

}  // namespace

TEST_CASE("a package grants its credits when it is paid, and each delivery uses one") {
    auto told = package(10);
    CHECK(left(told) == 0);
    CHECK(refused(told, session(told, "s-1")) == refusal_reason::no_credit_left);
    pay(told, eur(100'000));
    CHECK(left(told) == 10);
    told.then(session(told, "s-1"));
    told.then(session(told, "s-1"));
    CHECK(left(told) == 9);
    CHECK(refused(told, session(told, "s-1", in_days(1))) == refusal_reason::reference_used);
    CHECK(refused(told, session(told, "s-2", today, 10)) == refusal_reason::no_credit_left);
}

TEST_CASE("a package paid in part grants the credits that are covered") {
    auto told = package(10);
    pay(told, eur(35'000));
    CHECK(left(told) == 3);
}

TEST_CASE("money that went back takes its credits along, a small goodwill takes none") {
    auto told = package(10);
    pay(told, eur(100'000));
    told.then(correct_by_hand{told.id(), "bank-1", eur(500), true, "sorry", "ann", "c-1"});
    CHECK(left(told) == 10);
    told.then(correct_by_hand{told.id(), "bank-1", eur(29'500), true, "three unused", "ann", "c-2"});
    CHECK(left(told) == 7);
}

TEST_CASE("used credits whose money went back are uncovered") {
    auto told = package(2);
    pay(told, eur(100'000));
    told.then(session(told, "s-1")).then(session(told, "s-2"));
    told.then(correct_by_hand{told.id(), "bank-1", std::nullopt, true, "gone", "ann", "c-1"});
    auto const now = credits_of(told.booking(), today, "UTC");
    CHECK(now.uncovered == 2);
    CHECK(now.left == 0);
}

TEST_CASE("a no-show uses a credit, and a delivery taken back gives it back") {
    auto told = package(2);
    pay(told, eur(100'000));
    auto missed = session(told, "s-1");
    missed.no_show = true;
    told.then(missed);
    CHECK(left(told) == 1);
    told.then(take_back_delivery{told.id(), "s-1", "she was ill", "ann"});
    CHECK(left(told) == 2);
    CHECK(refused(told, take_back_delivery{told.id(), "s-9", "?", "ann"}) ==
          refusal_reason::delivery_unknown);
    CHECK(refused(told, missed) == refusal_reason::reference_used);
}

TEST_CASE("credits end after their days, the unused ones expire") {
    auto told = package(3, 30);
    pay(told, eur(100'000));
    told.then(session(told, "s-1", in_days(29)));
    CHECK(refused(told, session(told, "s-2", in_days(30))) == refusal_reason::no_credit_left);
    auto const after = credits_of(told.booking(), in_days(30), "UTC");
    CHECK(after.expired == 2);
    CHECK(after.left == 0);
    CHECK(after.used == 1);
    CHECK(left(told, in_days(29)) == 2);
}

TEST_CASE("a retainer's credits are carried over, or end with their period") {
    for (bool const carry : {true, false}) {
        auto told = retainer(carry);
        auto what = told.booking();
        what.items.push_back({2, eur(10'000), in_days(30), {}});
        what.items.push_back({3, eur(10'000), in_days(60), {}});
        CHECK(credits_of(what, today, "UTC").left == 4);
        CHECK(credits_of(what, in_days(30), "UTC").left == (carry ? 8 : 4));
        what.deliveries.push_back({"s-1", in_days(31), 5, false, false, "ann", noon});
        auto const third = credits_of(what, in_days(60), "UTC");
        CHECK(third.left == (carry ? 7 : 4));
        CHECK(third.uncovered == (carry ? 0 : 1));
    }
}

TEST_CASE("a delivery of what has no credits is kept and uses none") {
    story told;
    told.then(a_booking(eur(12'000), origin::api));
    told.then(session(told, "s-1"));
    CHECK(told.booking().deliveries.at(0).credits == 0);
    CHECK(credits_of(told.booking(), today, "UTC") == credit_balance{});
}
