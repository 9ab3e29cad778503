#include "quittance/domain/money.hpp"

#include <fmt/format.h>

#include <boost/system/error_category.hpp>

#include "quittance/base/assert.hpp"

namespace quittance::domain {
namespace {

class money_category final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "money"; }
    std::string message(int code) const override {
        switch (static_cast<money_errc>(code)) {
            case money_errc::currency_mismatch: return "the amounts are in different currencies";
            case money_errc::overflow: return "the amount is too large";
            case money_errc::not_an_amount: return "this is not an amount; write it like 120.00";
            case money_errc::too_many_decimals: return "the currency has fewer decimals than the amount";
            case money_errc::unknown_currency:
                return "the currency is unknown; write an ISO 4217 code like EUR";
        }
        return "unknown money error";
    }
};

std::int64_t power_of_ten(int exponent) {
    std::int64_t value = 1;
    for (int i = 0; i < exponent; ++i) value *= 10;
    return value;
}

// value * 10 + digit, false when it does not fit.
bool append_digit(std::int64_t& value, char digit) {
    return !__builtin_mul_overflow(value, 10, &value) && !__builtin_add_overflow(value, digit - '0', &value);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::int64_t million = 1'000'000;

// amount * numerator / denominator, rounded half up, for amounts that are not negative.
std::int64_t scaled(std::int64_t amount, std::int64_t numerator, std::int64_t denominator) {
    __extension__ using wide = __int128;
    wide const doubled = static_cast<wide>(amount) * numerator * 2 + denominator;
    return static_cast<std::int64_t>(doubled / (static_cast<wide>(denominator) * 2));
}

}  // namespace

boost::system::error_code make_error_code(money_errc code) {
    static money_category const category;
    return {static_cast<int>(code), category};
}

result<money> money::plus(money other) const {
    if (unit_ != other.unit_) return money_errc::currency_mismatch;
    std::int64_t sum = 0;
    if (__builtin_add_overflow(units_, other.units_, &sum)) return money_errc::overflow;
    return money{sum, unit_};
}

result<money> money::minus(money other) const {
    if (unit_ != other.unit_) return money_errc::currency_mismatch;
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(units_, other.units_, &difference)) return money_errc::overflow;
    return money{difference, unit_};
}

result<money> parse_amount(std::string_view text, currency in) {
    std::int64_t units = 0;
    int decimals = -1;  // -1: before the point
    std::size_t digits = 0;
    for (char const c : text) {
        if (c == '.' && decimals < 0 && digits > 0) {
            decimals = 0;
            continue;
        }
        if (!is_digit(c)) return money_errc::not_an_amount;
        if (decimals >= 0 && ++decimals > in.exponent()) return money_errc::too_many_decimals;
        if (!append_digit(units, c)) return money_errc::overflow;
        ++digits;
    }
    if (digits == 0 || decimals == 0) return money_errc::not_an_amount;
    auto const missing = power_of_ten(in.exponent() - (decimals < 0 ? 0 : decimals));
    if (__builtin_mul_overflow(units, missing, &units)) return money_errc::overflow;
    return money::minor(units, in);
}

std::string plain_number(money amount) {
    int const exponent = amount.unit().code().empty() ? 0 : amount.unit().exponent();
    auto const* const sign = amount.is_negative() ? "-" : "";
    // Through unsigned, so that the smallest int64 has a magnitude too.
    auto const units = static_cast<std::uint64_t>(amount.minor_units());
    auto const magnitude = amount.is_negative() ? std::uint64_t{0} - units : units;
    if (exponent == 0) return fmt::format("{}{}", sign, magnitude);
    auto const scale = static_cast<std::uint64_t>(power_of_ten(exponent));
    return fmt::format("{}{}.{:0{}}", sign, magnitude / scale, magnitude % scale, exponent);
}

std::string plain_text(money amount) {
    return fmt::format("{} {}", plain_number(amount), amount.unit().code());
}

money tax_within(money gross, std::int32_t rate_ppm) {
    QUITTANCE_ASSERT(rate_ppm >= 0 && !gross.is_negative());
    return money::minor(scaled(gross.minor_units(), rate_ppm, million + rate_ppm), gross.unit());
}

result<money> tax_on_top(money net, std::int32_t rate_ppm) {
    QUITTANCE_ASSERT(rate_ppm >= 0 && rate_ppm <= million && !net.is_negative());
    // A rate of at most 100 %: the tax fits wherever the amount does.
    return money::minor(scaled(net.minor_units(), rate_ppm, million), net.unit());
}

}  // namespace quittance::domain
