// At most so many at once; the others wait in the order they came, each no longer than its own deadline.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <list>

namespace quittance::net {

class turnstile {
public:
    using moment = std::chrono::steady_clock::time_point;

    turnstile(boost::asio::any_io_executor executor, std::size_t places)
        : executor_(std::move(executor)), free_(places) {}

    // True: one place is the caller's until it calls leave(). False: none in time, or closed.
    boost::asio::awaitable<bool> enter(moment until);
    void leave();
    void close();

private:
    struct waiter {
        boost::asio::steady_timer turn;
        bool called = false;
    };
    class queued;

    boost::asio::any_io_executor executor_;
    std::size_t free_;
    std::list<waiter> waiters_;
    bool closed_ = false;
};

}  // namespace quittance::net
