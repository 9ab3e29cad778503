// What the engine's tests are told in: one store, one processor, and gateways that share them. Each gateway
// has a loop and sleepers of its own, so that one can crash: all its frames are destroyed where they stand.
#pragma once
#include <doctest/doctest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>

#include "doubles/manual_clock.hpp"
#include "doubles/memory_store.hpp"
#include "doubles/recording_log.hpp"
#include "doubles/scripted_processor.hpp"
#include "doubles/seeded_entropy.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/engine/bookings.hpp"
#include "quittance/engine/checkouts.hpp"
#include "quittance/engine/workers.hpp"

namespace quittance::engine {

using namespace std::chrono_literals;
using doubles::scripted_processor;
using answer = scripted_processor::answer;

// The outcome of a coroutine, once there is one.
template <class T>
struct pending {
    std::optional<T> value;
    std::exception_ptr error;
    boost::asio::cancellation_signal stop;
    bool ended() const { return value || error; }
};
template <class T>
using outcome = std::shared_ptr<pending<T>>;

template <class T>
awaitable<void> keep_outcome(outcome<T> into, awaitable<T> work) {
    try {
        auto value = co_await std::move(work);
        into->value.emplace(std::move(value));
    } catch (...) {
        into->error = std::current_exception();
    }
}
inline awaitable<bool> and_then_true(awaitable<void> work) {
    co_await std::move(work);
    co_return true;
}

struct world {
    doubles::manual_clock time{*parse_rfc3339("2026-11-21T12:00:00Z")};
    doubles::memory_store store{&time};
    scripted_processor processor{time};
    settings current;

    world();
    domain::client_id only_client() const;
    domain::booking only_booking() const;
};

struct gateway {
    explicit gateway(world& all, std::uint64_t seed = 1, store* instead = nullptr);
    gateway(gateway const&) = delete;
    gateway& operator=(gateway const&) = delete;
    ~gateway();

    world& all;
    store& where;
    std::unique_ptr<boost::asio::io_context> loop = std::make_unique<boost::asio::io_context>();
    doubles::manual_clock time;
    doubles::seeded_entropy randomness;
    doubles::recording_log journal;
    std::unique_ptr<metrics> figures = make_metrics();
    accounts books;
    effects work;
    settlement settle;
    checkouts sales;
    bookings questions;

    template <class T>
    outcome<T> start(awaitable<T> what) {
        auto const kept = std::make_shared<pending<T>>();
        boost::asio::co_spawn(
            *loop, keep_outcome(kept, std::move(what)),
            boost::asio::bind_cancellation_slot(kept->stop.slot(), [](std::exception_ptr) {}));
        return kept;
    }
    outcome<bool> start(awaitable<void> what) { return start(and_then_true(std::move(what))); }

    // Runs it until it ends, moving time as far as sleepers ask.
    template <class T>
    T finish(awaitable<T> what);
    bool finish(awaitable<void> what) { return finish(and_then_true(std::move(what))); }

    // Runs what can run now.
    void poll();
};

// Everything that can run now, on all of them, step by step in turn.
void poll(std::vector<gateway*> const& gateways);
// Lets time pass, every sleeper woken at its time.
void pass(world& all, std::vector<gateway*> const& gateways, milliseconds span);
// One round of both queues per minute, as workers would do.
void work_through(world& all, std::vector<gateway*> const& gateways, milliseconds span,
                  milliseconds pace = 1min);

template <class T>
T gateway::finish(awaitable<T> what) {
    auto const kept = start(std::move(what));
    for (int turns = 0; turns < 10'000 && !kept->ended(); ++turns) {
        poll();
        if (kept->ended()) break;
        auto const next = time.next_sleeper();
        if (!next) break;
        pass(all, {this}, *next - all.time.now());
    }
    REQUIRE(kept->ended());
    if (kept->error) std::rethrow_exception(kept->error);
    return std::move(*kept->value);
}

// Runs `work` on a gateway of its own for `steps` steps of its loop, then destroys every frame where it
// stands. False: it had ended before.
template <class Start>
inline bool crash_after(world& all, int steps, Start start) {
    gateway dying{all, 99};
    auto const kept = start(dying);
    for (int i = 0; i < steps; ++i) {
        dying.loop->restart();
        bool const moved = dying.loop->poll_one() > 0;
        if (moved) continue;
        auto const next = dying.time.next_sleeper();
        if (!next) break;
        pass(all, {&dying}, *next - all.time.now());
    }
    dying.loop->restart();
    bool const idle = dying.loop->poll_one() == 0 && !dying.time.next_sleeper();
    return !(kept->ended() && idle);
}

// --- Words of the story
domain::booking_identity identity(std::string reference);
purchase a_click(std::string reference = "ref-1");
purchase_result buy(gateway& at, purchase what = a_click());
std::string url_of(domain::session_id const& session);
// A webhook as it arrives.
webhook_outcome deliver(gateway& at, webhook_event event);
domain::booking_state state_of_only(world const& all);

}  // namespace quittance::engine
