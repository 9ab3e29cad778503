#include <doctest/doctest.h>

#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

story paid(money price) {
    auto told = awaiting_payment(price);
    told.then(session_seen{told.id(), session_paid(price), false});
    return told;
}

}  // namespace

TEST_CASE("a refund lowers what was received and is not owed again") {
    auto told = paid(eur(12'000));
    told.then(refund_seen{told.id(), a_refund(eur(2'000), refund_status::succeeded)});
    auto const sums = balance_of(told.booking());
    CHECK(sums.received == eur(10'000));
    CHECK(sums.went_back == eur(2'000));
    CHECK(sums.open == eur(0));
    CHECK(state_of(told.booking()) == booking_state::paid);
}

TEST_CASE("the charge's sum and its refunds are the same money") {
    auto told = paid(eur(12'000));
    told.then(charge_seen{told.id(), charge(eur(12'000), eur(2'000))});
    told.then(refund_seen{told.id(), a_refund(eur(2'000), refund_status::succeeded)});
    CHECK(balance_of(told.booking()).went_back == eur(2'000));
}

TEST_CASE("a refund that fails later comes back, and a person is told") {
    auto told = paid(eur(12'000));
    told.then(charge_seen{told.id(), charge(eur(12'000), eur(2'000))});
    told.then(refund_seen{told.id(), a_refund(eur(2'000), refund_status::succeeded)});
    told.then(refund_seen{told.id(), a_refund(eur(2'000), refund_status::failed)});
    CHECK(balance_of(told.booking()).received == eur(12'000));
    CHECK(attention_of(told.booking()).at(0).id == "refund_failed:re_1");
    told.then(refund_seen{told.id(), a_refund(eur(2'000), refund_status::succeeded)});
    CHECK(balance_of(told.booking()).received == eur(12'000));
}

TEST_CASE("all of it back is returned, not open") {
    auto told = paid(eur(12'000));
    told.then(charge_seen{told.id(), charge(eur(12'000), eur(12'000))});
    CHECK(state_of(told.booking()) == booking_state::returned);
    CHECK(balance_of(told.booking()).open == eur(0));
}

TEST_CASE("never more goes back than came") {
    auto told = paid(eur(12'000));
    told.then(refund_seen{told.id(), a_refund(eur(9'000), refund_status::succeeded)});
    auto lost = a_dispute(eur(12'000), dispute_status::lost);
    lost.funds_withdrawn = true;
    told.then(dispute_seen{told.id(), lost});
    CHECK(balance_of(told.booking()).went_back == eur(12'000));
    CHECK(balance_of(told.booking()).received == eur(0));
}

TEST_CASE("an inquiry moves no money") {
    auto told = paid(eur(12'000));
    told.then(dispute_seen{told.id(), a_dispute(eur(12'000), dispute_status::warning_needs_response)});
    CHECK(balance_of(told.booking()).received == eur(12'000));
    CHECK(state_of(told.booking()) == booking_state::disputed);
}

TEST_CASE("withdrawn money is gone, reinstated money is back") {
    auto told = paid(eur(12'000));
    auto opened = a_dispute(eur(5'000), dispute_status::needs_response);
    opened.funds_withdrawn = true;
    told.then(dispute_seen{told.id(), opened});
    CHECK(balance_of(told.booking()).received == eur(7'000));
    auto won = a_dispute(eur(5'000), dispute_status::won);
    won.funds_reinstated = true;
    won.at = at_second(2'000);
    told.then(dispute_seen{told.id(), won});
    CHECK(balance_of(told.booking()).received == eur(12'000));
    CHECK(attention_of(told.booking()).empty());
}

TEST_CASE("a lost dispute after a part refund shows the whole refunded: no, what each took") {
    auto told = paid(eur(12'000));
    told.then(refund_seen{told.id(), a_refund(eur(2'000), refund_status::succeeded)});
    auto lost = a_dispute(eur(10'000), dispute_status::lost);
    lost.funds_withdrawn = true;
    told.then(dispute_seen{told.id(), lost});
    CHECK(balance_of(told.booking()).received == eur(0));
    CHECK(balance_of(told.booking()).went_back == eur(12'000));
    CHECK(attention_of(told.booking()).at(0).reason == "dispute_lost");
}
