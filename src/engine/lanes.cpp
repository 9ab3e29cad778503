#include "lanes.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace quittance::engine {

// Leaves the queue by itself: a frame may be cancelled or destroyed while it waits. Who was called and never
// came hands on, or the lane would stay shut for good.
struct lanes::place_in_line {
    place_in_line(std::shared_ptr<lanes> owner, domain::client_id const& whose,
                  std::list<place_in_line*>& line)
        : all(std::move(owner)), client(whose), queue(line) {
        queue.push_back(this);
    }
    place_in_line(place_in_line const&) = delete;
    place_in_line& operator=(place_in_line const&) = delete;
    ~place_in_line() {
        if (!called) std::erase(queue, this);
        if (called && !came) all->leave(client, std::nullopt);
    }

    std::shared_ptr<lanes> all;
    domain::client_id const& client;
    std::list<place_in_line*>& queue;
    suspension wait;
    bool called = false;
    bool came = false;
};

awaitable<lanes::turn> lanes::enter(domain::client_id client) {
    auto const self = shared_from_this();
    auto const [lane, free] = lanes_.try_emplace(client);
    if (!free) {
        place_in_line place{self, client, lane->second.waiting};
        bool const resumed = co_await place.wait.wait();
        if (!resumed) throw boost::system::system_error(boost::asio::error::operation_aborted);
        place.came = true;
    }
    co_return turn{self, client};
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
    next->called = true;
    next->wait.resume();
}

}  // namespace quittance::engine
