// Promises: the world's time, which only ever goes on, and what a gateway takes it for: skewed, jumping or
// standing still. A worker that has nothing to do sleeps on until it has: its empty rounds change nothing,
// and three years of a round each second would be all that is simulated.
#pragma once
#include <functional>
#include <vector>

#include "process.hpp"
#include "quittance/base/clock.hpp"

namespace quittance::simulation {

class world_clock final : public clock {
public:
    explicit world_clock(instant start) : now_(start) {}
    instant now() const override { return now_; }
    awaitable<void> sleep_until(instant) override;  // nobody sleeps by it: an error
    void move_to(instant when) { now_ = std::max(now_, when); }

private:
    instant now_;
};

class gateway_clock final : public clock {
public:
    gateway_clock(world_clock const& around, process& owner) : around_(around), owner_(owner) {}

    instant now() const override { return frozen_ ? *frozen_ : around_.now() + offset_; }
    awaitable<void> sleep_until(instant when) override;

    void set_offset(milliseconds by) { offset_ = by; }
    void freeze() { frozen_ = now(); }
    void thaw() { frozen_.reset(); }
    // When, by the world's time, the next sleeper is due.
    std::optional<instant> next() const;
    void ring_due() { owner_.wall.ring_due(now()); }
    std::optional<instant> in_world_time(instant when) const;

private:
    world_clock const& around_;
    process& owner_;
    milliseconds offset_{0};
    std::optional<instant> frozen_;
};

// What the workers sleep by.
class worker_clock final : public clock {
public:
    enum class work { queues, events };
    // True while there may be something to do, or while looking is what finds out.
    using question = std::function<bool(work)>;
    // `longest`: what a round of the event list is put off to when nothing is heard of the processor.
    worker_clock(gateway_clock& base, process& owner, milliseconds longest, question has_work)
        : base_(base), owner_(owner), longest_(longest), has_work_(std::move(has_work)) {}

    instant now() const override { return base_.now(); }
    awaitable<void> sleep_until(instant when) override;
    // Wakes those who have work now.
    void look();
    bool is_resting(work kind) const;

private:
    struct rest {
        work kind;
        alarms::handle bell;
        std::uint64_t number;
    };
    gateway_clock& base_;
    process& owner_;
    milliseconds longest_;
    question has_work_;
    std::vector<rest> resting_;
    std::uint64_t rests_so_far_ = 0;
};

}  // namespace quittance::simulation
