// What sets one kind of letter apart from another.
#pragma once
#include <string_view>
#include <vector>

#include "quittance/pages/letters.hpp"

namespace quittance::pages {

bool reminds(letter_kind kind);
bool asks_for_open(letter_kind kind);  // its lines are open amounts, and add up to what is open
bool tells_of_payment(letter_kind kind);
bool holds_agreement(letter_kind kind);
bool is_about_address(letter_kind kind);
bool needs_card(letter_kind kind);

// The first steps say it in so many words, a value counting as one.
constexpr int most_words = 120;
bool kept_short(letter_kind kind);

// Variables and sections that its templates mention.
std::vector<std::string_view> required_fields(letter_kind kind);

}  // namespace quittance::pages
