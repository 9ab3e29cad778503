// What is changed of an agreement is its next version.
#include "plan_history.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::simulation {
namespace {

domain::items_changed a_day_later(plan_history const& here) {
    auto items = here.told.now().items;
    items.back().due = civil_date{std::chrono::sys_days{items.back().due} + std::chrono::days{1}};
    return {here.id(), std::move(items), "a holiday", "owner", here.told.at};
}

domain::agreement_renewed version(plan_history const& here, int number, std::string const& hashed) {
    domain::agreed_terms made;
    made.version = number;
    made.text = "You pay a day later.";
    made.hash = records::digest_of(hashed);
    made.at = here.told.at;
    return {here.id(), made};
}

int seen_of(std::vector<domain::event> const& events, plan_history& here) {
    here.told.commits(events);
    return here.told.violations_of(28);
}

}  // namespace

TEST_CASE("28: a change and its version in writing break no rule") {
    plan_history here;
    here.begins();
    CHECK(seen_of({a_day_later(here), version(here, 2, "You pay a day later.")}, here) == 0);
}

TEST_CASE("28: a change that nobody wrote down is seen") {
    plan_history here;
    here.begins();
    CHECK(seen_of({a_day_later(here)}, here) == 1);
}

TEST_CASE("28: a version without a change is seen") {
    plan_history here;
    here.begins();
    CHECK(seen_of({version(here, 2, "You pay a day later.")}, here) == 1);
}

TEST_CASE("28: the hash of another text is seen, and a number that was left out") {
    plan_history here;
    here.begins();
    CHECK(seen_of({a_day_later(here), version(here, 2, "You pay nothing.")}, here) == 1);
    CHECK(seen_of({a_day_later(here), version(here, 4, "You pay a day later.")}, here) == 2);
}

}  // namespace quittance::simulation
