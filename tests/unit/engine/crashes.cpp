// A gateway dies at every step of a purchase; another with nothing but the store goes on.
#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

constexpr int most_steps = 400;

auto a_purchase = [](gateway& at) { return at.start(at.sales.start(a_click())); };

void check_one_payer(world& all) {
    CHECK(all.processor.double_payers == 0);
    CHECK(all.processor.key_misuses == 0);
    CHECK(all.processor.open_sessions().size() == 1);
    CHECK(all.processor.sessions() == 1);
    CHECK(all.store.clients().size() <= 1);
}

void check_paid_once(world& all) {
    CHECK(all.processor.payments == 1);
    CHECK(state_of_only(all) == domain::booking_state::paid);
    CHECK(domain::balance_of(all.only_booking()).received.minor_units() == 12'000);
    CHECK(domain::attention_of(all.only_booking()).empty());
    CHECK(all.store.effects().empty());
}

}  // namespace

TEST_CASE("a gateway crashes at every step of a purchase: the next click ends at the one live session") {
    bool crashed = true;
    int steps = 0;
    for (; crashed && steps < most_steps; ++steps) {
        CAPTURE(steps);
        world all;
        crashed = crash_after(all, steps, a_purchase);
        gateway next{all, 2};
        pass(all, {&next}, all.current.effect_lease + 1s);
        auto const bought = buy(next);
        CHECK(bought.outcome == purchase_outcome::pay_at);
        check_one_payer(all);
        CHECK(bought.url == url_of(all.processor.last_session()));
        REQUIRE(all.processor.pay(all.processor.last_session()));
        deliver(next, all.processor.event_of(all.processor.last_session(), "evt_1"));
        check_paid_once(all);
    }
    CHECK(steps > 10);
    CHECK(steps < most_steps);
}

TEST_CASE("a gateway crashes at every step of a purchase: workers alone finish what was ordered") {
    bool crashed = true;
    for (int steps = 0; crashed && steps < most_steps; ++steps) {
        CAPTURE(steps);
        world all;
        crashed = crash_after(all, steps, a_purchase);
        gateway next{all, 2};
        work_through(all, {&next}, 1min, 10s);
        if (all.store.clients().empty()) continue;  // nothing was promised to anybody
        check_one_payer(all);
        REQUIRE(all.processor.pay(all.processor.last_session()));
        work_through(all, {&next}, 10min);
        check_paid_once(all);
    }
}

TEST_CASE(
    "a gateway crashes while a crowd clicks one link: one session, and no click on another one is lost") {
    for (int steps = 0; steps < 300; steps += 3) {
        CAPTURE(steps);
        world all;
        gateway next{all, 2};
        crash_after(all, steps, [](gateway& at) {
            for (int i = 0; i < 7; ++i) at.start(at.sales.start(a_click()));
            return at.start(at.sales.start(a_click()));
        });
        next.time.set(all.time.now());
        pass(all, {&next}, all.current.effect_lease + 1s);
        CHECK(buy(next).outcome == purchase_outcome::pay_at);
        check_one_payer(all);
    }
}

TEST_CASE("a gateway crashes at every step of a webhook: the redelivery ends in the same account") {
    std::optional<domain::booking> expected;
    bool crashed = true;
    for (int steps = 0; crashed && steps < most_steps; ++steps) {
        CAPTURE(steps);
        world all;
        gateway next{all, 2};
        buy(next);
        REQUIRE(all.processor.pay(all.processor.last_session()));
        auto const event = all.processor.event_of(all.processor.last_session(), "evt_1");
        crashed = crash_after(all, steps,
                              [&event](gateway& at) { return at.start(at.settle.receive(event, "{}")); });
        deliver(next, event);
        check_paid_once(all);
        if (!expected) expected = all.only_booking();
        CHECK(all.only_booking() == *expected);
    }
}

TEST_CASE("a gateway crashes at every step of renewing a page: never two that take money") {
    bool crashed = true;
    for (int steps = 0; crashed && steps < most_steps; ++steps) {
        CAPTURE(steps);
        world all;
        gateway next{all, 2};
        buy(next);
        pass(all, {&next}, 2h);
        crashed = crash_after(all, steps, a_purchase);
        next.time.set(all.time.now());
        pass(all, {&next}, all.current.effect_lease + 1s);
        CHECK(buy(next).outcome == purchase_outcome::pay_at);
        CHECK(all.processor.double_payers == 0);
        CHECK(all.processor.open_sessions().size() == 1);
        REQUIRE(all.processor.pay(all.processor.open_sessions().front()));
        work_through(all, {&next}, 15min);
        check_paid_once(all);
    }
}

TEST_CASE("a gateway crashes at every step of a wake-up: another looks again when the claim runs out") {
    bool crashed = true;
    for (int steps = 0; crashed && steps < most_steps; ++steps) {
        CAPTURE(steps);
        world all;
        gateway next{all, 2};
        buy(next);
        REQUIRE(all.processor.pay(all.processor.last_session()));
        pass(all, {&next}, 3min);
        crashed = crash_after(all, steps, [](gateway& at) { return at.start(at.settle.run_due()); });
        pass(all, {&next}, all.current.wake_lease + 1s);
        next.finish(next.settle.run_due());
        check_paid_once(all);
        CHECK_FALSE(all.store.wake_of(all.only_client(), all.only_booking().id));
    }
}

TEST_CASE("a gateway whose lease ran out comes back late: both finish the same order") {
    world all;
    gateway slow{all, 1};
    gateway next{all, 2};
    all.processor.slow = true;
    auto const click = slow.start(slow.sales.start(a_click()));
    slow.poll();
    pass(all, {&slow, &next}, 20s);
    all.processor.slow = false;
    work_through(all, {&next}, 1min, 10s);
    CHECK(all.store.effects().empty());
    auto const before = all.only_booking();
    slow.time.set(all.time.now());
    all.processor.release();
    pass(all, {&slow, &next}, 1s);
    CHECK(click->ended());
    CHECK(all.only_booking() == before);
    check_one_payer(all);
    CHECK(all.processor.asked == 2);
}
