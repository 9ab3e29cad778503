// Promises: what scripts/test runs: what failed once, seeds nobody has seen, and every planted bug. Closes
// with `N passed, N failed`.
#pragma once
#include "command_line.hpp"

namespace quittance::simulation {

int run_suite(order const& asked);
// Every planted bug, and after how many seeds it is found.
int search_planted(order const& asked);

}  // namespace quittance::simulation
