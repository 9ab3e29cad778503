#include "lanes.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace quittance::engine {

namespace {

// Leaves the queue by itself: a frame may be destroyed while it waits.
struct place_in_line {
    place_in_line(std::shared_ptr<lanes> owner, std::deque<suspension*>& line)
        : all(std::move(owner)), queue(line) {
        queue.push_back(&wait);
    }
    place_in_line(place_in_line const&) = delete;
    place_in_line& operator=(place_in_line const&) = delete;
    ~place_in_line() {
        if (!called) std::erase(queue, &wait);
    }

    std::shared_ptr<lanes> all;
    std::deque<suspension*>& queue;
    suspension wait;
    bool called = false;
};

}  // namespace

awaitable<lanes::turn> lanes::enter(domain::client_id client) {
    auto const self = shared_from_this();
    auto const [lane, free] = lanes_.try_emplace(client);
    if (!free) {
        place_in_line place{self, lane->second.waiting};
        place.called = co_await place.wait.wait();
        if (!place.called) throw boost::system::system_error(boost::asio::error::operation_aborted);
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
    next->resume();
}

}  // namespace quittance::engine
