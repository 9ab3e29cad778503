// Promises: one type for a point in time (milliseconds since the Unix epoch, UTC) and one for a civil date.
// Refuses to know what time it is: that is an input (clock.hpp).
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quittance {

using std::chrono::milliseconds;
using instant = std::chrono::sys_time<milliseconds>;
using civil_date = std::chrono::year_month_day;

constexpr instant from_unix_seconds(std::int64_t seconds) { return instant{std::chrono::seconds{seconds}}; }
constexpr std::int64_t unix_seconds(instant when) {
    return std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
}
constexpr instant from_unix_millis(std::int64_t millis) { return instant{milliseconds{millis}}; }
constexpr std::int64_t unix_millis(instant when) { return when.time_since_epoch().count(); }

// RFC 3339 in UTC with milliseconds, "2026-11-21T09:30:00.000Z".
std::string rfc3339(instant when);
// Accepts RFC 3339 with `Z` or an offset, with or without a fraction; nothing else.
std::optional<instant> parse_rfc3339(std::string_view text);

// "2027-01-31".
std::string iso_date(civil_date date);
// Exactly YYYY-MM-DD and a day that exists.
std::optional<civil_date> parse_iso_date(std::string_view text);

}  // namespace quittance
