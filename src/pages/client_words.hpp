// The sentences of the client's page.
#pragma once
#include <string>

#include "quittance/pages/client.hpp"
#include "words.hpp"

namespace quittance::pages {

std::string notice_text(business const& who, client_notice what, words const& say);
std::string trouble_text(client_problem why, words const& say);
std::string rest_text(business const& who, client_rest const& rest, words const& say);
// What happens next with a booking, and when.
std::string next_text(business const& who, client_booking const& one, words const& say);
std::string card_text(client_card const& card, words const& say);
// What keeps it from paying what comes; empty: nothing.
std::string card_trouble_text(client_card const& card, words const& say);
// Enough of an address to know one's own.
std::string partly(std::string const& address);
// On which days reminders come.
std::string cadence_text(client_cadence const& one, words const& say);
std::string credits_text(client_credits const& credits, words const& say);

}  // namespace quittance::pages
