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

}  // namespace
