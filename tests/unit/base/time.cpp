#include "quittance/base/time.hpp"

#include <doctest/doctest.h>

using namespace quittance;

TEST_CASE("an instant survives its text form") {
    auto const when = from_unix_millis(1'798'761'602'345);
    CHECK(rfc3339(when) == "2027-01-01T00:00:02.345Z");
    CHECK(parse_rfc3339(rfc3339(when)) == when);
}

TEST_CASE("an offset is taken off, not kept") {
    CHECK(parse_rfc3339("2027-01-01T02:00:00+02:00") == parse_rfc3339("2027-01-01T00:00:00Z"));
    CHECK(parse_rfc3339("2026-12-31T19:30:00-04:30") == parse_rfc3339("2027-01-01T00:00:00.000Z"));
}

TEST_CASE("what is not a moment is refused") {
    for (auto const* text :
         {"", "2027-01-01", "2027-02-30T00:00:00Z", "2027-01-01T24:00:00Z", "2027-01-01T00:60:00Z",
          "2027-01-01T00:00:00", "2027-01-01T00:00:00Zx", "2027-01-01 00:00:00Z", "2027-01-01T00:00:00.Z",
          "2027-01-01T00:00:00+2:00", "+027-01-01T00:00:00Z"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_rfc3339(text));
    }
}

TEST_CASE("a date must exist") {
    CHECK(parse_iso_date("2028-02-29"));
    CHECK_FALSE(parse_iso_date("2027-02-29"));
    CHECK_FALSE(parse_iso_date("2027-2-9"));
    CHECK_FALSE(parse_iso_date("2027-02-09 "));
    CHECK(iso_date(*parse_iso_date("2027-02-09")) == "2027-02-09");
}
