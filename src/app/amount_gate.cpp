#include "amount_gate.hpp"

#include "quittance/stripe/amounts.hpp"

namespace quittance::app {

std::optional<std::string> why_not_charged(domain::money amount) {
    auto const problem = stripe::problem_with_amount(amount);
    if (!problem) return std::nullopt;
    std::string said =
        domain::plain_text(amount) + " cannot be charged: " + std::string{stripe::name_of(*problem)};
    if (*problem == stripe::amount_problem::too_small) {
        if (auto const least = stripe::minimum_charge(amount.unit())) {
            said += ", the least is " + domain::plain_text(*least);
        }
    }
    return said;
}

}  // namespace quittance::app
