#include "pointer.hpp"

#include "objects.hpp"

namespace quittance::stripe {

namespace {

std::string intent_behind(node const& object) {
    try {
        if (object["object"].text_or_empty() == "payment_intent") return object["id"].id();
        return object["payment_intent"].id_or_empty();
    } catch (malformed const&) {
        return {};  // another version's shape: the object is read anyway
    }
}

engine::route route_behind(node const& object) {
    try {
        return route_of(object);
    } catch (malformed const&) {
        return {};
    }
}

// Nothing where the event holds no object, or one without an id that could be asked for.
node object_behind(node const& event) {
    try {
        return event["data"]["object"];
    } catch (malformed const&) {
        return {};
    }
}

std::string id_behind(node const& object) {
    try {
        return object["id"].id();
    } catch (malformed const&) {
        return {};
    }
}

}  // namespace

engine::event_pointer pointer_of(node const& event) {
    auto const object = object_behind(event);
    engine::event_pointer pointer;
    pointer.event_id = event["id"].id();
    pointer.type = event["type"].text();
    pointer.object_id = id_behind(object);
    pointer.intent = intent_behind(object);
    pointer.whose = route_behind(object);
    pointer.created = time_of(event["created"].integer());
    return pointer;
}

}  // namespace quittance::stripe
