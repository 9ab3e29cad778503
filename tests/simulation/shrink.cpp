#include "shrink.hpp"

#include <algorithm>
#include <cstdlib>

#include "apart.hpp"

namespace quittance::simulation {
namespace {

bool fails(plan const& what, int rule) {
    auto const made = run_apart(what);
    return std::any_of(made.violations.begin(), made.violations.end(),
                       [rule](auto const& one) { return rule_of(one) == rule; });
}

bool take_if_it_fails(plan& best, plan const& smaller, int rule) {
    if (smaller == best || !fails(smaller, rule)) return false;
    best = smaller;
    return true;
}

bool nothing_arranged(plan& best, int rule) {
    auto smaller = best;
    smaller.arranges = false;
    return take_if_it_fails(best, smaller, rule);
}

bool fewer_faults(plan& best, int rule) {
    bool any = false;
    for (unsigned i = 0; i < fault_classes; ++i) {
        auto smaller = best;
        smaller.faults.remove(static_cast<fault>(i));
        any = take_if_it_fails(best, smaller, rule) || any;
    }
    return any;
}

// Halves first, then one less.
bool less_of(plan& best, unsigned plan::* number, int rule) {
    bool any = false;
    for (unsigned const part : {2U, 1U}) {
        for (;;) {
            auto smaller = best;
            smaller.*number = part == 2 ? best.*number / 2 : best.*number - 1;
            if (smaller.*number == 0 || !take_if_it_fails(best, smaller, rule)) break;
            any = true;
        }
    }
    return any;
}

}  // namespace

int rule_of(std::string const& violation) {
    constexpr std::string_view word = "rule ";
    return violation.starts_with(word) ? std::atoi(violation.c_str() + word.size()) : -1;
}

plan shrink(plan failed, int rule) {
    auto best = std::move(failed);
    for (int rounds = 0; rounds < 3; ++rounds) {
        bool smaller = nothing_arranged(best, rule);
        smaller = fewer_faults(best, rule) || smaller;
        smaller = less_of(best, &plan::clients, rule) || smaller;
        smaller = less_of(best, &plan::gateways, rule) || smaller;
        if (!smaller) break;
    }
    auto shorter = best;
    for (shorter.days = best.days / 2; shorter.days >= 10; shorter.days = best.days / 2) {
        if (!take_if_it_fails(best, shorter, rule)) break;
    }
    return best;
}

}  // namespace quittance::simulation
