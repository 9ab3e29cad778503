#include "store_guard.hpp"
#include "quittance/net/quietly.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace quittance::app {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using engine::store_standing;
constexpr std::chrono::milliseconds pace{2'000};
constexpr std::chrono::milliseconds pace_in_doubt{100};
constexpr std::chrono::milliseconds processor_pace{60'000};

std::string endpoint_of(foundation const& base) {
    auto const& reached = base.around.processor.sandbox ? base.around.public_base() : base.public_base();
    return reached + "/webhooks/stripe";
}

}  // namespace

store_guard::store_guard(foundation& base, engine::settings& current, redis::database& store,
                         processor_link& outside)
    : base_(base),
      current_(current),
      store_(store),
      outside_(outside.endpoints(), endpoint_of(base), *base.randomness, *base.journal),
      turn_(base.loop),
      minute_(base.loop),
      closed_(base.figures->measure(
          "quittance_store_quarantined",
          "1 while the store is in quarantine: webhooks are taken, nothing is charged.")),
      on_disk_(read_mark(*base.around.state)) {}

bool store_guard::quarantined() const {
    return current_.standing != store_standing::open && current_.standing != store_standing::checking;
}

std::optional<store_mark> store_guard::known() const { return on_disk_ ? on_disk_ : at_processor_; }

std::vector<store_mark> store_guard::marks() const {
    std::vector<store_mark> all;
    if (on_disk_) all.push_back(*on_disk_);
    if (at_processor_) all.push_back(*at_processor_);
    // Replies to our own commits are newer than any mark.
    if (!current_.store_seal.empty() && !current_.store_id.empty() && !quarantined()) {
        all.push_back({current_.store_id, current_.store_epoch, store_.commits_seen()});
    }
    return all;
}

awaitable<void> store_guard::look_first() {
    at_processor_ = co_await outside_.read();
    // The disk is this gateway's own; what it reopened, the processor may not have been told yet.
    seen_ = co_await store_.registry().look();
    auto found = judge(seen_, marks());
    if (found.what != store_standing::open) co_await enter(std::move(found));
}

awaitable<void> store_guard::believe(engine::store_identity identity) {
    seen_ = co_await store_.registry().look();
    if (seen_.sealed != identity.epoch) {
        co_await store_.registry().seal(identity, seen_.replaces, std::string{}, std::string{});
    }
    seen_.identity = identity;
    seen_.sealed = identity.epoch;
    current_.store_id = identity.store_id;
    current_.store_epoch = identity.epoch;
    current_.store_seal = engine::seal_of(identity);
    current_.standing = store_standing::open;
    current_.standing_reason.clear();
    closed_.set(0);
}

void store_guard::say(std::string const& why) {
    if (said_ == why) return;
    said_ = why;
    base_.journal->error("store_quarantined", {{"standing", name_of(current_.standing)}, {"reason", why}});
}

awaitable<void> store_guard::enter(standing_found found) {
    current_.standing = found.what;
    current_.standing_reason = found.why;
    closed_.set(1);
    current_.store_seal.clear();
    if (auto const before = known(); before && found.what != store_standing::behind) {
        current_.store_id = before->store_id;
        current_.store_epoch = before->epoch;
        // Another store may carry no seal: what nobody has matches nobody's.
        if (found.what == store_standing::other) {
            current_.store_seal = engine::seal_of({before->store_id, before->epoch, {}, false});
        }
    }
    say(found.why);
    if (found.what != store_standing::behind) co_return;
    // It stays closed for everybody, whatever is recorded in it meanwhile, until a person opens it.
    auto const& identity = *seen_.identity;
    if (seen_.closed.empty()) co_await store_.registry().close(found.why);
    if (seen_.sealed != identity.epoch) {
        co_await store_.registry().seal(identity, seen_.replaces, found.why, std::string{"put back"});
    }
    store_.forget_what_was_seen();
    current_.store_id = identity.store_id;
    current_.store_epoch = identity.epoch;
    current_.store_seal = engine::seal_of(identity);
}

awaitable<void> store_guard::leave() {
    store_.forget_what_was_seen();
    auto const identity = *seen_.identity;
    // Before anybody is told: who hears "ready" asks with a key. Where this fails the next look does it
    // again.
    if (before_opening_) co_await before_opening_();
    co_await believe(identity);
    said_.clear();
    base_.journal->warning("store_opened", {{"store", identity.store_id}, {"epoch", identity.epoch}});
}

awaitable<void> store_guard::settle(standing_found found) {
    if (found.what != store_standing::open) {
        co_await enter(std::move(found));
        co_return;
    }
    if (!seen_.identity) co_return;  // nothing was known of any: the first start is under way
    bool const another = engine::seal_of(*seen_.identity) != current_.store_seal;
    if (quarantined() || another || seen_.sealed != seen_.identity->epoch) {
        co_await leave();
    } else if (current_.standing == store_standing::checking) {
        current_.standing = store_standing::open;
    }
    keep_on_disk();
}

void store_guard::keep_on_disk() {
    store_mark const now{seen_.identity->store_id, seen_.identity->epoch, seen_.commits};
    if (on_disk_ == now) return;
    keep_mark(*base_.around.state, now);
    on_disk_ = now;
}

awaitable<void> store_guard::check() {
    suspected_ = false;
    // Noted before the look: a commit that is answered meanwhile is not in what the look saw.
    auto const known_before = marks();
    seen_ = co_await store_.registry().look();
    // Lost again while it was looked at: what was seen may be of the store before.
    if (suspected_) co_return;
    auto found = judge(seen_, known_before);
    co_await settle(std::move(found));
}

awaitable<void> store_guard::try_check() {
    try {
        co_await check();
    } catch (engine::unavailable const&) {
        suspect();  // it is away: whatever comes back is looked at first
    } catch (std::exception const& error) {
        base_.journal->error("store_check_failed", {{"reason", error.what()}});
    }
}

// Counts itself out with its frame, however that ends.
struct store_guard::at_work {
    store_guard& all;
    explicit at_work(store_guard& a) : all(a) { ++all.running_; }
    at_work(at_work const&) = delete;
    at_work& operator=(at_work const&) = delete;
    ~at_work() {
        if (--all.running_ == 0) all.all_ended_.resume();
    }
};

awaitable<void> store_guard::watch_store() {
    at_work const here{*this};
    while (!stopping_) {
        bool const in_doubt = suspected_ || current_.standing == store_standing::checking;
        turn_.expires_after(in_doubt ? pace_in_doubt : pace);
        co_await turn_.async_wait(net::quietly);
        if (!stopping_) co_await try_check();
    }
}

awaitable<void> store_guard::mark_processor() {
    bool const first = !at_processor_;
    store_mark now{seen_.identity->store_id, seen_.identity->epoch, seen_.commits};
    if (first) at_processor_ = co_await outside_.read();
    // What it knew from before is judged before it is overwritten.
    if (at_processor_ && judge(seen_, {*at_processor_}).what != store_standing::open) co_return;
    co_await outside_.write(now, base_.time.now());
    at_processor_ = std::move(now);
}

awaitable<void> store_guard::tend_processor() {
    at_work const here{*this};
    auto wait = pace;
    while (!stopping_) {
        minute_.expires_after(wait);
        wait = processor_pace;
        co_await minute_.async_wait(net::quietly);
        if (stopping_ || current_.standing != store_standing::open || !seen_.identity) continue;
        try {
            co_await mark_processor();
        } catch (std::exception const& error) {
            base_.journal->warning("processor_mark_not_written", {{"reason", error.what()}});
        }
    }
}

void store_guard::suspect() {
    if (current_.standing == store_standing::open) current_.standing = store_standing::checking;
    if (suspected_) return;
    suspected_ = true;
    turn_.cancel();
}

void store_guard::watch(std::function<awaitable<void>()> before_opening) {
    before_opening_ = std::move(before_opening);
    store_.on_connection_lost([this] { suspect(); });
    asio::co_spawn(base_.loop, watch_store(), asio::detached);
    asio::co_spawn(base_.loop, tend_processor(), asio::detached);
}

awaitable<void> store_guard::mark_everywhere() {
    seen_ = co_await store_.registry().look();
    if (!seen_.identity) co_return;
    keep_on_disk();
    store_mark now{seen_.identity->store_id, seen_.identity->epoch, seen_.commits};
    co_await outside_.write(std::move(now), base_.time.now());
}

awaitable<void> store_guard::stop() {
    stopping_ = true;
    store_.on_connection_lost({});
    turn_.cancel();
    minute_.cancel();
    if (current_.standing != store_standing::open) co_return;
    try {
        auto const known_before = marks();
        seen_ = co_await store_.registry().look();
        if (judge(seen_, known_before).what == store_standing::open && seen_.identity) keep_on_disk();
    } catch (std::exception const& failure) {  // a full disk, too, must not keep the rest from being stopped
        base_.journal->warning("store_mark_not_kept", {{"reason", failure.what()}});
    }
}

awaitable<void> store_guard::ended() {
    if (running_ > 0) co_await all_ended_.wait();
}

}  // namespace quittance::app
