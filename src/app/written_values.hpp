// Promises: amounts, percentages and stretches of time as an operator writes them, read exactly or refused in
// words that follow the setting's name ("is 'x', but must be ...").
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "quittance/domain/money.hpp"

namespace quittance::app {

// "120.00 EUR": the amount, one blank, the currency. Answers what is wrong.
std::optional<std::string> read_price(std::string const& text, domain::money& into);

// "19", "7.7", "8.875%": with at most four decimals, so that it is exact in parts per million; from 0 to
// `most_ppm`.
std::optional<std::int32_t> parse_percent(std::string text, std::int32_t most_ppm);

// "14 days", "1 day", and nothing else: how many.
std::optional<int> parse_days(std::string const& text);
// "48h" or "2 days": how many hours.
std::optional<int> parse_notice(std::string const& text);

}  // namespace quittance::app
