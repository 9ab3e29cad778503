#include "client_view.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "client_receipt.hpp"
#include "client_settings.hpp"
#include "plan_view.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::web {
namespace {

using domain::booking_state;
using pages::amount_state;

bool is_shown(domain::booking const& what) {
    if (!what.moved_to.empty() || domain::state_of(what) == booking_state::held) return false;
    auto const sums = domain::balance_of(what);
    return !what.closed_at || !sums.received.is_zero() || !sums.went_back.is_zero();
}

// Only what is of one currency is ever added; what would not fit stays as it was.
void add(domain::money& to, domain::money more) {
    if (to.unit().code().empty()) to = domain::money::minor(0, more.unit());
    if (auto const sum = to.plus(more)) to = *sum;
}

domain::money due_now(domain::booking const& what, civil_date today) {
    if (domain::rests_by_dispute(what) || what.closed_at)
        return domain::money::minor(0, what.terms.price.unit());
    return domain::open_of(what, domain::items_due(what, today));
}

void add_to_sums(pages::client_sums& sums, domain::booking const& what, civil_date today) {
    auto const balance = domain::balance_of(what);
    add(sums.due, due_now(what, today));
    add(sums.open, balance.open);
    auto const booked = balance.price.minus(balance.waived);
    add(sums.booked, booked ? *booked : balance.price);
    add(sums.booked, balance.fees);
    add(sums.fees, balance.fees);
    add(sums.received, balance.received);
    add(sums.went_back, balance.went_back);
    add(sums.paid, domain::money::minor(0, balance.price.unit()));
    for (auto const& one : domain::standing_of(what)) add(sums.paid, one.paid);
}

// The business's own time to decide is not the client's to move: milestones and what money is taken for now.
bool may_move(pages::plan_amount const& one) {
    return one.payable && one.state != amount_state::at_milestone;
}

std::optional<pages::client_credits> shown_credits(domain::booking const& what, civil_date today,
                                                   std::string const& zone) {
    if (what.terms.credits.granted == 0) return std::nullopt;
    auto const all = domain::credits_of(what, today, zone);
    pages::client_credits shown{all.left, all.used, all.expired};
    for (auto const& one : what.reservations)
        if (one.on >= today) shown.scheduled.push_back(one.on);
    std::ranges::sort(shown.scheduled);
    return shown;
}

std::vector<pages::client_version> former_versions(domain::booking const& what, std::string const& address,
                                                   std::string const& zone) {
    std::vector<pages::client_version> list;
    auto const& all = what.agreements;
    for (std::size_t k = all.size() - 1; k > 0; --k) {
        auto const& old = all[k - 1];
        list.push_back({old.version, domain::date_in(zone, all[k].at), old.text,
                        address + '/' + std::to_string(old.version)});
    }
    return list;
}

pages::client_booking shown_booking(site const& at, domain::account const& all, domain::booking const& what,
                                    std::string const& address) {
    auto const& zone = domain::zone_of(what.who, at.settings.policy);
    auto const today = domain::date_in(zone, at.time.now());
    pages::client_booking one;
    one.id = what.id.text();
    one.plan = plan_view_of(what, today, zone, {});
    heed_least(one.plan, at.settings.policy);
    bool const plan = what.terms.plan.is_plan();
    one.plan.card_kept = one.plan.card_kept && plan;
    if (plan && !is_agreed(what) && !what.closed_at)
        one.agree_action = "/r/" + http::percent_encode(domain::page_address(all.id, what));
    for (auto const& amount : one.plan.amounts)
        if (may_move(amount) && one.agree_action.empty()) one.movable.push_back(amount.number);
    one.credits = shown_credits(what, today, zone);
    if (is_agreed(what)) {
        one.agreement = what.agreements.back().text;
        one.agreement_action = address + "/agreement/" + http::percent_encode(one.id);
        one.former = former_versions(what, one.agreement_action, zone);
    }
    one.card = shown_card(what, at.time.now(), at.settings.policy);
    one.takes_card =
        domain::collects_from_card(what) && !(what.kept ? what.kept->customer : all.client.customer).empty();
    one.takes_questions = !what.closed_at;
    one.receipts = receipts_of(what, zone, address);
    return one;
}

}  // namespace

std::optional<pages::client_card> shown_card(domain::booking const& what, instant now,
                                             domain::policy const& rules) {
    if (!what.kept || !domain::collects_from_card(what)) return std::nullopt;
    auto const& kept = *what.kept;
    pages::client_card card{kept.brand,    kept.last4,   std::nullopt,
                            kept.detached, std::nullopt, kept.named != instant{}};
    if (kept.expires_year > 0)
        card.until = std::chrono::year{kept.expires_year} /
                     std::chrono::month{static_cast<unsigned>(kept.expires_month)};
    auto const trouble = domain::card_trouble_of(what, now, rules);
    if (trouble && !trouble->detached) card.ends_before = trouble->items.front().due;
    return card;
}

namespace {

std::optional<pages::client_rest> rest_of(domain::account const& all) {
    auto const* const resting = domain::rest_in_force(all);
    if (!resting) return std::nullopt;
    return pages::client_rest{resting->reason, resting->until};
}

}  // namespace

pages::client_view client_view_of(site const& at, domain::account const& all, std::string const& address) {
    std::vector<domain::booking const*> shown;
    for (auto const& [id, what] : all.bookings)
        if (is_shown(what)) shown.push_back(&what);
    // What is open comes first, then the newest.
    std::ranges::sort(shown, {}, [](domain::booking const* one) {
        bool const settled = one->closed_at.has_value() || domain::balance_of(*one).open.is_zero();
        return std::tuple{settled, -unix_millis(one->booked_at), one->id};
    });
    pages::client_view view;
    view.locale = all.client.who.locale;
    view.action = address;
    view.rest = rest_of(all);
    view.grants_parts = at.settings.policy.reminders.client_may_split >= 2;
    std::map<domain::currency, pages::client_sums> sums;
    for (auto const* what : shown) {
        if (view.locale.empty()) view.locale = what->who.locale;
        auto const today = domain::date_in(domain::zone_of(what->who, at.settings.policy), at.time.now());
        add_to_sums(sums[what->terms.price.unit()], *what, today);
        view.bookings.push_back(shown_booking(at, all, *what, address));
    }
    for (auto& [unit, one] : sums) view.sums.push_back(one);
    add_settings(at, all, view);
    return view;
}

pages::client_booking const* find_shown(pages::client_view const& view, std::string_view booking) {
    auto const found = std::ranges::find(view.bookings, booking, &pages::client_booking::id);
    return found == view.bookings.end() ? nullptr : &*found;
}

}  // namespace quittance::web
