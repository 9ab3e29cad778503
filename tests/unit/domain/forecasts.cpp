// What a forecast says will be sent is what is sent.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/forecast.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {

TEST_CASE("a forecast says what will be sent, and the sending says the same") {
    auto told = owing("2026-12-01");
    auto const ahead =
        forecast_of(told.account(), told.last(), told.last() + std::chrono::hours{24 * 60}, told.rules);
    lines said;
    for (auto const& one : ahead) {
        if (!one.hand_over)
            said.push_back(rfc3339(one.at).substr(0, 10) + ' ' + std::string{name_of(one.kind)});
    }
    CHECK(ahead.back().hand_over);
    CHECK(said == sent_until(told, "2026-12-31T00:00:00Z"));
    CHECK(said.size() == 5);
}

TEST_CASE("a letter under way does not end the forecast") {
    auto told = owing("2026-12-01");
    auto const due = at("2026-12-01T09:00:00Z");
    told.then(remind{told.id()}, due);
    auto const ahead = forecast_of(told.account(), due, due + std::chrono::hours{24 * 60}, told.rules);
    lines said;
    for (auto const& one : ahead) said.push_back(one.hand_over ? "a person" : std::string{name_of(one.kind)});
    CHECK(said == lines{"reminder_gentle", "reminder_clear", "reminder_final", "a person"});
    CHECK(rfc3339(ahead.front().at).substr(0, 10) == "2026-12-04");
}

TEST_CASE("a forecast ends where it was asked to") {
    auto const told = owing("2026-12-01");
    auto const day = at("2026-12-01T09:00:00Z");
    CHECK(forecast_of(told.account(), told.last(), day, told.rules).size() == 1);
    CHECK(forecast_of(told.account(), told.last(), day + milliseconds{1}, told.rules).size() == 2);
}

}  // namespace quittance::domain
