// A letter's values by name, formatted for a locale; the vocabulary of its templates is what is set here.
#pragma once
#include <string_view>

#include "quittance/pages/letters.hpp"
#include "sheet.hpp"

namespace quittance::pages {

// Throws letter_refused where the view lacks what the kind needs or does not add up.
void check_view(letter_kind kind, letter_view const& view);

// Stands for the agreement in a text, whose own empty lines are kept.
constexpr std::string_view agreement_mark = "\x01";

sheet letter_sheet(letter_kind kind, letter_view const& view, std::string_view language,
                   std::string_view locale);

}  // namespace quittance::pages
