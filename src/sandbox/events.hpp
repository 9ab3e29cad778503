// Events as they are made, and what is owed to the endpoints.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

void emit(world& here, std::string_view type, json::object const& object);
void emit_change(world& here, std::string_view type, json::object const& object, json::object previous);
event_record* find_event(world& here, std::string_view id);
event_record const* find_event(world const& here, std::string_view id);
void order_delivery(world& here, event_record& event, endpoint const& to);
void forget_old_events(world& here);  // the list reaches back 30 days

}  // namespace quittance::sandbox
