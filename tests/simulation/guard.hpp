// Promises: the part of app::store_guard that decides, on the simulator's ports and by the product's own
// comparison: at start, after a lost connection, and when it is told to look, it compares the store with what
// this installation knew; a store that was put back closes the gateway, a reopened one opens it.
// Not modelled: the mark at the processor, and that a mark on disk may be two seconds old.
#pragma once
#include <optional>

#include "app/store_mark.hpp"
#include "process.hpp"
#include "quittance/engine/settings.hpp"
#include "store_link.hpp"

namespace quittance::simulation {

class guard {
public:
    // `on_disk` outlives this process.
    guard(surroundings& around, process& owner, store_link& store, engine::settings& current, int number,
          std::optional<app::store_mark>& on_disk);
    guard(guard const&) = delete;
    guard& operator=(guard const&) = delete;

    // Before anything else; then watches.
    void start();
    void look_now() {
        asked_ = true;
        bell_.ring();
    }
    // The disk knows what this process knows.
    void keep_mark();
    bool quarantined() const;
    std::uint64_t times_opened() const { return times_opened_; }

private:
    awaitable<void> watch();
    awaitable<void> try_check();
    awaitable<void> check();
    awaitable<void> settle(app::standing_found found);
    awaitable<void> enter(app::standing_found found);
    void believe(engine::store_identity const& identity);
    void suspect();
    bool in_doubt() const;
    milliseconds pace_in_doubt() const;
    std::vector<app::store_mark> marks() const;

    surroundings& around_;
    process& owner_;
    store_link& store_;
    engine::settings& current_;
    int number_;
    std::optional<app::store_mark>& on_disk_;
    engine::store_look seen_;
    alarms::handle bell_;
    bool suspected_ = false;
    bool asked_ = false;
    std::uint64_t times_opened_ = 0;
};

}  // namespace quittance::simulation
