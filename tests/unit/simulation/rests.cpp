// What is left of an item and is less than a card pays.
#include "plan_history.hpp"

namespace quittance::simulation {
namespace {

domain::waived all_but_a_few_cents(plan_history const& here, int item) {
    return {here.id(), {item, euros(3'980), false, "a gift", "owner", "w-1", here.told.at}};
}

domain::items_changed joined(plan_history const& here) {
    auto items = here.told.now().items;
    items.at(1).amount = euros(3'980);
    items.at(2).amount = euros(4'020);
    return {here.id(), std::move(items), "a rest joins", "quittance", here.told.at};
}

domain::handed_over to_a_person(plan_history const& here, int item) {
    domain::handover asks;
    asks.reason = "rest_too_small";
    asks.item = item;
    asks.at = here.told.at;
    return {here.id(), asks};
}

int left_alone_in(std::vector<domain::event> const& events, plan_history& here) {
    here.told.commits(events);
    return here.told.violations_of(30);
}

}  // namespace

TEST_CASE("30: a rest that joins the next item breaks no rule, nor one of the last that a person has") {
    plan_history here;
    here.begins();
    CHECK(left_alone_in({all_but_a_few_cents(here, 2), joined(here)}, here) == 0);
    plan_history other;
    other.begins();
    CHECK(left_alone_in({all_but_a_few_cents(other, 3), to_a_person(other, 3)}, other) == 0);
}

TEST_CASE("30: a rest that stays alone is seen, and one of the last item that nobody has") {
    plan_history here;
    here.begins();
    CHECK(left_alone_in({all_but_a_few_cents(here, 2)}, here) == 1);
    plan_history other;
    other.begins();
    CHECK(left_alone_in({all_but_a_few_cents(other, 3)}, other) == 1);
}

TEST_CASE("30: a page for less than a card pays is seen") {
    plan_history here;
    here.begins();
    domain::checkout page;
    page.number = 2;
    page.items = {3};
    page.amount = euros(20);
    page.ordered_at = here.told.at;
    CHECK(left_alone_in({domain::checkout_ordered{here.id(), page}}, here) == 1);
}

}  // namespace quittance::simulation
