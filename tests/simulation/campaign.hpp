// Promises: many plans run and told about: progress, a summary, and for each one that fails how to replay it,
// a smaller one that still fails, and a file of it among the regressions.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "run.hpp"

namespace quittance::simulation {

struct campaign {
    unsigned jobs = 2;
    std::string regressions;  // folder; empty: none are read or written
    bool shrinks = true;
    std::chrono::seconds box{0};  // no new plan after it; 0: no limit
    bool progress = true;
};

struct tally {
    std::uint64_t plans = 0, failed = 0, steps = 0, commits = 0, repeated = 0;
    double years = 0;
    double seconds = 0;
    fault_counts struck{};
};

tally run_all(campaign const& how, std::vector<plan> const& plans);
void print(tally const& what);

// What is written down in the folder, as plans; a planted bug's must be found, the others must not fail.
std::vector<plan> written_down(std::string const& folder);

struct plant_search {
    std::string name;
    std::uint64_t seeds = 0;  // until it was found
    std::string how;          // the violation; empty: not found
};
// Each planted bug by itself, on seeds from `first` on, at most `most` of them. Within a box not all are
// tried.
std::vector<plant_search> find_planted(campaign const& how, std::vector<std::string> const& names,
                                       std::uint64_t first, std::uint64_t most);
void print(std::vector<plant_search> const& table);

}  // namespace quittance::simulation
