#include "guard.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace quittance::simulation {
namespace {

using engine::store_standing;

constexpr milliseconds soon{100};
constexpr std::chrono::minutes pace_when_cut_off{10};  // what cannot be reached cannot be looked at
constexpr std::chrono::hours until_told{24 * 365 * 10};

}  // namespace

guard::guard(surroundings& around, process& owner, store_link& store, engine::settings& current, int number,
             std::optional<app::store_mark>& on_disk)
    : around_(around), owner_(owner), store_(store), current_(current), number_(number), on_disk_(on_disk) {}

bool guard::quarantined() const {
    return current_.standing != store_standing::open && current_.standing != store_standing::checking;
}

std::vector<app::store_mark> guard::marks() const {
    std::vector<app::store_mark> all;
    if (on_disk_) all.push_back(*on_disk_);
    if (!quarantined()) all.push_back({current_.store_id, current_.store_epoch, {store_.commits_seen()}});
    return all;
}

void guard::believe(engine::store_identity const& identity) {
    current_.store_id = identity.store_id;
    current_.store_epoch = identity.epoch;
    current_.store_seal = engine::seal_of(identity);
    current_.standing = store_standing::open;
    current_.standing_reason.clear();
}

void guard::start() {
    auto const& there = around_.store.inside();
    seen_ = {there.identity, there.sealed, there.replaces, there.closed, {there.taken}};
    believe(*seen_.identity);
    auto const found = on_disk_ ? app::judge(seen_, {*on_disk_}) : app::judge(seen_, {});
    if (found.what != store_standing::open) {
        current_.standing = found.what;
        current_.standing_reason = found.why;
        around_.close_store(found.why);
    }
    keep_mark();
    store_.on_connection_lost([this] { suspect(); });
    boost::asio::co_spawn(owner_.queue.executor(), watch(), boost::asio::detached);
}

void guard::keep_mark() {
    if (current_.standing != store_standing::open) return;
    auto const& there = around_.store.inside();
    bool const mine = there.seal == current_.store_seal && there.taken >= store_.commits_seen();
    if (mine) on_disk_ = app::store_mark{current_.store_id, current_.store_epoch, {there.taken}};
}

void guard::suspect() {
    if (current_.standing == store_standing::open) current_.standing = store_standing::checking;
    if (std::exchange(suspected_, true)) return;
    bell_.ring();
}

bool guard::in_doubt() const { return suspected_ || current_.standing == store_standing::checking; }

milliseconds guard::pace_in_doubt() const {
    bool const cut = around_.cut[static_cast<std::size_t>(number_)].store > 0 || around_.store_refuses > 0;
    return cut ? milliseconds{pace_when_cut_off} : soon;
}

awaitable<void> guard::watch() {
    for (;;) {
        if (!asked_ && !in_doubt()) {
            bell_ = owner_.steady.set(around_.time.now() + until_told);
            co_await owner_.steady.wait(bell_);
        }
        if (!asked_) co_await owner_.steady.until(around_.time.now() + pace_in_doubt());
        asked_ = false;
        co_await try_check();
    }
}

awaitable<void> guard::try_check() {
    try {
        co_await check();
    } catch (engine::unavailable const&) {
        suspect();
    }
}

awaitable<void> guard::check() {
    suspected_ = false;
    auto const known_before = marks();
    seen_ = co_await store_.look();
    if (suspected_) co_return;
    auto found = app::judge(seen_, known_before);
    co_await settle(std::move(found));
}

awaitable<void> guard::settle(app::standing_found found) {
    if (found.what != store_standing::open) {
        co_await enter(std::move(found));
        co_return;
    }
    bool const another = engine::seal_of(*seen_.identity) != current_.store_seal;
    if (quarantined() || another) {
        store_.forget_what_was_seen();
        believe(*seen_.identity);
        ++times_opened_;
        around_.told.add(around_.time.now(), number_, "opened", current_.store_seal);
    } else if (current_.standing == store_standing::checking) {
        current_.standing = store_standing::open;
    }
    keep_mark();
}

awaitable<void> guard::enter(app::standing_found found) {
    around_.told.add(around_.time.now(), number_, "quarantine", found.why);
    current_.standing = found.what;
    current_.standing_reason = found.why;
    current_.store_seal.clear();
    if (seen_.closed.empty()) co_await store_.close(found.why);
    store_.forget_what_was_seen();
    auto const& identity = *seen_.identity;
    current_.store_id = identity.store_id;
    current_.store_epoch = identity.epoch;
    current_.store_seal = engine::seal_of(identity);
}

}  // namespace quittance::simulation
