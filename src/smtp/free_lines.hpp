// The lines that nobody uses: who finds none waits, and is the next in his order. For one thread alone, the
// executor's.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

namespace quittance::smtp {

class free_lines {
public:
    explicit free_lines(std::size_t count);

    // A line; its end gives it back. Nullptr: closed, or the caller was cancelled.
    boost::asio::awaitable<std::shared_ptr<void>> take();
    // Nobody is given one any more.
    void close();

private:
    struct state;
    struct waiter;
    std::shared_ptr<state> state_;
};

}  // namespace quittance::smtp
