// Checkout Sessions over the API: made, expired.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

outcome create_session(world& here, form const& given);
outcome expire_session(world& here, std::string const& id);
void expire_when_due(world& here, std::string const& id);
// Complete and `paid`, or `unpaid` while a delayed method is under way.
void complete_session(world& here, json::object& session, std::string_view payment_status);
json::object line_items(world const& here, std::string const& session);
bool takes(json::object const& session, std::string_view method_type);

}  // namespace quittance::sandbox
