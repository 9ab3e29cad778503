// What the kept card can pay, and when to look at it: read from the facts alone.
#pragma once
#include "quittance/domain/decide.hpp"

namespace quittance::domain {

// Still in force: of the card as it is now.
bool holds(booking const& what, collection_stop const& stop);

card_page const* find_card_page(booking const& what, int number);
card_page const* find_card_page(booking const& what, session_id const& session);
// It was ordered, and the client may still name a card on it.
bool is_open(card_page const& page, instant now);

// The next moment from `now` on at which the card has to be looked at.
std::optional<instant> next_card_look(booking const& what, instant now, policy const& rules);

}  // namespace quittance::domain
