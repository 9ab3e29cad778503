// The processor's own table of currencies: decimals and least amounts.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "refusal.hpp"

namespace quittance::sandbox {

bool is_known_currency(std::string_view code);
// Refuses what is too small, too large, or has digits the currency does not take.
std::optional<refusal> check_amount(std::int64_t amount, std::string_view currency,
                                    std::string_view parameter);
// "€125.00", "CHF 12.00", "¥500".
std::string money_text(std::int64_t amount, std::string_view currency);

}  // namespace quittance::sandbox
