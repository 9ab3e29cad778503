// Promises: one gateway as the product wires it (engine, adapter, pages, workers), on ports of the simulator
// instead of sockets. It can crash between any two steps: its frames are destroyed where they stand, and a
// new process with an empty memory takes its place.
#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "app/store_mark.hpp"
#include "clocks.hpp"
#include "configuration.hpp"
#include "processor_link.hpp"
#include "quittance/engine/bookings.hpp"
#include "quittance/engine/checkouts.hpp"
#include "quittance/engine/workers.hpp"
#include "quittance/stripe/webhook.hpp"
#include "quittance/web/routes.hpp"
#include "store_link.hpp"
#include "surroundings.hpp"

namespace quittance::simulation {

class gateway {
public:
    gateway(surroundings& around, int number);
    gateway(gateway const&) = delete;
    gateway& operator=(gateway const&) = delete;
    ~gateway();

    int number() const { return number_; }
    bool is_up() const { return running_ != nullptr; }
    void start(configuration const& with);
    void reload(configuration const& with);
    void crash();
    // Takes nothing new and ends what is in hand, as long as a service manager waits; then it is gone.
    awaitable<void> stop();
    // Crashes after `steps` more of its own steps: somewhere inside what it does next.
    void crash_after(std::uint64_t steps) { crash_in_ = steps + 1; }

    bool runnable() const;
    void step();
    // When its next sleeper is due, by the world's time.
    std::optional<instant> next() const;
    void time_passed();
    gateway_clock* clock_of_it();

    // A request comes in; `answered` is told the reply, or nothing when the gateway crashed over it.
    using answer = std::function<void(std::optional<http::response>)>;
    void serve(http::request what, answer answered);
    // What an operator does on this machine with the program's own commands.
    awaitable<void> move_booking(domain::booking_identity from, domain::booking_identity to);
    // The business sells something by itself.
    awaitable<void> sell(engine::purchase what);
    awaitable<void> decide(domain::client_id client, domain::booking_id booking, domain::command what);
    awaitable<void> replay_parked();
    // `quittance erase CLIENT --apply`; throws when something is out of reach.
    awaitable<void> erase_person(domain::client_id client);
    // `quittance reconcile --apply`, for the bookings a configuration would recognise, and `reopen`. Throws
    // when something is out of reach.
    awaitable<void> make_good(std::vector<domain::booking_identity> known);
    // The guard's next look comes now. / Its tick has just been.
    void look_at_store();
    void keep_mark();
    void run(awaitable<void> work);

private:
    struct running;
    surroundings& around_;
    int number_;
    std::uint64_t starts_ = 0;
    std::uint64_t crash_in_ = 0;  // 0: it does not
    std::optional<app::store_mark> on_disk_;
    std::unique_ptr<running> running_;
};

}  // namespace quittance::simulation
