// Promises: the wall clock as an input. `now` decides what is due; sleeping follows the same clock, so that a
// test clock or a simulator moves both together.
// Refuses to serve deadlines of I/O: those are real time and live in `net`.
#pragma once
#include <boost/asio/awaitable.hpp>

#include "quittance/base/time.hpp"

namespace quittance {

class clock {
public:
    clock() = default;
    clock(clock const&) = delete;
    clock& operator=(clock const&) = delete;
    virtual ~clock() = default;

    virtual instant now() const = 0;
    // Resumes when now() >= when, or at once when the caller's coroutine is cancelled (any strength).
    virtual boost::asio::awaitable<void> sleep_until(instant when) = 0;
};

}  // namespace quittance
