#include "turnstile.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace quittance::net {

// A stay in the queue. A coroutine may be destroyed while it waits, even between being called and running:
// then its turn is the next one's.
class turnstile::queued {
public:
    queued(turnstile& gate, moment until) : gate_(gate) {
        at_ =
            gate_.waiters_.emplace(gate_.waiters_.end(), waiter{boost::asio::steady_timer{gate_.executor_}});
        at_->turn.expires_at(until);
    }
    queued(queued const&) = delete;
    queued& operator=(queued const&) = delete;
    ~queued() {
        bool const unused = at_->called && !taken_;
        gate_.waiters_.erase(at_);
        if (unused) gate_.leave();
    }
    waiter& place() { return *at_; }
    bool take() { return taken_ = at_->called; }

private:
    turnstile& gate_;
    std::list<waiter>::iterator at_;
    bool taken_ = false;
};

boost::asio::awaitable<bool> turnstile::enter(moment until) {
    if (closed_) co_return false;
    if (free_ > 0) {
        --free_;
        co_return true;
    }
    queued stay{*this, until};
    co_await stay.place().turn.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    co_return stay.take();
}

void turnstile::leave() {
    auto const next = std::ranges::find_if(waiters_, [](waiter const& one) { return !one.called; });
    if (next == waiters_.end() || closed_) {
        ++free_;
        return;
    }
    next->called = true;
    next->turn.cancel();
}

void turnstile::close() {
    closed_ = true;
    for (auto& one : waiters_) one.turn.cancel();
}

}  // namespace quittance::net
