// The text a booking system receives: {"type", "timestamp", "data"}. Ids, the booking's reference, amounts in
// minor units and its state; never a name or an address.
#pragma once
#include <string>

#include "quittance/domain/account.hpp"
#include "quittance/domain/notices.hpp"

namespace quittance::engine {

std::string notice_body(domain::account const& after, domain::notice const& said, instant now);

}  // namespace quittance::engine
