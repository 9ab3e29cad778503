// Promises: one plan run from its first day to its last: trouble, healing, two weeks in which everything must
// end. The same plan gives the same result.
#pragma once
#include <string>
#include <vector>

#include "plan.hpp"

namespace quittance::simulation {

struct outcome {
    std::uint64_t steps = 0;
    std::uint64_t hash = 0;
    std::uint64_t commits = 0;
    double years = 0;
    fault_counts struck{};
    std::vector<std::string> violations;  // each a sentence with its rule and time; empty: none
};

// One plan in a hundred is run twice: both runs must leave the same trace.
bool repeats_itself(plan const& what);
outcome run(plan const& what, bool aloud = false);

}  // namespace quittance::simulation
