#include "holiday_rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace quittance::app {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weekday;

std::optional<unsigned> number_of(std::string_view text) {
    unsigned value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const whole = read.ec == std::errc{} && read.ptr == text.data() + text.size() && !text.empty();
    return whole ? std::optional{value} : std::nullopt;
}

template <std::size_t Count>
std::optional<unsigned> place_in(std::array<std::string_view, Count> const& words, std::string_view word) {
    auto const* const found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) return std::nullopt;
    return static_cast<unsigned>(found - words.begin());
}

std::string_view next_word(std::string_view& text) {
    auto const word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    return word;
}

std::optional<civil_date> fixed(int year, std::string_view on) {
    if (on.size() != 5 || on[2] != '-') return std::nullopt;
    auto const month = number_of(on.substr(0, 2));
    auto const day = number_of(on.substr(3));
    if (!month || !day) return std::nullopt;
    civil_date const made{std::chrono::year{year}, std::chrono::month{*month}, std::chrono::day{*day}};
    return made.ok() ? std::optional{made} : std::nullopt;
}

std::optional<civil_date> from_easter(int year, std::string_view on) {
    constexpr unsigned most = 100;
    auto const count = on.size() < 2 ? std::nullopt : number_of(on.substr(1));
    if (!count || *count > most || (on.front() != '+' && on.front() != '-')) return std::nullopt;
    auto const distance = days{static_cast<int>(*count)};
    sys_days const easter{easter_sunday(year)};
    return civil_date{on.front() == '+' ? easter + distance : easter - distance};
}

std::optional<civil_date> of_month(int year, std::string_view on) {
    constexpr std::array<std::string_view, 5> places{"first", "second", "third", "fourth", "last"};
    constexpr std::array<std::string_view, 7> names{"sunday",   "monday", "tuesday", "wednesday",
                                                    "thursday", "friday", "saturday"};
    auto const place = place_in(places, next_word(on));
    auto const name = place_in(names, next_word(on));
    if (!place || !name || next_word(on) != "of" || on.size() != 2) return std::nullopt;
    auto const month = number_of(on);
    if (!month || !std::chrono::month{*month}.ok()) return std::nullopt;
    auto const in = std::chrono::year{year} / std::chrono::month{*month};
    weekday const which{*name};
    bool const last = *place + 1 == places.size();
    return civil_date{last ? sys_days{in / which[std::chrono::last]} : sys_days{in / which[*place + 1]}};
}

bool is_weekend(sys_days day) {
    weekday const week{day};
    return week == std::chrono::Saturday || week == std::chrono::Sunday;
}

sys_days observed_day(holiday_rule const& rule, sys_days day, std::set<sys_days> const& taken) {
    if (rule.observed == observance::nearest && is_weekend(day))
        return weekday{day} == std::chrono::Saturday ? day - days{1} : day + days{1};
    if (rule.observed == observance::following && is_weekend(day)) {
        while (is_weekend(day) || taken.contains(day)) day += days{1};
    }
    return day;
}

}  // namespace

// The anonymous computus (Nature, 1876).
civil_date easter_sunday(int year) {
    int const golden = year % 19;
    int const century = year / 100;
    int const of_century = year % 100;
    int const moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    int const week = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    int const late = (golden + 11 * moon + 22 * week) / 451;
    auto const count = static_cast<unsigned>(moon + week - 7 * late + 114);
    return {std::chrono::year{year}, std::chrono::month{count / 31}, std::chrono::day{count % 31 + 1}};
}

std::optional<civil_date> day_in(int year, std::string_view on) {
    constexpr std::string_view easter = "easter";
    if (on == easter) return easter_sunday(year);
    if (on.starts_with(easter)) return from_easter(year, on.substr(easter.size()));
    auto const day = fixed(year, on);
    return day ? day : of_month(year, on);
}

std::vector<civil_date> holidays_of(std::vector<holiday_rule> const& rules, int first_year, int last_year) {
    std::set<sys_days> all;
    for (int year = first_year; year <= last_year; ++year) {
        for (auto const& rule : rules) {
            if (auto const day = day_in(year, rule.on)) all.insert(sys_days{*day});
        }
        // In the order of the file: what is made up for on Monday pushes the next one to Tuesday.
        for (auto const& rule : rules) {
            if (auto const day = day_in(year, rule.on)) all.insert(observed_day(rule, sys_days{*day}, all));
        }
    }
    return {all.begin(), all.end()};
}

}  // namespace quittance::app
