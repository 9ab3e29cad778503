#include "events.hpp"

#include <algorithm>

namespace quittance::sandbox {

namespace {

bool wants(endpoint const& to, std::string_view type) {
    if (to.status != "enabled") return false;
    return std::any_of(to.enabled_events.begin(), to.enabled_events.end(),
                       [&](std::string const& each) { return each == "*" || each == type; });
}

json::object body_of(world const& here, event_record const& event, json::object data) {
    json::object body;
    body["id"] = event.id;
    body["object"] = "event";
    body["api_version"] = here.options.api_version;
    body["created"] = event.created;
    body["data"] = std::move(data);
    body["livemode"] = false;
    body["pending_webhooks"] = std::count_if(here.endpoints.begin(), here.endpoints.end(),
                                             [&](endpoint const& each) { return wants(each, event.type); });
    body["request"] = json::object{{"id", text_or_null(here.cause.id)},
                                   {"idempotency_key", text_or_null(here.cause.idempotency_key)}};
    body["type"] = event.type;
    return body;
}

void record(world& here, std::string_view type, json::object data) {
    event_record event{.id = here.new_id("evt_1", 28), .type = std::string(type), .created = here.seconds()};
    event.body = json::serialize(body_of(here, event, std::move(data)));
    here.event_numbers[event.id] = here.events_forgotten + here.events.size();
    auto& kept = here.events.emplace_back(std::move(event));
    for (auto const& each : here.endpoints)
        if (wants(each, type)) order_delivery(here, kept, each);
}

}  // namespace

void emit(world& here, std::string_view type, json::object const& object) {
    record(here, type, json::object{{"object", object}});
}

void emit_change(world& here, std::string_view type, json::object const& object, json::object previous) {
    record(here, type, json::object{{"object", object}, {"previous_attributes", std::move(previous)}});
}

event_record const* find_event(world const& here, std::string_view id) {
    auto const at = here.event_numbers.find(std::string(id));
    return at == here.event_numbers.end() ? nullptr : &here.events[at->second - here.events_forgotten];
}

event_record* find_event(world& here, std::string_view id) {
    auto const at = here.event_numbers.find(std::string(id));
    return at == here.event_numbers.end() ? nullptr : &here.events[at->second - here.events_forgotten];
}

void order_delivery(world& here, event_record& event, endpoint const& to) {
    std::string const id = event.id + "/" + to.id;
    auto& made = here.deliveries[id];
    bool const owed_already = !made.id.empty() && made.state != "delivered";
    if (owed_already)
        here.delivery_queue.erase(made.place);
    else
        ++event.waiting;
    made = delivery{.id = id, .event = event.id, .endpoint = to.id, .place = {here.now, here.next_place++}};
    here.delivery_queue.emplace(made.place, id);
}

void forget_old_events(world& here) {
    std::int64_t const oldest = here.seconds() - 30 * 24 * 3'600;
    while (!here.events.empty() && here.events.front().created < oldest) {
        auto const& gone = here.events.front();
        for (auto const& each : here.endpoints) {
            auto const at = here.deliveries.find(gone.id + "/" + each.id);
            if (at == here.deliveries.end()) continue;
            here.delivery_queue.erase(at->second.place);
            here.deliveries.erase(at);
        }
        here.event_numbers.erase(gone.id);
        here.events.pop_front();
        ++here.events_forgotten;
    }
}

}  // namespace quittance::sandbox
