// Waiting with an end. What is waited for is never cut off: it goes on by itself.
#pragma once
#include <boost/asio/any_io_executor.hpp>

#include "quittance/base/clock.hpp"
#include "quittance/base/log.hpp"
#include "quittance/base/suspension.hpp"
#include "quittance/engine/store.hpp"

namespace quittance::engine {

// Until `what` is resumed, until `until`, or until the caller is cancelled.
awaitable<void> wait_until(suspension& what, clock& time, instant until);

// Runs `work` on `executor` and waits for its end until `until`. What it throws is thrown here, or logged
// when nobody waits any more.
awaitable<void> run_within(boost::asio::any_io_executor executor, clock& time, instant until, log& journal,
                           awaitable<void> work);

}  // namespace quittance::engine
