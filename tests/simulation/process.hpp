// Promises: what one process (a gateway, or the world around it) has under way: handlers that may run now and
// coroutines that sleep. Nothing runs by itself, the world picks what runs next. Killing it destroys every
// frame where it stands, as kill -9 would. It never enters Asio's reactor: through it a toy of this kind ran
// 16,000 events in a CPU-second, without it more than a million.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/execution_context.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "quittance/base/suspension.hpp"
#include "quittance/base/time.hpp"

namespace quittance::simulation {

using boost::asio::awaitable;

class run_queue final : public boost::asio::execution_context {
public:
    run_queue() = default;
    ~run_queue();

    boost::asio::any_io_executor executor();
    bool empty() const { return waiting_.empty(); }
    void run_one();
    // Destroys what waits, and from now on whatever is added.
    void close();

    struct task {
        task() = default;
        task(task const&) = delete;
        task& operator=(task const&) = delete;
        virtual ~task() = default;
        virtual void run() = 0;
    };
    void add(std::unique_ptr<task> what);

private:
    std::deque<std::unique_ptr<task>> waiting_;
    bool closed_ = false;
};

// Sleepers. Who rings a bell early (a reply that came before its deadline) needs no sleeper to be left.
class alarms {
    struct bell {
        suspension wait;
        bool rung = false;
    };
    using place = std::pair<instant, std::uint64_t>;
    using table = std::map<place, bell>;

public:
    class handle {
    public:
        handle() = default;
        handle(std::weak_ptr<table> all, place which) : all_(std::move(all)), place_(which) {}
        void ring() const;

    private:
        friend class alarms;
        std::weak_ptr<table> all_;
        place place_{};
    };

    handle set(instant when);
    awaitable<void> wait(handle which);
    awaitable<void> until(instant when);
    void ring_due(instant now);
    std::optional<instant> next() const;
    void drop();

private:
    struct taken;
    std::shared_ptr<table> table_ = std::make_shared<table>();
    std::uint64_t so_far_ = 0;
};

struct process {
    run_queue queue;
    alarms steady;  // by the world's time
    alarms wall;    // by the process's own clock

    void kill();
};

}  // namespace quittance::simulation
