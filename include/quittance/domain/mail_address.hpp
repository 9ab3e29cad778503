// Promises: what may stand in a letter's header as an address: enough that no letter goes astray in it.
// Refuses to say whether anybody lives there.
#pragma once
#include <string>

namespace quittance::domain {

bool is_plain_address(std::string const& text);

}  // namespace quittance::domain
