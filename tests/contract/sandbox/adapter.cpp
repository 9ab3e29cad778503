// What the gateway's adapter sends, the sandbox takes, and what the sandbox answers, the adapter understands:
// everything that collects a plan and gives money back.
#include "adapter_bench.hpp"

#include <doctest/doctest.h>

namespace {

using namespace adapter_test;
using kind = engine::processor_failure::kind;
using status = domain::intent_status;

TEST_CASE("a plan's first payment keeps the card, and the card pays the second item") {
    for (auto const& methods : {std::vector<std::string>{"card"}, std::vector<std::string>{}}) {
        adapter_bench b{methods};
        auto const who = b.customer();
        auto const session = b.checkout(who, 1).fact;
        CHECK(session.customer == who);
        auto const page = b.machine.page(session.session.text());
        CHECK(page->note == "3 × €41.67, each month");
        CHECK(page->keeps_card);
        CHECK(page->email == "mara@lind.example");
        auto const paid = b.pay(session.session, "4242424242424242");
        CHECK(paid.payment == domain::payment_status::paid);
        REQUIRE_FALSE(paid.method.empty());
        auto const card = run(b.port->read_method(paid.method));
        CHECK(card->customer == who);
        CHECK(card->last4 == "4242");
        CHECK(card->expires_year > 2027);

        b.over.now += std::chrono::hours{24 * 30};
        auto const charge = b.order_charge(who);
        auto const unpaid = run(b.port->read_intent(charge));
        CHECK(unpaid->fact.status == status::requires_payment_method);
        CHECK(unpaid->whose == b.route(2));
        b.over.now += std::chrono::minutes{7};
        auto const done = b.confirm(charge, paid.method);
        REQUIRE(done.has_value());
        CHECK(done->whose == b.route(2));
        CHECK(done->fact.status == status::succeeded);
        CHECK(done->fact.received == euros(4'167));
        CHECK(done->fact.customer == who);
        CHECK(done->fact.method == paid.method);
        CHECK(done->fact.at == b.over.now);
        CHECK(run(b.port->read_intent(charge))->fact == done->fact);
        CHECK(run(b.port->read_charge(done->fact.charge))->captured);
    }
}

TEST_CASE("a webhook tells of a charge what its reply told") {
    adapter_bench b;
    auto const who = b.customer();
    auto const card = b.kept_card(who, "4000000000000341");
    auto const charge = b.order_charge(who);
    auto const declined = b.confirm(charge, card);
    REQUIRE(declined.has_value());
    CHECK(declined->fact.decline_code == "generic_decline");
    CHECK(declined->fact.advice_code == "try_again_later");
    CHECK(declined->fact.method == card);
    auto const told = b.events("payment_intent.payment_failed");
    REQUIRE(told.size() == 1);
    CHECK(told[0].whose == b.route(2));
    auto fact = std::get<domain::intent_fact>(told[0].what);
    CHECK(fact.at == b.over.now);
    fact.at = declined->fact.at;  // the reply has no Date header here: it tells when the intent was made
    CHECK(fact == declined->fact);

    auto const good = b.pay(b.checkout(who, 3).fact.session, "4242424242424242").method;
    CHECK(b.confirm(charge, good)->fact.status == status::succeeded);
    auto const paid = b.events("payment_intent.succeeded").back();
    CHECK(std::get<domain::intent_fact>(paid.what).method == good);
}

TEST_CASE("a card that must be authenticated says so, and serves a payer who is there") {
    adapter_bench b;
    auto const who = b.customer();
    auto const card = b.kept_card(who, "4000002760003184");
    auto const charge = b.order_charge(who);
    auto const asked = b.confirm(charge, card);
    CHECK(asked->fact.status == status::requires_payment_method);
    CHECK(asked->fact.decline_code == "authentication_required");
    CHECK(run(b.port->cancel_intent(b.fresh_key(), charge))->fact.status == status::canceled);
    auto const paid = b.pay(b.checkout(who, 3).fact.session, "4000002760003184");
    CHECK(paid.payment == domain::payment_status::paid);
    CHECK(paid.method != card);
}

TEST_CASE("a charge whose reply is lost, delayed or faulty is made once, and found") {
    using ways = std::deque<way>;
    for (auto const& troubles : {ways{way::reply_lost}, ways{way::request_lost}, ways{way::rate_limited},
                                 ways{way::locked, way::reply_lost}, ways{way::error_before},
                                 ways{way::saved_error}, ways(3, way::reply_lost)}) {
        CAPTURE(troubles.size());
        adapter_bench b;
        auto const who = b.customer();
        auto const card = b.kept_card(who, "4242424242424242");
        auto const charge = b.order_charge(who);
        auto const before = b.charges();
        b.over.ways = troubles;
        engine::effect_key const key{"attempt-1"};
        auto const first = b.confirm(charge, card, key);
        if (!first) CHECK(first.error().what == kind::unknown);
        auto const again = b.confirm(charge, card, key);
        if (again) CHECK(again->fact.status == status::succeeded);
        auto const now = run(b.port->read_intent(charge))->fact.status;
        // A fault that is kept under the key before anything was done stays a fault: the intent is untouched.
        bool const never = troubles.front() == way::error_before;
        CHECK(now == (never ? status::requires_payment_method : status::succeeded));
        CHECK(b.charges() == before + (never ? 0U : 1U));
        CHECK(b.confirm(charge, card)->fact.status == status::succeeded);
        CHECK(b.charges() == before + 1);
    }
}

TEST_CASE("a declined attempt repeated under its key charges nothing and says the same") {
    adapter_bench b;
    auto const who = b.customer();
    auto const card = b.kept_card(who, "4000000000000341");
    auto const charge = b.order_charge(who);
    engine::effect_key const key{"attempt-1"};
    b.over.ways = {way::reply_lost};
    auto const declined = b.confirm(charge, card, key);
    REQUIRE(declined.has_value());
    CHECK(b.charges() == 2);
    CHECK(b.confirm(charge, card, key)->fact == declined->fact);
    CHECK(b.charges() == 2);
    auto const misused = b.confirm(charge, domain::method_id{"pm_card_visa"}, key);
    CHECK(misused.error().code == "idempotency_error");
}

TEST_CASE("what cannot be cancelled or confirmed any more answers what it is") {
    adapter_bench b;
    auto const who = b.customer();
    auto const card = b.kept_card(who, "4242424242424242");
    auto const charge = b.order_charge(who);
    b.confirm(charge, card);
    CHECK(run(b.port->cancel_intent(b.fresh_key(), charge))->fact.status == status::succeeded);
    auto const other = b.order_charge(who, 3);
    b.over.now += std::chrono::hours{1};
    auto const dead = run(b.port->cancel_intent(b.fresh_key(), other));
    CHECK(dead->fact.status == status::canceled);
    CHECK(dead->fact.at == b.over.now);
    CHECK(run(b.port->cancel_intent(b.fresh_key(), other))->fact.status == status::canceled);
    CHECK(b.confirm(other, card)->fact.status == status::canceled);
    CHECK(b.charges() == 2);
    auto const missing = run(b.port->cancel_intent(b.fresh_key(), domain::intent_id{"pi_none"}));
    CHECK(missing.error().code == "resource_missing");
}

TEST_CASE("a session's intent is not ours to cancel while it can be paid") {
    adapter_bench b;
    auto const session = b.checkout(b.customer(), 1).fact.session;
    b.machine.submit_card(session.text(), {.number = "4000000000000002"}, b.over.now);
    auto const seen = run(b.port->read_session(session))->fact;
    REQUIRE_FALSE(seen.intent.empty());
    CHECK(run(b.port->cancel_intent(b.fresh_key(), seen.intent)).error().what == kind::refused);
}

TEST_CASE("a detached card, or one of nobody, is refused before any money moves") {
    adapter_bench b;
    auto const who = b.customer();
    auto const card = b.kept_card(who, "4242424242424242");
    auto const charge = b.order_charge(who);
    CHECK(b.confirm(charge, domain::method_id{"pm_none"}).error().what == kind::refused);
    CHECK(b.machine.detach_method(card.text(), b.over.now));
    CHECK(run(b.port->read_method(card))->customer.empty());
    CHECK(b.confirm(charge, card).error().what == kind::refused);
    CHECK(run(b.port->read_intent(charge))->fact.status == status::requires_payment_method);
    CHECK(run(b.port->read_method(domain::method_id{"pm_none"})).error().what == kind::not_found);
}

TEST_CASE("refunds carry our number: in the reply, in a read, in every webhook") {
    adapter_bench b;
    auto const who = b.customer();
    auto const charge = b.order_charge(who);
    b.confirm(charge, b.kept_card(who, "4242424242424242"));
    auto const part = b.refund(charge, 1, euros(1'000));
    REQUIRE(part.has_value());
    CHECK(part->order == 1);
    CHECK(part->intent == charge);
    CHECK(part->amount == euros(1'000));
    CHECK(*run(b.port->read_refund(part->refund)) == *part);
    auto const told = b.events("refund.created");
    REQUIRE(told.size() == 1);
    CHECK(told[0].whose.booking == b.booking);
    CHECK(std::get<domain::refund_fact>(told[0].what).order == 1);
    CHECK(b.refund(charge, 2, euros(3'168)).error().what == kind::refused);
    CHECK(b.refund(charge, 3, euros(3'167)).has_value());
    CHECK(b.refund(charge, 4, euros(1)).error().code == "charge_already_refunded");
}

TEST_CASE("a refund may wait, and may fail after it succeeded") {
    for (auto const& [number, first, last] :
         {std::tuple{"4000000000007726", domain::refund_status::pending, domain::refund_status::succeeded},
          std::tuple{"4000000000005126", domain::refund_status::succeeded, domain::refund_status::failed}}) {
        CAPTURE(number);
        adapter_bench b;
        auto const who = b.customer();
        auto const charge = b.order_charge(who);
        b.confirm(charge, b.kept_card(who, number));
        auto const made = b.refund(charge, 1, euros(4'167));
        CHECK(made->status == first);
        b.over.now += std::chrono::minutes{5};
        b.machine.advance(b.over.now);
        auto const later = run(b.port->read_refund(made->refund));
        CHECK(later->status == last);
        CHECK(later->order == 1);
    }
}

TEST_CASE("a charge without the client may be disputed, won and lost") {
    adapter_bench b;
    auto const who = b.customer();
    auto const charge = b.order_charge(who);
    b.confirm(charge, b.kept_card(who, "4000000000000259"));
    b.over.now += std::chrono::minutes{1};
    b.machine.advance(b.over.now);
    auto const of_charge = [&b, &charge](std::string_view type) {
        for (auto const& event : b.events(type)) {
            auto const fact = std::get<domain::dispute_fact>(event.what);
            if (fact.intent == charge) return fact;
        }
        return domain::dispute_fact{};
    };
    auto const opened = of_charge("charge.dispute.created");
    CHECK(opened.status == domain::dispute_status::needs_response);
    CHECK_FALSE(opened.funds_withdrawn);
    CHECK(of_charge("charge.dispute.funds_withdrawn").funds_withdrawn);
    b.machine.close_dispute(opened.dispute.text(), true, b.over.now);
    CHECK(of_charge("charge.dispute.closed").status == domain::dispute_status::won);
    CHECK(of_charge("charge.dispute.funds_reinstated").funds_reinstated);
    CHECK(run(b.port->read_dispute(opened.dispute))->funds_reinstated);
}

TEST_CASE("orphans that were never confirmed are listed, beside what was paid") {
    adapter_bench b;
    auto const from = b.over.now;
    auto const who = b.customer();
    auto const card = b.kept_card(who, "4242424242424242");
    b.over.now += std::chrono::hours{1};
    b.over.ways = {way::reply_lost, way::reply_lost, way::reply_lost};
    domain::create_intent order;
    order.amount = euros(500);
    order.customer = who;
    auto const lost = run(b.port->create_intent(b.fresh_key(), b.port->intent_body(order, b.route(2))));
    CHECK(lost.error().what == kind::unknown);
    auto const paid = b.order_charge(who, 3);
    b.confirm(paid, card);
    auto const listed = run(b.port->list_intents(from + std::chrono::minutes{1}, b.over.now));
    REQUIRE(listed.has_value());
    REQUIRE(listed->size() == 2);
    CHECK(listed->front().fact == run(b.port->read_intent(paid))->fact);
    CHECK(listed->back().whose == b.route(2));
    CHECK(listed->back().fact.status == status::requires_payment_method);
    CHECK(run(b.port->list_intents(from, b.over.now))->size() == 3);
}

TEST_CASE("the amounts that the processor takes in another unit arrive whole") {
    for (auto const& [code, minor] : {std::tuple{"JPY", 5'000}, std::tuple{"ISK", 500},
                                      std::tuple{"KWD", 5'120}, std::tuple{"UGX", 9'000}}) {
        CAPTURE(code);
        adapter_bench b;
        auto const amount = domain::money::minor(minor, *domain::currency::parse(code));
        auto const who = b.customer();
        auto const card = b.kept_card(who, "4242424242424242");
        auto const charge = b.order_charge(who, 2, amount);
        CHECK(b.confirm(charge, card)->fact.received == amount);
        CHECK(b.refund(charge, 1, amount)->amount == amount);
    }
}

TEST_CASE("a customer and an intent made under one key are made once") {
    adapter_bench b;
    auto const body = b.port->customer_body({b.booking, 1, "Mara", ""}, b.route(0));
    b.over.ways = {way::reply_lost};
    auto const first = run(b.port->create_customer(engine::effect_key{"k"}, body));
    auto const again = run(b.port->create_customer(engine::effect_key{"k"}, body));
    REQUIRE(first.has_value());
    CHECK(*first == *again);
    CHECK(b.machine.count().customers == 1);
}

TEST_CASE(
    "a customer has the address it was changed to, once for one key, and the next page begins with it") {
    adapter_bench b;
    auto const who = b.customer();
    CHECK(b.machine.page(b.checkout(who, 1).fact.session.text())->email == "mara@lind.example");
    auto const body = b.port->customer_change_body({b.booking, 1, who, "mara+new@lind.example"});
    b.over.ways = {way::reply_lost};
    CHECK(run(b.port->change_customer(engine::effect_key{"e1"}, who, body)).error().what == kind::unknown);
    auto const again = run(b.port->change_customer(engine::effect_key{"e1"}, who, body));
    REQUIRE(again.has_value());
    CHECK(again->customer == who);
    CHECK(b.events("customer.updated").size() == 1);
    CHECK(b.machine.page(b.checkout(who, 2).fact.session.text())->email == "mara+new@lind.example");
    CHECK(run(b.port->read_customer(who))->client == domain::client_id{"cL1ent"});
}

}  // namespace
