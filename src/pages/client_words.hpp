// The sentences of the client's page.
#pragma once
#include <string>

#include "quittance/pages/client.hpp"

namespace quittance::pages {

std::string notice_text(business const& who, client_notice what);
std::string rest_text(business const& who, client_rest const& rest, std::string_view locale);
// What happens next with a booking, and when.
std::string next_text(business const& who, client_booking const& one);
std::string credits_text(client_credits const& credits);

}  // namespace quittance::pages
