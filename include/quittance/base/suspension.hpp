// Promises: the one way a coroutine of `engine` waits for another: it parks here, somebody resumes it.
// It rests on async_initiate alone, never on an Asio timer or socket, so a simulator can own time, and
// destroying the suspension destroys the frames parked in it, as a crash would. One waiter at a time. Not for
// two threads.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

namespace quittance {

class suspension {
public:
    suspension();
    suspension(suspension&&) noexcept;
    suspension& operator=(suspension&&) noexcept;
    ~suspension();

    // True when resumed, false when the waiting coroutine was cancelled. A resume that came before the wait
    // is kept, and the wait returns at once.
    boost::asio::awaitable<bool> wait();
    // Never runs the waiter inside this call: it is posted to the waiter's executor.
    void resume();
    bool has_waiter() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace quittance
