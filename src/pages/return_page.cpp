#include "parts.hpp"
#include "quittance/pages/format.hpp"
#include "quittance/pages/public.hpp"

namespace quittance::pages {
namespace {

struct words {
    std::string title;
    std::string text;
};

words words_for(business const& who, return_view const& view) {
    switch (view.state) {
        case payment_state::open:
            return {"This booking is open", "No payment has been recorded for it so far."};
        case payment_state::paying:
            return {"The payment is under way",
                    "The money is on its way. This page shows it as paid once it has arrived."};
        case payment_state::paid:
            return {view.what.price.is_zero() ? "This booking is confirmed" : "Payment received",
                    "Thank you. This page is your receipt; you can keep or print it."};
        case payment_state::part_paid: return {"Part of this booking is paid", "The rest is open."};
        case payment_state::returned:
            return {"The payment was returned", "The money went back to your card."};
        case payment_state::disputed:
            return {"The payment is in dispute", "Your bank is looking at it. Nothing is asked of you here."};
        case payment_state::closed: break;
    }
    return {"This booking is closed",
            "It takes no payment any more. To book again, please contact " + who.name + "."};
}

void add_receipt(sheet& page, business const& who, return_view const& view) {
    auto const locale = locale_of(who, view.what);
    auto& receipt = page.add("RECEIPT");
    describe(receipt, who, view.what);
    receipt.set("REFERENCE", view.reference);
    for (auto const& line : view.payments)
        receipt.add("PAID_LINE")
            .set("DATE", date_text(line.at, who.zone, locale))
            .set("PAID", money_text(line.amount, locale));
    if (!view.went_back.is_zero()) receipt.add_if("RETURNED_LINE", money_text(view.went_back, locale));
    if (!view.open.is_zero()) receipt.add_if("OPEN_LINE", money_text(view.open, locale));
}

}  // namespace

std::string return_page(business const& who, return_view const& view) {
    auto const say = words_for(who, view);
    auto page = titled(who, say.title);
    add_paragraph(page, say.text);
    add_receipt(page, who, view);
    add_button(page, view.pay);
    return render("receipt", page);
}

}  // namespace quittance::pages
