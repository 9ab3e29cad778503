#include "quittance/pages/statement.hpp"

#include "plain_text.hpp"
#include "quittance/pages/format.hpp"
#include "words.hpp"

namespace quittance::pages {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

void add(std::string& to, std::string_view label, domain::money amount, words const& say) {
    to += "  " + say(label) + ": " + money_text(amount, say.locale()) + '\n';
}

void add_booking(std::string& to, statement_booking const& one, words const& say) {
    to += '\n' + plain_line(one.title) + " (" + plain_line(one.reference) + ")\n";
    add(to, "label.due_now", one.sums.due, say);
    add(to, "label.paid", one.sums.paid, say);
    add(to, "label.booked", one.sums.booked, say);
    if (!one.sums.fees.is_zero()) add(to, "label.fees", one.sums.fees, say);
    add(to, "label.received", one.sums.received, say);
    if (!one.sums.went_back.is_zero()) add(to, "label.returned", one.sums.went_back, say);
    add(to, "label.open_in_all", one.sums.open, say);
}

}  // namespace

std::string statement_text(business const& who, statement_view const& view) {
    auto const say = words_for(who, view.locale);
    std::string text{utf8_mark};
    text += say("client.title", {{"business", plain_line(who.name)}}) + '\n';
    if (auto const name = plain_line(view.client); !name.empty()) text += name + '\n';
    text += date_text(view.on, say.locale()) + '\n';
    for (auto const& one : view.bookings) add_booking(text, one, say);
    return text;
}

}  // namespace quittance::pages
