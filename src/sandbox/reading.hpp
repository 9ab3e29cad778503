// GET: single objects, lists with cursors and filters.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

outcome read_object(shelf const& from, std::string_view kind, std::string const& id,
                    std::string_view parameter);
outcome list_sessions(world const& here, form const& given);
outcome list_intents(world const& here, form const& given);
outcome list_refunds(world const& here, form const& given);
outcome list_events(world const& here, form const& given);
outcome list_methods(world const& here, form const& given, std::string const& customer,
                     std::string const& url);
outcome list_endpoints(world const& here, form const& given);
outcome read_event(world const& here, std::string const& id);
outcome read_balance(world const& here);
outcome read_account(world const& here);
json::object render_event(event_record const& event);

}  // namespace quittance::sandbox
