#include "plan_view.hpp"

#include <algorithm>

#include "purchase_replies.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/reminders.hpp"
#include "quittance/pages/terms.hpp"

namespace quittance::web {
namespace {

using domain::booking_state;
using pages::amount_state;

// What paid the last of it; nothing: no money did.
domain::payment const* last_paid_by(domain::booking const& what, std::vector<domain::allocation> const& paid,
                                    int item, std::string const& zone) {
    domain::payment const* last = nullptr;
    auto const moment = [&zone](domain::payment const& one) {
        return std::pair{day_of_payment(one, zone), one.at};
    };
    for (auto const& one : paid) {
        auto const* const money_in =
            one.item == item && !one.amount.is_zero() ? domain::find_payment(what, one.intent) : nullptr;
        if (money_in != nullptr && (last == nullptr || moment(*money_in) > moment(*last))) last = money_in;
    }
    return last;
}

domain::checkout const* payer_of(domain::booking const& what, int item) {
    auto const pays = [item](domain::checkout const& one) {
        return domain::is_live(one) && std::ranges::find(one.items, item) != one.items.end();
    };
    auto const found = std::ranges::find_if(what.checkouts, pays);
    return found == what.checkouts.end() ? nullptr : &*found;
}

std::optional<amount_state> state_by_payer(domain::checkout const* payer) {
    if (payer == nullptr) return std::nullopt;
    if (!payer->off_session)
        return payer->status == domain::session_status::complete ? std::optional{amount_state::paying}
                                                                 : std::nullopt;
    if (domain::is_under_way(*payer)) return amount_state::charging;
    auto const declined =
        !payer->attempts.empty() && payer->attempts.back().outcome == domain::attempt_outcome::declined;
    return declined ? std::optional{amount_state::retrying} : std::nullopt;
}

// Of the card as it is now: another one, or a replaced one, pays what the former did not.
std::optional<amount_state> state_by_stop(domain::booking const& what, int item) {
    auto const card = what.kept ? *what.kept : domain::kept_method{};
    auto const found = std::ranges::find_if(what.stops, [&](domain::collection_stop const& one) {
        return one.item == item && one.method == card.method && one.at >= card.renewed;
    });
    if (found == what.stops.end()) return std::nullopt;
    if (found->reason == "authentication_required") return amount_state::confirm;
    return found->reason == "no_card" ? amount_state::no_card : amount_state::declined;
}

amount_state state_of(domain::booking const& what, domain::item_standing const& one, civil_date today) {
    if (one.open.is_zero()) return amount_state::paid;
    if (what.closed_at) return amount_state::ended;
    auto const* const payer = payer_of(what, one.what.number);
    auto const by_payer = state_by_payer(payer);
    // A charge that was declined for good rests, and its stop says why.
    if (by_payer && *by_payer != amount_state::retrying) return *by_payer;
    if (auto const stopped = state_by_stop(what, one.what.number)) return *stopped;
    if (by_payer) return *by_payer;
    if (!one.what.milestone.empty()) return amount_state::at_milestone;
    return one.what.due <= today ? amount_state::due : amount_state::later;
}

// The client asked for it, and it was given.
bool is_as_asked(domain::booking const& what, int item) {
    return std::ranges::any_of(what.handovers, [item](domain::handover const& one) {
        return one.item == item && (one.reason == "time_granted" || one.reason == "parts_granted");
    });
}

bool takes_money(amount_state state) {
    return state != amount_state::paid && state != amount_state::paying && state != amount_state::charging &&
           state != amount_state::ended;
}

// The period of a retainer that has not begun.
std::optional<pages::plan_amount> next_period(domain::booking const& what) {
    if (!what.terms.plan.retainer || !what.anchor || what.closed_at) return std::nullopt;
    auto const item = domain::period_of(what.terms.plan, what.terms.price, *what.anchor, what.periods + 1);
    if (!item) return std::nullopt;
    pages::plan_amount next;
    next.number = what.items.back().number;
    for (auto const& one : what.items) next.number = std::max(next.number, one.number + 1);
    next.amount = item->amount;
    next.open = item->amount;
    next.day = item->due;
    return next;
}

}  // namespace

civil_date day_of_payment(domain::payment const& one, std::string const& zone) {
    return one.by_hand ? one.by_hand->on : domain::date_in(zone, one.at);
}

bool is_looked_at(domain::booking const& what) {
    bool const owes = !domain::balance_of(what).open.is_zero() || domain::begins_more_periods(what);
    return owes && !what.closed_at && domain::holds_unallocated_money(what);
}

bool is_agreed(domain::booking const& what) { return !what.agreements.empty(); }

pages::payment_state shown_state(domain::booking const& what) {
    switch (domain::state_of(what)) {
        case booking_state::held:
        case booking_state::open: return pages::payment_state::open;
        case booking_state::paying: return pages::payment_state::paying;
        case booking_state::paid: return pages::payment_state::paid;
        case booking_state::part_paid: return pages::payment_state::part_paid;
        case booking_state::returned: return pages::payment_state::returned;
        case booking_state::disputed: return pages::payment_state::disputed;
        case booking_state::closed: break;
    }
    return pages::payment_state::closed;
}

std::vector<pages::plan_amount> amounts_of(domain::booking const& what, civil_date today,
                                           std::string const& zone) {
    auto const paid = domain::allocations_of(what);
    auto const rests = domain::state_of(what) == booking_state::disputed || is_looked_at(what);
    std::vector<pages::plan_amount> all;
    for (auto const& one : domain::standing_of(what)) {
        pages::plan_amount told{one.what.number, one.what.amount, one.open, one.what.due, one.what.milestone};
        told.state = state_of(what, one, today);
        told.payable = takes_money(told.state) && !rests;
        told.waived = one.waived;
        told.fee = one.what.fee;
        told.as_asked = is_as_asked(what, one.what.number);
        auto const* const last = last_paid_by(what, paid, one.what.number, zone);
        if (last != nullptr && told.state == amount_state::paid) {
            told.paid_at = last->at;
            told.paid_on = day_of_payment(*last, zone);
        }
        all.push_back(std::move(told));
    }
    return all;
}

pages::plan_view plan_view_of(domain::booking const& what, civil_date today, std::string const& zone,
                              std::string pay_action) {
    auto const sums = domain::balance_of(what);
    pages::plan_view view;
    view.what = view_of(what.terms, what.who.locale);
    view.state = shown_state(what);
    view.reference = what.identity.reference;
    view.amounts = amounts_of(what, today, zone);
    if (auto next = next_period(what)) {
        view.amounts.push_back(std::move(*next));
        view.goes_on = what.terms.plan;
    }
    view.received = sums.received;
    view.went_back = sums.went_back;
    view.open = sums.open;
    view.card_kept = domain::has_card(what);
    view.looked_at = is_looked_at(what);
    view.pay_action = std::move(pay_action);
    if (is_agreed(what)) {
        view.agreement = pages::short_hash(what.agreements.back().hash);
        view.agreed_at = what.agreements.back().at;
    }
    return view;
}

void heed_least(pages::plan_view& view, domain::policy const& rules) {
    auto const unit = view.open.unit();
    auto const least = rules.least_charges.find(unit.code());
    if (least == rules.least_charges.end()) return;
    view.least = domain::money::minor(least->second, unit);
    for (auto& one : view.amounts)
        one.small_rest = one.open != one.amount && domain::is_too_small(one.open, rules);
}

}  // namespace quittance::web
