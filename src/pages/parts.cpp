#include "parts.hpp"

#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

void add_address(sheet& to, std::string_view address) {
    while (!address.empty()) {
        auto const end = std::min(address.find('\n'), address.size());
        to.add_if("ADDRESS_LINE", std::string{address.substr(0, end)});
        address.remove_prefix(std::min(address.size(), end + 1));
    }
}

}  // namespace

sheet titled(business const& who, std::string title) {
    sheet made;
    made.set("TITLE", std::move(title)).set("BUSINESS", who.name);
    made.add_if("LOGO", who.logo_url);
    if (who.logo_url.empty()) made.add("NO_LOGO");
    add_address(made, who.address);
    made.add_if("CONTACT", who.contact);
    made.add_if("VAT_ID", who.vat_id);
    made.add_if("TERMS", who.terms_url);
    return made;
}

void add_paragraph(sheet& to, std::string const& text) { to.add_if("PARAGRAPH", text); }

void add_button(sheet& to, std::optional<button> const& one) {
    if (!one) return;
    auto& form = to.add("BUTTON");
    form.set("ACTION", one->action).set("LABEL", one->label);
    for (auto const& [name, value] : one->fields) form.add("FIELD").set("NAME", name).set("VALUE", value);
}

std::string tax_line(domain::money price, domain::tax_terms const& tax, words const& say) {
    return say("tax.line", {{"amount", money_text(domain::tax_within(price, tax.rate_ppm), say.locale())},
                            {"name", tax.name},
                            {"rate", percent_text(tax.rate_ppm, say.locale())}});
}

void describe(sheet& to, purchase_view const& what, words const& say) {
    to.set("OFFER", what.title).set("PRICE", money_text(what.price, say.locale()));
    to.add_if("DESCRIPTION", what.description);
    if (!what.tax.name.empty()) to.add_if("TAX_LINE", tax_line(what.price, what.tax, say));
}

}  // namespace quittance::pages
