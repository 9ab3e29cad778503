#include "process.hpp"

#include <boost/asio/execution.hpp>

namespace quittance::simulation {
namespace {

namespace execution = boost::asio::execution;

template <class Function>
struct bound_task final : run_queue::task {
    template <class Given>
    explicit bound_task(Given&& f) : function(std::forward<Given>(f)) {}
    void run() override { std::move(function)(); }
    Function function;
};

// Everything is posted: a handler never runs inside another one.
class queue_executor {
public:
    explicit queue_executor(run_queue& queue) : queue_(&queue) {}

    boost::asio::execution_context& query(execution::context_t) const noexcept { return *queue_; }
    static constexpr execution::blocking_t query(execution::blocking_t) noexcept {
        return execution::blocking.never;
    }
    queue_executor require(execution::blocking_t::never_t) const { return *this; }

    template <class Function>
    void execute(Function&& function) const {
        using kept = bound_task<std::decay_t<Function>>;
        queue_->add(std::make_unique<kept>(std::forward<Function>(function)));
    }
    friend bool operator==(queue_executor const& a, queue_executor const& b) noexcept {
        return a.queue_ == b.queue_;
    }

private:
    run_queue* queue_;
};

}  // namespace

run_queue::~run_queue() { close(); }

boost::asio::any_io_executor run_queue::executor() {
    return boost::asio::any_io_executor{queue_executor{*this}};
}

void run_queue::add(std::unique_ptr<task> what) {
    if (!closed_) waiting_.push_back(std::move(what));
}

void run_queue::run_one() {
    auto const first = std::move(waiting_.front());
    waiting_.pop_front();
    first->run();
}

void run_queue::close() {
    closed_ = true;
    while (!waiting_.empty()) {
        auto const gone = std::move(waiting_.front());
        waiting_.pop_front();
    }
}

// Takes its place out by itself, unless the process is gone already.
struct alarms::taken {
    std::shared_ptr<table> all;
    place mine;
    taken(std::shared_ptr<table> a, place m) : all(std::move(a)), mine(m) {}
    taken(taken const&) = delete;
    taken& operator=(taken const&) = delete;
    ~taken() { all->erase(mine); }
};

void alarms::handle::ring() const {
    auto const all = all_.lock();
    if (!all) return;
    auto const found = all->find(place_);
    if (found != all->end() && !std::exchange(found->second.rung, true)) found->second.wait.resume();
}

alarms::handle alarms::set(instant when) {
    place const mine{when, ++so_far_};
    table_->try_emplace(mine);
    return {table_, mine};
}

awaitable<void> alarms::wait(handle which) {
    taken const here{table_, which.place_};
    auto const found = here.all->find(here.mine);
    if (found == here.all->end()) co_return;
    auto& mine = found->second;
    co_await mine.wait.wait();
}

awaitable<void> alarms::until(instant when) { return wait(set(when)); }

void alarms::ring_due(instant now) {
    for (auto& [at, who] : *table_) {
        if (at.first > now) break;
        if (!std::exchange(who.rung, true)) who.wait.resume();
    }
}

std::optional<instant> alarms::next() const {
    for (auto const& [at, who] : *table_) {
        if (!who.rung) return at.first;
    }
    return std::nullopt;
}

void alarms::drop() { auto const gone = std::exchange(*table_, {}); }

void process::kill() {
    queue.close();
    steady.drop();
    wall.drop();
    queue.close();
}

}  // namespace quittance::simulation
