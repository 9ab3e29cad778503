#include <doctest/doctest.h>

#include "contract/stripe/fixture.hpp"
#include "unit/stripe/scripted_transport.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe_test;

std::string reply(std::string const& name) { return fixture("reply." + name); }
domain::session_id const session{"cs_test_b1QtcSession001"};

TEST_CASE("a new session, a paid one with its intent inside, and a list read as facts") {
    stripe_at_hand at{{answer(200, reply("session.open")), answer(200, reply("session.paid.expanded")),
                       answer(200, reply("sessions"))}};
    auto const open = run(at.port->create_checkout(engine::effect_key{"k"}, "b"));
    REQUIRE(open.has_value());
    CHECK(open->fact.url == "https://checkout.stripe.com/c/pay/cs_test_b1QtcSession001#frag");
    CHECK(open->whose.checkout == 2);
    auto const paid = run(at.port->read_session(session));
    REQUIRE(paid.has_value());
    CHECK(paid->fact.payment == domain::payment_status::paid);
    CHECK(paid->fact.intent.text() == "pi_3QtcIntent0001");
    CHECK(paid->fact.intent_state == domain::intent_status::succeeded);
    // When it was paid, not when the page was made.
    CHECK(paid->fact.at == from_unix_seconds(1'800'000'110));
    auto const all = run(at.port->list_sessions({}, {}));
    REQUIRE(all.has_value());
    CHECK(all->front().fact.session == session);
}

TEST_CASE("account and balance answer who and which mode") {
    stripe_at_hand at{{answer(200, reply("account")), answer(403, "{}"), answer(200, reply("balance"))}};
    CHECK(run(at.port->read_account())->id == "acct_1QtcHouse");
    CHECK(run(at.port->read_account())->id.empty());
}

TEST_CASE("errors as Stripe words them become the port's outcomes") {
    using kind = engine::processor_failure::kind;
    auto const ends_in = [](unsigned status, std::string const& name) {
        auto const one = answer(status, reply("error." + name));
        stripe_at_hand at{{one, one, one}};
        return run(at.port->create_checkout(engine::effect_key{"k"}, "b")).error();
    };
    CHECK(ends_in(400, "parameter_unknown").what == kind::refused);
    CHECK(ends_in(400, "parameter_unknown").code == "parameter_unknown");
    CHECK(ends_in(400, "idempotency").code == "idempotency_error");
    CHECK(ends_in(429, "lock_timeout").what == kind::not_attempted);
    CHECK(ends_in(429, "lock_timeout").code == "lock_timeout");
}

TEST_CASE("a session that is not open any more is read instead of expired") {
    stripe_at_hand at{{answer(400, reply("error.not_open")), answer(200, reply("session.paid.expanded"))}};
    auto const now = run(at.port->expire_session(engine::effect_key{"k"}, session));
    REQUIRE(now.has_value());
    CHECK(now->fact.status == domain::session_status::complete);
}

domain::intent_id const charge{"pi_3QtcIntent0002"};
engine::route const whose{"8fQ2", domain::client_id{"N3vYt0aZkP1xL5cB7dE9gH"},
                          domain::booking_id{"w1Xo4rT6uI8pA0sD"}, 3};
domain::money chf(std::int64_t units) { return domain::money::minor(units, *domain::currency::parse("CHF")); }
auto confirmed(unsigned status, std::string const& name) {
    stripe_at_hand at{{answer(status, reply(name), {{"Date", "Fri, 12 Feb 2027 00:00:05 GMT"}}),
                       answer(200, reply("intent.paid.expanded"))}};
    return run(at.port->confirm_intent(engine::effect_key{"k"}, charge, "off_session=true"));
}

TEST_CASE("a customer, a kept card and an unconfirmed charge read as facts") {
    stripe_at_hand at{{answer(200, reply("customer")), answer(200, reply("method")),
                       answer(200, reply("intent.unconfirmed"))}};
    CHECK(run(at.port->create_customer(engine::effect_key{"k"}, "b"))->customer.text() ==
          "cus_QtcCustomer01");
    auto const card = run(at.port->read_method(domain::method_id{"pm_1QtcMethod0001"}));
    REQUIRE(card.has_value());
    CHECK(card->customer.text() == "cus_QtcCustomer01");
    CHECK(card->brand == "visa");
    CHECK(card->last4 == "0341");
    CHECK(card->expires_year == 2029);
    CHECK(card->expires_month == 4);
    auto const made = run(at.port->create_intent(engine::effect_key{"k"}, "b"));
    REQUIRE(made.has_value());
    CHECK(made->whose == whose);
    CHECK(made->fact.status == domain::intent_status::requires_payment_method);
    CHECK(made->fact.decline_code.empty());
    CHECK(made->fact.at == from_unix_seconds(1'802'592'000));
}

TEST_CASE("a charge without the client: paid, declined for good, asked to authenticate, or over already") {
    auto const paid = confirmed(200, "intent.paid.expanded");
    REQUIRE(paid.has_value());
    CHECK(paid->fact.received == chf(6'000));
    CHECK(paid->fact.method.text() == "pm_1QtcMethod0001");
    CHECK(paid->fact.charge.text() == "ch_3QtcCharge0003");
    CHECK(paid->fact.at == from_unix_seconds(1'802'678'400));
    auto const lost = confirmed(402, "error.card_declined");
    REQUIRE(lost.has_value());
    CHECK(lost->whose == whose);
    CHECK(lost->fact.status == domain::intent_status::requires_payment_method);
    CHECK(lost->fact.received == chf(0));
    CHECK(lost->fact.decline_code == "lost_card");
    CHECK(lost->fact.advice_code == "do_not_try_again");
    CHECK(lost->fact.method.text() == "pm_1QtcMethod0001");
    auto const asked = confirmed(402, "error.authentication_required");
    CHECK(asked->fact.decline_code == "authentication_required");
    CHECK(asked->fact.advice_code.empty());
    CHECK(confirmed(400, "error.intent_state")->fact == paid->fact);
}

TEST_CASE("a customer's new address is sent to that customer, alone, and its reply names it") {
    stripe_at_hand at{{answer(200, reply("customer"))}};
    domain::customer_id const who{"cus_QtcCustomer01"};
    auto const body = at.port->customer_change_body({domain::booking_id{"b"}, 2, who, "zoe+1@new.example"});
    auto const told = run(at.port->change_customer(engine::effect_key{"1-c-b-e2"}, who, body));
    REQUIRE(told.has_value());
    CHECK(told->customer == who);
    CHECK(at.over.asked[0].path == "/v1/customers/cus_QtcCustomer01");
    CHECK(at.over.asked[0].form == "email=zoe%2B1%40new.example");
    CHECK(at.over.asked[0].idempotency_key == "1-c-b-e2");
}

TEST_CASE("a refund answers with our number of it, a list of intents with their charges inside") {
    stripe_at_hand at{{answer(200, reply("refund")), answer(200, reply("intents"))}};
    auto const back = run(at.port->create_refund(engine::effect_key{"k"}, "b"));
    CHECK(back->order == 4);
    CHECK(back->amount == chf(2'000));
    auto const all = run(at.port->list_intents({}, {}));
    REQUIRE(all.has_value());
    REQUIRE(all->size() == 2);
    CHECK(all->front().fact.at == from_unix_seconds(1'802'678'400));
    CHECK(all->back().fact.received == chf(0));
}

}  // namespace
