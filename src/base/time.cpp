#include "quittance/base/time.hpp"

#include <fmt/format.h>

namespace quittance {
namespace {

// Reads exactly `digits` decimal digits at the front of `text` and removes them.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (char const c : text.substr(0, digits)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<civil_date> take_date(std::string_view& text) {
    auto const year = take_number(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    auto const month = take_number(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    auto const day = take_number(text, 2);
    if (!day) return std::nullopt;
    civil_date const date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                          std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return date;
}

std::optional<milliseconds> take_time_of_day(std::string_view& text) {
    auto const hour = take_number(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
    auto const minute = take_number(text, 2);
    if (!minute || *minute > 59 || !take(text, ':')) return std::nullopt;
    auto const second = take_number(text, 2);
    if (!second || *second > 59) return std::nullopt;
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second};
}

std::optional<milliseconds> take_fraction(std::string_view& text) {
    if (!take(text, '.')) return milliseconds{0};
    int value = 0;
    int scale = 100;
    std::size_t digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        value += (text.front() - '0') * scale;
        scale /= 10;
        ++digits;
        text.remove_prefix(1);
    }
    if (digits == 0 || digits > 9) return std::nullopt;
    return milliseconds{value};
}

std::optional<milliseconds> take_offset(std::string_view& text) {
    if (take(text, 'Z')) return milliseconds{0};
    bool const behind = take(text, '-');
    if (!behind && !take(text, '+')) return std::nullopt;
    auto const hours = take_number(text, 2);
    if (!hours || *hours > 23 || !take(text, ':')) return std::nullopt;
    auto const minutes = take_number(text, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    milliseconds const offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    return behind ? -offset : offset;
}

}  // namespace

std::string iso_date(civil_date date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<civil_date> parse_iso_date(std::string_view text) {
    auto const date = take_date(text);
    if (!date || !text.empty()) return std::nullopt;
    return date;
}

std::string rfc3339(instant when) {
    auto const day = std::chrono::floor<std::chrono::days>(when);
    std::chrono::hh_mm_ss const time{when - day};
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", iso_date(civil_date{day}), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::optional<instant> parse_rfc3339(std::string_view text) {
    auto const date = take_date(text);
    if (!date || !take(text, 'T')) return std::nullopt;
    auto const time = take_time_of_day(text);
    if (!time) return std::nullopt;
    auto const fraction = take_fraction(text);
    if (!fraction) return std::nullopt;
    auto const offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return instant{std::chrono::sys_days{*date}} + *time + *fraction - *offset;
}

}  // namespace quittance
