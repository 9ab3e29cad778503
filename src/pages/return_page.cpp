#include "parts.hpp"
#include "quittance/pages/format.hpp"
#include "quittance/pages/public.hpp"

namespace quittance::pages {
namespace {

struct told {
    std::string title;
    std::string text;
};

told told_of(business const& who, return_view const& view, words const& say) {
    if (view.looked_at) return {say("looked_at.title"), say("looked_at.text", {{"business", who.name}})};
    switch (view.state) {
        case payment_state::open: return {say("state.open.title"), say("state.open.text")};
        case payment_state::paying: return {say("under_way.title"), say("state.paying.text")};
        case payment_state::paid:
            return {view.what.price.is_zero() ? say("confirmed.title") : say("state.paid.title"),
                    say("state.receipt")};
        case payment_state::part_paid: return {say("state.part.title"), say("state.part.text")};
        case payment_state::returned: return {say("state.returned.title"), say("state.returned.text")};
        case payment_state::disputed: return {say("state.disputed.title"), say("state.disputed.text")};
        case payment_state::closed: break;
    }
    return {say("closed.title"), say("state.closed.text", {{"business", who.name}})};
}

void add_receipt(sheet& page, return_view const& view, words const& say) {
    auto& receipt = page.add("RECEIPT");
    describe(receipt, view.what, say);
    receipt.set("REFERENCE", view.reference);
    for (auto const& line : view.payments)
        receipt.add("PAID_LINE")
            .set("PAID", money_text(line.amount, say.locale()))
            .set("PAID_ON", say("receipt.on", {{"date", date_text(line.on, say.locale())}}));
    if (!view.went_back.is_zero()) receipt.add_if("RETURNED_LINE", money_text(view.went_back, say.locale()));
    if (!view.open.is_zero()) receipt.add_if("OPEN_LINE", money_text(view.open, say.locale()));
}

}  // namespace

std::string return_page(business const& who, return_view const& view) {
    auto const say = words_for(who, view.what.locale);
    auto const now = told_of(who, view, say);
    auto page = titled(who, now.title);
    add_paragraph(page, now.text);
    add_receipt(page, view, say);
    auto press = view.pay;
    if (press) press->label = say("button.pay_now");
    add_button(page, press);
    return render("receipt", std::move(page), say);
}

}  // namespace quittance::pages
