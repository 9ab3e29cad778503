// Promises: an amount in equal parts that sum exactly to it: floor shares in the currency's smallest step,
// the odd steps one each to the earliest, and what is less than a step to the first.
#pragma once
#include <vector>

#include "quittance/domain/plan.hpp"

namespace quittance::domain {

// too_many_items when there are more than most_items, or a part would be less than a step.
result<std::vector<money>> shares(money whole, std::size_t parts);

}  // namespace quittance::domain
