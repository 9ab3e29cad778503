#include "quittance/base/suspension.hpp"

#include <doctest/doctest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

using namespace quittance;
namespace asio = boost::asio;

namespace {

asio::awaitable<void> park(suspension& place, std::optional<bool>& outcome) {
    outcome = co_await place.wait();
}

struct flag_on_exit {
    bool& gone;
    explicit flag_on_exit(bool& flag) : gone(flag) {}
    flag_on_exit(flag_on_exit const&) = delete;
    flag_on_exit& operator=(flag_on_exit const&) = delete;
    ~flag_on_exit() { gone = true; }
};

asio::awaitable<void> park_with_guard(suspension& place, bool& gone) {
    flag_on_exit const guard{gone};
    co_await place.wait();
}

}  // namespace

TEST_CASE("a parked coroutine goes on when resumed, and not inside the call that resumes it") {
    asio::io_context loop;
    suspension place;
    std::optional<bool> outcome;
    asio::co_spawn(loop, park(place, outcome), asio::detached);
    loop.poll();
    CHECK(place.has_waiter());
    place.resume();
    CHECK_FALSE(outcome);
    loop.poll();
    CHECK(outcome == true);
}

TEST_CASE("a resume before the wait is kept") {
    asio::io_context loop;
    suspension place;
    place.resume();
    std::optional<bool> outcome;
    asio::co_spawn(loop, park(place, outcome), asio::detached);
    loop.poll();
    CHECK(outcome == true);
}

TEST_CASE("cancelling the waiting coroutine ends the wait with false") {
    asio::io_context loop;
    suspension place;
    asio::cancellation_signal stop;
    std::optional<bool> outcome;
    asio::co_spawn(loop, park(place, outcome), asio::bind_cancellation_slot(stop.slot(), asio::detached));
    loop.poll();
    stop.emit(asio::cancellation_type::terminal);
    loop.restart();
    loop.poll();
    CHECK_FALSE(place.has_waiter());
}

TEST_CASE("destroying the suspension destroys the frames parked in it") {
    asio::io_context loop;
    bool gone = false;
    {
        suspension place;
        asio::co_spawn(loop, park_with_guard(place, gone), asio::detached);
        loop.poll();
        CHECK_FALSE(gone);
    }
    loop.restart();
    loop.poll();  // Asio unwinds frames through their executor
    CHECK(gone);
}
