// Promises: everything that decides a run, as a value: the same plan gives the same run, byte for byte. A
// seed alone makes a whole plan; single parts can be set over it, and the text of a plan is the command line
// that repeats it.
#pragma once
#include <cstdint>
#include <string>

#include "faults.hpp"

namespace quittance::simulation {

// Beyond these it is a crowd: what strikes or wakes at every visit would never end.
inline constexpr unsigned usual_clients = 100;

struct plan {
    std::uint64_t seed = 1;
    unsigned clients = 8;
    unsigned gateways = 2;
    unsigned days = 400;  // of the safety phase
    // The owner moves plans and arranges them anew, what changes is put in writing, and clients ask to be
    // erased.
    bool arranges = false;
    bool letters = true;  // the business may write any
    fault_set faults;
    std::string plant;  // name of a planted bug; empty: the product as it is

    friend bool operator==(plan const&, plan const&) = default;
};

plan plan_of(std::uint64_t seed);
// "--seed 7 --clients 3 …": what differs from plan_of(seed).
std::string command_line(plan const& what);

}  // namespace quittance::simulation
