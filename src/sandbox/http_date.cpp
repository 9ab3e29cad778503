#include "http_date.hpp"

#include <fmt/format.h>

#include <array>

namespace quittance::sandbox {
namespace {

constexpr std::array<char const*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<char const*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string http_date(instant when) {
    auto const day = std::chrono::floor<std::chrono::days>(when);
    civil_date const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<std::chrono::seconds>(when - day)};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       weekdays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                       months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

}  // namespace quittance::sandbox
