#include "http_date.hpp"

#include <array>
#include <charconv>

namespace quittance::stripe {

namespace {

std::optional<unsigned> digits(std::string_view text, std::size_t at, std::size_t count) {
    unsigned number = 0;
    auto const part = text.substr(at, count);
    auto const [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc{} || end != part.data() + part.size()) return std::nullopt;
    return number;
}

std::optional<unsigned> month(std::string_view name) {
    static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (unsigned i = 0; i < months.size(); ++i) {
        if (months[i] == name) return i + 1;
    }
    return std::nullopt;
}

}  // namespace

std::optional<instant> parse_http_date(std::string_view text) {
    if (text.size() != 29 || text.substr(25) != " GMT" || text.substr(3, 2) != ", ") return std::nullopt;
    auto const day = digits(text, 5, 2);
    auto const in = month(text.substr(8, 3));
    auto const year = digits(text, 12, 4);
    auto const hour = digits(text, 17, 2);
    auto const minute = digits(text, 20, 2);
    auto const second = digits(text, 23, 2);
    if (!day || !in || !year || !hour || !minute || !second) return std::nullopt;
    if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    civil_date const date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*in},
                          std::chrono::day{*day}};
    if (!date.ok()) return std::nullopt;
    return instant{std::chrono::sys_days{date}} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second};
}

}  // namespace quittance::stripe
