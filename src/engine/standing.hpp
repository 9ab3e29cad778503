// Whether anything may be asked of the processor now.
#pragma once
#include "quittance/base/clock.hpp"
#include "quittance/engine/settings.hpp"
#include "quittance/engine/store.hpp"

namespace quittance::engine {

// A lost connection is looked behind in a moment: waits for that, two seconds at most.
inline awaitable<bool> opens_soon(settings const& current, clock& time) {
    constexpr milliseconds pause{20};
    constexpr milliseconds patience{2'000};
    auto const until = time.now() + patience;
    while (current.standing == store_standing::checking && time.now() < until) {
        co_await time.sleep_until(time.now() + pause);
    }
    co_return current.standing == store_standing::open;
}

}  // namespace quittance::engine
