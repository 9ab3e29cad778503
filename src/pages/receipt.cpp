#include "quittance/pages/receipt.hpp"

#include "parts.hpp"
#include "plain_text.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

constexpr std::string_view receipt_mark = "\xEF\xBB\xBF";

void add_fact(std::string& to, std::string const& label, std::string const& value) {
    if (auto const plain = plain_line(value); !plain.empty()) to += label + ": " + plain + '\n';
}

void add_business(std::string& to, business const& who, words const& say) {
    add_fact(to, say("label.from"), who.name);
    for (auto const& line : plain_lines(who.address)) to += line + '\n';
    if (auto const contact = plain_line(who.contact); !contact.empty()) to += contact + '\n';
    add_fact(to, say("label.vat_id"), who.vat_id);
}

void add_amounts(std::string& to, receipt_view const& view, words const& say) {
    auto const sum = [&say](domain::money amount) { return money_text(amount, say.locale()); };
    add_fact(to, say("label.paid"),
             sum(view.amount) + ' ' + say("receipt.on", {{"date", date_text(view.on, say.locale())}}));
    if (!view.tax.name.empty() && !view.taxed.is_zero())
        add_fact(to, say("label.tax"), tax_line(view.taxed, view.tax, say));
    add_fact(to, say("receipt.reference"),
             view.credit_of.empty() ? view.payment : say("receipt.credit", {{"booking", view.credit_of}}));
    if (!view.went_back.is_zero()) add_fact(to, say("label.returned"), sum(view.went_back));
    if (!view.used_elsewhere.is_zero()) add_fact(to, say("receipt.used_elsewhere"), sum(view.used_elsewhere));
    to += '\n';
    add_fact(to, say("label.price"), sum(view.price));
    add_fact(to, say("label.open"), sum(view.open));
}

}  // namespace

std::string receipt_text(business const& who, receipt_view const& view) {
    auto const say = words_for(who, view.locale);
    std::string text{receipt_mark};
    text += say("receipt.title") + '\n';
    if (auto const name = plain_line(view.client); !name.empty()) text += name + '\n';
    text += '\n';
    add_business(text, who, say);
    text += '\n';
    add_fact(text, say("label.for"), view.title);
    if (auto const more = plain_line(view.description); !more.empty()) text += more + '\n';
    add_fact(text, say("label.booking"), view.booking);
    add_amounts(text, view, say);
    return text;
}

}  // namespace quittance::pages
