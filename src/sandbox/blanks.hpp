// Objects with every field the processor sends, at its default. Keys in the order it sends them.
#pragma once
#include "refusal.hpp"

namespace quittance::sandbox {

json::object blank_customer();
json::object blank_session();
json::object blank_intent();
json::object blank_setup_intent();
json::object blank_charge();
json::object blank_refund();
json::object blank_dispute();
json::object blank_method();
json::object blank_account();

}  // namespace quittance::sandbox
