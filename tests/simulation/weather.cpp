#include "weather.hpp"

namespace quittance::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr milliseconds instantly{1};

}  // namespace

void weather::notice() {
    auto& at = all_.around;
    bool const is_crowd = at.how.clients > usual_clients;
    if (is_crowd && crowd_.below(at.how.clients) >= usual_clients) return;
    auto const strikes = [&at](fault what) { return at.bad.strikes(what); };
    // A crash counts when it happens.
    if (at.how.faults.has(fault::crash) && !at.bad.over() && at.bad.luck(fault::crash).odds(0.3)) {
        at.spawn(crash());
    }
    if (strikes(fault::no_store)) at.spawn(cut(fault::no_store, &cut_ways::store));
    if (strikes(fault::no_processor)) at.spawn(cut(fault::no_processor, &cut_ways::processor));
    if (strikes(fault::no_gateway)) at.spawn(cut(fault::no_gateway, &cut_ways::inbound));
    if (strikes(fault::store_refuses)) at.spawn(last(fault::store_refuses, at.store_refuses, hours{3}));
    if (strikes(fault::webhook_dropped)) {
        at.spawn(last(fault::webhook_dropped, at.webhooks_dropped, hours{24 * 20}));
    }
    if (strikes(fault::store_loses_tail)) at.spawn(lose_tail());
    for (auto const which : {fault::clock_skew, fault::clock_jump, fault::clock_freeze}) {
        if (strikes(which)) at.spawn(turn_clock(which));
    }
    if (strikes(fault::secrets_change)) at.spawn(change_secrets());
    if (strikes(fault::policy_changes)) at.spawn(change_policy());
}

void weather::arrive() {
    if (all_.current.offers.size() > 1) all_.around.spawn(come_with_due_items());
}

// When one of the plans that are sold wakes within the next days.
std::optional<instant> weather::some_due_moment(chance& luck) const {
    auto const& inside = all_.around.store.inside();
    auto const now = all_.around.time.now();
    std::vector<instant> moments;
    for (auto const& [key, at] : inside.wakes) {
        auto const account = inside.accounts.find(key.first);
        if (account == inside.accounts.end() || at <= now || at > now + hours{24 * 3}) continue;
        auto const* const what = account->second.account.find(key.second);
        bool const is_watched = what && (what->kept || what->origin != domain::origin::plain_link);
        if (is_watched) moments.push_back(at);
    }
    if (moments.empty()) return std::nullopt;
    return moments[luck.below(moments.size())];
}

awaitable<void> weather::come_with_due_items() {
    chance luck{all_.around.how.seed, "due"};
    while (all_.in_safety()) {
        co_await all_.around.sleep(luck.about(hours{6}, hours{24 * 30}));
        auto const moment = some_due_moment(luck);
        if (!moment) continue;
        co_await all_.around.sleep(*moment - all_.around.time.now());
        if (all_.in_safety()) notice();
    }
}

gateway& weather::some_gateway(fault what) {
    return *all_.gateways[all_.around.bad.luck(what).below(all_.gateways.size())];
}

awaitable<void> weather::later(fault what, milliseconds most) {
    return all_.around.sleep(all_.around.bad.luck(what).about(instantly, most));
}

awaitable<void> weather::crash() {
    auto& luck = all_.around.bad.luck(fault::crash);
    auto& victim = some_gateway(fault::crash);
    co_await later(fault::crash, minutes{30});
    if (all_.around.bad.over()) co_return;
    // Draws by itself: worlds from before there was an orderly stop keep what else they draw.
    bool const in_order = chance{all_.around.how.seed, "stop", ++ends_}.odds(0.3);
    if (!in_order) victim.crash_after(luck.below(120));
    co_await later(fault::crash, minutes{20});
    if (victim.is_up() && !all_.around.bad.over()) {
        if (in_order) {
            co_await victim.stop();
        } else {
            victim.crash();
        }
    }
    co_await later(fault::crash, hours{6});
    if (!victim.is_up()) victim.start(all_.current);
}

awaitable<void> weather::cut(fault what, int cut_ways::* way) {
    auto const number = static_cast<std::size_t>(some_gateway(what).number());
    co_await later(what, hours{1});
    ++(all_.around.cut[number].*way);
    co_await later(what, hours{36});
    if (!all_.around.bad.over()) --(all_.around.cut[number].*way);
}

awaitable<void> weather::last(fault what, int& count, milliseconds most) {
    co_await later(what, hours{1});
    ++count;
    co_await later(what, most);
    if (!all_.around.bad.over()) --count;
}

// What was acknowledged after the moment that is remembered is gone.
awaitable<void> weather::lose_tail() {
    auto& at = all_.around;
    auto& luck = at.bad.luck(fault::store_loses_tail);
    co_await later(fault::store_loses_tail, hours{1});
    auto earlier = at.store.inside();
    // A tail that was not synced, or all since the last copy.
    bool const copy = luck.odds(0.4);
    co_await at.sleep(copy ? luck.between(minutes{1}, hours{30}) : luck.about(instantly, minutes{2}));
    // Who opened it in between did so for this one, too.
    if (at.bad.over() || earlier.seal != at.store.inside().seal) co_return;
    for (auto const& each : all_.gateways) each->keep_mark();
    at.lose_store_tail(std::move(earlier));
    be_noticed();
    at.spawn(make_good(at.store_losses));
}

