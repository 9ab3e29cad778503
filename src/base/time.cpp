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

void put_digits(char* to, std::size_t digits, std::int64_t value) {
    for (; digits > 0; value /= 10) to[--digits] = static_cast<char>('0' + value % 10);
}

}  // namespace

// Formatting by a pattern took a fortieth of a webhook (every log line carries a time), so the years that
// RFC 3339 can write are put down digit by digit.
std::string iso_date(civil_date date) {
    auto const year = static_cast<int>(date.year());
    auto const month = static_cast<unsigned>(date.month());
    auto const day = static_cast<unsigned>(date.day());
    if (year < 0 || year > 9999) return fmt::format("{:04}-{:02}-{:02}", year, month, day);
    std::string text = "0000-00-00";
    put_digits(&text[0], 4, year);
    put_digits(&text[5], 2, month);
    put_digits(&text[8], 2, day);
    return text;
}

std::optional<civil_date> parse_iso_date(std::string_view text) {
    auto const date = take_date(text);
    if (!date || !text.empty()) return std::nullopt;
    return date;
}

std::string rfc3339(instant when) {
    auto const day = std::chrono::floor<std::chrono::days>(when);
    std::chrono::hh_mm_ss const time{when - day};
    std::string clock = "T00:00:00.000Z";
    put_digits(&clock[1], 2, time.hours().count());
    put_digits(&clock[4], 2, time.minutes().count());
    put_digits(&clock[7], 2, time.seconds().count());
    put_digits(&clock[10], 3, time.subseconds().count());
    return iso_date(civil_date{day}) + clock;
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
