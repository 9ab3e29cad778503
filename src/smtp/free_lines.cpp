#include "free_lines.hpp"

#include <list>

#include "quittance/base/suspension.hpp"

namespace quittance::smtp {

struct free_lines::state {
    std::size_t free;
    bool closed = false;
    std::list<waiter*> waiting;

    explicit state(std::size_t count) : free(count) {}
    void hand_out();
    void give_back() {
        ++free;
        hand_out();
    }
};

// His frame may be destroyed while he waits, and between the moment when a line is his and the one when he
// hears of it.
struct free_lines::waiter {
    state& all;
    suspension wait;
    bool has_line = false;

    explicit waiter(state& a) : all(a) { all.waiting.push_back(this); }
    waiter(waiter const&) = delete;
    waiter& operator=(waiter const&) = delete;
    ~waiter() {
        all.waiting.remove(this);
        if (has_line) all.give_back();
    }
};

void free_lines::state::hand_out() {
    while (free > 0 && !closed && !waiting.empty()) {
        auto& first = *waiting.front();
        waiting.pop_front();
        --free;
        first.has_line = true;
        first.wait.resume();
    }
}

free_lines::free_lines(std::size_t count) : state_(std::make_shared<state>(count)) {}

boost::asio::awaitable<std::shared_ptr<void>> free_lines::take() {
    struct line {
        std::shared_ptr<state> of;
        explicit line(std::shared_ptr<state> s) : of(std::move(s)) {}
        line(line const&) = delete;
        line& operator=(line const&) = delete;
        ~line() { of->give_back(); }
    };
    auto const all = state_;
    if (all->closed) co_return nullptr;
    waiter mine{*all};
    all->hand_out();
    if (!mine.has_line) co_await mine.wait.wait();
    if (!mine.has_line) co_return nullptr;
    auto taken = std::make_shared<line>(all);
    mine.has_line = false;
    co_return taken;
}

void free_lines::close() {
    state_->closed = true;
    for (auto* const one : state_->waiting) one->wait.resume();
}

}  // namespace quittance::smtp
