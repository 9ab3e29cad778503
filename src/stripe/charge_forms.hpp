// The bodies that collect without the client and give money back: pure functions, committed before they are
// sent. Those with an amount throw std::invalid_argument when Stripe cannot express it.
#pragma once
#include <string>
#include <vector>

#include "quittance/domain/effect.hpp"
#include "quittance/engine/processor.hpp"

namespace quittance::stripe {

std::string customer_form(domain::create_customer const& order, engine::route const& whose);
// The address alone, as it is: what Stripe thinks of it is its answer, and nothing unsets an address there.
std::string customer_change_form(domain::change_customer const& order);
// No methods given: what the Dashboard allows, without those that would lead the client away.
std::string intent_form(domain::create_intent const& order, engine::route const& whose,
                        std::vector<std::string> const& payment_methods);
std::string confirm_form(domain::confirm_intent const& order);
std::string refund_form(domain::create_refund const& order, engine::route const& whose);
std::string cancel_form();

}  // namespace quittance::stripe
