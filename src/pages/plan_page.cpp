#include "quittance/pages/plan.hpp"

#include <algorithm>

#include "parts.hpp"
#include "plan_words.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

struct told {
    std::string title;
    std::string text;
};

bool asks_client(plan_view const& view) {
    return has_amount(view, amount_state::confirm) || has_amount(view, amount_state::declined) ||
           has_amount(view, amount_state::no_card);
}

// The kept card does not pay it.
bool owes_fee(plan_view const& view) {
    return std::ranges::any_of(view.amounts, [](auto const& one) { return one.fee && is_asked_now(one); });
}

told told_while_open(business const& who, plan_view const& view, words const& say) {
    if (view.looked_at) return {say("looked_at.title"), say("looked_at.text", {{"business", who.name}})};
    if (view.open.is_zero() && !view.goes_on) return {say("plan.paid.title"), say("state.receipt")};
    if (has_amount(view, amount_state::confirm)) return {say("plan.confirm.title"), say("plan.confirm.text")};
    if (asks_client(view)) return {say("plan.open.title"), say("plan.open.text")};
    if (view.state == payment_state::paying) return {say("under_way.title"), say("state.paying.text")};
    if (view.received.is_zero()) return {say("state.open.title"), say("state.open.text")};
    auto const received = money_text(view.received, say.locale());
    if (owes_fee(view)) return {say("plan.open.title"), say("plan.so_far.days", {{"amount", received}})};
    return {say("so_far.title"),
            say(view.card_kept && !only_small_rests(view) ? "plan.so_far.card" : "plan.so_far.days",
                {{"amount", received}})};
}

told told_of(business const& who, plan_view const& view, words const& say) {
    switch (view.state) {
        case payment_state::returned: return {say("state.returned.title"), say("state.returned.text")};
        case payment_state::disputed: return {say("state.disputed.title"), say("plan.disputed.text")};
        case payment_state::closed:
            return {say("closed.title"), say("plan.closed.text", {{"business", who.name}})};
        default: return told_while_open(who, view, say);
    }
}

void add_amounts(sheet& page, plan_view const& view, words const& say) {
    for (auto const& one : view.amounts)
        page.add("ROW")
            .set("WHEN", when_of(one, say))
            .set("HOW", how_of(view, one, say))
            .set("AMOUNT", money_text(one.amount, say.locale()));
    page.add_if("GOES_ON", goes_on_text(view, say));
}

void add_facts(sheet& page, business const& who, plan_view const& view, words const& say) {
    describe(page, view.what, say);
    page.set("REFERENCE", view.reference).set("RECEIVED", money_text(view.received, say.locale()));
    if (!view.went_back.is_zero()) page.add_if("RETURNED_LINE", money_text(view.went_back, say.locale()));
    if (!view.open.is_zero()) page.add_if("OPEN_LINE", money_text(view.open, say.locale()));
    if (view.agreement.empty()) return;
    auto& agreed = page.add("AGREED");
    agreed.set("AGREEMENT", view.agreement);
    agreed.set("AGREED_ON", view.agreed_at ? date_text(*view.agreed_at, who.zone, say.locale()) : "");
}

button pay(std::string label, std::string const& action, chosen_amounts const& which) {
    button made{std::move(label), action, {}};
    for (auto const* one : which) made.fields.emplace_back("item", std::to_string(one->number));
    return made;
}

void add_choice(sheet& page, plan_view const& view, chosen_amounts const& payable, words const& say) {
    auto& choice = page.add("CHOICE");
    choice.set("ACTION", view.pay_action);
    for (auto const* one : payable)
        choice.add("CHOSEN").set("NUMBER", std::to_string(one->number)).set("LABEL", label_of(*one, say));
}

void add_buttons(sheet& page, plan_view const& view, words const& say) {
    auto const payable = payable_of(view);
    if (payable.empty()) return;
    auto const now = first_to_pay(view, payable);
    add_button(page, pay(say("pay.now", {{"amount", sum_text(now, say.locale())}}), view.pay_action, now));
    if (now.size() == payable.size()) return;
    add_button(page.add("SECOND"),
               pay(say("pay.rest", {{"amount", sum_text(payable, say.locale())}}), view.pay_action, payable));
    if (payable.size() > 2) add_choice(page, view, payable, say);
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

std::string plan_page(business const& who, plan_view const& view) {
    auto const say = words_for(who, view.what.locale);
    auto const now = told_of(who, view, say);
    auto page = titled(who, now.title);
    add_paragraph(page, now.text);
    add_facts(page, who, view, say);
    add_amounts(page, view, say);
    add_buttons(page, view, say);
    return render("plan", std::move(page), say);
}

}  // namespace quittance::pages
