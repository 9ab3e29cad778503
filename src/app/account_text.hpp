// Promises: an account as a person wants to read it on a terminal: due, paid, booked, received, all bookings
// together and each with why.
#pragma once
#include <string>

#include "quittance/domain/decide.hpp"

namespace quittance::app {

std::string account_text(domain::account const& account, domain::policy const& rules, instant now);
// What waits for a person, with what the client said; a line each, and empty where nothing does.
std::string attention_text(domain::booking const& what, std::string const& zone);
std::string booking_line(domain::client_id const& client, domain::booking const& what);

}  // namespace quittance::app
