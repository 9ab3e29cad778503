// Fields that several bodies share: amounts, allowed methods, and whose an object is (its metadata, read back
// by objects.cpp).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "form.hpp"
#include "quittance/engine/processor.hpp"

namespace quittance::stripe {

// Throws std::invalid_argument when Stripe cannot express the amount (problem_with_amount says so before).
std::int64_t units_of(domain::money amount);
void add_methods(form& to, std::vector<std::string> const& payment_methods);

// `where` is "metadata", or the member that passes it on. The checkout's number only if there is one.
void add_route(form& to, std::string const& where, engine::route const& whose);
// Nothing when `value` is empty.
void add_metadata(form& to, std::string const& where, std::string_view name, std::string_view value);

}  // namespace quittance::stripe
