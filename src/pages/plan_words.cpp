#include "plan_words.hpp"

#include <algorithm>
#include <iterator>

#include "parts.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

std::string paid_text(business const& who, plan_amount const& one, std::string_view locale) {
    if (one.paid_at) return "paid on " + date_text(*one.paid_at, who.zone, locale);
    return one.waived == one.amount && !one.amount.is_zero() ? "waived: nothing is asked for it" : "paid";
}

std::string state_text(business const& who, plan_view const& view, plan_amount const& one) {
    std::string const here = one.payable ? ": pay it here" : "";
    switch (one.state) {
        case amount_state::paid: return paid_text(who, one, locale_of(who, view.what));
        case amount_state::paying: return "payment under way";
        case amount_state::charging: return "being charged to the kept card";
        case amount_state::retrying:
            return one.payable ? "the card was declined: it is tried again, or you pay it here"
                               : "the card was declined: it is tried again";
        case amount_state::confirm: return "your bank wants you to confirm this payment" + here;
        case amount_state::declined: return "the card was declined and is not tried again" + here;
        case amount_state::no_card: return "no card is kept for it" + here;
        case amount_state::due: return view.card_kept ? "due, charged to the kept card" : "due" + here;
        case amount_state::later:
        case amount_state::at_milestone: return view.card_kept ? "charged to the kept card" : "due then";
        case amount_state::ended: break;
    }
    return "no longer due";
}

}  // namespace

std::string when_of(plan_amount const& one, std::string_view locale) {
    if (one.state == amount_state::at_milestone) return "Once reached: " + one.milestone;
    return one.milestone.empty() ? day_text(one.day, locale) : one.milestone;
}

std::string how_of(business const& who, plan_view const& view, plan_amount const& one) {
    auto const locale = locale_of(who, view.what);
    auto how = state_text(who, view, one);
    if (one.as_asked && !one.open.is_zero()) how += ", as you asked";
    if (!one.open.is_zero() && one.open != one.amount)
        how += ", " + money_text(one.open, locale) + " of it is open";
    if (!one.waived.is_zero() && one.waived != one.amount)
        how += ", " + money_text(one.waived, locale) + " of it was waived";
    return how;
}

bool is_asked_now(plan_amount const& one) {
    return one.state == amount_state::due || one.state == amount_state::retrying ||
           one.state == amount_state::confirm || one.state == amount_state::declined ||
           one.state == amount_state::no_card;
}

chosen_amounts payable_of(plan_view const& view) {
    chosen_amounts payable;
    for (auto const& one : view.amounts)
        if (one.payable) payable.push_back(&one);
    return payable;
}

chosen_amounts first_to_pay(chosen_amounts const& payable) {
    chosen_amounts now;
    std::ranges::copy_if(payable, std::back_inserter(now),
                         [](auto const* one) { return is_asked_now(*one); });
    if (!now.empty() || payable.empty()) return now;
    auto const sooner = [](auto const* a, auto const* b) {
        bool const a_waits = a->state == amount_state::at_milestone;
        bool const b_waits = b->state == amount_state::at_milestone;
        return a_waits != b_waits ? b_waits : a->day < b->day;
    };
    return {*std::ranges::min_element(payable, sooner)};
}

std::string sum_text(chosen_amounts const& which, std::string_view locale) {
    std::int64_t units = 0;
    for (auto const* one : which) units += one->open.minor_units();
    return money_text(domain::money::minor(units, which.front()->open.unit()), locale);
}

}  // namespace quittance::pages
