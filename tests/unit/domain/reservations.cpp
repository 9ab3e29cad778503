// Credits that are kept for sessions which are scheduled.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "journal_checks.hpp"

namespace quittance::domain {
namespace {

civil_date const sold_on{std::chrono::year{2026} / 11 / 21};
civil_date in_days(int days) { return civil_date{std::chrono::sys_days{sold_on} + std::chrono::days{days}}; }

// So many credits for 1,000.00, paid.
story paid_package(int credits, int valid_days = 0) {
    story told;
    auto asked = a_booking(eur(1'000'00), origin::api);
    asked.terms.credits = {credits, valid_days, true};
    asked.return_base.clear();
    told.then(asked);
    told.then(take_by_hand{told.id(), "bank-1", eur(1'000'00), hand_kind::transfer, sold_on, "ann"});
    return told;
}

reserve_credits kept_for(story const& told, std::string session, civil_date on = in_days(7),
                         int credits = 1) {
    return {told.id(), std::move(session), on, credits, "ann"};
}
release_credits off(story const& told, std::string session) {
    return {told.id(), std::move(session), "ill", "ann"};
}
deliver held(story const& told, std::string session, civil_date on = in_days(7), int credits = 1) {
    return {told.id(), std::move(session), on, credits, false, "ann"};
}

credit_balance balance_in(story const& told, civil_date on = sold_on) {
    return credits_of(told.booking(), on, "UTC");
}

refusal_reason kept_not(story const& told, command const& asked) {
    auto const answer = told.ask(asked);
    REQUIRE_FALSE(answer.has_value());
    return answer.error().reason;
}

}  // namespace

TEST_CASE("a session that is scheduled keeps its credit, and no other session gets it") {
    auto told = paid_package(2);
    told.then(kept_for(told, "s-1"));
    CHECK(balance_in(told).left == 1);
    CHECK(balance_in(told).reserved == 1);
    told.then(kept_for(told, "s-2"));
    CHECK(kept_not(told, kept_for(told, "s-3")) == refusal_reason::no_credit_left);
    CHECK(kept_not(told, held(told, "s-3", sold_on)) == refusal_reason::no_credit_left);
    CHECK(kept_not(told, change_credits{told.id(), -1, std::nullopt, "given up", "ann", "c-1"}) ==
          refusal_reason::no_credit_left);
    books_agree(told);
}

TEST_CASE("the delivery of a session uses what was kept for it, and is no second use") {
    auto told = paid_package(2);
    told.then(kept_for(told, "s-1")).then(held(told, "s-1"));
    CHECK(told.booking().reservations.empty());
    CHECK(balance_in(told).used == 1);
    CHECK(balance_in(told).left == 1);
    CHECK(kept_not(told, kept_for(told, "s-1")) == refusal_reason::reference_used);
    told.then(take_back_delivery{told.id(), "s-1", "it was not held", "ann"});
    CHECK(balance_in(told).left == 2);
    CHECK(kept_not(told, kept_for(told, "s-1")) == refusal_reason::reference_used);
    books_agree(told);
}

TEST_CASE("a no-show that costs no credit frees what was kept for the session") {
    auto told = paid_package(1);
    told.then(kept_for(told, "s-1"));
    auto missed = held(told, "s-1");
    missed.no_show = true;
    SUBCASE("it uses the credit as any other does") {
        told.then(missed);
        CHECK(balance_in(told).left == 0);
    }
    SUBCASE("it is free") {
        story free;
        auto asked = a_booking(eur(1'000'00), origin::api);
        asked.terms.credits = {1, 0, true};
        asked.terms.cancellation.no_show_free = true;
        asked.return_base.clear();
        free.then(asked);
        free.then(take_by_hand{free.id(), "bank-1", eur(1'000'00), hand_kind::transfer, sold_on, "ann"});
        free.then(kept_for(free, "s-1"));
        missed.booking = free.id();
        free.then(missed);
        CHECK(balance_in(free).left == 1);
        CHECK(balance_in(free).reserved == 0);
    }
}

TEST_CASE("a session said again is kept once, on another day it is moved, taken off it frees its credit") {
    auto told = paid_package(1);
    told.then(kept_for(told, "s-1"));
    CHECK(told.ask(kept_for(told, "s-1"))->events.empty());
    told.then(kept_for(told, "s-1", in_days(9)));
    REQUIRE(told.booking().reservations.size() == 1);
    CHECK(told.booking().reservations[0].on == in_days(9));
    CHECK(kept_not(told, kept_for(told, "s-1", in_days(9), 2)) == refusal_reason::no_credit_left);
    told.then(off(told, "s-1"));
    CHECK(balance_in(told).left == 1);
    CHECK(told.ask(off(told, "s-1"))->events.empty());
    told.then(kept_for(told, "s-1"));
    CHECK(balance_in(told).reserved == 1);
    told.then(held(told, "s-1"));
    CHECK(kept_not(told, off(told, "s-1")) == refusal_reason::reservation_unknown);
}

TEST_CASE(
    "a session after the credits have ended is not kept, one before is, and its credit does not expire") {
    auto told = paid_package(2, 30);
    CHECK(kept_not(told, kept_for(told, "s-1", in_days(30))) == refusal_reason::no_credit_left);
    told.then(kept_for(told, "s-1", in_days(29)));
    auto const after = balance_in(told, in_days(40));
    CHECK(after.expired == 1);
    CHECK(after.reserved == 1);
    CHECK(after.left == 0);
    told.then(held(told, "s-1", in_days(29)), told.last() + std::chrono::hours{24 * 40});
    CHECK(balance_in(told, in_days(40)).used == 1);
    CHECK(balance_in(told, in_days(40)).uncovered == 0);
}

TEST_CASE("money that went back leaves a kept session without its credit, and never one that took place") {
    auto told = paid_package(2);
    told.then(kept_for(told, "early", in_days(1))).then(held(told, "late", in_days(20)));
    told.then(correct_by_hand{told.id(), "bank-1", eur(500'00), true, "one unused", "ann", "c-1"});
    CHECK(balance_in(told).uncovered == 0);
    CHECK(balance_in(told).unsecured == 1);
    CHECK(balance_in(told).left == 0);
    books_agree(told);
}

TEST_CASE(
    "a session keeps its number of credits when it is moved, and uses them when it is held, unless told") {
    auto told = paid_package(5);
    told.then(kept_for(told, "s-1", in_days(7), 3));
    auto other_day = kept_for(told, "s-1", in_days(8));
    other_day.credits.reset();
    told.then(other_day);
    CHECK(told.booking().reservations.at(0).credits == 3);
    auto as_kept = held(told, "s-1", in_days(8));
    as_kept.credits.reset();
    told.then(as_kept);
    CHECK(balance_in(told).used == 3);
    CHECK(told.ask(as_kept)->events.empty());
    as_kept.id = "s-2";
    told.then(as_kept);
    CHECK(balance_in(told).used == 4);
}

TEST_CASE("a session whose credits went back is not held on credits that are not there") {
    auto told = paid_package(3);
    told.then(kept_for(told, "s-1", in_days(7), 3));
    told.then(correct_by_hand{told.id(), "bank-1", std::nullopt, true, "all back", "ann", "c-1"});
    CHECK(balance_in(told).unsecured == 3);
    CHECK(kept_not(told, held(told, "s-1", in_days(7), 3)) == refusal_reason::no_credit_left);
}

TEST_CASE("of two sessions with one credit left the one that takes place has it") {
    auto told = paid_package(2);
    told.then(kept_for(told, "s-1", in_days(1))).then(kept_for(told, "s-2", in_days(2)));
    told.then(correct_by_hand{told.id(), "bank-1", eur(500'00), true, "half back", "ann", "c-1"});
    told.then(held(told, "s-1", in_days(1)));
    CHECK(balance_in(told).uncovered == 0);
    CHECK(balance_in(told).unsecured == 1);
    CHECK(kept_not(told, held(told, "s-2", in_days(2))) == refusal_reason::no_credit_left);
}

TEST_CASE("credits of a period that do not pass into the next are kept for no session of it") {
    for (bool const carry : {true, false}) {
        story told;
        auto asked = a_booking(eur(100'00), origin::signed_link);
        asked.return_base.clear();
        asked.terms.credits = {1, 0, carry};
        asked.terms.plan.retainer = true;
        asked.terms.plan.every = rhythm::monthly;
        asked.agreed = consent{"You pay monthly.", "hash", "note", sold_on};
        told.then(asked);
        told.then(take_by_hand{told.id(), "bank-1", eur(100'00), hand_kind::transfer, sold_on, "ann"});
        told.then(kept_for(told, "s-1", in_days(29)));
        CHECK(balance_in(told).reserved == 1);
        auto const later = told.ask(kept_for(told, "s-1", in_days(30)));
        CHECK(later.has_value() == carry);
    }
}

TEST_CASE("a booking that ends takes its sessions off, and one that moves takes them along") {
    auto told = paid_package(2);
    told.then(kept_for(told, "s-1"));
    SUBCASE("ended") {
        told.then(cancel_booking{told.id(), std::nullopt, eur(0), "moved away", "ann"});
        CHECK(told.booking().reservations.empty());
        CHECK(kept_not(told, kept_for(told, "s-2")) == refusal_reason::booking_is_closed);
    }
    SUBCASE("moved") {
        booking_identity const next{told.booking().identity.source, told.booking().identity.offer, "ref-2"};
        told.then(move_booking{told.id(), next, "other-token"});
        CHECK(told.account().bookings.at(told.id()).reservations.empty());
        auto const& moved = told.account().bookings.at(booking_id_of(next));
        REQUIRE(moved.reservations.size() == 1);
        CHECK(credits_of(moved, sold_on, "UTC").left == 1);
    }
}

TEST_CASE("what is missing from a reservation is named") {
    auto told = paid_package(2);
    auto asked = kept_for(told, "s-1");
    asked.author.clear();
    CHECK(kept_not(told, asked) == refusal_reason::author_missing);
    CHECK(kept_not(told, kept_for(told, "")) == refusal_reason::reference_missing);
    CHECK(kept_not(told, kept_for(told, "s-1", civil_date{})) == refusal_reason::date_missing);
    CHECK(kept_not(told, kept_for(told, "s-1", sold_on, 0)) == refusal_reason::amount_not_positive);
    CHECK(kept_not(told, kept_for(told, "s-1", sold_on, 10'001)) == refusal_reason::amount_too_large);
    CHECK(kept_not(told, kept_for(told, "s-1", sold_on, 10'000)) == refusal_reason::no_credit_left);
    auto nobody = off(told, "s-1");
    nobody.author.clear();
    CHECK(kept_not(told, nobody) == refusal_reason::author_missing);
    story single;
    single.then(a_booking(eur(100'00), origin::api));
    CHECK(kept_not(single, kept_for(single, "s-1")) == refusal_reason::no_credits_sold);
}

TEST_CASE("whatever is scheduled, moved, held, given and paid back: every credit is counted once") {
    CHECK(rc::check("granted = used and covered + kept and there + expired + left", [] {
        auto told = paid_package(3, 60);
        for (int step = *rc::gen::inRange(1, 25); step > 0; --step) {
            auto const session = "s-" + std::to_string(*rc::gen::inRange(1, 5));
            auto const day = in_days(*rc::gen::inRange(0, 70));
            auto const credits = *rc::gen::inRange(1, 3);
            auto const nth = std::to_string(step);
            std::vector<command> const all{
                kept_for(told, session, day, credits),
                off(told, session),
                held(told, session, day, credits),
                take_back_delivery{told.id(), session, "slip", "ann"},
                change_credits{told.id(), *rc::gen::element(-1, 1), std::nullopt, "a gift", "ann", nth},
                correct_by_hand{told.id(), "bank-1", eur(*rc::gen::inRange(1, 400'00)), true, "back", "ann",
                                nth}};
            auto const before = balance_in(told);
            auto const& asked = all[static_cast<std::size_t>(*rc::gen::inRange(0, 6))];
            auto const answer = told.ask(asked);
            if (!answer || answer->events.empty()) continue;
            told.then(asked);
            auto const after = balance_in(told);
            RC_ASSERT(after.granted == after.used - after.uncovered + after.reserved - after.unsecured +
                                           after.expired + after.left);
            RC_ASSERT(after.left >= 0);
            // Only money that goes back leaves something without its credit.
            if (!std::holds_alternative<correct_by_hand>(asked))
                RC_ASSERT(after.uncovered + after.unsecured <= before.uncovered + before.unsecured);
        }
        books_agree(told);
    }));
}

}  // namespace quittance::domain
