// Promises: the way from one gateway to the processor: the product's own adapter speaks Stripe's texts to the
// sandbox's state machine, and everything between them may go wrong. A request that left arrives, or not,
// whatever becomes of the gateway that sent it.
#pragma once
#include "quittance/stripe/transport.hpp"
#include "surroundings.hpp"

namespace quittance::simulation {

class processor_link final : public stripe::transport {
public:
    // `key` is read at each request: it can be changed under way. `time`: what the gateway takes it for.
    processor_link(surroundings& around, process& owner, int gateway, clock const& time,
                   std::string const& key)
        : around_(around), owner_(owner), gateway_(gateway), time_(time), key_(key) {}

    awaitable<stripe::delivery> send(stripe::request what, milliseconds patience) override;
    awaitable<void> pause(milliseconds how_long) override;

private:
    awaitable<stripe::delivery> meet_a_wall(milliseconds patience);

    surroundings& around_;
    process& owner_;
    int gateway_;
    clock const& time_;
    std::string const& key_;
};

}  // namespace quittance::simulation
