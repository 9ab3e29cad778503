#include "doubles/manual_clock.hpp"

#include <algorithm>

namespace quittance::doubles {

// Takes its place out by itself, unless the clock is gone already.
struct manual_clock::sleeping {
    std::shared_ptr<all_sleepers> all;
    place mine;
    sleeping(std::shared_ptr<all_sleepers> a, place m) : all(std::move(a)), mine(m) {}
    sleeping(sleeping const&) = delete;
    sleeping& operator=(sleeping const&) = delete;
    ~sleeping() { all->erase(mine); }
};

manual_clock::manual_clock(instant start) : now_(start) {}
manual_clock::~manual_clock() { drop_sleepers(); }

void manual_clock::drop_sleepers() { auto const gone = std::exchange(*all_, {}); }

boost::asio::awaitable<void> manual_clock::sleep_until(instant when) {
    if (when <= now_) co_return;
    sleeping const here{all_, place{when, ++so_far_}};
    auto& mine = (*here.all)[here.mine];
    co_await mine.wait.wait();
}

void manual_clock::set(instant when) {
    now_ = std::max(now_, when);
    for (auto& [at, who] : *all_) {
        if (at.first > now_) break;
        if (!std::exchange(who.woken, true)) who.wait.resume();
    }
}

std::optional<instant> manual_clock::next_sleeper() const {
    for (auto const& [at, who] : *all_) {
        if (!who.woken) return at.first;
    }
    return std::nullopt;
}

std::size_t manual_clock::sleepers() const { return all_->size(); }

}  // namespace quittance::doubles
