// The body that creates a hosted checkout: a pure function, committed before it is sent.
#pragma once
#include <string>
#include <vector>

#include "quittance/domain/effect.hpp"
#include "quittance/engine/processor.hpp"

namespace quittance::stripe {

// Throws std::invalid_argument when the amount cannot be expressed at Stripe (problem_with_amount says so
// beforehand).
std::string checkout_form(domain::create_checkout const& order, engine::route const& whose,
                          std::vector<std::string> const& payment_methods);

// The body that creates a hosted page which takes a card and no money.
std::string card_page_form(domain::create_card_page const& order, engine::route const& whose,
                           std::vector<std::string> const& payment_methods);

}  // namespace quittance::stripe
