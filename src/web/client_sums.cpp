#include "quittance/web/client_sums.hpp"

#include "plan_view.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/unpaid_word.hpp"

namespace quittance::web {
namespace {

void add_sums(currency_sums& all, domain::booking const& what, civil_date today) {
    auto const one = domain::balance_of(what);
    all.booked += one.price.minor_units();
    all.fees += one.fees.minor_units();
    all.open += one.open.minor_units();
    all.received += one.received.minor_units();
    all.went_back += one.went_back.minor_units();
    all.waived += one.waived.minor_units();
    all.credit += one.credit.minor_units();
    all.unallocated += one.unallocated.minor_units();
    if (!what.closed_at) all.due += domain::open_of(what, domain::items_due(what, today)).minor_units();
}

void add_credits(domain::credit_balance& all, domain::credit_balance const& one) {
    all.granted += one.granted;
    all.used += one.used;
    all.expired += one.expired;
    all.left += one.left;
    all.uncovered += one.uncovered;
    all.reserved += one.reserved;
    all.unsecured += one.unsecured;
}

bool is_charged(pages::amount_state state) {
    return state == pages::amount_state::later || state == pages::amount_state::due ||
           state == pages::amount_state::retrying;
}

// What would be charged to a kept card next, unless something rests the booking.
void note_next_charge(std::optional<coming_charge>& next, domain::booking const& what, civil_date today,
                      domain::policy const& rules) {
    bool const collects = is_agreed(what) && what.kept && !what.closed_at &&
                          !domain::rests_by_dispute(what) && !domain::holds_unallocated_money(what);
    if (!collects || domain::balance_of(what).received.is_zero()) return;
    auto const& zone = domain::zone_of(what.who, rules);
    for (auto const& one : plan_view_of(what, today, zone, "").amounts) {
        if (one.fee || !is_charged(one.state) || !one.milestone.empty() || one.open.is_zero()) continue;
        if (one.open != one.amount && domain::is_too_small(one.open, rules)) continue;  // of itself never
        if (next && one.day >= next->due) continue;
        next = coming_charge{what.id,    what.identity.reference,
                             one.number, one.open,
                             one.day,    domain::at_hour(zone, one.day, rules.collect_at)};
    }
}

}  // namespace

bool counts_for_client(domain::booking const& what) {
    return what.moved_to.empty() && !domain::is_unpaid_word(what);
}

client_sums client_sums_of(domain::account const& whole, domain::policy const& rules, instant now) {
    client_sums all;
    for (auto const& [id, what] : whole.bookings) {
        if (!counts_for_client(what)) continue;
        auto const& zone = domain::zone_of(what.who, rules);
        auto const today = domain::date_in(zone, now);
        add_sums(all.by_currency[what.terms.price.unit()], what, today);
        if (what.terms.credits.granted > 0) {
            add_credits(all.credits, domain::credits_of(what, today, zone));
            all.has_credits = true;
        }
        note_next_charge(all.next, what, today, rules);
        all.attention += static_cast<std::int64_t>(domain::attention_of(what).size());
        ++all.bookings;
    }
    return all;
}

}  // namespace quittance::web
