// Promises: load, decide, commit, for one account at a time. Commands of one account wait in a lane, first
// come first served, and the next in line inherits the account just committed; other processes are kept apart
// by the version. Throws store_unavailable, and then nothing was acknowledged.
#pragma once
#include <functional>
#include <memory>

#include "quittance/base/clock.hpp"
#include "quittance/base/entropy.hpp"
#include "quittance/base/log.hpp"
#include "quittance/base/metrics.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/engine/settings.hpp"
#include "quittance/engine/store.hpp"

namespace quittance::engine {

// Runs effects that were just committed by this process, `as_committed` being the account with them. May be
// called many times; must not throw.
using effect_starter = std::function<void(std::vector<ordered_effect>, loaded_account const& as_committed)>;

struct applied {
    domain::account account;  // after; holds the bookings that were asked for
    bool changed = false;     // false: the command said nothing new, nothing was committed
    bool duplicate = false;   // the mark was already there
};
using apply_result = boost::system::result<applied, domain::refusal>;

struct apply_request {
    domain::client_id client;
    std::vector<domain::booking_id> bookings;  // needed to decide; pointers of moved ones are followed
    domain::command what;
    std::optional<event_mark> mark;
    std::optional<effect_key> finishes;  // an effect whose outcome this is
    // The account as it was a moment ago, which saves the load; if somebody committed meanwhile, the version
    // says so and it is loaded after all.
    std::unique_ptr<loaded_account> known;
};

class accounts {
public:
    accounts(store& where, processor const& forms, clock const& time, entropy& randomness,
             settings const& current, log& journal, metrics& figures);
    accounts(accounts const&) = delete;
    accounts& operator=(accounts const&) = delete;
    ~accounts();

    void on_effects(effect_starter start);
    // Called after a commit that ordered notices.
    void on_notices(std::function<void()> tell);
    // Called when a commit finds another store than the one that was known (commit_outcome::store_changed).
    void on_store_changed(std::function<void()> tell);
    awaitable<apply_result> apply(apply_request request);
    // Takes the whole account out. False: it changed since it was loaded.
    awaitable<bool> erase(loaded_account whole);
    awaitable<loaded_account> read(domain::client_id client, std::vector<domain::booking_id> bookings);

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace quittance::engine
