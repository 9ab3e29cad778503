// Promises: the rule of a holiday, as it stands in a file, and its days in a year: fixed, counted from Easter
// Sunday, or a weekday of a month. Refuses regional custom: who needs it names dates.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/time.hpp"

namespace quittance::app {

civil_date easter_sunday(int year);  // of the Gregorian calendar

enum class observance { as_it_falls, nearest, following };

struct holiday_rule {
    std::string on;  // "12-25", "easter-2", "last monday of 05"
    observance observed = observance::as_it_falls;
};

// Nothing: the rule is none.
std::optional<civil_date> day_in(int year, std::string_view on);
// Ascending, each once; what is observed instead of a weekend counts beside the day itself. Rules that are
// none are left out.
std::vector<civil_date> holidays_of(std::vector<holiday_rule> const& rules, int first_year, int last_year);

}  // namespace quittance::app
