// The words of scripts/simulate.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "plan.hpp"

namespace quittance::simulation {

struct order {
    std::uint64_t seed = 0;
    std::uint64_t seeds = 100;
    unsigned jobs = 2;
    unsigned minutes = 0;
    std::uint64_t race = 0;  // rounds of it, and nothing else
    bool trace = false;
    bool suite = false;  // what scripts/test runs
    bool full = false;
    unsigned box = 0;  // seconds for a suite's fresh seeds alone
    bool shrink = true;
    bool plants = false;  // look for every planted bug
    std::string regressions;
    // Set over what a seed makes:
    std::optional<unsigned> clients, gateways, days;
    std::optional<bool> arranges, letters;
    std::optional<fault_set> faults;
    std::string plant;
};

// Throws std::invalid_argument with what to write instead.
order order_from(std::vector<std::string> const& words);
plan plan_for(order const& what, std::uint64_t seed);
// A line as command_line() writes it.
plan plan_from(std::string const& line);

}  // namespace quittance::simulation
