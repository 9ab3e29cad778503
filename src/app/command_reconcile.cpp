// `quittance reconcile` and `quittance reopen`: the way out of quarantine, decided by a person.
#include <fmt/format.h>

#include <algorithm>

#include "quittance/engine/reconciliation.hpp"
#include "recovery.hpp"
#include "wiring.hpp"

namespace quittance::app {
namespace {

using boost::asio::awaitable;
using engine::store_standing;

constexpr std::chrono::hours usual_look_back{24 * 30};

instant start_of(std::string const& date, instant now) {
    if (date.empty()) return now - usual_look_back;
    auto const at = parse_rfc3339(date + "T00:00:00Z");
    if (!at) throw std::runtime_error{"--from is a date such as 2026-11-01, not '" + date + "'"};
    return *at;
}

// An emptied store gets its name back, and stays closed: what is recorded in it needs a home.
awaitable<void> name_again(application& parts) {
    auto const before = parts.guard.known();
    engine::store_identity const same{before->store_id, before->epoch, parts.current.processor_account,
                                      parts.current.livemode};
    auto const why = parts.current.standing_reason;
    co_await parts.store->registry().seal(same, std::string{}, why, std::string{"reconcile"});
    parts.current.store_seal = engine::seal_of(same);
    parts.current.standing = store_standing::behind;
}

void print(engine::reconciliation const& told, bool apply) {
    std::size_t persons = 0;
    for (auto const& one : told.found) {
        fmt::print("{} {}  {}  {}: {}\n", one.needs_person ? "!" : (apply ? "+" : "-"), one.client.text(),
                   one.booking.text(), one.subject, one.what);
        if (one.needs_person) ++persons;
    }
    fmt::print("{} sessions and {} charges of this store at the processor were compared; {} differences{}.\n",
               told.sessions, told.charges, told.found.size(), apply ? ", recorded" : "");
    if (persons > 0) fmt::print("{} of them (marked !) need a person.\n", persons);
    if (!apply && told.found.size() > persons) {
        fmt::print("Nothing was changed. `quittance reconcile --apply` records them.\n");
    }
}

awaitable<engine::reconciliation> compare(application& parts, instant from, bool apply) {
    auto const recover = [&parts](engine::routed_session const& lost) {
        return recovered(parts.base.settings, lost);
    };
    engine::reconciler work{
        parts.books,     parts.store->accounts(), parts.store->registry(), parts.outside.calls(),
        parts.base.time, *parts.base.randomness,  parts.current,           recover};
    auto told = co_await work.run(from, apply);
    co_return told;
}

awaitable<int> compare_with_processor(application& parts, instant from, bool apply) {
    co_await parts.open();
    if (parts.guard.quarantined()) fmt::print("{}\n\n", parts.current.standing_reason);
    if (parts.current.standing == store_standing::other) {
        fmt::print(stderr, "quittance: nothing is compared with another store\n");
        parts.store->close();
        co_return 1;
    }
    bool const nameless = parts.current.standing == store_standing::empty;
    if (nameless && apply) co_await name_again(parts);
    auto const told = co_await compare(parts, from, apply);
    print(told, apply);
    parts.store->close();
    co_return 0;
}

engine::store_identity opened_identity(application const& parts) {
    auto const before = parts.guard.known();
    auto const& there = parts.guard.seen().identity;
    engine::store_identity fresh;
    fresh.store_id = there ? there->store_id : before->store_id;
    fresh.epoch = std::max(there ? there->epoch : 0, before ? before->epoch : 0) + 1;
    fresh.account = there && !there->account.empty() ? there->account : parts.current.processor_account;
    fresh.livemode = parts.current.livemode;
    return fresh;
}

// What is not recorded would be charged again. Another store is not compared: its sessions are not ours.
awaitable<bool> is_reconciled(application& parts, instant from) {
    if (parts.current.standing == store_standing::other) co_return true;
    engine::reconciliation told;
    try {
        told = co_await compare(parts, from, false);
    } catch (engine::unavailable const& away) {
        fmt::print(
            stderr,
            "quittance: the store stays closed, since it could not be compared: {}. Run this again when "
            "the processor answers, or open it without looking: --unreconciled\n",
            away.what());
        co_return false;
    }
    bool const recorded =
        std::all_of(told.found.begin(), told.found.end(), [](auto const& one) { return one.needs_person; });
    if (!recorded) {
        print(told, false);
        fmt::print(stderr,
                   "quittance: the store stays closed, since this would be charged again; run `quittance "
                   "reconcile --apply` first\n");
    }
    co_return recorded;
}

awaitable<void> seal_anew(application& parts, std::string reason) {
    bool const other = parts.current.standing == store_standing::other;
    auto const replaces = other ? parts.guard.known()->store_id : parts.guard.seen().replaces;
    auto const fresh = opened_identity(parts);
    co_await parts.store->registry().seal(fresh, replaces, std::string{}, reason);
    parts.base.journal->warning("store_reopened",
                                {{"store", fresh.store_id}, {"epoch", fresh.epoch}, {"reason", reason}});
    co_await parts.guard.mark_everywhere();
    fmt::print(
        "The store is open again, in epoch {}. Running gateways see it within seconds; one that still\n"
        "thinks in an older epoch can commit nothing.\n",
        fresh.epoch);
}

awaitable<int> open_again(application& parts, reopen_options what) {
    co_await parts.open();
    if (!parts.guard.quarantined()) {
        fmt::print("The store is open; there is nothing to do.\n");
        parts.store->close();
        co_return 0;
    }
    bool open = what.unreconciled;
    if (!open) open = co_await is_reconciled(parts, start_of(what.from, parts.base.time.now()));
    if (open) co_await seal_anew(parts, std::move(what.reason));
    parts.store->close();
    co_return open ? 0 : 1;
}

}  // namespace

int reconcile(common_options const& how, reconcile_options const& what) {
    foundation base{how, foundation::voice::warnings};
    auto const from = start_of(what.from, base.time.now());
    application parts{base};
    return run_on(base.loop, compare_with_processor(parts, from, what.apply));
}

int reopen(common_options const& how, reopen_options const& what) {
    foundation base{how, foundation::voice::warnings};
    application parts{base};
    return run_on(base.loop, open_again(parts, what));
}

}  // namespace quittance::app
