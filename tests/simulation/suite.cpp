#include "suite.hpp"

#include <cstdio>

#include "apart.hpp"
#include "campaign.hpp"

namespace quittance::simulation {
namespace {

struct counts {
    std::uint64_t passed = 0, failed = 0;
};

// A written-down planted bug has to be found again; everything else has to be clean.
void replay_what_failed_once(order const& asked, counts& into) {
    if (asked.regressions.empty()) return;
    for (auto const& what : written_down(asked.regressions)) {
        auto const made = run_apart(what);
        bool const as_it_should = made.violations.empty() == what.plant.empty();
        ++(as_it_should ? into.passed : into.failed);
        if (as_it_should) continue;
        std::printf("FAIL regression %s\n", command_line(what).c_str());
        for (auto const& one : made.violations) std::printf("  %s\n", one.c_str());
    }
}

void run_fresh_seeds(order const& asked, counts& into) {
    campaign how;
    how.jobs = asked.jobs;
    how.regressions = asked.regressions;
    how.box = std::chrono::seconds{asked.full ? 900 : 30};
    std::vector<plan> plans;
    for (std::uint64_t i = 0; i < (asked.full ? 3'000 : 1'000'000); ++i)
        plans.push_back(plan_of(asked.seed + i));
    auto const sum = run_all(how, plans);
    print(sum);
    into.passed += sum.plans - sum.failed;
    into.failed += sum.failed;
}

}  // namespace

int run_suite(order const& asked) {
    counts all;
    replay_what_failed_once(asked, all);
    run_fresh_seeds(asked, all);
    std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(all.passed),
                static_cast<unsigned long long>(all.failed));
    return all.failed == 0 ? 0 : 1;
}

}  // namespace quittance::simulation
