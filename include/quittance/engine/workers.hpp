// Promises: wake-ups, effects and the event list are worked on until stopped; a failure is logged, counted
// and tried again, it never ends a worker.
#pragma once
#include <functional>

#include "quittance/engine/effects.hpp"
#include "quittance/engine/settlement.hpp"

namespace quittance::engine {

struct worker_pace {
    milliseconds effects{1'000};
    milliseconds wakes{1'000};
    milliseconds events{300'000};
};

class workers {
public:
    workers(boost::asio::any_io_executor executor, effects& work, settlement& settle, clock& time,
            worker_pace pace, log& journal, metrics& figures);
    workers(workers const&) = delete;
    workers& operator=(workers const&) = delete;
    ~workers();

    // One more endless job, before the start: a round answers how much it did.
    void also(std::string name, milliseconds every, std::function<awaitable<std::size_t>()> round);

    void start();
    // No new work is begun; resolves when what is in hand ended.
    awaitable<void> stop();

private:
    struct state;
    std::shared_ptr<state> state_;
    metrics& figures_;
};

}  // namespace quittance::engine
