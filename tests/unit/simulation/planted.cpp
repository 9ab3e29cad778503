#include "quittance/base/planted.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#ifndef QUITTANCE_PLANTED
#error "the definition that plants bugs did not reach this file"
#endif

namespace quittance {

TEST_CASE("no planted bug wakes by itself, and one that is armed wakes alone") {
    for (auto const& each : planted_bugs) CHECK_FALSE(planted(each.which));
    armed_bug = bug::lose_attention;
    for (auto const& each : planted_bugs) CHECK(planted(each.which) == (each.which == bug::lose_attention));
    armed_bug = bug::none;
}

TEST_CASE("every planted bug has a name of its own and a sentence") {
    std::set<std::string_view> names;
    std::set<bug> bugs;
    for (auto const& each : planted_bugs) {
        CHECK(names.insert(each.name).second);
        CHECK(bugs.insert(each.which).second);
        CHECK(each.what.ends_with('.'));
        CHECK(planted_bug_named(each.name) == each.which);
    }
    CHECK_FALSE(bugs.contains(bug::none));
    CHECK_FALSE(planted_bug_named("none"));
}

// tests/simulation/none_planted searches the product for this sentence: the search must be able to find it.
TEST_CASE("a program with planted bugs says so in its bytes") {
    std::ifstream self{"/proc/self/exe", std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{self}, {}};
    CHECK(bytes.find(planted_marker) != std::string::npos);
}

}  // namespace quittance
