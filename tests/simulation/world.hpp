// Promises: gateways, people, processor and trouble in one thread on one time. The world picks what runs
// next by chance, and lets time pass to the next moment at which anything can happen.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "gateway.hpp"
#include "surroundings.hpp"

namespace quittance::simulation {

class world {
public:
    world(plan what, bool aloud);
    world(world const&) = delete;
    world& operator=(world const&) = delete;
    ~world();

    surroundings around;
    std::vector<std::unique_ptr<gateway>> gateways;
    configuration current;                         // what the operator has written
    std::vector<domain::booking_identity> booked;  // as the booking page knows them
    instant safety_ends;
    std::uint64_t steps = 0;
    std::uint64_t most_steps;  // more than any plan of as many clients takes

    // Everything up to `until`; false when it never comes to rest.
    bool run_until(instant until);
    bool in_safety() const { return around.time.now() < safety_ends; }

    // A gateway that a load balancer would pick, or nothing when all are down.
    gateway* any_gateway(chance& luck);
    // A person's (or the processor's) request; nothing when no reply came.
    awaitable<std::optional<http::response>> ask(gateway* at, http::request what, milliseconds patience);
    void restart_all();

private:
    bool step();
    bool pass_time(instant until);
    std::optional<instant> next() const;
    void send_webhooks();
    awaitable<void> deliver(sandbox::outgoing_webhook what);
    awaitable<bool> carry(sandbox::outgoing_webhook const& what);

    chance order_;
    chance post_;
};

}  // namespace quittance::simulation
