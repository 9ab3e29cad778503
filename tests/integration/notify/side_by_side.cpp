#include "rig.hpp"

using namespace quittance;
using namespace quittance::notify_test;
using engine::delivery_state;

TEST_CASE("a failing notification endpoint holds up the others: neither one that fails nor one that hangs") {
    world all;
    net::peer good, hanging, failing;
    rig here{all};
    auto how = options_for({endpoint_at(good, "/ok", "good"), endpoint_at(hanging, "/silent", "hanging"),
                            endpoint_at(failing, "/fault", "failing")});
    how.deadline = 60s;
    here.start(std::move(how));
    for (int i = 0; i < 20; ++i) {
        for (auto const* const name : {"hanging", "failing", "good"}) here.order(std::to_string(i), name);
    }
    here.until([&] { return good.requests == 20; });
    here.until([&] { return failing.requests == 20; });
    here.until([&] { return hanging.requests == 8; });
    here.until([&] { return here.standing("good").waiting == 0; });
    CHECK(here.standing("failing").waiting == 20);
    CHECK(here.standing("hanging").waiting == 20);
}

TEST_CASE("no more than eight tries of one endpoint run at once, and all are made") {
    world all;
    net::peer there;
    rig here{all};
    here.start(options_for({endpoint_at(there, "/gate")}));
    for (int i = 0; i < 20; ++i) here.order(std::to_string(i));
    here.until([&] { return there.waiting == 8; });
    here.settle();
    CHECK(there.most_waiting == 8);
    there.open_gate();
    here.until([&] { return here.standing().waiting == 0; });
    CHECK(there.requests == 20);
    CHECK(there.most_waiting == 8);
}

TEST_CASE("gateways side by side tell each notice once") {
    world all;
    net::peer there;
    rig one{all, 1};
    rig other{all, 2};
    one.start(options_for({endpoint_at(there, "/ok")}));
    other.start(options_for({endpoint_at(there, "/ok")}));
    for (int i = 0; i < 40; ++i) {
        (i % 2 == 0 ? one : other).order(std::to_string(i));
        (i % 2 == 0 ? other : one).poke();
        one.settle();
        other.settle();
    }
    one.until([&] {
        other.settle();
        return one.standing().waiting == 0;
    });
    CHECK(there.requests == 40);
}

TEST_CASE("stopping waits for what is in hand, a while, and loses nothing") {
    world all;
    net::peer there;
    rig here{all};
    auto how = options_for({endpoint_at(there, "/gate")});
    how.deadline = 60s;
    here.start(std::move(how));
    here.order("1");
    here.until([&] { return there.waiting == 1; });
    bool stopped = false;
    boost::asio::co_spawn(here.loop, here.notifier.stop(),
                          [&stopped](std::exception_ptr) { stopped = true; });
    here.settle();
    CHECK(!stopped);
    SUBCASE("it ends in time") {
        there.open_gate();
        here.until([&] {
            here.time.advance(10ms);
            return stopped;
        });
        CHECK(here.note_of("1").state == delivery_state::delivered);
    }
    SUBCASE("it does not: it is cut, and waits for its next try") {
        here.until([&] {
            here.time.advance(500ms);
            return stopped;
        });
        CHECK(here.note_of("1").state == delivery_state::waiting);
        CHECK(here.standing().waiting == 1);
    }
    here.order("2");
    here.pass(10s);
    CHECK(there.requests == 1);
}

TEST_CASE("a reload sends what comes next to the new address, and nothing to one that left") {
    world all;
    net::peer before, after;
    rig here{all};
    here.start(options_for({endpoint_at(before, "/ok"), endpoint_at(before, "/ok", "leaving")}));
    here.order("1");
    here.after_try(1);
    here.notifier.use(options_for({endpoint_at(after, "/ok")}));
    here.order("2");
    here.order("3", "leaving");
    CHECK(here.after_try(1, "2").state == delivery_state::delivered);
    here.pass(10s);
    CHECK(before.requests == 1);
    CHECK(after.requests == 1);
    SUBCASE("a reload that cannot be used changes nothing") {
        auto wrong = options_for({endpoint_at(before, "/ok")});
        wrong.endpoints[0].secrets.clear();
        CHECK_THROWS_AS(here.notifier.use(std::move(wrong)), std::invalid_argument);
        here.order("4");
        CHECK(here.after_try(1, "4").state == delivery_state::delivered);
        CHECK(after.requests == 2);
    }
}
