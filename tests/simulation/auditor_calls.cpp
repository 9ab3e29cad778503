// Requests to the processor: 6 and 7.
#include <algorithm>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

// ".../v1/payment_intents/pi_1/confirm": the object that is acted on; empty when none is named.
std::string acted_on(std::string const& path) {
    for (std::string_view const action : {"/confirm", "/cancel", "/expire", "/capture"}) {
        if (!path.ends_with(action)) continue;
        auto const whole = path.substr(0, path.size() - action.size());
        return whole.substr(whole.rfind('/') + 1);
    }
    return {};
}

// A death is ordered by its key and its object alone: what its form says is the adapter's own.
bool is_a_death(std::string const& path) { return path.ends_with("/cancel") || path.ends_with("/expire"); }

std::string object_read(std::string const& path) {
    auto const without_query = path.substr(0, path.find('?'));
    return without_query.substr(without_query.rfind('/') + 1);
}

}  // namespace

void auditor::called(call_seen const& what) {
    auto& all = *state_;
    if (what.method == "GET") {
        all.last_read[object_read(what.path)] = what.at;
        return;
    }
    auto const request = what.method + ' ' + what.path;
    if (auto const named = acted_on(what.path); !named.empty() && !all.committed_ids.contains(named)) {
        all.report(6, what.at, request + " names an id that no commit holds");
    }
    if (what.key.empty()) {
        all.report(7, what.at, request + " was sent without a key");
        return;
    }
    auto const [first, fresh] = all.sent.try_emplace(what.key, what.body);
    auto const order = all.orders.find(what.key);
    bool const ordered_anew = order != all.orders.end() && order->second.may_be_lost;
    if (!fresh && first->second != what.body && !ordered_anew) {
        all.report(7, what.at, request + " was sent twice under " + what.key + " with two bodies");
    }
    if (order == all.orders.end()) {
        all.report(7, what.at, request + " was sent under " + what.key + ", which no commit ordered");
    } else if (!is_a_death(what.path) && !order->second.bodies.contains(what.body)) {
        all.report(7, what.at, request + " was not sent as it was ordered under " + what.key);
    } else if (order->second.kind == "change_customer" && object_read(what.path) != order->second.object) {
        all.report(7, what.at, request + " names another customer than the order " + what.key);
    } else if (order->second.kind == "confirm_intent") {
        all.judge_confirmation(what, order->second);
    }
}

}  // namespace quittance::simulation
