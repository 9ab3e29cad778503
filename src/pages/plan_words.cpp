#include "plan_words.hpp"

#include <algorithm>
#include <iterator>

#include "agreement.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

std::string paid_text(plan_amount const& one, words const& say) {
    if (one.paid_on) return say("how.paid_on", {{"date", date_text(*one.paid_on, say.locale())}});
    return say(one.waived == one.amount && !one.amount.is_zero() ? "how.waived" : "how.paid");
}

std::string state_text(plan_view const& view, plan_amount const& one, words const& say) {
    auto const here = [&](std::string_view name) {
        return say(name, {{"here", one.payable ? "yes" : "no"}});
    };
    bool const by_card = view.card_kept && !one.fee && !view.looked_at;
    switch (one.state) {
        case amount_state::paid: return paid_text(one, say);
        case amount_state::paying: return say("how.paying");
        case amount_state::charging: return say("how.charging");
        case amount_state::retrying: return here("how.retrying");
        case amount_state::confirm: return here("how.confirm");
        case amount_state::declined: return here("how.declined");
        case amount_state::no_card: return here("how.no_card");
        case amount_state::due: return by_card ? say("how.due_by_card") : here("how.due");
        case amount_state::later:
        case amount_state::at_milestone: return say(by_card ? "how.by_card" : "how.later");
        case amount_state::ended: break;
    }
    return say("how.ended");
}

std::int64_t units_of(chosen_amounts const& which) {
    std::int64_t units = 0;
    for (auto const* one : which) units += one->open.minor_units();
    return units;
}

bool is_too_little(plan_view const& view, chosen_amounts const& which) {
    return units_of(which) < view.least.minor_units();
}

chosen_amounts soonest_of(chosen_amounts const& payable) {
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

// Nobody charges it, nor asks for it alone.
bool is_left_alone(plan_amount const& one) {
    return one.small_rest && one.state != amount_state::paying && one.state != amount_state::charging &&
           one.state != amount_state::ended;
}

}  // namespace

bool only_small_rests(plan_view const& view) {
    if (view.open.is_zero() || view.goes_on) return false;
    return std::ranges::all_of(view.amounts,
                               [](auto const& one) { return one.open.is_zero() || is_left_alone(one); });
}

bool has_amount(plan_view const& view, amount_state state) {
    return std::ranges::any_of(view.amounts, [state](auto const& one) { return one.state == state; });
}

std::string fee_moment(domain::fee_mark const& why, civil_date due, words const& say) {
    return say(why.kind == domain::fee_kind::late ? "when.late_fee" : "when.missed_fee",
               {{"day", day_text(due, say.locale())}, {"for", day_text(why.day, say.locale())}});
}

std::string when_of(plan_amount const& one, words const& say) {
    if (one.fee) return fee_moment(*one.fee, one.day, say);
    if (one.state == amount_state::at_milestone) return say("when.reached", {{"milestone", one.milestone}});
    return one.milestone.empty() ? day_text(one.day, say.locale()) : one.milestone;
}

std::string label_of(plan_amount const& one, words const& say) {
    return say("amount.at", {{"amount", money_text(one.open, say.locale())}, {"when", when_of(one, say)}});
}

std::string how_of(plan_view const& view, plan_amount const& one, words const& say) {
    auto how = is_left_alone(one) ? say("how.small_rest") : state_text(view, one, say);
    if (one.as_asked && !one.open.is_zero()) how = say("how.as_asked", {{"how", how}});
    if (!one.open.is_zero() && one.open != one.amount)
        how = say("how.part_open", {{"how", how}, {"amount", money_text(one.open, say.locale())}});
    if (!one.waived.is_zero() && one.waived != one.amount)
        how = say("how.part_waived", {{"how", how}, {"amount", money_text(one.waived, say.locale())}});
    return how;
}

std::string goes_on_text(plan_view const& view, words const& say) {
    if (!view.goes_on || !view.goes_on->retainer) return {};
    auto const period = period_words(*view.goes_on, say);
    if (view.goes_on->count == 0) return say("goes_on.open", {{"period", period}});
    return say("goes_on.counted", {{"period", period}, {"count", view.goes_on->count}});
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
    return is_too_little(view, payable) ? chosen_amounts{} : payable;
}

chosen_amounts first_to_pay(plan_view const& view, chosen_amounts const& payable) {
    auto const first = soonest_of(payable);
    return is_too_little(view, first) ? payable : first;
}

std::string sum_text(chosen_amounts const& which, std::string_view locale) {
    return money_text(domain::money::minor(units_of(which), which.front()->open.unit()), locale);
}

}  // namespace quittance::pages
