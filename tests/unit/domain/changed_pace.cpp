// Another pace while reminders are under way: chosen for a client, or by an edited list of steps.
#include <doctest/doctest.h>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {

TEST_CASE("a pace chosen in between passes over no step and repeats none") {
    for (auto const& [chosen, expected] : std::vector<std::pair<std::string, lines>>{
             {"2026-11-25",
              {"2026-12-01 reminder_due", "2026-12-08 reminder_gentle", "2026-12-22 reminder_final"}},
             {"2026-12-02", {"2026-12-08 reminder_gentle", "2026-12-22 reminder_final"}},
             {"2026-12-05", {"2026-12-08 reminder_gentle", "2026-12-22 reminder_final"}},
             {"2026-12-12", {"2026-12-22 reminder_final"}},
             {"2026-12-23", {}}}) {
        CAPTURE(chosen);
        auto told = owing("2026-12-01");
        told.rules.reminders.named["patient"] = {{{0}, {7}, {21}}, 35};
        sent_until(told, chosen + "T00:00:00Z");
        told.then(choose_cadence{told.id(), "patient", "Ana"}, told.last());
        CHECK(sent_until(told, "2027-06-01T00:00:00Z") == expected);
        REQUIRE(told.booking().handovers.size() == 1);
        CHECK(rfc3339(told.booking().handovers.at(0).at).substr(0, 10) == "2027-01-05");
    }
}

TEST_CASE("a list of steps that is edited in between passes over no step and repeats none") {
    for (bool const longer : {false, true}) {
        auto told = owing("2026-12-01");
        auto& steps = told.rules.reminders.usual.steps;
        CHECK(sent_until(told, "2026-12-02T00:00:00Z").size() == 2);
        if (longer)
            steps.insert(steps.begin(), {-14});
        else
            steps.erase(steps.begin());
        CHECK(sent_until(told, "2026-12-12T00:00:00Z") ==
              lines{"2026-12-04 reminder_gentle", "2026-12-11 reminder_clear"});
    }
}

TEST_CASE("after the last automatic letter no other pace sends one more") {
    auto told = owing("2026-12-01");
    told.rules.reminders.named["brief"] = {{{3}, {5}}, 7};
    told.rules.reminders.named["patient"] = {{{0}, {7}, {21}}, 35};
    told.then(choose_cadence{told.id(), "brief", "Ana"}, told.last());
    CHECK(sent_until(told, "2026-12-08T00:00:00Z").back() == "2026-12-07 reminder_final");
    told.then(choose_cadence{told.id(), "patient", "Ana"}, told.last());
    CHECK(sent_until(told, "2027-06-01T00:00:00Z").empty());
    CHECK(told.booking().handovers.size() == 1);
}

}  // namespace quittance::domain
