#include "suite.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "apart.hpp"
#include "campaign.hpp"
#include "quittance/base/planted.hpp"
#include "race.hpp"
#include "surroundings.hpp"

namespace quittance::simulation {
namespace {

constexpr std::uint64_t most_seeds_for_a_plant = 2'000;
constexpr unsigned crowd = 150;
constexpr unsigned crowd_in_full = 1'500;
constexpr std::uint64_t race_rounds = 1'000;
constexpr std::uint64_t race_rounds_in_full = 10'000;
constexpr std::uint64_t race_rounds_with_sanitizers = 60;
constexpr std::uint64_t most_rounds_without_the_slot = 300;

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
    how.shrinks = asked.shrink;
    how.box = std::chrono::seconds{asked.full ? 720 : 30};
    if (asked.box > 0) how.box = std::chrono::seconds{asked.box};
    std::uint64_t const most = asked.full ? 3'000 : 1'000'000;
    std::vector<plan> plans;
    plans.reserve(most);
    for (std::uint64_t i = 0; i < most; ++i) plans.push_back(plan_of(asked.seed + i));
    auto const sum = run_all(how, plans);
    print(sum);
    into.passed += sum.plans - sum.failed;
    into.failed += sum.failed;
}

// In two processes, whose memory lies in different places: a trace that hangs on an address would differ.
void run_twice(order const& asked, counts& into) {
    std::uint64_t const most = asked.full      ? 30
                               : asked.box > 0 ? 0
                                               : 3;  // the optimised build does it for a box
    for (std::uint64_t i = 0; i < most; ++i) {
        auto const what = plan_of(asked.seed + i);
        auto const same = run_apart(what).hash == run_apart(what).hash;
        ++(same ? into.passed : into.failed);
        if (!same) std::printf("FAIL %s: the same plan left another trace\n", command_line(what).c_str());
    }
}

// In a full run all of them, in a quick one some, others each day, since each seed starts with others.
void look_for_planted(order const& asked, std::uint64_t most, counts& into) {
    campaign how;
    how.jobs = asked.jobs;
    how.box = std::chrono::seconds{asked.full ? 0 : 20};
    std::vector<std::string> names;
    for (auto const& each : planted_bugs) {
        if (asked.plant.empty() || asked.plant == each.name) names.emplace_back(each.name);
    }
    if (names.empty()) throw std::invalid_argument("no planted bug is called '" + asked.plant + "'");
    std::rotate(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(asked.seed % names.size()),
                names.end());
    auto const table = find_planted(how, names, asked.seed, most);
    for (auto const& row : table) ++(row.how.empty() ? into.failed : into.passed);
}

// A business of many clients, whose mail server and webhooks fail it: mostly about its letters.
plan year_of_a_crowd(std::uint64_t seed, unsigned clients) {
    constexpr std::array trouble{fault::mail_refused,    fault::mail_deferred,      fault::mail_unanswered,
                                 fault::webhook_dropped, fault::webhook_duplicated, fault::webhook_reordered};
    plan made;
    made.clients = clients;
    made.days = 365;
    for (auto const each : trouble) made.faults.add(each);
    for (made.seed = seed; !reminders_of(made).letters || !reminders_of(made).on;) ++made.seed;
    return made;
}

void live_a_year_with_a_crowd(order const& asked, counts& into) {
    auto const what = year_of_a_crowd(asked.seed, asked.full ? crowd_in_full : crowd);
    auto const made = run_apart(what);
    ++(made.violations.empty() ? into.passed : into.failed);
    std::printf("a year of %u clients: %llu commits, %s\n", what.clients,
                static_cast<unsigned long long>(made.commits), made.violations.empty() ? "clean" : "FAIL");
    for (auto const& one : made.violations) std::printf("  %s\n", one.c_str());
    if (!made.violations.empty())
        std::printf("  replay: scripts/simulate %s --seeds 1\n", command_line(what).c_str());
    std::fflush(stdout);
}

// The timer's charge and the client's page: never both, and they do meet.
void race_two_payers(order const& asked, counts& into) {
    race_order what;
    what.seed = asked.seed;
    what.rounds = asked.box > 0 ? race_rounds_with_sanitizers
                  : asked.full  ? race_rounds_in_full
                                : race_rounds;
    auto const sum = run_race(what);
    print(sum);
    into.passed += sum.rounds - sum.failed;
    into.failed += sum.failed;
    bool const met = asked.box > 0 || met_often_enough(sum);
    ++(met ? into.passed : into.failed);
}

// Where the payer's slot is not heeded the race has two payers at a time, who charge twice.
void race_without_the_slot(order const& asked, counts& into) {
    using end = race_order::end;
    for (auto const& [plant, until] :
         {std::pair{"charge_beside_page", end::double_charge}, {"open_second_checkout", end::two_payers}}) {
        race_order what;
        what.seed = asked.seed;
        what.rounds = most_rounds_without_the_slot;
        what.plant = plant;
        what.until = until;
        auto const sum = run_race(what);
        auto const found = until == end::double_charge ? sum.double_charge : sum.two_payers;
        ++(found > 0 ? into.passed : into.failed);
        if (found > 0)
            std::printf("  %s: %s in round %llu of the race\n", plant,
                        until == end::double_charge ? "charged twice" : "two payers at a time",
                        static_cast<unsigned long long>(found));
        else
            std::printf("FAIL a slot that is not heeded (%s) is not noticed in %llu rounds of the race\n",
                        plant, static_cast<unsigned long long>(most_rounds_without_the_slot));
    }
}

}  // namespace

int search_planted(order const& asked) {
    counts all;
    order every = asked;
    every.full = true;
    look_for_planted(every, asked.seeds, all);
    std::printf("%llu found, %llu not found\n", static_cast<unsigned long long>(all.passed),
                static_cast<unsigned long long>(all.failed));
    return all.failed == 0 ? 0 : 1;
}

int run_suite(order const& asked) {
    counts all;
    replay_what_failed_once(asked, all);
    run_twice(asked, all);
    race_two_payers(asked, all);
    if (asked.box == 0) race_without_the_slot(asked, all);
    if (asked.box == 0) live_a_year_with_a_crowd(asked, all);
    run_fresh_seeds(asked, all);
    if (asked.box == 0) look_for_planted(asked, most_seeds_for_a_plant, all);
    std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(all.passed),
                static_cast<unsigned long long>(all.failed));
    return all.failed == 0 ? 0 : 1;
}

}  // namespace quittance::simulation
