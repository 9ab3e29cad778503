// Charges: what a try leaves behind.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

json::object& make_charge(world& here, json::object const& intent, std::string const& method);
void pay_charge(world& here, json::object& charge);  // emits charge.succeeded, orders the card's dispute
void fail_charge(world& here, json::object& charge, std::string_view code, std::string_view decline_code);
// A charge by its own id or its intent's; null when there is none that was paid.
json::object* paid_charge(world& here, std::string_view charge_or_intent);

}  // namespace quittance::sandbox
