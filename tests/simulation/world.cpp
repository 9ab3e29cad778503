#include "world.hpp"

#include <algorithm>

#include "quittance/base/digest.hpp"

namespace quittance::simulation {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr milliseconds webhook_patience{20'000};

void replace(std::string& in, std::string_view from, std::string_view to) {
    for (auto at = in.find(from); at != std::string::npos; at = in.find(from, at + to.size())) {
        in.replace(at, from.size(), to);
    }
}

// As another API version might have worded it: what it says in our words is wrong, and its signature right.
void reword(sandbox::outgoing_webhook& what, instant now) {
    replace(what.body, "\"2026-10-28.endive\"", "\"2019-01-01\"");
    replace(what.body, "\"payment_status\":\"unpaid\"", "\"payment_status\":\"paid\"");
    replace(what.body, "\"status\":\"pending\"", "\"status\":\"succeeded\"");
    replace(what.body, "\"amount_refunded\":", "\"amount_refunded\":1");
    auto const at = std::to_string(unix_seconds(now));
    what.signature = "t=" + at;
    for (auto const* const secret : {first_webhook_secret, second_webhook_secret}) {
        what.signature += ",v1=" + to_hex(hmac_sha256{secret}({at, ".", what.body}));
    }
}

}  // namespace

world::world(plan what, bool aloud)
    : around(std::move(what), aloud),
      current(first_configuration(chance{around.how.seed, "configuration"})),
      safety_ends(around.time.now() + hours{24} * around.how.days),
      order_(around.how.seed, "order"),
      post_(around.how.seed, "post") {
    most_steps = 4'000'000 + 40'000ULL * around.how.clients;
    current.policy.reminders = reminders_of(around.how);
    // What a lost tail forgot of a plan is made good by hand; here nobody does.
    if (!around.how.faults.has(fault::store_loses_tail)) {
        sell_plans(current, chance{around.how.seed, "plans"});
        if (around.how.arranges) charge_fees(current, chance{around.how.seed, "fees"});
    }
    if (around.how.arranges) put_in_writing(current);
    for (unsigned i = 0; i < around.how.gateways; ++i) {
        gateways.push_back(std::make_unique<gateway>(around, static_cast<int>(i)));
        gateways.back()->start(current);
    }
}

// Gateways first: what waits for their replies lives outside.
world::~world() {
    gateways.clear();
    around.outside.kill();
}

void world::restart_all() {
    for (auto const& each : gateways) {
        if (!each->is_up()) each->start(current);
    }
}

gateway* world::any_gateway(chance& luck) {
    std::vector<gateway*> up;
    for (auto const& each : gateways) {
        if (each->is_up()) up.push_back(each.get());
    }
    return up.empty() ? nullptr : up[luck.below(up.size())];
}

// One handler of one process that has any.
bool world::step() {
    std::size_t count = around.outside.queue.empty() ? 0 : 1;
    for (auto const& each : gateways) count += each->runnable() ? 1 : 0;
    if (count == 0) return false;
    auto pick = count == 1 ? 0 : order_.below(count);
    ++steps;
    if (!around.outside.queue.empty() && pick-- == 0) {
        around.outside.queue.run_one();
        return true;
    }
    for (auto const& each : gateways) {
        if (!each->runnable() || pick-- > 0) continue;
        each->step();
        return true;
    }
    return true;
}

std::optional<instant> world::next() const {
    auto first = around.outside.steady.next();
    auto const earlier = [&first](std::optional<instant> const& at) {
        if (at && (!first || *at < *first)) first = at;
    };
    for (auto const& each : gateways) earlier(each->next());
    earlier(around.machine.next_due());
    return first;
}

bool world::pass_time(instant until) {
    auto const when = next();
    if (!when || *when > until) return false;
    around.time.move_to(*when);
    around.outside.steady.ring_due(around.time.now());
    if (auto const due = around.machine.next_due(); due && *due <= around.time.now()) send_webhooks();
    for (auto const& each : gateways) each->time_passed();
    return true;
}

bool world::run_until(instant until) {
    while (steps < most_steps && !around.broken) {
        if (step()) continue;
        for (auto const& each : gateways) each->time_passed();
        if (step()) continue;
        if (!pass_time(until)) break;
        ++steps;
    }
    if (around.broken) std::rethrow_exception(around.broken);
    if (steps >= most_steps) return false;
    around.time.move_to(until);
    around.outside.steady.ring_due(until);
    return true;
}

void world::send_webhooks() {
    auto const now = around.time.now();
    around.machine.advance(now);
    ++around.processor_changes;
    for (auto& each : around.machine.take_webhooks(now)) around.spawn(deliver(std::move(each)));
    around.machine.take_journal();
}

awaitable<bool> world::carry(sandbox::outgoing_webhook const& what) {
    auto* const at = any_gateway(post_);
    if (!at || around.cut[static_cast<std::size_t>(at->number())].inbound > 0) co_return false;
    http::request asked;
    asked.verb = http::method::post;
    asked.path = "/webhooks/stripe";
    asked.headers = {{"Stripe-Signature", what.signature}};
    asked.body = what.body;
    asked.peer = "192.0.2.1";
    auto const arrived = around.time.now();
    auto const reply = co_await ask(at, std::move(asked), webhook_patience);
    if (!reply) co_return false;
    around.told.add(around.time.now(), at->number(), "webhook",
                    what.event + ' ' + what.type + ' ' + std::to_string(reply->status));
    around.judge.answered(
        {at->number(), around.time.now(), what.event, what.type, what.body, reply->status, {}, arrived});
    co_return reply->status >= 200 && reply->status < 300;
}

awaitable<void> world::deliver(sandbox::outgoing_webhook what) {
    auto delay = around.usual_delay();
    auto& bad = around.bad;
    if (bad.strikes(fault::webhook_reordered)) {
        delay = bad.luck(fault::webhook_reordered).about(seconds{1}, hours{48});
    }
    co_await around.sleep(delay);
    if (bad.strikes(fault::webhook_other_version)) reword(what, around.time.now());
    bool accepted = around.webhooks_dropped > 0;
    if (!accepted) accepted = co_await carry(what);
    if (bad.strikes(fault::webhook_duplicated)) accepted = co_await carry(what);
    around.machine.delivered(what.delivery, accepted, around.time.now());
    around.machine.take_journal();
}

awaitable<std::optional<http::response>> world::ask(gateway* at, http::request what, milliseconds patience) {
    if (!at) co_return std::nullopt;
    auto const place = std::make_shared<std::optional<http::response>>();
    auto const bell = around.outside.steady.set(around.time.now() + patience);
    at->serve(std::move(what), [place, bell](std::optional<http::response> reply) {
        *place = std::move(reply);
        bell.ring();
    });
    co_await around.outside.steady.wait(bell);
    co_return std::move(*place);
}

}  // namespace quittance::simulation
