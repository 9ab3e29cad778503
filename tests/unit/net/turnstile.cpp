#include "turnstile.hpp"

#include <doctest/doctest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

using quittance::net::turnstile;
namespace asio = boost::asio;

namespace {

struct crowd {
    explicit crowd(std::size_t places) { gate = std::make_unique<turnstile>(loop.get_executor(), places); }
    void come(char name, asio::cancellation_slot slot = {}) {
        auto const until = turnstile::moment::max();
        asio::co_spawn(
            loop, gate->enter(until),
            asio::bind_cancellation_slot(slot, [this, name](std::exception_ptr thrown, bool entered) {
                if (!thrown && entered) inside.push_back(name);
                if (!thrown && !entered) refused.push_back(name);
            }));
        run();
    }
    void leave() {
        gate->leave();
        run();
    }
    void run() {
        loop.restart();
        loop.poll();
    }
    std::string inside;
    std::string refused;
    std::unique_ptr<turnstile> gate;  // outlives those who still wait in the loop
    asio::io_context loop;
};

}  // namespace

TEST_CASE("who comes when it is full waits, and enters in the order of coming") {
    crowd here{2};
    for (char const name : {'a', 'b', 'c', 'd'}) here.come(name);
    CHECK(here.inside == "ab");
    here.leave();
    CHECK(here.inside == "abc");
    here.leave();
    CHECK(here.inside == "abcd");
}

TEST_CASE("who gives up waiting is passed over, and no place is lost") {
    asio::cancellation_signal signal;
    crowd here{1};
    here.come('a');
    here.come('b', signal.slot());
    here.come('c');
    signal.emit(asio::cancellation_type::terminal);
    here.run();
    here.leave();
    CHECK(here.inside == "ac");
    here.leave();
    here.come('d');
    CHECK(here.inside == "acd");
}

TEST_CASE("two who leave at once call two who wait") {
    crowd here{2};
    for (char const name : {'a', 'b', 'c', 'd'}) here.come(name);
    here.gate->leave();
    here.leave();
    CHECK(here.inside == "abcd");
}

TEST_CASE("after closing nobody enters") {
    crowd here{1};
    here.come('a');
    here.come('b');
    here.gate->close();
    here.leave();
    here.come('c');
    CHECK(here.inside == "a");
    CHECK(here.refused == "bc");
}
