// Promises: amounts and dates as people of a locale read them (ICU). Refuses to fail a page over a locale: an
// unknown one reads as English. Money is never turned into a binary fraction on the way.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/time.hpp"
#include "quittance/domain/money.hpp"

namespace quittance::pages {

std::string money_text(domain::money amount, std::string_view locale);  // "€120.50", "120,50 €"
std::string date_text(civil_date date, std::string_view locale);        // "21 November 2026"
std::string day_text(civil_date date, std::string_view locale);         // "Sat, 21 Nov 2026"
std::string weekday_text(civil_date date, std::string_view locale);     // "Saturday, 21 November 2026"
std::string month_text(std::chrono::year_month month, std::string_view locale);  // "November 2026"
std::string date_text(instant when, std::string_view zone, std::string_view locale);
std::string moment_text(instant when, std::string_view zone, std::string_view locale);
std::string percent_text(std::int32_t parts_per_million, std::string_view locale);  // "19%", "7.7%"
std::string card_brand_text(std::string_view brand);  // "visa" is "Visa", "amex" "American Express"
// "A", "A and B", "A, B and C".
std::string list_text(std::vector<std::string> const& parts, std::string_view locale);

// A BCP 47 tag in form (language, script, region, variants), at most 35 characters.
bool is_locale_tag(std::string_view tag);

}  // namespace quittance::pages
