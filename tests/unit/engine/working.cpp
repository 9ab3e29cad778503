#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

struct staffed {
    world all;
    gateway one{all};
    workers crew{one.loop->get_executor(), one.work, one.settle, one.time, {}, one.journal, *one.figures};
};

}  // namespace

TEST_CASE("workers settle what no webhook said") {
    staffed at;
    at.crew.start();
    auto const click = at.one.start(at.one.sales.start(a_click()));
    pass(at.all, {&at.one}, 5s);
    REQUIRE(click->ended());
    REQUIRE(at.all.processor.pay(at.all.processor.last_session()));
    pass(at.all, {&at.one}, 3min);
    CHECK(state_of_only(at.all) == domain::booking_state::paid);
}

TEST_CASE("a round that fails is logged and counted, and tried again") {
    staffed at;
    at.all.store.unavailable = true;
    at.crew.start();
    pass(at.all, {&at.one}, 5s);
    auto& failures = at.one.figures->count("quittance_worker_failures_total", "", {{"worker", "effects"}});
    CHECK(failures.value() >= 4);
    CHECK(failures.value() <= 6);
    CHECK(at.one.journal.count("worker_failed") >= 8);
    at.all.store.unavailable = false;
    at.all.processor.creating = answer::not_attempted;
    auto const click = at.one.start(at.one.sales.start(a_click()));
    pass(at.all, {&at.one}, 12s);
    REQUIRE(click->ended());
    at.all.processor.creating = answer::normal;
    pass(at.all, {&at.one}, 1min);
    CHECK(at.all.store.effects().empty());
}

TEST_CASE("stop ends sleeping at once, and no round begins after it") {
    staffed at;
    at.crew.start();
    pass(at.all, {&at.one}, 5s);
    auto const stopped = at.one.start(at.crew.stop());
    at.one.poll();
    CHECK(stopped->ended());
    CHECK(at.one.time.sleepers() == 0);
    auto const loads = at.all.store.loads;
    pass(at.all, {&at.one}, 1h);
    CHECK(at.all.store.loads == loads);
}

TEST_CASE("stop lets the work in hand finish") {
    staffed at;
    at.all.processor.creating = answer::not_attempted;
    auto const click = at.one.start(at.one.sales.start(a_click()));
    pass(at.all, {&at.one}, 11s);
    REQUIRE(click->ended());
    at.all.processor.creating = answer::normal;
    at.all.processor.slow = true;
    pass(at.all, {&at.one}, 1min);
    at.crew.start();
    pass(at.all, {&at.one}, 2s);
    REQUIRE(at.one.work.running() == 1);
    auto const stopped = at.one.start(at.crew.stop());
    pass(at.all, {&at.one}, 5s);
    CHECK_FALSE(stopped->ended());
    at.all.processor.release();
    at.one.poll();
    CHECK(stopped->ended());
    CHECK(at.all.store.effects().empty());
    CHECK_FALSE(at.all.only_booking().checkouts.back().url.empty());
}

TEST_CASE("workers that never started stop at once") {
    staffed at;
    auto const stopped = at.one.start(at.crew.stop());
    at.one.poll();
    CHECK(stopped->ended());
}

TEST_CASE("a gateway that goes away in the middle of its workers' rounds leaves nothing dangling") {
    staffed at;
    at.crew.start();
    at.one.start(at.one.sales.start(a_click()));
    for (int steps = 0; steps < 7; ++steps) {
        at.one.loop->restart();
        at.one.loop->poll_one();
    }
    CHECK(at.all.processor.double_payers == 0);
}
