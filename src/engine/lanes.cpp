#include "lanes.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <utility>

#include "quittance/base/assert.hpp"

namespace quittance::engine {

// Leaves the queue by itself: a frame may be cancelled or destroyed while it waits. Who was called and never
// came hands on, or the lane would stay shut for good.
struct lanes::place_in_line {
    place_in_line(std::shared_ptr<lanes> owner, domain::client_id const& whose, line& at, fellow* who)
        : all(std::move(owner)), client(whose), me(who), stands_in(&at) {
        at.push_back(this);
    }
    place_in_line(place_in_line const&) = delete;
    place_in_line& operator=(place_in_line const&) = delete;
    ~place_in_line() {
        if (stands_in) std::erase(*stands_in, this);
        if (called && !came) all->leave(client, std::nullopt);
    }

    std::shared_ptr<lanes> all;
    domain::client_id const& client;
    fellow* me;
    line* stands_in;  // the lane's, or that of whoever took it along; none once it is called or served
    suspension wait;
    bool called = false;
    bool served = false;
    bool came = false;
};

awaitable<std::optional<lanes::turn>> lanes::enter_or_ride(domain::client_id client, fellow* me) {
    auto const self = shared_from_this();
    auto const [lane, free] = lanes_.try_emplace(client);
    if (!free) {
        place_in_line place{self, client, lane->second.waiting, me};
        bool const resumed = co_await place.wait.wait();
        if (!resumed) throw boost::system::system_error(boost::asio::error::operation_aborted);
        if (place.served) co_return std::nullopt;
        place.came = true;
    }
    co_return std::optional<turn>{std::in_place, self, client};
}

awaitable<lanes::turn> lanes::enter(domain::client_id client) {
    auto mine = co_await enter_or_ride(std::move(client), nullptr);
    co_return std::move(*mine);
}

std::optional<loaded_account> lanes::take(domain::client_id const& client) {
    return std::exchange(lanes_.at(client).inherited, std::nullopt);
}

void lanes::leave(domain::client_id const& client, std::optional<loaded_account> bequest) {
    auto const place = lanes_.find(client);
    if (place->second.waiting.empty()) {
        lanes_.erase(place);
        return;
    }
    place->second.inherited = std::move(bequest);
    auto* const next = place->second.waiting.front();
    place->second.waiting.pop_front();
    next->stands_in = nullptr;
    next->called = true;
    next->wait.resume();
}

void lanes::company::take(std::size_t most, std::function<bool(fellow const&)> const& fits) {
    auto& waiting = mine_.all_->lanes_.at(mine_.client_).waiting;
    while (together_.size() < most && !waiting.empty()) {
        auto* const next = waiting.front();
        if (!next->me || next->me->alone || !fits(*next->me)) return;
        together_.splice(together_.end(), waiting, waiting.begin());
        next->stands_in = &together_;
    }
}

std::vector<lanes::fellow*> lanes::company::fellows() const {
    std::vector<fellow*> all;
    all.reserve(together_.size());
    for (auto const* const place : together_) all.push_back(place->me);
    return all;
}

void lanes::company::send_back(std::size_t all_but) {
    if (together_.size() <= all_but) return;
    auto& waiting = mine_.all_->lanes_.at(mine_.client_).waiting;
    while (together_.size() > all_but) {
        auto* const last = together_.back();
        last->me->outcome.reset();
        waiting.splice(waiting.begin(), together_, std::prev(together_.end()));
        last->stands_in = &waiting;
    }
}

void lanes::company::part() {
    for (auto* const place : together_) place->me->alone = true;
    send_back(0);
}

void lanes::company::serve() {
    for (auto* const place : std::exchange(together_, {})) {
        QUITTANCE_ASSERT(place->me->outcome);
        place->stands_in = nullptr;
        place->served = true;
        place->wait.resume();
    }
}

}  // namespace quittance::engine
