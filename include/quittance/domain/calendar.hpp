// Promises: civil dates of a zone, and back to instants, by the IANA database of the system.
// Refuses names the database does not hold.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "quittance/base/time.hpp"

namespace quittance::domain {

bool is_zone(std::string_view name);
// The date it is in `zone` at `when`. The zone must exist (is_zone), else std::invalid_argument.
civil_date date_in(std::string_view zone, instant when);
// The first instant of `date` in `zone`; where midnight is skipped, the first one after it.
instant start_of(std::string_view zone, civil_date date);
// The first instant of that local time (since midnight, less than a day): where the clocks skip it, the first
// one after the gap; where they repeat it, the earlier.
instant at_hour(std::string_view zone, civil_date date, std::chrono::minutes local);
// How long after its midnight the clocks of `zone` say it is at `when`, in whole minutes.
std::chrono::minutes time_in(std::string_view zone, instant when);
// Item k of a monthly plan: `months` after the anchor, clamped to the month's end (31 Jan, 28 Feb, 31 Mar).
civil_date months_after(civil_date anchor, int months);

}  // namespace quittance::domain
