// Promises: store and state folder belong to one processor account in one mode, from the first start on.
// Refuses (std::runtime_error) a start with the key of another account or mode: its money would be looked for
// where it never was.
#pragma once
#include "environment.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/engine/registry.hpp"

namespace quittance::app {

// What the state folder was bound to; nothing before the first start.
struct bound_account {
    std::string account;  // empty: the key could not read it
    bool livemode = false;
};
std::optional<bound_account> read_binding(state_folder const& state);
void keep_binding(state_folder const& state, bound_account const& to);

// Why these two are not the same account and mode; nothing when they are, as far as is known.
std::optional<std::string> binding_conflict(std::string_view what, bound_account const& bound,
                                            bound_account const& now);

// Asks the processor who we are, compares with state folder and store, and binds what is fresh. Without
// `lists` (a store in quarantine) nothing is read from the store or written to it.
boost::asio::awaitable<engine::store_identity> bind(engine::processor& outside, engine::registry* lists,
                                                    environment const& around, entropy& randomness,
                                                    log& journal);

}  // namespace quittance::app
