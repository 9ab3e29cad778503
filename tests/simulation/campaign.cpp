#include "campaign.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "apart.hpp"
#include "command_line.hpp"
#include "shrink.hpp"

namespace quittance::simulation {
namespace {

using watch = std::chrono::steady_clock;

void add(tally& sum, outcome const& one) {
    ++sum.plans;
    sum.failed += one.violations.empty() ? 0 : 1;
    sum.steps += one.steps;
    sum.commits += one.commits;
    sum.years += one.years;
    for (unsigned i = 0; i < fault_classes; ++i) sum.struck[i] += one.struck[i];
}

void write_down(std::string const& folder, plan const& what, std::string const& why) {
    auto const name = std::filesystem::path{folder} /
                      ("seed-" + std::to_string(what.seed) + (what.plant.empty() ? "" : "-" + what.plant));
    std::ofstream file{name};
    file << "# " << why << '\n' << command_line(what) << '\n';
    std::printf("  written to %s\n", name.c_str());
}

void tell_failure(campaign const& how, plan const& what, outcome const& made) {
    std::printf("FAIL %s\n", command_line(what).c_str());
    for (std::size_t i = 0; i < std::min<std::size_t>(made.violations.size(), 5); ++i) {
        std::printf("  %s\n", made.violations[i].c_str());
    }
    std::printf("  replay: scripts/simulate %s --seeds 1 --trace\n", command_line(what).c_str());
    std::fflush(stdout);
    if (!how.shrinks) return;
    auto const small = shrink(what, rule_of(made.violations.front()));
    std::printf("  smallest: scripts/simulate %s --seeds 1 --trace\n", command_line(small).c_str());
    if (!how.regressions.empty()) write_down(how.regressions, small, made.violations.front());
    std::fflush(stdout);
}

void tell_progress(campaign const& how, tally const& sum, std::size_t all) {
    if (!how.progress || sum.plans % 100 != 0) return;
    std::printf("  %llu of %zu seeds, %llu steps, %.0f years, %llu failed\n",
                static_cast<unsigned long long>(sum.plans), all, static_cast<unsigned long long>(sum.steps),
                sum.years, static_cast<unsigned long long>(sum.failed));
    std::fflush(stdout);
}

}  // namespace

tally run_all(campaign const& how, std::vector<plan> const& plans) {
    tally sum;
    auto const began = watch::now();
    std::vector<std::pair<plan, outcome>> failures;
    std::size_t place = 0;
    auto const next = [&]() -> std::optional<plan> {
        bool const late = how.box.count() > 0 && watch::now() - began > how.box;
        if (late || place == plans.size()) return std::nullopt;
        return plans[place++];
    };
    auto const take = [&](plan const& what, outcome const& made) {
        add(sum, made);
        if (!made.violations.empty()) failures.emplace_back(what, made);
        if (repeats_itself(what)) ++sum.repeated;
        tell_progress(how, sum, plans.size());
    };
    run_apart(how.jobs, next, take);
    for (auto const& [what, made] : failures) tell_failure(how, what, made);
    sum.seconds = std::chrono::duration<double>(watch::now() - began).count();
    return sum;
}

void print(tally const& what) {
    std::printf(
        "%llu seeds (%llu of them twice), %llu steps, %llu commits, %.1f simulated years in %.1f s: %llu "
        "failed\n",
        static_cast<unsigned long long>(what.plans), static_cast<unsigned long long>(what.repeated),
        static_cast<unsigned long long>(what.steps), static_cast<unsigned long long>(what.commits),
        what.years, what.seconds, static_cast<unsigned long long>(what.failed));
    for (unsigned i = 0; i < fault_classes; ++i) {
        auto const name = name_of(static_cast<fault>(i));
        std::printf("  %-24.*s %10llu\n", static_cast<int>(name.size()), name.data(),
                    static_cast<unsigned long long>(what.struck[i]));
    }
}

std::vector<plan> written_down(std::string const& folder) {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().filename().string().starts_with("seed-")) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<plan> read;
    for (auto const& name : files) {
        std::ifstream file{name};
        for (std::string line; std::getline(file, line);) {
            if (!line.empty() && line.front() != '#') read.push_back(plan_from(line));
        }
    }
    return read;
}

std::vector<plant_search> find_planted(campaign const& how, std::vector<std::string> const& names,
                                       std::uint64_t first, std::uint64_t most) {
    std::vector<plant_search> table;
    auto const began = watch::now();
    auto const late = [&] { return how.box.count() > 0 && watch::now() - began > how.box; };
    for (auto const& name : names) {
        if (late()) break;  // within a box: as many as it takes, each to its end
        plant_search found{name, 0, {}};
        std::uint64_t tried = 0;
        auto const next = [&]() -> std::optional<plan> {
            bool const enough = !found.how.empty() || tried == most;
            if (enough) return std::nullopt;
            auto what = plan_of(first + tried++);
            what.plant = name;
            return what;
        };
        auto const take = [&](plan const& what, outcome const& made) {
            if (made.violations.empty() || !found.how.empty()) return;
            found.seeds = what.seed - first + 1;
            found.how = made.violations.front();
        };
        run_apart(how.jobs, next, take);
        print({found});
        table.push_back(std::move(found));
    }
    return table;
}

void print(std::vector<plant_search> const& table) {
    for (auto const& row : table) {
        if (row.how.empty()) {
            std::printf("  %-28s NOT FOUND\n", row.name.c_str());
        } else {
            std::printf("  %-28s %5llu seeds  %.120s\n", row.name.c_str(),
                        static_cast<unsigned long long>(row.seeds), row.how.c_str());
        }
        std::fflush(stdout);
    }
}

}  // namespace quittance::simulation
