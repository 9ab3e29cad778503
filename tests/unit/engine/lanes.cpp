#include "lanes.hpp"

#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

struct line {
    boost::asio::io_context loop;
    std::shared_ptr<lanes> all = std::make_shared<lanes>();
    std::vector<int> order;
    std::vector<int> inherited;

    awaitable<void> come(int who, suspension* hold, std::optional<std::uint64_t> bequest, bool fails) {
        domain::client_id const client{"client"};
        auto mine = co_await all->enter(client);
        order.push_back(who);
        auto const left = mine.take_inheritance();
        if (left) inherited.push_back(static_cast<int>(left->account.version));
        if (hold) co_await hold->wait();
        if (fails) throw std::runtime_error("the test said so");
        if (bequest) {
            loaded_account mine_left;
            mine_left.account.version = *bequest;
            mine.bequeath(std::move(mine_left));
        }
    }

    outcome<bool> start(int who, suspension* hold = nullptr, std::optional<std::uint64_t> bequest = {},
                        bool fails = false) {
        auto const kept = std::make_shared<pending<bool>>();
        boost::asio::co_spawn(
            loop, keep_outcome(kept, and_then_true(come(who, hold, bequest, fails))),
            boost::asio::bind_cancellation_slot(kept->stop.slot(), [](std::exception_ptr) {}));
        return kept;
    }
    void poll() {
        loop.restart();
        loop.poll();
    }
};

}  // namespace

TEST_CASE("who waits for an account is served in the order they came, and inherits what the former left") {
    line at;
    suspension hold;
    at.start(0, &hold, 1);
    for (int i = 1; i <= 5; ++i) at.start(i, nullptr, i + 1);
    at.poll();
    CHECK(at.order == std::vector<int>{0});
    hold.resume();
    at.poll();
    CHECK(at.order == std::vector<int>{0, 1, 2, 3, 4, 5});
    CHECK(at.inherited == std::vector<int>{1, 2, 3, 4, 5});
    CHECK(at.all->busy() == 0);
}

TEST_CASE("an owner that fails hands over, and leaves nothing to inherit") {
    line at;
    suspension hold;
    auto const first = at.start(0, &hold, 1, true);
    auto const second = at.start(1);
    at.poll();
    hold.resume();
    at.poll();
    CHECK(first->error);
    CHECK(second->value);
    CHECK(at.inherited.empty());
    CHECK(at.all->busy() == 0);
}

TEST_CASE("a cancelled waiter leaves the line, and the next one comes") {
    line at;
    suspension hold;
    at.start(0, &hold);
    auto const gone = at.start(1);
    auto const stays = at.start(2);
    at.poll();
    gone->stop.emit(boost::asio::cancellation_type::terminal);
    at.poll();
    CHECK(gone->error);
    hold.resume();
    at.poll();
    CHECK(stays->value);
    CHECK(at.order == std::vector<int>{0, 2});
    CHECK(at.all->busy() == 0);
}

TEST_CASE("a waiter cancelled in the very moment it is called hands on") {
    line at;
    suspension hold;
    at.start(0, &hold);
    auto const gone = at.start(1);
    auto const stays = at.start(2);
    at.poll();
    SUBCASE("cancelled first") {
        gone->stop.emit(boost::asio::cancellation_type::terminal);
        hold.resume();
        at.poll();
    }
    SUBCASE("called first") {
        hold.resume();
        at.loop.restart();
        at.loop.poll_one();  // the owner leaves and calls the next
        gone->stop.emit(boost::asio::cancellation_type::terminal);
        at.poll();
    }
    CHECK(gone->ended());
    CHECK(stays->value);
    CHECK(at.all->busy() == 0);
}

TEST_CASE("frames destroyed while they wait leave nothing behind") {
    auto all = std::make_shared<lanes>();
    {
        line at;
        at.all = all;
        {
            suspension hold;
            at.start(0, &hold);
            for (int i = 1; i < 4; ++i) at.start(i);
            at.poll();
            CHECK(all->busy() == 1);
        }
    }
    CHECK(all->busy() == 0);
}

TEST_CASE("commands on one busy account load it once") {
    world all;
    gateway one{all};
    buy(one);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    auto const session = all.processor.last_session();
    auto const intent = all.processor.session(session).fact.intent;
    auto const before = all.store.loads;
    auto const a = one.start(one.settle.receive(all.processor.event_of(intent, "evt_1"), "{}"));
    auto const b = one.start(one.settle.receive(all.processor.event_of(session, "evt_2"), "{}"));
    auto const c = one.start(one.settle.receive(all.processor.event_of(session, "evt_3"), "{}"));
    one.poll();
    CHECK(a->value == webhook_outcome::applied);
    CHECK(b->value == webhook_outcome::applied);
    CHECK(c->value == webhook_outcome::nothing_new);
    CHECK(all.store.loads == before + 1);
}
