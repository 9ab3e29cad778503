#include "trouble_flags.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace quittance::app;

TEST_CASE("trouble comes at a rate or a number of times") {
    auto const trouble =
        trouble_of({"webhook_drop=0.25", "status_500=3x", "slow_ms=40", "webhook_duplicate"});
    CHECK(trouble.webhook_drop.rate == doctest::Approx(0.25));
    CHECK(trouble.status_500.count == 3);
    CHECK(trouble.slow == std::chrono::milliseconds{40});
    CHECK(trouble.webhook_duplicate.rate == doctest::Approx(1.0));
}

TEST_CASE("a trouble nobody knows is refused with what was probably meant") {
    CHECK_THROWS_WITH_AS(trouble_of({"webhook_drp=1"}),
                         "--trouble webhook_drp=1: no such trouble; did you mean 'webhook_drop'?",
                         std::runtime_error);
    for (auto const* const flag : {"webhook_drop=2", "webhook_drop=x", "slow_ms=-1", "webhook_drop=-0.1"}) {
        CAPTURE(flag);
        CHECK_THROWS_AS(trouble_of({flag}), std::runtime_error);
    }
}
