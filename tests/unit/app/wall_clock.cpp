#include "wall_clock.hpp"

#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "folder.hpp"

using namespace quittance;
using namespace quittance::app;
using namespace std::chrono_literals;

TEST_CASE("an offset has a unit, seconds when none is said") {
    CHECK(parse_offset("90") == 90s);
    CHECK(parse_offset(" -5s\n") == -5s);
    CHECK(parse_offset("+1500ms") == 1500ms);
    CHECK(parse_offset("10m") == 10min);
    CHECK(parse_offset("2h") == 2h);
    CHECK(parse_offset("31d") == 24h * 31);
    for (auto const* const nonsense : {"", "d", "1.5h", "3 days", "99999999999999999d", "1w"}) {
        CAPTURE(nonsense);
        CHECK_FALSE(parse_offset(nonsense));
    }
}

TEST_CASE("somebody who sleeps until next month wakes when the test clock is moved there") {
    test_folder const folder;
    auto const file = folder.write("clock", "0");
    boost::asio::io_context loop;
    wall_clock time{loop.get_executor(), file};
    auto const next_month = time.now() + 24h * 30;
    bool awake = false;
    auto sleeper = [](wall_clock& clock, instant until, bool& woke) -> boost::asio::awaitable<void> {
        co_await clock.sleep_until(until);
        woke = true;
    };
    boost::asio::co_spawn(loop, sleeper(time, next_month, awake), boost::asio::detached);
    loop.poll();
    CHECK_FALSE(awake);
    folder.write("clock", "31d");
    while (!awake) loop.run_one();
    CHECK(time.now() >= next_month);
}

TEST_CASE("a missing clock file is an offset of zero") {
    boost::asio::io_context loop;
    wall_clock const moved{loop.get_executor(), "/nowhere/clock"};
    wall_clock const real{loop.get_executor(), ""};
    CHECK(moved.now() - real.now() < 1h);
}