void weather::be_noticed() {
    ++all_.around.processor_changes;  // event lists are read on
    for (auto const& each : all_.gateways) all_.around.spawn(look_soon(*each));
}

awaitable<void> weather::look_soon(gateway& each) {
    co_await all_.around.sleep(all_.around.latency.between(milliseconds{1}, seconds{2}));
    each.look_at_store();
}

// What a person does: hours later, again while something is out of reach. A later loss is made good with its
// own.
awaitable<void> weather::make_good(std::uint64_t loss) {
    auto& at = all_.around;
    auto& luck = at.bad.luck(fault::store_loses_tail);
    bool done = false;
    while (!done) {
        co_await at.sleep(luck.about(minutes{20}, hours{12}));
        if (at.store_losses != loss) co_return;
        auto* const one = all_.any_gateway(luck);
        if (one) done = co_await reconcile(*one);
    }
    be_noticed();
    co_await at.sleep(hours{1});
    if (at.store_losses != loss) co_return;
    at.losses_made_good = loss;
    at.judge.reconciled(at.time.now());
    at.judge.look(at.view(), at.books(), at.time.now());
}

awaitable<bool> weather::reconcile(gateway& at) {
    auto const said = std::make_shared<std::optional<bool>>();
    auto const work = [](gateway& one, std::vector<domain::booking_identity> known,
                         std::shared_ptr<std::optional<bool>> told) -> awaitable<void> {
        try {
            co_await one.make_good(std::move(known));
            *told = true;
        } catch (engine::unavailable const&) {
            *told = false;
        }
    };
    at.run(work(at, all_.booked, said));
    for (int looks = 0; looks < 60 && !*said; ++looks) co_await all_.around.sleep(minutes{1});
    co_return said->value_or(false);
}

awaitable<void> weather::turn_clock(fault what) {
    auto& luck = all_.around.bad.luck(what);
    auto& victim = some_gateway(what);
    co_await later(what, hours{1});
    auto* const turned = victim.clock_of_it();
    if (!turned || all_.around.bad.over()) co_return;
    auto const most = what == fault::clock_skew ? milliseconds{seconds{30}} : milliseconds{minutes{20}};
    auto const by = luck.about(instantly, most);
    if (what == fault::clock_freeze)
        turned->freeze();
    else
        turned->set_offset(luck.odds(0.5) ? by : -by);
    co_await later(what, what == fault::clock_skew ? hours{24 * 30} : hours{6});
    auto* const same = victim.clock_of_it();
    if (same != turned) co_return;  // it has been restarted meanwhile, with the right time
    turned->thaw();
    turned->set_offset(milliseconds{0});
}

void weather::rotate_link_keys(chance& luck) {
    auto const kid = "k" + std::to_string(++link_keys_so_far_);
    std::string const bytes(32, static_cast<char>('a' + luck.below(26)));
    auto& keys = all_.current.link_keys;
    keys.insert(keys.begin(), {kid, bytes});
    if (keys.size() > 2) keys.pop_back();
}

awaitable<void> weather::change_secrets() {
    auto& luck = all_.around.bad.luck(fault::secrets_change);
    co_await later(fault::secrets_change, hours{1});

    switch (luck.below(4)) {
        case 0: all_.current.webhook_secrets = {second_webhook_secret, first_webhook_secret}; break;
        case 1: all_.current.webhook_secrets = {"whsec_mistyped_0000000000000000000"}; break;
        case 2: all_.current.api_key = "sk_test_mistyped"; break;
        default: rotate_link_keys(luck); break;
    }
    for (auto const& each : all_.gateways) {
        co_await later(fault::secrets_change, minutes{10});
        if (!all_.around.bad.over()) each->reload(all_.current);
    }
    co_await later(fault::secrets_change, hours{48});
    all_.current.api_key = the_api_key;
    all_.current.webhook_secrets = {luck.odds(0.5) ? second_webhook_secret : first_webhook_secret};
    for (auto const& each : all_.gateways) each->reload(all_.current);
}

awaitable<void> weather::change_policy() {
    auto& luck = all_.around.bad.luck(fault::policy_changes);
    co_await later(fault::policy_changes, hours{6});
    all_.current.policy.checkout_lifetime = minutes{35 + luck.below(1'300)};
    all_.current.policy.hold_time = hours{1 + luck.below(96)};
    auto& offer = all_.current.offers.begin()->second;
    offer.price =
        domain::money::minor(static_cast<std::int64_t>(100 + luck.below(50'000)), offer.price.unit());
    for (auto const& each : all_.gateways) {
        co_await later(fault::policy_changes, hours{1});
        each->reload(all_.current);
    }
}

void weather::heal() {
    auto& at = all_.around;
    at.bad.end();
    for (auto& each : at.cut) each = {};
    at.store_refuses = 0;
    at.webhooks_dropped = 0;
    all_.current.api_key = the_api_key;
    all_.current.webhook_secrets = {second_webhook_secret, first_webhook_secret};
    for (auto const& each : all_.gateways) {
        if (auto* const turned = each->clock_of_it()) {
            turned->thaw();
            turned->set_offset(milliseconds{0});
        }
        if (each->is_up())
            each->reload(all_.current);
        else
            each->start(all_.current);
    }
}

}  // namespace quittance::simulation
