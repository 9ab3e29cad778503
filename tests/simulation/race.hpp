// Promises: many rounds of the race between the timer's charge and the client's page, a seed for each, and
// how often the two met in which way. A run that did not meet them all often enough has shown nothing.
#pragma once
#include <array>
#include <cstdint>
#include <string>

#include "race_watch.hpp"

namespace quittance::simulation {

struct race_order {
    std::uint64_t seed = 1;  // of the first plan; the next one has the next
    std::uint64_t rounds = 0;
    std::string plant;
    enum class end { rounds, two_payers, double_charge } until = end::rounds;
    bool aloud = false;
};

struct race_tally {
    std::uint64_t rounds = 0, failed = 0, steps = 0, commits = 0;
    // The round in which the first was seen, from 1 on; 0: none.
    std::uint64_t two_payers = 0, double_charge = 0;
    double seconds = 0;  // of the processor's time
    std::array<std::uint64_t, meetings> met{};
};

race_tally run_race(race_order const& asked);
void print(race_tally const& what);
// Every kind of meeting at least once in 250 rounds.
bool met_often_enough(race_tally const& what);

}  // namespace quittance::simulation
