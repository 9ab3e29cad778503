#include "store_link.hpp"

#include <utility>

namespace quittance::simulation {
namespace {

using engine::store_unavailable;
using std::chrono::seconds;

constexpr milliseconds deadline{2'000};

ordered as_seen(engine::ordered_effect const& what, instant lease_end) {
    return {what.key.text(),     what.kind,       what.body, what.client.text(),
            what.booking.text(), what.ordered_at, lease_end, what.object};
}

}  // namespace

void store_link::applied(engine::commit_request const& request) {
    auto const& after = around_.mirrored(request.after->id, request);
    commit_seen seen;
    seen.gateway = gateway_;
    seen.at = around_.time.now();
    seen.after = &after;
    for (auto const& e : request.effects) seen.effects.push_back(as_seen(e, request.lease_until));
    if (request.finished) seen.finished = request.finished->text();
    for (auto const& mark : request.marks) seen.event_ids.push_back(mark.event_id);
    around_.told.add(seen.at, gateway_, "commit", after.client + ' ' + after.ledger.back());
    around_.judge.committed(seen);
    if (around_.on_commit) around_.on_commit(seen);
}

// As long as the way takes where it takes any time.
awaitable<void> store_link::linger() {
    if (around_.slowest_store == milliseconds{0}) co_return;
    auto const delay = around_.latency.about(milliseconds{1}, around_.slowest_store);
    co_await owner_.steady.until(around_.time.now() + delay);
}

// A cut way or a lost packet: the connection is refused at once, or nothing comes until the deadline.
awaitable<bool> store_link::gets_there() {
    co_await linger();
    bool const cut = around_.cut[static_cast<std::size_t>(gateway_)].store > 0;
    if (!cut && around_.bad.strikes(fault::slow)) {
        auto const delay = around_.bad.luck(fault::slow).about(milliseconds{1}, deadline);
        co_await owner_.steady.until(around_.time.now() + delay);
    }
    bool const lost = cut || around_.bad.strikes(fault::request_lost);
    if (!lost) co_return true;
    auto const wait = around_.latency.odds(0.5) ? milliseconds{1} : deadline;
    co_await owner_.steady.until(around_.time.now() + wait);
    connection_lost();
    co_return false;
}

awaitable<void> store_link::go(kind what) {
    bool const there = co_await gets_there();
    if (!there) throw store_unavailable("the store cannot be reached; see whether Redis runs");
    // Out of memory and read-only refuse writes alone, a busy script refuses all.
    bool const refuses = around_.store_refuses > 0 && (what == kind::write || around_.store_refuses % 2 == 0);
    if (refuses) throw store_unavailable("Redis refuses: OOM command not allowed; give it more memory");
}

awaitable<void> store_link::come_back(std::uint64_t losses_before) {
    co_await linger();
    bool const cut = around_.cut[static_cast<std::size_t>(gateway_)].store > 0;
    bool const lost = cut || around_.bad.strikes(fault::reply_lost);
    if (!lost && losses_before == around_.store_losses) co_return;
    co_await owner_.steady.until(around_.time.now() + deadline);
    connection_lost();
    throw store_unavailable("the connection to the store was lost; see whether Redis runs");
}

awaitable<void> store_link::tell(awaitable<void> work) {
    auto const losses = around_.store_losses;
    co_await go(kind::write);
    co_await std::move(work);
    around_.stored();
    co_await come_back(losses);
}

awaitable<engine::commit_result> store_link::hear_nothing() {
    co_await owner_.steady.until(around_.time.now() + deadline);
    connection_lost();
    co_return engine::commit_result{};
}

awaitable<engine::commit_result> store_link::commit(engine::commit_request const& request) {
    auto const losses = around_.store_losses;
    bool const lost_before = around_.bad.strikes(fault::request_lost);
    if (lost_before) co_return co_await hear_nothing();
    co_await go(kind::write);
    auto given = co_await inner_.commit_for(request, seen_);
    around_.stored();
    if (given.outcome == engine::commit_outcome::committed) applied(request);
    if (given.outcome == engine::commit_outcome::version_changed) ++around_.versions_lost;
    co_await linger();
    // A moment in which the gateway may crash: done, and nobody knows.
    co_await owner_.steady.until(around_.time.now());
    bool const cut = around_.cut[static_cast<std::size_t>(gateway_)].store > 0;
    bool const lost_after = cut || losses != around_.store_losses || around_.bad.strikes(fault::reply_lost);
    if (lost_after) co_return co_await hear_nothing();
    co_return given;
}

awaitable<engine::commit_outcome> store_link::erase(engine::loaded_account whole, std::string seal) {
    auto const losses = around_.store_losses;
    auto const client = whole.account.id;
    co_await go(kind::write);
    auto const outcome = co_await inner_.erase_for(std::move(whole), std::move(seal), seen_);
    if (outcome == engine::commit_outcome::committed) {
        around_.stored();
        around_.forget(client);
        around_.told.add(around_.time.now(), gateway_, "erased", client.text());
        around_.judge.erased(client.text(), around_.time.now());
    }
    co_await come_back(losses);
    co_return outcome;
}

awaitable<engine::whole_record> store_link::record_of(domain::client_id client) {
    return ask(kind::read, inner_.record_of(std::move(client)));
}

// By a command of its own, which has seen nothing of the store before.
awaitable<engine::commit_result> store_link::replace_ledger(std::vector<engine::ledger_part> const& former,
                                                            engine::commit_request const& last) {
    auto const losses = around_.store_losses;
    co_await go(kind::write);
    inner_.forget_what_was_seen();
    auto given = co_await inner_.replace_ledger(former, last);
    around_.stored();
    if (given.outcome == engine::commit_outcome::committed) {
        commit_seen seen;
        seen.gateway = gateway_;
        seen.at = around_.time.now();
        seen.after = &around_.mirrored_anew(last.after->id);
        around_.told.add(seen.at, gateway_, "person_erased", seen.after->client);
        around_.judge.person_erased(seen);
    }
    co_await owner_.steady.until(around_.time.now());
    bool const cut = around_.cut[static_cast<std::size_t>(gateway_)].store > 0;
    bool const lost_after = cut || losses != around_.store_losses || around_.bad.strikes(fault::reply_lost);
    if (lost_after) co_return co_await hear_nothing();
    co_return given;
}

awaitable<void> store_link::park(engine::parked_event event) {
    auto const losses = around_.store_losses;
    auto const id = event.event_id;
    auto body = event.body;
    co_await go(kind::write);
    co_await inner_.park(std::move(event));
    around_.stored();
    around_.keep_parked(std::move(body));
    around_.judge.parked(id);
    co_await come_back(losses);
}

awaitable<engine::loaded_account> store_link::load(domain::client_id client,
                                                   std::vector<domain::booking_id> bookings) {
    return ask(kind::read, inner_.load(std::move(client), std::move(bookings)));
}
awaitable<engine::loaded_account> store_link::load_whole(domain::client_id client) {
    return ask(kind::read, inner_.load_whole(std::move(client)));
}
awaitable<domain::client_id> store_link::claim_identity(domain::booking_identity identity,
                                                        domain::client_id proposed) {
    return ask(kind::write, inner_.claim_identity(std::move(identity), std::move(proposed)));
}
awaitable<std::optional<domain::client_id>> store_link::find_identity(domain::booking_identity identity) {
    return ask(kind::read, inner_.find_identity(std::move(identity)));
}
awaitable<void> store_link::disown_identity(domain::booking_identity identity, domain::client_id owner) {
    return tell(inner_.disown_identity(std::move(identity), std::move(owner)));
}
awaitable<std::vector<domain::offer_id>> store_link::offers_under(std::string source, std::string reference) {
    return ask(kind::read, inner_.offers_under(std::move(source), std::move(reference)));
}
awaitable<std::vector<engine::wake>> store_link::claim_wakes(instant now, milliseconds lease,
                                                             std::size_t most) {
    return ask(kind::write, inner_.claim_wakes(now, lease, most));
}
awaitable<void> store_link::move_wake(domain::client_id client, domain::booking_id booking,
                                      std::uint64_t version, std::optional<instant> next) {
    return tell(inner_.move_wake(std::move(client), std::move(booking), version, next));
}
awaitable<std::vector<engine::ordered_effect>> store_link::claim_effects(instant now, milliseconds lease,
                                                                         std::size_t most) {
    return ask(kind::write, inner_.claim_effects(now, lease, most));
}
awaitable<std::optional<engine::ordered_effect>> store_link::claim_effect(engine::effect_key key, instant now,
                                                                          milliseconds lease) {
    return ask(kind::write, inner_.claim_effect(std::move(key), now, lease));
}
awaitable<void> store_link::postpone_effect(engine::effect_key key, instant when) {
    return tell(inner_.postpone_effect(std::move(key), when));
}
awaitable<void> store_link::finish_effect(engine::effect_key key) {
    auto const losses = around_.store_losses;
    auto const name = key.text();
    co_await go(kind::write);
    co_await inner_.finish_effect(std::move(key));
    around_.stored();
    around_.judge.order_removed(name, around_.time.now());
    co_await come_back(losses);
}
awaitable<std::optional<instant>> store_link::oldest_wake() { return ask(kind::read, inner_.oldest_wake()); }
awaitable<std::optional<instant>> store_link::oldest_effect() {
    return ask(kind::read, inner_.oldest_effect());
}

}  // namespace quittance::simulation
