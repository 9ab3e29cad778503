// Promises: an account as a person wants to read it on a terminal: due, paid, booked, received, and why.
#pragma once
#include <string>

#include "quittance/domain/account.hpp"

namespace quittance::app {

std::string account_text(domain::account const& account, std::string const& zone, instant now);
std::string booking_line(domain::client_id const& client, domain::booking const& what);

}  // namespace quittance::app
