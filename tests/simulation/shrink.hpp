// Promises: the smallest plan found that still fails as the first one did: fewer fault classes, fewer
// clients, fewer gateways, less time.
#pragma once
#include "run.hpp"

namespace quittance::simulation {

// The rule a violation names.
int rule_of(std::string const& violation);
plan shrink(plan failed, int rule);

}  // namespace quittance::simulation
