#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "run.hpp"
int main(int argc, char** argv) {
    using namespace quittance::simulation;
    std::uint64_t first = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1,
                  n = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    bool aloud = argc > 3;
    for (auto s = first; s < first + n; ++s) {
        auto p = plan_of(s);
        std::printf("seed %lu clients %u gw %u days %u faults %s\n", s, p.clients, p.gateways, p.days,
                    p.faults.text().c_str());
        auto const r = run(p, aloud);
        std::printf("  steps %lu hash %016lx commits %lu years %.1f violations %zu\n", r.steps, r.hash,
                    r.commits, r.years, r.violations.size());
        for (auto const& v : r.violations) std::printf("    %s\n", v.c_str());
        std::fflush(stdout);
    }
}
