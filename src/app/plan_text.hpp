// Promises: what an offer would collect, as a person reads it on a terminal: every date with its weekday, the
// amount, and what happens then; after it what is granted, given back and tried again, and which messages the
// client would get.
#pragma once
#include <string>

#include "quittance/domain/schedule.hpp"

namespace quittance::app {

std::string plan_text(domain::sale_terms const& terms, domain::agreement const& made,
                      std::vector<domain::scheduled_item> const& items, domain::policy const& rules);

}  // namespace quittance::app
