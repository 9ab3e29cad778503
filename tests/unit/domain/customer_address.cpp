// The processor's customer after the client's address was changed, and what its next page begins with.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/erasure.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

constexpr auto moved_to = "ana@new.example";
constexpr auto moved_again = "ana@third.example";

void move_address(story& told, std::string const& to, instant when) {
    told.then(ask_address{told.id(), to}, when);
    told.then(confirm_address{told.id(), told.account().client.address_asks}, when + std::chrono::hours{1});
}

std::vector<change_customer> changes_in(std::vector<effect> const& effects) {
    std::vector<change_customer> list;
    for (auto const& one : effects) {
        if (auto const* const change = std::get_if<change_customer>(&one)) list.push_back(*change);
    }
    return list;
}

int changes_told(story const& told) {
    int count = 0;
    for (auto const& entry : told.ledger()) {
        count += static_cast<int>(std::count_if(entry.events.begin(), entry.events.end(), [](event const& e) {
            return std::holds_alternative<customer_change_recorded>(e);
        }));
    }
    return count;
}

story moved(story told) {
    move_address(told, moved_to, noon + std::chrono::hours{24});
    return told;
}

create_checkout next_page(story told) {
    auto asked = an_invoice("2026-12-01", "ref-2");
    auto const when = told.last();
    told.then(asked, when);
    told.then(open_checkout{told.id("ref-2"), "https://pay.example/r/", {}}, when);
    return std::get<create_checkout>(told.effects().back());
}

}  // namespace

TEST_CASE(
    "a changed address is ordered to be told to the processor's customer, under the number of its ask") {
    auto const told = moved(plan_by_mail());
    auto const ordered = changes_in(told.effects());
    REQUIRE(ordered.size() == 1);
    CHECK(ordered.front().customer == customer_id{"cus_1"});
    CHECK(ordered.front().email == moved_to);
    CHECK(ordered.front().change == 1);
    CHECK(told.account().client.customer_change == 1);
}

TEST_CASE("a client without a customer at the processor has nobody to be told about") {
    auto told = owing("2026-12-01");
    move_address(told, moved_to, noon);
    CHECK(changes_in(told.effects()).empty());
    CHECK(told.account().client.customer_change == 0);
}

TEST_CASE("what the processor said of the change stands in the record once") {
    for (auto const* const code : {"", "email_invalid"}) {
        auto told = moved(plan_by_mail());
        told.then(customer_changed{told.id(), 1, code}, told.last());
        CHECK(told.account().client.customer_change == 0);
        CHECK(changes_told(told) == 1);
        CHECK(told.ask(customer_changed{told.id(), 1, code}, told.last())->events.empty());
    }
}

TEST_CASE("of two changes the later one is waited for") {
    auto told = moved(plan_by_mail());
    move_address(told, moved_again, told.last());
    REQUIRE(changes_in(told.effects()).size() == 1);
    CHECK(changes_in(told.effects()).front().email == moved_again);
    CHECK(told.account().client.customer_change == 2);
    CHECK(told.ask(customer_changed{told.id(), 1, ""}, told.last())->events.empty());
    told.then(customer_changed{told.id(), 2, ""}, told.last());
    CHECK(told.account().client.customer_change == 0);
}

TEST_CASE("a customer that is being made when the address changes is told once it is there") {
    auto told = with_letters();
    auto asked = a_plan_booking("ref-1");
    asked.who.email = "ana@example.org";
    asked.agreed = consent_of(noon);
    told.then(asked, noon);
    CHECK(std::get<create_customer>(told.effects().back()).email == "ana@example.org");
    move_address(told, moved_to, noon);
    CHECK(changes_in(told.effects()).empty());
    told.then(customer_created{told.id(), {customer_id{"cus_1"}, noon}, "https://pay.example/r/"},
              told.last());
    REQUIRE(changes_in(told.effects()).size() == 1);
    CHECK(changes_in(told.effects()).front().email == moved_to);
}

TEST_CASE("the next page begins with the address that is in force, and so does a customer made later") {
    CHECK(next_page(owing("2026-12-01")).customer_email == "ana@example.org");
    auto told = owing("2026-12-01");
    move_address(told, moved_to, told.last());
    CHECK(next_page(told).customer_email == moved_to);
    auto plan = a_plan_booking("ref-3");
    plan.who.email = "ana@example.org";
    plan.agreed = consent_of(told.last());
    told.then(plan, told.last());
    CHECK(std::get<create_customer>(told.effects().back()).email == moved_to);
}

TEST_CASE("whoever was erased is told to nobody any more") {
    auto told = moved(plan_by_mail());
    auto all = told.account();
    evolve(all, person_erased{{told.last(), "Ana", "", 9}});
    CHECK(all.client.customer_change == 0);
}

}  // namespace quittance::domain
