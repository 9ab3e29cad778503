// scripts/simulate: years of simulated trouble from one seed, or from many.
#include <cstdio>
#include <exception>
#include <random>

#include "campaign.hpp"
#include "command_line.hpp"
#include "race.hpp"
#include "suite.hpp"

namespace {

using namespace quittance::simulation;

int trace_one(order const& asked) {
    auto const what = plan_for(asked, asked.seed);
    auto const made = run(what, true);
    for (auto const& one : made.violations) std::printf("VIOLATION %s\n", one.c_str());
    std::printf("trace hash %016llx, %llu steps\n", static_cast<unsigned long long>(made.hash),
                static_cast<unsigned long long>(made.steps));
    return made.violations.empty() ? 0 : 1;
}

int race(order const& asked) {
    race_order what;
    what.seed = asked.seed;
    what.rounds = asked.race;
    what.plant = asked.plant;
    what.aloud = asked.trace;
    auto const sum = run_race(what);
    print(sum);
    if (sum.two_payers > 0)
        std::printf("two payers at a time in round %llu\n", static_cast<unsigned long long>(sum.two_payers));
    if (sum.double_charge > 0)
        std::printf("a double charge in round %llu\n", static_cast<unsigned long long>(sum.double_charge));
    return sum.failed == 0 ? 0 : 1;
}

int run_seeds(order const& asked) {
    campaign how;
    how.jobs = asked.jobs;
    how.shrinks = asked.shrink;
    how.regressions = asked.plant.empty() ? asked.regressions : std::string{};
    how.box = std::chrono::minutes{asked.minutes};
    std::vector<plan> plans;
    for (std::uint64_t i = 0; i < asked.seeds; ++i) plans.push_back(plan_for(asked, asked.seed + i));
    auto const sum = run_all(how, plans);
    print(sum);
    return sum.failed == 0 ? 0 : 1;
}

int obey(order asked) {
    if (asked.seed == 0) asked.seed = std::random_device{}() % 1'000'000'000 + 1;
    std::printf("seed %llu\n", static_cast<unsigned long long>(asked.seed));
    std::fflush(stdout);
    if (asked.race > 0) return race(asked);
    if (asked.suite) return run_suite(asked);
    if (asked.plants) return search_planted(asked);
    if (asked.trace) return trace_one(asked);
    return run_seeds(asked);
}

}  // namespace

int main(int argc, char** argv) try {
    return obey(order_from({argv + 1, argv + argc}));
} catch (std::exception const& e) {
    std::fprintf(stderr, "simulate: %s\n", e.what());
    return 2;
}
