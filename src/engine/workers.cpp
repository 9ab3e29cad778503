#include "quittance/engine/workers.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <functional>
#include <list>

#include "quittance/base/suspension.hpp"

namespace quittance::engine {

struct workers::state : std::enable_shared_from_this<workers::state> {
    // One of the endless jobs. Its signal ends a sleep, never work in hand.
    struct job {
        std::string name;
        milliseconds pace{};
        std::function<awaitable<std::size_t>()> round;
        counter* failures = nullptr;
        boost::asio::cancellation_signal call_off;
    };

    state(boost::asio::any_io_executor ex, clock& c, log& l) : executor(std::move(ex)), time(c), journal(l) {}

    boost::asio::any_io_executor executor;
    clock& time;
    log& journal;
    std::list<job> jobs;
    bool stopping = false;
    std::size_t running = 0;
    suspension all_ended;

    awaitable<void> sleep(milliseconds pace) {
        co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::enable_total_cancellation());
        if (!stopping) co_await time.sleep_until(time.now() + pace);
        co_await boost::asio::this_coro::reset_cancellation_state(
            boost::asio::enable_terminal_cancellation());
    }

    awaitable<bool> try_round(job& mine) {
        try {
            auto const found = co_await mine.round();
            co_return found > 0;
        } catch (std::exception const& e) {
            mine.failures->add();
            journal.error("worker_failed", {{"worker", mine.name}, {"reason", e.what()}});
        }
        co_return false;
    }

    // Counts itself out with its frame, however that ends.
    struct at_work {
        state& all;
        explicit at_work(state& a) : all(a) {}
        at_work(at_work const&) = delete;
        at_work& operator=(at_work const&) = delete;
        ~at_work() {
            if (--all.running == 0) all.all_ended.resume();
        }
    };

    awaitable<void> work(job& mine) {
        at_work const here{*this};
        co_await boost::asio::this_coro::throw_if_cancelled(false);
        while (!stopping) {
            bool const more = co_await try_round(mine);
            // A round that found work may have left some: look again soon, but never spin on what cannot be
            // done.
            co_await sleep(more ? mine.pace / 10 : mine.pace);
        }
    }
};

workers::workers(boost::asio::any_io_executor executor, effects& work, settlement& settle, clock& time,
                 worker_pace pace, log& journal, metrics& figures)
    : state_(std::make_shared<state>(std::move(executor), time, journal)), figures_(figures) {
    also("effects", pace.effects, [&work] { return work.run_due(); });
    also("wakes", pace.wakes, [&settle] { return settle.run_due(); });
    also("events", pace.events, [&settle] { return settle.read_events(); });
}
workers::~workers() = default;

void workers::also(std::string name, milliseconds every, std::function<awaitable<std::size_t>()> round) {
    auto& job = state_->jobs.emplace_back();
    job.failures = &figures_.count("quittance_worker_failures_total", "Rounds of a worker that failed.",
                                   {{"worker", name}});
    job.name = std::move(name);
    job.pace = every;
    job.round = std::move(round);
}

void workers::start() {
    for (auto& job : state_->jobs) {
        ++state_->running;
        auto keep = [self = state_](std::exception_ptr const&) {};
        boost::asio::co_spawn(state_->executor, state_->work(job),
                              boost::asio::bind_cancellation_slot(job.call_off.slot(), std::move(keep)));
    }
}

awaitable<void> workers::stop() {
    auto const self = state_;
    self->stopping = true;
    for (auto& job : self->jobs) job.call_off.emit(boost::asio::cancellation_type::total);
    if (self->running > 0) co_await self->all_ended.wait();
}

}  // namespace quittance::engine
