// Parts that several pages share, filled from their views.
#pragma once
#include <optional>

#include "quittance/pages/public.hpp"
#include "sheet.hpp"

namespace quittance::pages {

// Everything the layout asks for.
sheet titled(business const& who, std::string title);
void add_paragraph(sheet& to, std::string const& text);
void add_button(sheet& to, std::optional<button> const& one);
// OFFER, DESCRIPTION, PRICE, TAX_LINE.
void describe(sheet& to, business const& who, purchase_view const& what);
std::string tax_line(domain::money price, domain::tax_terms const& tax, std::string_view locale);
std::string_view locale_of(business const& who, purchase_view const& what);

}  // namespace quittance::pages
