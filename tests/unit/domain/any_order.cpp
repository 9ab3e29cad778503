#include <doctest/doctest.h>

#include "any_order.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

dispute_fact at(dispute_fact fact, int second) {
    fact.at = at_second(second);
    return fact;
}

}  // namespace

TEST_CASE("a purchase is the same account in whatever order it is told") {
    story told;
    told.then(a_booking(eur(12'000)));
    auto const id = told.id();
    same_in_any_order(
        told,
        {checkout_created{id, 1, session_open()}, session_seen{id, session_paid(eur(12'000)), false},
         intent_seen{id, intent_failed("generic_decline")}, intent_seen{id, intent_succeeded(eur(12'000))},
         charge_seen{id, charge(eur(12'000), eur(0))}, session_seen{id, session_open(), false}});
}

TEST_CASE("money out and back is the same account in whatever order it is told") {
    auto const told = awaiting_payment(eur(12'000));
    auto const id = told.id();
    same_in_any_order(told, {session_seen{id, session_paid(eur(12'000)), false},
                             charge_seen{id, charge(eur(12'000), eur(2'000))},
                             charge_seen{id, charge(eur(12'000), eur(5'000))},
                             refund_seen{id, a_refund(eur(2'000), refund_status::pending)},
                             refund_seen{id, a_refund(eur(2'000), refund_status::failed)},
                             refund_seen{id, a_refund(eur(3'000), refund_status::succeeded, "re_2")}});
}

TEST_CASE("a dispute is the same account in whatever order it is told") {
    auto const told = awaiting_payment(eur(12'000));
    auto const id = told.id();
    auto withdrawn = at(a_dispute(eur(4'000), dispute_status::needs_response), 1'001);
    withdrawn.funds_withdrawn = true;
    auto reinstated = at(a_dispute(eur(4'000), dispute_status::won), 3'000);
    reinstated.funds_reinstated = true;
    same_in_any_order(told,
                      {intent_seen{id, intent_succeeded(eur(12'000))},
                       dispute_seen{id, at(a_dispute(eur(4'000), dispute_status::needs_response), 1'000)},
                       dispute_seen{id, withdrawn},
                       dispute_seen{id, at(a_dispute(eur(4'000), dispute_status::under_review), 2'000)},
                       dispute_seen{id, reinstated},
                       dispute_seen{id, a_dispute(eur(1'000), dispute_status::lost, "dp_2")}});
}

TEST_CASE("expiry that loses against paying is the same account in whatever order it is told") {
    auto const told = awaiting_payment(eur(12'000));
    auto const id = told.id();
    auto canceled = intent_failed("");
    canceled.status = intent_status::canceled;
    same_in_any_order(
        told,
        {session_seen{id, session_expired(), false}, session_seen{id, session_paid(eur(12'000)), false},
         intent_seen{id, intent_succeeded(eur(12'000))}, session_seen{id, session_unpaid(eur(12'000)), false},
         intent_seen{id, canceled}, session_seen{id, session_open(), false}});
}

TEST_CASE("two payments for one item are the same account in whatever order they are told") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_expired(), false});
    told.then(open_checkout{told.id(), "https://pay.example/r/"});
    auto const id = told.id();
    auto second = session_paid(eur(12'000), "cs_2", "pi_2");
    second.checkout = 2;
    second.at = at_second(8'000);
    auto second_intent = intent_succeeded(eur(12'000), "pi_2");
    second_intent.checkout = 2;
    second_intent.at = at_second(7'999);
    same_in_any_order(told,
                      {session_seen{id, second, false}, session_seen{id, session_paid(eur(12'000)), false},
                       intent_seen{id, intent_succeeded(eur(12'000))}, intent_seen{id, second_intent},
                       charge_seen{id, charge(eur(12'000), eur(12'000), "pi_2")}});
}
