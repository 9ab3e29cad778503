// Runs several coroutines side by side, at most `most` at once, and waits for all of them. An exception of
// one is logged by the caller inside it; here it would be a bug.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>

namespace quittance::engine {

// Calls work(0) … work(count - 1).
boost::asio::awaitable<void> gather(boost::asio::any_io_executor executor, std::size_t count,
                                    std::size_t most,
                                    std::function<boost::asio::awaitable<void>(std::size_t)> work);

}  // namespace quittance::engine
