// Promises: amounts of money as whole minor units with their currency; sums that would mix currencies or
// overflow are refused as a result, never wrapped or rounded in silence. Refuses floating point anywhere, and
// exponents other than ISO 4217's (a processor's own exceptions live with it).
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "quittance/base/result.hpp"

namespace quittance::domain {

enum class money_errc { currency_mismatch = 1, overflow, not_an_amount, too_many_decimals, unknown_currency };
boost::system::error_code make_error_code(money_errc code);

// An ISO 4217 code of the table; a default one is "no currency" and equals only itself.
class currency {
public:
    constexpr currency() = default;
    // Any case; unknown_currency for what the table does not hold.
    static result<currency> parse(std::string_view code);

    std::string_view code() const { return {letters_, letters_[0] == '\0' ? 0U : 3U}; }  // upper case
    std::string lower_code() const;
    int exponent() const;  // decimals: 0, 2 or 3
    // The smallest amount, in minor units, that a card can be charged: 10 where there are three decimals, 100
    // for the ariary, whose hundredths nobody has; else 1. Prices are split in it.
    std::int64_t smallest_step() const;

    friend bool operator==(currency const&, currency const&) = default;
    friend auto operator<=>(currency const&, currency const&) = default;

private:
    char letters_[4] = {};
};

class money {
public:
    constexpr money() = default;
    static money minor(std::int64_t units, currency in) { return money{units, in}; }

    std::int64_t minor_units() const { return units_; }
    // By reference, so that a view of its code lives as long as the amount.
    currency const& unit() const { return unit_; }
    bool is_zero() const { return units_ == 0; }
    bool is_negative() const { return units_ < 0; }
    bool is_in_steps() const { return units_ % unit_.smallest_step() == 0; }  // as cards are charged

    result<money> plus(money other) const;
    result<money> minus(money other) const;

    friend bool operator==(money const&, money const&) = default;

private:
    constexpr money(std::int64_t units, currency in) : units_(units), unit_(in) {}
    std::int64_t units_ = 0;
    currency unit_;
};

// "120", "120.5", "120.50" in major units; never more decimals than the currency has, no sign, no separators.
result<money> parse_amount(std::string_view text, currency in);
// "120.50 EUR", "5000 JPY": for logs, command line and APIs that want text; people read ICU's (pages).
std::string plain_text(money amount);
// "120.50" without the currency.
std::string plain_number(money amount);

// Of a price that includes it: the part that is tax, rounded half up. `rate_ppm` is parts per million (19 % =
// 190000).
money tax_within(money gross, std::int32_t rate_ppm);
// On top of a price that does not include it, rounded half up; overflow is refused.
result<money> tax_on_top(money net, std::int32_t rate_ppm);

}  // namespace quittance::domain

template <>
struct boost::system::is_error_code_enum<quittance::domain::money_errc> : std::true_type {};
