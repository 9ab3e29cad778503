#include "quittance/stripe/amounts.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace quittance::stripe {

namespace {

using namespace std::string_view_literals;

constexpr std::array whole_units{"BIF"sv, "CLP"sv, "DJF"sv, "GNF"sv, "JPY"sv, "KMF"sv, "KRW"sv, "MGA"sv,
                                 "PYG"sv, "RWF"sv, "VND"sv, "VUV"sv, "XAF"sv, "XOF"sv, "XPF"sv};
constexpr std::array thousandths{"BHD"sv, "JOD"sv, "KWD"sv, "OMR"sv, "TND"sv};
// Sent with two decimals that must be 00.
constexpr std::array whole_in_hundredths{"ISK"sv, "UGX"sv};

struct minimum {
    std::string_view currency;
    std::int64_t units;  // Stripe's
};
constexpr std::array minima{
    minimum{"USD", 50},   minimum{"AED", 200},   minimum{"ARS", 50}, minimum{"AUD", 50},
    minimum{"BRL", 50},   minimum{"CAD", 50},    minimum{"CHF", 50}, minimum{"COP", 50},
    minimum{"CZK", 1500}, minimum{"DKK", 250},   minimum{"EUR", 50}, minimum{"GBP", 30},
    minimum{"HKD", 400},  minimum{"HUF", 17500}, minimum{"IDR", 50}, minimum{"ILS", 50},
    minimum{"INR", 50},   minimum{"JPY", 50},    minimum{"KRW", 50}, minimum{"MXN", 1000},
    minimum{"MYR", 200},  minimum{"NOK", 300},   minimum{"NZD", 50}, minimum{"PHP", 50},
    minimum{"PLN", 200},  minimum{"RON", 200},   minimum{"RUB", 50}, minimum{"SEK", 300},
    minimum{"SGD", 50},   minimum{"THB", 1000},  minimum{"ZAR", 50}};
constexpr std::int64_t most_units = 99'999'999;

template <std::size_t N>
bool holds(std::array<std::string_view, N> const& list, std::string_view code) {
    return std::find(list.begin(), list.end(), code) != list.end();
}

int stripe_exponent(std::string_view code) {
    if (holds(whole_units, code)) return 0;
    return holds(thousandths, code) ? 3 : 2;
}

// The amount's last digits must be 0 in these many hundredths or thousandths.
std::int64_t granularity(std::string_view code) {
    if (holds(whole_in_hundredths, code)) return 100;
    return holds(thousandths, code) ? 10 : 1;
}

std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

// units * 10^(to - from), exactly.
std::optional<std::int64_t> rescaled(std::int64_t units, int from, int to) {
    auto const factor = power_of_ten(to > from ? to - from : from - to);
    if (to < from) return units % factor == 0 ? std::optional{units / factor} : std::nullopt;
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    if (units > most / factor || units < -(most / factor)) return std::nullopt;
    return units * factor;
}

}  // namespace

std::optional<std::int64_t> to_stripe_amount(domain::money amount) {
    auto const unit = amount.unit();  // the code is a view into it
    auto const code = unit.code();
    if (code.empty()) return std::nullopt;
    auto const units = rescaled(amount.minor_units(), unit.exponent(), stripe_exponent(code));
    if (!units || *units % granularity(code) != 0) return std::nullopt;
    return units;
}

std::optional<domain::money> from_stripe_amount(std::int64_t units, domain::currency in) {
    if (in.code().empty()) return domain::money::minor(units, in);
    auto const minor = rescaled(units, stripe_exponent(in.code()), in.exponent());
    if (!minor) return std::nullopt;
    return domain::money::minor(*minor, in);
}

std::optional<domain::money> minimum_charge(domain::currency in) {
    auto const found = std::find_if(minima.begin(), minima.end(),
                                    [in](minimum const& one) { return one.currency == in.code(); });
    return found == minima.end() ? std::nullopt : from_stripe_amount(found->units, in);
}

std::map<std::string, std::int64_t, std::less<>> minimum_charges() {
    std::map<std::string, std::int64_t, std::less<>> all;
    for (auto const& one : minima) {
        auto const unit = domain::currency::parse(one.currency);
        auto const least = unit ? minimum_charge(*unit) : std::nullopt;
        if (least) all.emplace(one.currency, least->minor_units());
    }
    return all;
}

std::optional<domain::money> maximum_charge(domain::currency in) {
    auto const code = in.code();
    if (code.empty()) return std::nullopt;
    // The largest amount Stripe takes that is also a whole number of ours.
    auto const theirs = stripe_exponent(code);
    auto const coarse = in.exponent() < theirs ? power_of_ten(theirs - in.exponent()) : std::int64_t{1};
    auto const step = std::max(granularity(code), coarse);
    return from_stripe_amount(most_units - most_units % step, in);
}

std::optional<amount_problem> problem_with_amount(domain::money amount) {
    if (amount.unit().code().empty()) return amount_problem::no_currency;
    if (amount.is_zero() || amount.is_negative()) return amount_problem::not_positive;
    auto const least = minimum_charge(amount.unit());
    if (least && amount.minor_units() < least->minor_units()) return amount_problem::too_small;
    auto const most = maximum_charge(amount.unit());
    if (most && amount.minor_units() > most->minor_units()) return amount_problem::too_large;
    if (!to_stripe_amount(amount)) return amount_problem::not_expressible;
    return std::nullopt;
}

std::string_view name_of(amount_problem problem) {
    switch (problem) {
        case amount_problem::no_currency: return "no_currency";
        case amount_problem::not_positive: return "not_positive";
        case amount_problem::not_expressible: return "not_expressible";
        case amount_problem::too_small: return "too_small";
        case amount_problem::too_large: return "too_large";
    }
    return "unknown";
}

}  // namespace quittance::stripe
