#include <doctest/doctest.h>

#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

TEST_CASE("a paid session pays the booking, once") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_paid(eur(12'000)), false});
    CHECK(state_of(told.booking()) == booking_state::paid);
    CHECK(balance_of(told.booking()).received == eur(12'000));
    CHECK(told.ask(session_seen{told.id(), session_paid(eur(12'000)), false}).value().events.empty());
    CHECK(attention_of(told.booking()).empty());
}

TEST_CASE("session and intent tell of the same money") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_paid(eur(12'000)), false});
    told.then(intent_seen{told.id(), intent_succeeded(eur(12'000))});
    told.then(charge_seen{told.id(), charge(eur(12'000), eur(0))});
    CHECK(told.booking().payments.size() == 1);
    CHECK(balance_of(told.booking()).received == eur(12'000));
}

TEST_CASE("complete but unpaid is no money") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_unpaid(eur(12'000)), false});
    CHECK(told.booking().payments.empty());
    CHECK(balance_of(told.booking()).open == eur(12'000));
    CHECK(state_of(told.booking()) == booking_state::paying);
}

TEST_CASE("money that arrives before our own commit of the session is not lost") {
    story told;
    told.then(a_booking(eur(12'000)));
    told.then(session_seen{told.id(), session_paid(eur(12'000)), false});
    CHECK(state_of(told.booking()) == booking_state::paid);
    auto created = session_open();
    CHECK(told.ask(checkout_created{told.id(), 1, created}).value().events.empty());
}

TEST_CASE("a declined try is remembered and takes no money") {
    auto told = awaiting_payment(eur(12'000));
    told.then(intent_seen{told.id(), intent_failed("insufficient_funds")});
    CHECK(told.booking().checkouts[0].declines == std::vector<std::string>{"insufficient_funds"});
    CHECK(balance_of(told.booking()).open == eur(12'000));
    CHECK(told.ask(intent_seen{told.id(), intent_failed("insufficient_funds")}).value().events.empty());
}

TEST_CASE("another amount than asked for is recorded, not allocated, and a person is told") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_paid(eur(11'999)), false});
    auto const sums = balance_of(told.booking());
    CHECK(sums.open == eur(12'000));
    CHECK(sums.unallocated == eur(11'999));
    CHECK(attention_of(told.booking()).at(0).id == "amount_differs:pi_1");
    CHECK(told.ask(open_checkout{told.id(), "https://pay.example/r/"}).error().reason ==
          refusal_reason::money_unallocated);
}

TEST_CASE("another currency than asked for is recorded, not allocated, and a person is told") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_paid(usd(12'000)), false});
    CHECK(balance_of(told.booking()).open == eur(12'000));
    CHECK(told.booking().payments.at(0).captured == usd(12'000));
    CHECK(attention_of(told.booking()).at(0).id == "currency_differs:pi_1");
    CHECK(told.ask(open_checkout{told.id(), "https://pay.example/r/"}).error().reason ==
          refusal_reason::money_unallocated);
}

TEST_CASE("if two payers win both payments stand, the excess waits for a person") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_expired(), false});
    told.then(open_checkout{told.id(), "https://pay.example/r/"});
    auto second = session_paid(eur(12'000), "cs_2", "pi_2");
    second.checkout = 2;
    second.at = at_second(8'000);
    told.then(session_seen{told.id(), second, false});
    told.then(session_seen{told.id(), session_paid(eur(12'000)), false});
    auto const sums = balance_of(told.booking());
    CHECK(sums.received == eur(12'000));
    CHECK(sums.unallocated == eur(12'000));
    CHECK(attention_of(told.booking()).at(0).id == "unallocated_money:pi_2");
}

TEST_CASE("money for a closed booking is recorded and a person is told") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_expired(), false});
    told.then(close_held{told.id()}, noon + std::chrono::hours{25});
    auto late = session_paid(eur(12'000));
    late.at = noon + std::chrono::hours{26};
    told.then(session_seen{told.id(), late, false});
    CHECK(balance_of(told.booking()).unallocated == eur(12'000));
    CHECK(attention_of(told.booking()).at(0).reason == "paid_after_close");
}

TEST_CASE("what a person has dealt with is not asked again") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_paid(eur(1)), false});
    told.then(acknowledge{told.id(), "amount_differs:pi_1"});
    CHECK(attention_of(told.booking()).empty());
    CHECK(told.ask(acknowledge{told.id(), "amount_differs:pi_1"}).error().reason ==
          refusal_reason::attention_unknown);
}
