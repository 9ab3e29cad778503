#include "run.hpp"

#include <stdexcept>

#include "booking_system.hpp"
#include "quittance/base/planted.hpp"

namespace quittance::simulation {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr int looks = 12;  // at the whole store, in the years of trouble

// Nobody may look into the middle of a step: whatever can run now runs first.
void look(world& all) { all.around.judge.look(all.around.view(), all.around.books(), all.around.time.now()); }

bool live_through_trouble(world& all) {
    auto const begins = all.around.time.now();
    auto const span = all.safety_ends - begins;
    for (int i = 1; i <= looks; ++i) {
        if (!all.run_until(begins + span * i / looks)) return false;
        look(all);
        if (all.around.judge.violation_count() > 0) return true;
    }
    return true;
}

// A store that forgot what it had acknowledged is made good by a person; until then some rules rest.
bool live_in_peace(world& all) {
    if (!all.run_until(all.around.time.now() + days{7})) return false;
    if (all.around.losses_made_good != all.around.store_losses)
        throw std::logic_error("a lost store was never made good");
    if (!all.run_until(all.around.time.now() + days{7})) return false;
    all.around.judge.at_rest(all.around.view(), all.around.books(), all.around.time.now());
    return true;
}

void tell(outcome& made, world const& all) {
    for (auto const& one : all.around.judge.violations()) {
        made.violations.push_back("rule " + std::to_string(one.rule) + " at " + rfc3339(one.at) + ": " +
                                  one.what);
    }
    made.steps = all.steps;
    made.hash = all.around.told.hash();
    made.commits = all.around.store.commits;
    made.years = static_cast<double>((all.around.time.now() - (all.safety_ends - days{all.around.how.days})) /
                                     hours{24}) /
                 365.25;
    made.struck = all.around.bad.counts();
}

// One at a time in a process: the switch is the process's own.
void arm(std::string const& name) {
    auto const which = planted_bug_named(name);
    if (!name.empty() && !which) throw std::invalid_argument("no planted bug is called '" + name + "'");
    armed_bug = which.value_or(bug::none);
}

outcome run_once(plan const& what, bool aloud) {
    arm(what.plant);
    outcome made;
    world all{what, aloud};
    weather over{all};
    people crowd{all, over};
    owner business{all, over};
    booking_system system{all, crowd};
    try {
        crowd.arrive();
        business.arrive();
        system.arrive();
        over.arrive();
        bool rests = live_through_trouble(all);
        over.heal();
        if (rests && all.around.judge.violation_count() == 0) rests = live_in_peace(all);
        if (!rests)
            made.violations.push_back("rule 0: it never comes to rest, " + std::to_string(all.steps) +
                                      " steps");
    } catch (std::exception const& e) {
        made.violations.push_back(std::string{"rule 0: the simulator failed: "} + e.what());
    }
    tell(made, all);
    return made;
}

}  // namespace

bool repeats_itself(plan const& what) { return chance{what.seed, "twice"}.below(100) == 0; }

outcome run(plan const& what, bool aloud) {
    auto made = run_once(what, aloud);
    if (aloud || !repeats_itself(what)) return made;
    auto const again = run_once(what, false);
    if (again.hash != made.hash) made.violations.push_back("rule 0: the same plan left another trace");
    return made;
}

}  // namespace quittance::simulation
