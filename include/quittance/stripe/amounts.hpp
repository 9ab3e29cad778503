// Promises: money in Stripe's units and back. Stripe's exponents differ from ISO 4217's for some currencies
// (ISK and UGX are sent with two decimals that must be 00, MGA with none), and amounts with three decimals
// end in 0. What cannot be expressed exactly is refused, never rounded.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "quittance/domain/money.hpp"

namespace quittance::stripe {

// Nothing when the amount is not a whole number of Stripe's units, ends in another digit than Stripe takes,
// or overflows.
std::optional<std::int64_t> to_stripe_amount(domain::money amount);
std::optional<domain::money> from_stripe_amount(std::int64_t units, domain::currency in);

// The smallest charge, where Stripe publishes one. It applies in the account's settlement currency, so a
// charge above it can still be refused.
std::optional<domain::money> minimum_charge(domain::currency in);
// All of them, in our minor units, by currency.
std::map<std::string, std::int64_t, std::less<>> minimum_charges();
// The API reference's eight digits; nothing for "no currency".
std::optional<domain::money> maximum_charge(domain::currency in);

enum class amount_problem { no_currency, not_positive, not_expressible, too_small, too_large };
// Nothing when Stripe would take a charge of this amount, as far as can be known beforehand.
std::optional<amount_problem> problem_with_amount(domain::money amount);
std::string_view name_of(amount_problem problem);

}  // namespace quittance::stripe
