// Promises: a plan is sold and its first part paid; each later part is a round of the race: it falls due, and
// while the timer charges the kept card the client pays it by link. Gateways, delays, faults, cards and what
// the client does come from the seed. After each round everything comes to rest, and is judged.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "race_watch.hpp"

namespace quittance::simulation {

struct race_result {
    std::set<meeting> met;
    std::vector<std::string> violations;  // empty: the item was paid once, or not at all as it should be
};

struct raced_plan {
    std::vector<race_result> rounds;
    std::uint64_t steps = 0, commits = 0;
};

inline constexpr std::uint64_t rounds_of_a_plan = 6;

// At most so many of its rounds; none comes after one that went wrong.
raced_plan race_for_a_plan(std::uint64_t seed, std::uint64_t rounds, bool aloud);

}  // namespace quittance::simulation
