#include "race.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <stdexcept>

#include "quittance/base/planted.hpp"
#include "race_round.hpp"

namespace quittance::simulation {
namespace {

#define QUITTANCE_WHAT_OF(name, what) what,
constexpr std::array<char const*, meetings> sentences{QUITTANCE_MEETINGS(QUITTANCE_WHAT_OF)};
#undef QUITTANCE_WHAT_OF

constexpr std::uint64_t rounds_for_a_meeting = 250;
constexpr std::uint64_t failures_told = 5;

// The switch is the process's own.
struct armed {
    explicit armed(std::string const& name) {
        auto const which = planted_bug_named(name);
        if (!name.empty() && !which) throw std::invalid_argument("no planted bug is called '" + name + "'");
        armed_bug = which.value_or(bug::none);
    }
    armed(armed const&) = delete;
    armed& operator=(armed const&) = delete;
    ~armed() { armed_bug = bug::none; }
};

bool says(race_result const& made, std::string_view what) {
    return std::any_of(made.violations.begin(), made.violations.end(),
                       [what](std::string const& one) { return one.find(what) != std::string::npos; });
}

void tell_failure(race_order const& asked, std::uint64_t seed, race_result const& made) {
    std::printf("FAIL in the rounds of seed %llu\n", static_cast<unsigned long long>(seed));
    for (std::size_t i = 0; i < std::min<std::size_t>(made.violations.size(), 5); ++i) {
        std::printf("  %s\n", made.violations[i].c_str());
    }
    std::printf("  replay: scripts/simulate --race %llu --seed %llu --trace%s%s\n",
                static_cast<unsigned long long>(rounds_of_a_plan), static_cast<unsigned long long>(seed),
                asked.plant.empty() ? "" : " --plant ", asked.plant.c_str());
    std::fflush(stdout);
}

void add(race_tally& sum, race_result const& made) {
    ++sum.rounds;
    sum.failed += made.violations.empty() ? 0 : 1;
    for (auto const which : made.met) ++sum.met[static_cast<std::size_t>(which)];
    if (sum.double_charge == 0 && says(made, "charged twice")) sum.double_charge = sum.rounds;
    if (sum.two_payers == 0 && says(made, "two payers at a time")) sum.two_payers = sum.rounds;
}

// A plan's rounds, one after the other.
void race_once(race_order const& asked, std::uint64_t seed, race_tally& sum) {
    auto const made = race_for_a_plan(seed, asked.rounds - sum.rounds, asked.aloud);
    sum.steps += made.steps;
    sum.commits += made.commits;
    for (auto const& each : made.rounds) {
        add(sum, each);
        bool const told = asked.aloud || (asked.plant.empty() && sum.failed <= failures_told);
        if (told && !each.violations.empty()) tell_failure(asked, seed, each);
    }
}

}  // namespace

race_tally run_race(race_order const& asked) {
    armed const switched{asked.plant};
    race_tally sum;
    auto const began = std::clock();
    bool enough = false;
    for (auto seed = asked.seed; sum.rounds < asked.rounds && !enough; ++seed) {
        race_once(asked, seed, sum);
        bool const found =
            asked.until == race_order::end::two_payers ? sum.two_payers > 0 : sum.double_charge > 0;
        enough = asked.until != race_order::end::rounds && found;
        if (asked.aloud && sum.failed > 0) break;
    }
    sum.seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    return sum;
}

void print(race_tally const& what) {
    std::printf("race of two payers: %llu rounds, %llu commits, %llu steps in %.1f s of CPU: %llu failed\n",
                static_cast<unsigned long long>(what.rounds), static_cast<unsigned long long>(what.commits),
                static_cast<unsigned long long>(what.steps), what.seconds,
                static_cast<unsigned long long>(what.failed));
    for (std::size_t i = 0; i < meetings; ++i) {
        std::printf("  %8llu  %s\n", static_cast<unsigned long long>(what.met[i]), sentences[i]);
    }
    std::fflush(stdout);
}

bool met_often_enough(race_tally const& what) {
    bool enough = true;
    for (std::size_t i = 0; i < meetings; ++i) {
        if (what.met[i] * rounds_for_a_meeting >= what.rounds) continue;
        std::printf("FAIL too seldom: %s\n", sentences[i]);
        enough = false;
    }
    return enough;
}

}  // namespace quittance::simulation
