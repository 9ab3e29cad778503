// Promises: plans run in processes of their own, several at once: what aborts, hangs or eats its stack is a
// finding about its plan, not the end of the search.
#pragma once
#include <functional>
#include <optional>

#include "run.hpp"

namespace quittance::simulation {

using next_plan = std::function<std::optional<plan>()>;
using take_outcome = std::function<void(plan const&, outcome const&)>;

// `take` hears of each plan as it ends, in no fixed order. Returns when `next` has none left and all ended.
void run_apart(unsigned jobs, next_plan const& next, take_outcome const& take);
outcome run_apart(plan const& what);

}  // namespace quittance::simulation
