#include "quittance/domain/calendar.hpp"

#include <date/tz.h>

#include <stdexcept>

#include "quittance/base/assert.hpp"

namespace quittance::domain {
namespace {

date::time_zone const* find_zone(std::string_view name) {
    try {
        return date::locate_zone(std::string{name});
    } catch (std::runtime_error const&) {
        return nullptr;  // the library's word for "no such zone"
    }
}

date::time_zone const& zone_named(std::string_view name) {
    auto const* const zone = find_zone(name);
    if (!zone)
        throw std::invalid_argument("the time zone '" + std::string{name} +
                                    "' is not in the system's database");
    return *zone;
}

date::year_month_day to_date(civil_date day) {
    return date::year{static_cast<int>(day.year())} / date::month{static_cast<unsigned>(day.month())} /
           date::day{static_cast<unsigned>(day.day())};
}

civil_date from_date(date::year_month_day day) {
    return {std::chrono::year{static_cast<int>(day.year())},
            std::chrono::month{static_cast<unsigned>(day.month())},
            std::chrono::day{static_cast<unsigned>(day.day())}};
}

}  // namespace

bool is_zone(std::string_view name) { return !name.empty() && find_zone(name) != nullptr; }

civil_date date_in(std::string_view zone, instant when) {
    auto const local = zone_named(zone).to_local(date::sys_time<milliseconds>{when.time_since_epoch()});
    return from_date(date::year_month_day{date::floor<date::days>(local)});
}

std::chrono::minutes time_in(std::string_view zone, instant when) {
    auto const local = zone_named(zone).to_local(date::sys_time<milliseconds>{when.time_since_epoch()});
    return date::floor<std::chrono::minutes>(local - date::floor<date::days>(local));
}

instant start_of(std::string_view zone, civil_date day) {
    return at_hour(zone, day, std::chrono::minutes{0});
}

instant at_hour(std::string_view zone, civil_date day, std::chrono::minutes local) {
    QUITTANCE_ASSERT(local >= std::chrono::minutes{0} && local < std::chrono::hours{24});
    auto const wanted = date::local_days{to_date(day)} + local;
    // For a time that does not exist, "earliest" is the moment of the change.
    auto const moment = zone_named(zone).to_sys(wanted, date::choose::earliest);
    return instant{std::chrono::duration_cast<milliseconds>(moment.time_since_epoch())};
}

civil_date months_after(civil_date anchor, int months) {
    auto const moved = std::chrono::year_month{anchor.year(), anchor.month()} + std::chrono::months{months};
    civil_date const last{moved / std::chrono::last};
    return anchor.day() < last.day() ? civil_date{moved / anchor.day()} : last;
}

}  // namespace quittance::domain
