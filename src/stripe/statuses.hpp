// Stripe's names of states. All are open enums: a name we do not know is `unknown`, never an error.
#pragma once
#include <string_view>

#include "quittance/domain/facts.hpp"

namespace quittance::stripe {

domain::session_status session_status_named(std::string_view name);
domain::payment_status payment_status_named(std::string_view name);
domain::intent_status intent_status_named(std::string_view name);
domain::refund_status refund_status_named(std::string_view name);
domain::dispute_status dispute_status_named(std::string_view name);

}  // namespace quittance::stripe
