#include "parked_events.hpp"

#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>

#include "doubles/memory_store.hpp"

using namespace quittance;
using namespace quittance::app;
using engine::webhook_outcome;

namespace {

struct parked_place {
    boost::asio::io_context loop;
    doubles::memory_store store;
    std::vector<std::string> taken;

    template <class T>
    T operator()(boost::asio::awaitable<T> work) {
        std::optional<T> answer;
        boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr error, T given) {
            if (error) std::rethrow_exception(error);
            answer = std::move(given);
        });
        loop.restart();
        loop.run();
        return std::move(answer.value());
    }
    void park(std::string event, std::string type = "charge.refunded") {
        auto work = store.park({"", std::move(event), std::move(type), "{}", "lost", instant{}});
        boost::asio::co_spawn(loop, std::move(work), [](std::exception_ptr error) { REQUIRE(!error); });
        loop.restart();
        loop.run();
    }
    std::vector<std::string> left() {
        std::vector<std::string> all;
        for (auto const& one : (*this)(store.parked(10))) all.push_back(one.event_id);
        return all;
    }
    std::string id_of(std::string const& event) {
        for (auto const& one : (*this)(store.parked(10))) {
            if (one.event_id == event) return one.id;
        }
        return {};
    }
    // `evt_away` cannot be looked up, `evt_nobodys` finds no account; all others are taken.
    take_event taking() {
        return [this](engine::parked_event one) -> boost::asio::awaitable<webhook_outcome> {
            taken.push_back(one.event_id);
            if (one.event_id == "evt_away") throw engine::processor_unavailable("it does not answer");
            co_return one.event_id == "evt_nobodys" ? webhook_outcome::parked : webhook_outcome::applied;
        };
    }
};

using event_names = std::vector<std::string>;

}  // namespace

TEST_CASE("a parked event that fails is told of and stays, and those after it are tried all the same") {
    parked_place at;
    at.park("evt_away");
    at.park("evt_nobodys");
    at.park("evt_good");
    auto const told = at(replay_parked(at.store, {}, at.taking()));
    CHECK(at.taken == event_names{"evt_away", "evt_nobodys", "evt_good"});
    CHECK(told.failed == 1);
    REQUIRE(told.lines.size() == 3);
    CHECK(told.lines[0].find("failed: it does not answer") != std::string::npos);
    CHECK(told.lines[2].find("applied") != std::string::npos);
    CHECK(at.left() == event_names{"evt_away", "evt_nobodys"});
}

TEST_CASE("only what is named is tried again") {
    parked_place at;
    at.park("evt_one");
    at.park("evt_two");
    at(replay_parked(at.store, {at.id_of("evt_two")}, at.taking()));
    CHECK(at.taken == event_names{"evt_two"});
    CHECK(at.left() == event_names{"evt_one"});
}

TEST_CASE("what reconcile parked is no event: it is not tried, and the way out of it is said") {
    parked_place at;
    at.park("reconcile:cs_1", "reconcile");
    auto const told = at(replay_parked(at.store, {}, at.taking()));
    CHECK(at.taken.empty());
    CHECK(told.failed == 0);
    REQUIRE(told.lines.size() == 1);
    CHECK(told.lines[0].find("quittance reconcile --apply") != std::string::npos);
    CHECK(at.left() == event_names{"reconcile:cs_1"});
}

TEST_CASE("one parked event is dropped by its id, and no other") {
    parked_place at;
    at.park("evt_one");
    at.park("evt_two");
    auto const dropped = at(drop_parked(at.store, at.id_of("evt_one")));
    REQUIRE(dropped);
    CHECK(dropped->event_id == "evt_one");
    CHECK(at.left() == event_names{"evt_two"});
    CHECK_FALSE(at(drop_parked(at.store, "nothing-of-this-name")));
    CHECK(at.left() == event_names{"evt_two"});
}
