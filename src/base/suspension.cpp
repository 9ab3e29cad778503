#include "quittance/base/suspension.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "quittance/base/assert.hpp"

namespace quittance {
namespace {

// A parked completion handler without its type (Boost 1.81 has no any_completion_handler).
struct parked {
    parked() = default;
    parked(parked const&) = delete;
    parked& operator=(parked const&) = delete;
    virtual ~parked() = default;
    virtual void complete(bool resumed) = 0;
};

template <class Handler>
struct parked_handler final : parked {
    explicit parked_handler(Handler&& h) : handler(std::move(h)) {}
    void complete(bool resumed) override {
        auto const executor = boost::asio::get_associated_executor(handler);
        boost::asio::post(executor, [h = std::move(handler), resumed]() mutable { std::move(h)(resumed); });
    }
    Handler handler;
};

}  // namespace

struct suspension::state {
    std::unique_ptr<parked> waiter;
    bool resumed_early = false;

    void complete(bool resumed) {
        auto const leaving = std::exchange(waiter, nullptr);
        if (leaving) leaving->complete(resumed);
    }

    template <class Handler>
    void park(Handler&& handler) {
        QUITTANCE_ASSERT(!waiter);
        auto slot = boost::asio::get_associated_cancellation_slot(handler);
        waiter = std::make_unique<parked_handler<std::decay_t<Handler>>>(std::forward<Handler>(handler));
        if (slot.is_connected()) {
            slot.assign([this](boost::asio::cancellation_type) { complete(false); });
        }
        if (std::exchange(resumed_early, false)) complete(true);
    }
};

suspension::suspension() : state_(std::make_unique<state>()) {}
suspension::suspension(suspension&&) noexcept = default;
suspension& suspension::operator=(suspension&&) noexcept = default;
suspension::~suspension() = default;

boost::asio::awaitable<bool> suspension::wait() {
    auto* const place = state_.get();
    auto start = [place](auto&& handler) { place->park(std::forward<decltype(handler)>(handler)); };
    co_return co_await boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void(bool)>(
        std::move(start), boost::asio::use_awaitable);
}

void suspension::resume() {
    if (!state_->waiter) {
        state_->resumed_early = true;
        return;
    }
    state_->complete(true);
}

bool suspension::has_waiter() const { return state_->waiter != nullptr; }

}  // namespace quittance
