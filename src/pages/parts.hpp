// Parts that several pages share, filled from their views.
#pragma once
#include <optional>

#include "quittance/pages/public.hpp"
#include "sheet.hpp"
#include "words.hpp"

namespace quittance::pages {

// Everything the layout asks for.
sheet titled(business const& who, std::string title);
void add_paragraph(sheet& to, std::string const& text);
void add_button(sheet& to, std::optional<button> const& one);
// OFFER, DESCRIPTION, PRICE, TAX_LINE.
void describe(sheet& to, purchase_view const& what, words const& say);
std::string tax_line(domain::money price, domain::tax_terms const& tax, words const& say);

}  // namespace quittance::pages
