#include "quittance/pages/plan.hpp"

#include <algorithm>

#include "agreement.hpp"
#include "parts.hpp"
#include "plan_words.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

struct words {
    std::string title;
    std::string text;
};

bool any(plan_view const& view, amount_state state) {
    return std::ranges::any_of(view.amounts, [state](auto const& one) { return one.state == state; });
}

bool asks_client(plan_view const& view) {
    return any(view, amount_state::confirm) || any(view, amount_state::declined) ||
           any(view, amount_state::no_card);
}

words words_while_open(business const& who, plan_view const& view) {
    if (view.open.is_zero() && view.goes_on.empty())
        return {"Everything is paid", "Thank you. This page is your receipt; you can keep or print it."};
    if (any(view, amount_state::confirm))
        return {"Your bank wants you to confirm a payment",
                "The button below leads to the page of the card processor, where your bank asks you. The "
                "card you "
                "pay with there is charged for the rest."};
    if (asks_client(view))
        return {"An amount is open",
                "It could not be charged to the kept card. You can pay it here, also with another card; that "
                "one is "
                "then charged for the rest."};
    if (view.state == payment_state::paying)
        return {"The payment is under way",
                "The money is on its way. This page shows it as paid once it has arrived."};
    if (view.received.is_zero())
        return {"This booking is open", "No payment has been recorded for it so far."};
    auto const locale = locale_of(who, view.what);
    return {
        "Paid as agreed so far",
        money_text(view.received, locale) + " has been received. " +
            (view.card_kept
                 ? "The rest is charged to the kept card on the days below; there is nothing you need to do."
                 : "The rest is due on the days below.")};
}

words words_for(business const& who, plan_view const& view) {
    switch (view.state) {
        case payment_state::returned:
            return {"The payment was returned", "The money went back to your card."};
        case payment_state::disputed:
            return {
                "The payment is in dispute",
                "Your bank is looking at it. Meanwhile nothing is charged and nothing is asked of you here."};
        case payment_state::closed:
            return {"This booking is closed",
                    "Nothing is charged for it any more. To book again, please contact " + who.name + "."};
        default: return words_while_open(who, view);
    }
}

void add_amounts(sheet& page, business const& who, plan_view const& view) {
    auto const locale = locale_of(who, view.what);
    for (auto const& one : view.amounts) {
        auto how = how_of(who, view, one);
        page.add("ROW")
            .set("WHEN", when_of(one, locale))
            .set("HOW", std::move(how))
            .set("AMOUNT", money_text(one.amount, locale));
    }
    page.add_if("GOES_ON", view.goes_on);
}

void add_facts(sheet& page, business const& who, plan_view const& view) {
    auto const locale = locale_of(who, view.what);
    describe(page, who, view.what);
    page.set("REFERENCE", view.reference).set("RECEIVED", money_text(view.received, locale));
    if (!view.went_back.is_zero()) page.add_if("RETURNED_LINE", money_text(view.went_back, locale));
    if (!view.open.is_zero()) page.add_if("OPEN_LINE", money_text(view.open, locale));
    if (view.agreement.empty()) return;
    auto& agreed = page.add("AGREED");
    agreed.set("AGREEMENT", view.agreement);
    agreed.set("AGREED_ON", view.agreed_at ? date_text(*view.agreed_at, who.zone, locale) : "");
}

button pay(std::string label, std::string const& action, chosen_amounts const& which) {
    button made{std::move(label), action, {}};
    for (auto const* one : which) made.fields.emplace_back("item", std::to_string(one->number));
    return made;
}

void add_choice(sheet& page, plan_view const& view, chosen_amounts const& payable, std::string_view locale) {
    auto& choice = page.add("CHOICE");
    choice.set("ACTION", view.pay_action);
    for (auto const* one : payable)
        choice.add("CHOSEN")
            .set("NUMBER", std::to_string(one->number))
            .set("LABEL", money_text(one->open, locale) + ", " + when_of(*one, locale));
}

void add_buttons(sheet& page, business const& who, plan_view const& view) {
    auto const locale = locale_of(who, view.what);
    auto const payable = payable_of(view);
    if (payable.empty()) return;
    auto const now = first_to_pay(payable);
    add_button(page, pay("Pay " + sum_text(now, locale) + " now", view.pay_action, now));
    if (now.size() == payable.size()) return;
    add_button(page.add("SECOND"),
               pay("Pay all that is left, " + sum_text(payable, locale), view.pay_action, payable));
    if (payable.size() > 2) add_choice(page, view, payable, locale);
}

}  // namespace

std::string_view name_of(amount_state state) {
    switch (state) {
        case amount_state::paid: return "paid";
        case amount_state::paying: return "paying";
        case amount_state::charging: return "charging";
        case amount_state::retrying: return "retrying";
        case amount_state::confirm: return "authentication_required";
        case amount_state::declined: return "declined";
        case amount_state::no_card: return "no_card";
        case amount_state::due: return "due";
        case amount_state::later: return "later";
        case amount_state::at_milestone: return "at_milestone";
        case amount_state::ended: return "ended";
    }
    return "unknown";
}

std::string goes_on_words(domain::plan_terms const& plan) {
    if (!plan.retainer) return {};
    return "And so on, " + period_words(plan) +
           (plan.count == 0 ? std::string{", until it is ended"}
                            : ", " + std::to_string(plan.count) + " payments in all");
}

std::string plan_page(business const& who, plan_view const& view) {
    auto const say = words_for(who, view);
    auto page = titled(who, say.title);
    add_paragraph(page, say.text);
    add_facts(page, who, view);
    add_amounts(page, who, view);
    add_buttons(page, who, view);
    return render("plan", page);
}

}  // namespace quittance::pages
