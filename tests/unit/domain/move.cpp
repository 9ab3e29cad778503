#include <doctest/doctest.h>

#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

TEST_CASE("a rescheduled booking takes its payment along") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_paid(eur(12'000)), false});
    told.then(move_booking{told.id(), reference("ref-2"), "token-2"});
    CHECK(state_of(told.booking("ref-2")) == booking_state::paid);
    CHECK(told.booking("ref-2").moved_from == told.id());
    CHECK(told.booking("ref-1").moved_to == told.id("ref-2"));
    CHECK(told.booking("ref-1").payments.empty());
}

TEST_CASE("a new reference that names its former one is a move, not a second purchase") {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(session_seen{told.id(), session_paid(eur(12'000)), false});
    auto again = a_booking(eur(12'000), origin::api, "ref-2");
    again.previous = reference("ref-1");
    told.then(again);
    CHECK(told.effects().empty());
    CHECK(state_of(told.booking("ref-2")) == booking_state::paid);
}

TEST_CASE("a live checkout moves along and stays the only payer") {
    auto told = awaiting_payment(eur(12'000));
    told.then(move_booking{told.id(), reference("ref-2"), "token-2"});
    REQUIRE(live_checkout(told.booking("ref-2")));
    CHECK(told.ask(open_checkout{told.id("ref-2"), "https://pay.example/r/"}).value().effects.empty());
    CHECK(told.ask(open_checkout{told.id("ref-1"), "https://pay.example/r/"}).error().reason ==
          refusal_reason::booking_has_moved);
}

TEST_CASE("what is moved cannot be moved again, nor onto a booking that exists") {
    auto told = awaiting_payment(eur(12'000));
    told.then(a_booking(eur(5'000), origin::plain_link, "ref-3"));
    CHECK(told.ask(move_booking{told.id(), reference("ref-3"), "t"}).error().reason ==
          refusal_reason::target_exists);
    CHECK(told.ask(move_booking{told.id("none"), reference("ref-4"), "t"}).error().reason ==
          refusal_reason::booking_unknown);
    told.then(move_booking{told.id(), reference("ref-2"), "t"});
    CHECK(told.ask(move_booking{told.id(), reference("ref-4"), "t"}).error().reason ==
          refusal_reason::booking_has_moved);
}
