#include "quittance/domain/calendar.hpp"

#include <doctest/doctest.h>

using namespace quittance;
using namespace quittance::domain;

namespace {

civil_date day(char const* text) { return *parse_iso_date(text); }
instant at(char const* text) { return *parse_rfc3339(text); }

}  // namespace

TEST_CASE("the same moment is another day elsewhere") {
    auto const moment = at("2026-12-31T10:30:00Z");
    CHECK(date_in("Pacific/Kiritimati", moment) == day("2027-01-01"));
    CHECK(date_in("Pacific/Pago_Pago", moment) == day("2026-12-30"));
    CHECK(date_in("Europe/Berlin", moment) == day("2026-12-31"));
}

TEST_CASE("a day begins at its zone's midnight, or just after where the clocks skip it") {
    CHECK(start_of("Europe/Lisbon", day("2027-07-01")) == at("2027-06-30T23:00:00Z"));
    CHECK(start_of("America/Asuncion", day("2023-10-01")) == at("2023-10-01T04:00:00Z"));
}

TEST_CASE("month ends are clamped from the anchor and never drift") {
    CHECK(months_after(day("2027-01-31"), 1) == day("2027-02-28"));
    CHECK(months_after(day("2027-01-31"), 2) == day("2027-03-31"));
    CHECK(months_after(day("2027-01-31"), 13) == day("2028-02-29"));
    CHECK(months_after(day("2028-02-29"), 12) == day("2029-02-28"));
    CHECK(months_after(day("2027-11-30"), 3) == day("2028-02-29"));
}

TEST_CASE("a zone must be in the system's database") {
    CHECK(is_zone("Europe/Lisbon"));
    CHECK_FALSE(is_zone("Europe/Atlantis"));
    CHECK_FALSE(is_zone(""));
    CHECK_FALSE(is_zone("../../etc/passwd"));
    CHECK_THROWS_AS(date_in("Europe/Atlantis", at("2027-01-01T00:00:00Z")), std::invalid_argument);
}
