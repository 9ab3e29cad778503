// Plans as the API tells them: before anybody has agreed, and as they stand.
#pragma once
#include <boost/json/object.hpp>

#include "plan_terms.hpp"
#include "quittance/domain/schedule.hpp"

namespace quittance::web {

boost::json::object plan_json(domain::sale_terms const& terms, domain::agreement const& made,
                              std::vector<domain::scheduled_item> const& items, domain::policy const& rules);
// Of a booking: its amounts as agreed, or as they would be if the client agreed today. Null where it is no
// plan, or cannot be agreed to today.
boost::json::value booked_plan_json(site const& at, domain::booking const& what);

}  // namespace quittance::web
