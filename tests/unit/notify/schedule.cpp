#include "schedule.hpp"

#include <doctest/doctest.h>

#include <set>

#include "doubles/seeded_entropy.hpp"

using namespace quittance;
using namespace quittance::notify;
using namespace std::chrono_literals;

TEST_CASE("a notice is tried 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h after the first, then given up") {
    doubles::seeded_entropy dice{7};
    milliseconds const bases[] = {5s, 5min, 30min, 2h, 5h, 10h, 10h};
    int tries = 0;
    for (auto const base : bases) {
        ++tries;
        CAPTURE(tries);
        std::set<milliseconds> seen;
        for (int i = 0; i < 200; ++i) {
            auto const pause = pause_after(tries, dice);
            REQUIRE(pause);
            CHECK(*pause >= base);
            CHECK(*pause <= base + base / 5);
            seen.insert(*pause);
        }
        CHECK(seen.size() > 50);  // spread, so that what failed together does not come back together
    }
    CHECK(tries + 1 == most_tries);
    CHECK(!pause_after(most_tries, dice));
    CHECK(!pause_after(most_tries + 1, dice));
    CHECK(!pause_after(0, dice));
}

TEST_CASE("no schedule outlasts the wait of a disabled endpoint") {
    milliseconds longest{0};
    for (auto const base : {milliseconds{5s}, milliseconds{5min}, milliseconds{30min}, milliseconds{2h},
                            milliseconds{5h}, milliseconds{10h}, milliseconds{10h}}) {
        longest += base + base / 5;
    }
    CHECK(longest < longest_wait);
}

TEST_CASE("only a 2xx is an answer; 410 wants no more") {
    struct row {
        unsigned status;
        verdict expected;
    };
    for (auto const& [status, expected] :
         {row{200, verdict::taken}, row{204, verdict::taken}, row{299, verdict::taken},
          row{0, verdict::failed}, row{199, verdict::failed}, row{300, verdict::failed},
          row{301, verdict::failed}, row{304, verdict::failed}, row{400, verdict::failed},
          row{404, verdict::failed}, row{409, verdict::failed}, row{411, verdict::failed},
          row{429, verdict::failed}, row{500, verdict::failed}, row{410, verdict::gone}}) {
        CAPTURE(status);
        CHECK(judge(status) == expected);
    }
}
