// The dashboard's actions, and the views for tests: the rest of the processor's door.
#include <algorithm>

#include "events.hpp"
#include "processor_state.hpp"

namespace quittance::sandbox {

namespace {

json::array texts(shelf const& from) {
    json::array all;
    for (auto const& id : from.order)
        if (auto const* found = from.find(id)) all.push_back(*found);
    return all;
}

shelf const* shelf_of(world const& here, std::string_view kind) {
    if (kind == "customer") return &here.customers;
    if (kind == "checkout.session") return &here.sessions;
    if (kind == "payment_intent") return &here.intents;
    if (kind == "setup_intent") return &here.setups;
    if (kind == "charge") return &here.charges;
    if (kind == "refund") return &here.refunds;
    if (kind == "dispute") return &here.disputes;
    return kind == "payment_method" ? &here.methods : nullptr;
}

json::array event_prints(world const& here) {
    json::array all;
    for (auto const& each : here.events) all.push_back(json::array{each.body, each.waiting});
    return all;
}

json::array delivery_prints(world const& here) {
    json::array all;
    for (auto const& [id, each] : here.deliveries) all.push_back(json::array{id, each.state, each.attempts});
    return all;
}

json::array endpoint_prints(world const& here) {
    json::array all;
    for (auto const& each : here.endpoints)
        all.push_back(
            json::array{each.id, each.url, each.status, each.secrets.empty() ? "" : each.secrets.front()});
    return all;
}

json::object side_prints(world const& here) {
    json::object all;
    for (auto const& id : here.sessions.order) {
        auto const& side = here.session_sides.at(id);
        all[id] = json::array{side.message, side.waiting_method, side.challenged};
    }
    for (auto const& id : here.methods.order) {
        auto const& side = here.method_sides.at(id);
        all[id] = json::array{side.card, side.set_up, side.saved, side.used, side.delayed_fails};
    }
    return all;
}

json::object key_prints(world const& here) {
    std::map<std::string, json::array> sorted;
    for (auto const& [key, each] : here.keys)
        sorted[key] =
            json::array{each.print, each.status, each.body, each.request_id, unix_millis(each.made)};
    json::object all;
    for (auto& [key, each] : sorted) all[key] = std::move(each);
    return all;
}

json::array agenda_prints(world const& here) {
    json::array all;
    for (auto const& [when, each] : here.agenda)
        all.push_back(json::array{unix_millis(when), static_cast<int>(each.what), each.id});
    return all;
}

}  // namespace

reply processor::refund(std::string_view charge_or_intent, std::optional<std::int64_t> amount, instant now) {
    advance(now);
    auto line = state_->line("refund", charge_or_intent);
    if (amount) line["amount"] = *amount;
    return state_->plain(state_->put(std::move(line)));
}

reply processor::dispute(std::string_view charge_or_intent, dispute_kind kind,
                         std::optional<std::int64_t> amount, instant now) {
    advance(now);
    auto line = state_->line("dispute", charge_or_intent);
    line["kind"] = static_cast<int>(kind);
    if (amount) line["amount"] = *amount;
    return state_->plain(state_->put(std::move(line)));
}

reply processor::close_dispute(std::string_view dispute, bool won, instant now) {
    advance(now);
    auto line = state_->line("close", dispute);
    line["yes"] = won;
    return state_->plain(state_->put(std::move(line)));
}

bool processor::resend(std::string_view event, instant now) {
    advance(now);
    return state_->put(state_->line("resend", event)).yes;
}

bool processor::detach_method(std::string_view method, instant now) {
    advance(now);
    return state_->put(state_->line("detach", method)).yes;
}

bool processor::update_card(std::string_view method, unsigned exp_year, instant now) {
    advance(now);
    auto line = state_->line("expiry", method);
    line["year"] = exp_year;
    return state_->put(std::move(line)).yes;
}

bool processor::delete_customer(std::string_view customer, instant now) {
    advance(now);
    return state_->put(state_->line("removal", customer)).yes;
}

counts processor::count() const {
    auto const& here = state_->here;
    return {.requests = here.request_counts,
            .replies = here.reply_counts,
            .customers = here.customers.by_id.size(),
            .sessions = here.sessions.by_id.size(),
            .intents = here.intents.by_id.size(),
            .refunds = here.refunds.by_id.size(),
            .disputes = here.disputes.by_id.size(),
            .events = here.events.size()};
}

std::vector<delivery_view> processor::deliveries() const {
    std::vector<delivery_view> all;
    for (auto const& [id, each] : state_->here.deliveries) {
        auto const* event = find_event(std::as_const(state_->here), each.event);
        all.push_back({.event = each.event,
                       .type = event ? event->type : "",
                       .endpoint = each.endpoint,
                       .state = each.state,
                       .attempts = each.attempts});
    }
    return all;
}

std::vector<std::string> processor::objects(std::string_view kind) const {
    std::vector<std::string> all;
    if (kind == "event") {
        for (auto const& each : state_->here.events) all.push_back(each.body);
        return all;
    }
    auto const* shelf = shelf_of(state_->here, kind);
    if (!shelf) return all;
    for (auto const& each : texts(*shelf)) all.push_back(json::serialize(each));
    return all;
}

std::string processor::fingerprint() const {
    auto const& here = state_->here;
    json::object all{{"customers", texts(here.customers)},
                     {"sessions", texts(here.sessions)},
                     {"intents", texts(here.intents)},
                     {"setups", texts(here.setups)},
                     {"charges", texts(here.charges)},
                     {"refunds", texts(here.refunds)},
                     {"disputes", texts(here.disputes)},
                     {"methods", texts(here.methods)},
                     {"events", event_prints(here)},
                     {"deliveries", delivery_prints(here)},
                     {"endpoints", endpoint_prints(here)},
                     {"sides", side_prints(here)},
                     {"keys", key_prints(here)},
                     {"agenda", agenda_prints(here)},
                     {"ids", here.ids.state}};
    return json::serialize(all);
}

}  // namespace quittance::sandbox
