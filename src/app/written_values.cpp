#include "written_values.hpp"

#include <fmt/format.h>

namespace quittance::app {
namespace {

constexpr std::size_t most_digits = 5;  // of a count of days or hours: always an int

std::optional<int> whole_number(std::string const& text) {
    if (text.empty() || text.size() > most_digits) return std::nullopt;
    int value = 0;
    for (char const c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::string without(std::string text, std::string const& ending) {
    text.resize(text.size() - ending.size());
    return text;
}

}  // namespace

std::optional<std::string> read_price(std::string const& text, domain::money& into) {
    auto const blank = text.find(' ');
    if (blank == std::string::npos) {
        return fmt::format("is '{}', but must be an amount and a currency, such as \"120.00 EUR\"", text);
    }
    auto const unit = domain::currency::parse(text.substr(blank + 1));
    if (!unit) {
        return fmt::format("is '{}', which names no ISO 4217 currency; such as \"120.00 EUR\"", text);
    }
    auto const amount = domain::parse_amount(text.substr(0, blank), *unit);
    if (!amount) {
        return fmt::format("is '{}', no exact amount of {} ({} decimals, no separators, no sign)", text,
                           unit->code(), unit->exponent());
    }
    into = *amount;
    return std::nullopt;
}

std::optional<std::int32_t> parse_percent(std::string text, std::int32_t most_ppm) {
    if (text.ends_with('%')) text.pop_back();
    while (text.ends_with(' ')) text.pop_back();
    auto const dot = text.find('.');
    auto const whole = text.substr(0, dot);
    auto decimals = dot == std::string::npos ? std::string{} : text.substr(dot + 1);
    if (whole.empty() || whole.size() > 3 || decimals.size() > 4) return std::nullopt;
    if (dot != std::string::npos && decimals.empty()) return std::nullopt;
    decimals.resize(4, '0');
    std::int32_t ppm = 0;
    for (char const c : whole + decimals) {
        if (c < '0' || c > '9') return std::nullopt;
        ppm = ppm * 10 + (c - '0');
    }
    return ppm <= most_ppm ? std::optional{ppm} : std::nullopt;
}

std::optional<int> parse_days(std::string const& text) {
    for (auto const* const word : {" days", " day"}) {
        if (text.ends_with(word)) return whole_number(without(text, word));
    }
    return std::nullopt;
}

std::optional<int> parse_notice(std::string const& text) {
    if (text.ends_with('h')) return whole_number(without(text, "h"));
    auto const days = parse_days(text);
    return days ? std::optional{*days * 24} : std::nullopt;
}

}  // namespace quittance::app
