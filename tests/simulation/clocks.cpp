#include "clocks.hpp"

#include <algorithm>
#include <stdexcept>

namespace quittance::simulation {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

}  // namespace

awaitable<void> world_clock::sleep_until(instant) {
    throw std::logic_error("nobody may sleep by the world's own clock");
}

awaitable<void> gateway_clock::sleep_until(instant when) {
    if (when <= now()) co_return;
    auto const bell = owner_.wall.set(when);
    co_await owner_.wall.wait(bell);
}

std::optional<instant> gateway_clock::in_world_time(instant when) const {
    if (frozen_) return std::nullopt;
    return when - offset_;
}

std::optional<instant> gateway_clock::next() const {
    auto const first = owner_.wall.next();
    return first ? in_world_time(*first) : std::nullopt;
}

// The pace tells whose sleep it is: the queues' is a second, the event list's five minutes; shorter ones
// follow a round that found work.
awaitable<void> worker_clock::sleep_until(instant when) {
    auto const span = when - base_.now();
    co_await base_.sleep_until(when);
    bool const events = span > seconds{100};
    bool const queues = span > milliseconds{500} && span < seconds{20};
    if (!events && !queues) co_return;
    auto const kind = events ? work::events : work::queues;
    if (has_work_(kind)) co_return;
    auto const most = events ? longest_ : milliseconds{hours{48}};
    auto const bell = owner_.wall.set(base_.now() + most);
    auto const mine = ++rests_so_far_;
    resting_.push_back({kind, bell, mine});
    co_await owner_.wall.wait(bell);
    std::erase_if(resting_, [mine](rest const& one) { return one.number == mine; });
}

void worker_clock::look() {
    std::erase_if(resting_, [this](rest const& one) {
        if (!has_work_(one.kind)) return false;
        one.bell.ring();
        return true;
    });
}

bool worker_clock::is_resting(work kind) const {
    return std::any_of(resting_.begin(), resting_.end(),
                       [kind](rest const& one) { return one.kind == kind; });
}

}  // namespace quittance::simulation
