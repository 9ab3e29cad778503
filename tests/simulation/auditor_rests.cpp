// What is left of an item and is less than a card pays is not left alone: 30.
#include <algorithm>
#include <tuple>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

std::int64_t open_in(sums const& known, int item) {
    auto const found = known.open_items.find(item);
    return found == known.open_items.end() ? 0 : found->second;
}

auto age_of(item_model const& one) { return std::tuple{!one.milestone.empty(), one.due, one.number}; }

bool has_live_payer(booking_model const& what, int item) {
    return std::any_of(what.checkouts.begin(), what.checkouts.end(), [item](checkout_model const& c) {
        return is_live(c) && std::find(c.items.begin(), c.items.end(), item) != c.items.end();
    });
}

bool has_a_person(booking_model const& what, int item) {
    return std::any_of(what.handovers.begin(), what.handovers.end(), [item](json::object const& h) {
        return text_in(h, "reason") == "rest_too_small" && number_in(h, "item") == item &&
               !h.contains("over");
    });
}

// It may be arranged anew: agreed on, in force, and no money waits for a decision.
bool is_in_order(booking_model const& what) {
    bool const agreed = !is_plan(what) || !what.agreements.empty();
    return agreed && owes_in_earnest(what);
}

bool is_left_alone(booking_model const& what, sums const& known, item_model const& rest) {
    if (is_being_paid(what, rest.number) || has_a_person(what, rest.number)) return false;
    bool comes = rest.fee.empty() && has_periods_to_come(what);
    for (auto const& each : what.items) {
        bool const later = each.fee.empty() && rest.fee.empty() && age_of(each) > age_of(rest) &&
                           open_in(known, each.number) > 0;
        if (later && !has_live_payer(what, each.number)) return true;
        comes = comes || later;
    }
    return !comes;
}

}  // namespace

void auditor::state::judge_rests(known_account const& known, commit_seen const& what,
                                 touched const& changed) {
    if (!options.small_rests || loss_open) return;
    for (auto const& event : changed.checkouts) {
        auto const checkout = read_checkout(object_in(event, "what"));
        bool const too_little = checkout.asked.currency == "EUR" && checkout.asked.units < least_euro_charge;
        if (too_little && !checkout.off_session)
            report(30, what.at,
                   "a page of account " + what.after->client + " asks for less than a card pays");
    }
    for (auto const& id : changed.bookings) {
        auto const place = known.folded.bookings.find(id);
        if (place == known.folded.bookings.end() || nobodys.contains(id)) continue;
        auto const& booking = place->second;
        if (!is_in_order(booking)) continue;
        auto const sums = sums_of(booking);
        for (auto const& each : booking.items) {
            if (is_small_rest(each, open_in(sums, each.number)) && is_left_alone(booking, sums, each))
                report(30, what.at,
                       "item " + std::to_string(each.number) + " of booking " + id + " of account " +
                           what.after->client + " is too small a rest, and nobody sees to it");
        }
    }
}

}  // namespace quittance::simulation
