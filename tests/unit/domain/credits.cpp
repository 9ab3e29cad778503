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

// A retainer of 100 every thirty days with four credits each; nothing is paid.
story owed_retainer(bool carry_over = true) {
    story told;
    auto asked = a_booking(eur(10'000), origin::api);
    asked.return_base.clear();
    asked.terms.credits = {4, 0, carry_over};
    asked.terms.plan.every = rhythm::every_days;
    asked.terms.plan.days = 30;
    asked.terms.plan.retainer = true;
    told.then(asked);
    return told;
}

// The same with three periods paid.
story retainer(bool carry_over) {
    auto told = owed_retainer(carry_over);
    told.then(take_by_hand{told.id(), "bank-1", eur(30'000), hand_kind::transfer, today, "ann"});
    return told;
}

void change(story& told, std::vector<item_part> parts) {
    told.then(change_item{told.id(), 1, std::move(parts), "agreed by phone", "ann"});
}

// Two periods have begun, and what is owed for them is this.
booking two_periods(story const& told, std::vector<item> items) {
    auto what = told.booking();
    what.items = std::move(items);
    what.periods = 2;
    return what;
}

void cancel(story& told) {
    told.then(cancel_booking{told.id(), std::nullopt, eur(0), "moved away", "ann"},
              noon + std::chrono::hours{1});
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
        what.periods = 3;
        CHECK(credits_of(what, today, "UTC").left == 4);
        CHECK(credits_of(what, in_days(30), "UTC").left == (carry ? 8 : 4));
        what.deliveries.push_back({"s-1", in_days(31), 5, false, false, "ann", noon});
        auto const third = credits_of(what, in_days(60), "UTC");
        CHECK(third.left == (carry ? 7 : 4));
        CHECK(third.uncovered == (carry ? 0 : 1));
    }
}

TEST_CASE("a period that is paid in two parts grants its credits once, and from its own day") {
    auto halves = owed_retainer();
    change(halves, {{eur(5'000), today}, {eur(5'000), in_days(10)}});
    pay(halves, eur(5'000));
    CHECK(left(halves, in_days(10)) == 0);
    pay(halves, eur(5'000), "bank-2");
    CHECK(left(halves) == 4);
    CHECK(credits_of(halves.booking(), in_days(10), "UTC").granted == 4);
    auto later = owed_retainer();
    change(later, {{eur(10'000), in_days(14)}});
    pay(later, eur(10'000));
    CHECK(left(later) == 4);
    CHECK(refused(later, session(later, "s-0", in_days(-1))) == refusal_reason::no_credit_left);
}

TEST_CASE("parts that are paid late end with their own period, where nothing is carried over") {
    auto told = owed_retainer(false);
    change(told, {{eur(5'000), today}, {eur(5'000), in_days(20)}});
    pay(told, eur(10'000));
    CHECK(left(told, in_days(20)) == 4);
    auto const next = two_periods(
        told,
        {{1, eur(5'000), today, {}}, {2, eur(5'000), in_days(20), {}}, {3, eur(10'000), in_days(30), {}}});
    CHECK(credits_of(next, in_days(29), "UTC").left == 4);
    CHECK(credits_of(next, in_days(30), "UTC").expired == 4);
    CHECK(credits_of(next, in_days(30), "UTC").left == 0);
}

TEST_CASE("two periods that are paid as one amount grant the credits of both") {
    auto told = owed_retainer();
    pay(told, eur(15'000));
    auto const half = two_periods(told, {{1, eur(20'000), today, {}}});
    CHECK(credits_of(half, in_days(30), "UTC").granted == 4);
    pay(told, eur(5'000), "bank-2");
    auto const whole = two_periods(told, {{1, eur(20'000), today, {}}});
    CHECK(credits_of(whole, in_days(29), "UTC").left == 4);
    CHECK(credits_of(whole, in_days(30), "UTC").left == 8);
}

TEST_CASE("a small rest that joined the next period's amount takes no credit of its own period") {
    auto told = owed_retainer();
    pay(told, eur(9'970));
    auto const joined = two_periods(told, {{1, eur(9'970), today, {}}, {2, eur(10'030), in_days(30), {}}});
    CHECK(credits_of(joined, in_days(30), "UTC").granted == 4);
    auto in_part = owed_retainer();
    pay(in_part, eur(5'000));
    auto const half = two_periods(in_part, {{1, eur(5'000), today, {}}, {2, eur(15'000), in_days(30), {}}});
    CHECK(credits_of(half, in_days(30), "UTC").granted == 0);
}

TEST_CASE("a cancelled package grants what was paid and has nothing left") {
    auto unpaid = package(10);
    cancel(unpaid);
    CHECK(credits_of(unpaid.booking(), today, "UTC") == credit_balance{});
    auto in_part = package(10);
    pay(in_part, eur(35'000));
    in_part.then(session(in_part, "s-1"));
    cancel(in_part);
    auto const ended = credits_of(in_part.booking(), today, "UTC");
    CHECK(ended.granted == 3);
    CHECK(ended.used == 1);
    CHECK(ended.expired == 2);
    CHECK(ended.left == 0);
}

TEST_CASE("what was waived before a cancellation was granted, and is over with it") {
    auto told = package(10);
    told.then(waive{told.id(), 1, std::nullopt, false, "a gift", "ann", "w-1"});
    REQUIRE(left(told) == 10);
    cancel(told);
    CHECK(credits_of(told.booking(), today, "UTC").granted == 10);
    CHECK(left(told) == 0);
}

TEST_CASE("a delivery of what has no credits is kept and uses none") {
    story told;
    told.then(a_booking(eur(12'000), origin::api));
    told.then(session(told, "s-1"));
    CHECK(told.booking().deliveries.at(0).credits == 0);
    CHECK(credits_of(told.booking(), today, "UTC") == credit_balance{});
}
