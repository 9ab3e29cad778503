// What is left of an item and is less than the processor takes: it joins the next item, or a person sees to
// it.
#include <algorithm>
#include <tuple>

#include "collecting.hpp"
#include "decide_money.hpp"
#include "quittance/domain/balance.hpp"
#include "reminding.hpp"
#include "rests.hpp"

namespace quittance::domain {
namespace {

constexpr std::string_view reason_to_join = "a rest too small to be charged joins the next item";
constexpr std::string_view nobody = "quittance";
constexpr std::string_view reason_for_person = "rest_too_small";

// What nobody contests, owes in earnest, and is free to be arranged anew.
bool may_be_arranged(account const& all, booking const& what) {
    if (all.client.erased || what.closed_at || !what.moved_to.empty()) return false;
    if (what.terms.plan.is_plan() && what.agreements.empty()) return false;
    return state_of(what) != booking_state::held && !rests_by_dispute(what) && !holds_unallocated_money(what);
}

bool has_live_payer(booking const& what, int number) {
    return std::ranges::any_of(what.checkouts, [number](checkout const& c) {
        return is_live(c) && std::ranges::find(c.items, number) != c.items.end();
    });
}

auto age_of(item const& one) { return std::tuple{!one.milestone.empty(), one.due, one.number}; }

// The open items of the price, the oldest first; milestones have no day yet and come last.
std::vector<item_standing> open_by_age(booking const& what) {
    auto list = standing_of(what);
    std::erase_if(list, [](item_standing const& s) { return s.what.fee || s.open.is_zero(); });
    std::ranges::sort(list, {}, [](item_standing const& s) { return age_of(s.what); });
    return list;
}

struct place_for_rest {
    bool comes = false;       // there is a later item, or one will begin
    std::optional<int> item;  // that nobody may be paying now
};

place_for_rest place_for(booking const& what, item const& rest) {
    place_for_rest found;
    if (rest.fee) return found;
    for (auto const& s : open_by_age(what)) {
        if (age_of(s.what) <= age_of(rest)) continue;
        found.comes = true;
        if (has_live_payer(what, s.what.number)) continue;
        found.item = s.what.number;
        return found;
    }
    found.comes = found.comes || next_period(what, last_day);
    return found;
}

money plus(money a, std::int64_t units) { return money::minor(a.minor_units() + units, a.unit()); }

booking joined(booking what, item_standing const& rest, int next) {
    auto const units = rest.open.minor_units();
    for (auto& one : what.items) {
        if (one.number == rest.what.number) one.amount = plus(one.amount, -units);
        if (one.number == next) one.amount = plus(one.amount, units);
    }
    return what;
}

// What was paid stays where it was paid, and as much is open as was.
bool moves_only_the_rest(booking const& before, booking const& after, item_standing const& rest, int next) {
    auto const was = standing_of(before);
    auto const is = standing_of(after);
    for (std::size_t k = 0; k < was.size(); ++k) {
        auto expected = was[k].open;
        if (was[k].what.number == rest.what.number) expected = plus(expected, -rest.open.minor_units());
        if (was[k].what.number == next) expected = plus(expected, rest.open.minor_units());
        if (is[k].open != expected || is[k].paid != was[k].paid || is[k].waived != was[k].waived)
            return false;
    }
    return balance_of(before).unallocated == balance_of(after).unallocated;
}

bool has_a_person(booking const& what, int number) {
    return std::ranges::any_of(what.handovers, [number](handover const& h) {
        return h.item == number && h.reason == reason_for_person && !h.over;
    });
}

// One after the other, the oldest first: a rest that joins another one may take it along.
struct arranged {
    booking after;
    std::vector<int> for_person;
};

arranged arrange(booking const& what, policy const& rules) {
    arranged made{what, {}};
    for (auto const& one : standing_of(what)) {
        auto const number = one.what.number;
        auto const now_there = standing_of(made.after);
        auto const rest = *std::ranges::find(now_there, number, [](auto const& s) { return s.what.number; });
        if (!is_small_rest(rest, rules) || is_being_paid(made.after, number)) continue;
        // Joined to the next one it would make that one such an amount, and so on to the last.
        if (!rest.open.is_in_steps()) {
            made.for_person.push_back(number);
            continue;
        }
        auto const place = place_for(made.after, rest.what);
        if (place.comes && !place.item) continue;  // its payer decides first
        auto next = place.item ? joined(made.after, rest, *place.item) : made.after;
        bool const fits = place.item && moves_only_the_rest(made.after, next, rest, *place.item);
        if (fits) made.after = std::move(next);
        if (!fits) made.for_person.push_back(number);
    }
    return made;
}

bool may_leave_a_rest(event const& happened) {
    return std::holds_alternative<items_changed>(happened) ||
           std::holds_alternative<service_moved>(happened) ||
           std::holds_alternative<session_recorded>(happened) ||
           std::holds_alternative<intent_recorded>(happened) ||
           std::holds_alternative<charge_recorded>(happened) ||
           std::holds_alternative<refund_recorded>(happened) ||
           std::holds_alternative<dispute_recorded>(happened) ||
           std::holds_alternative<taken_by_hand>(happened) ||
           std::holds_alternative<corrected_by_hand>(happened) || std::holds_alternative<waived>(happened) ||
           std::holds_alternative<fee_added>(happened) || std::holds_alternative<period_begun>(happened) ||
           std::holds_alternative<attempt_recorded>(happened) ||
           std::holds_alternative<closing_ended>(happened) ||
           std::holds_alternative<absence_recorded>(happened) ||
           std::holds_alternative<refusal_recorded>(happened);
}

}  // namespace

bool is_too_small(money amount, policy const& rules) {
    auto const unit = amount.unit();  // the code is a view into it
    auto const least = rules.least_charges.find(unit.code());
    if (least == rules.least_charges.end()) return false;
    return amount.minor_units() > 0 && amount.minor_units() < least->second;
}

bool is_small_rest(item_standing const& what, policy const& rules) {
    if (!what.open.is_in_steps()) return true;  // of an older program: no card pays it either
    return what.open != what.what.amount && is_too_small(what.open, rules);
}

bool see_to_rests(deciding& so_far, booking_id const& which, instant now, policy const& rules) {
    if (rules.least_charges.empty()) return false;
    booking const what = so_far.seen(which);
    if (!may_be_arranged(so_far.seen(), what)) return false;
    auto made = arrange(what, rules);
    for (int const number : made.for_person) {
        handover asks;
        asks.reason = reason_for_person;
        asks.item = number;
        if (!has_a_person(what, number)) hand_over(so_far, which, std::move(asks), now);
    }
    if (made.after.items == what.items) return false;
    so_far.happens(items_changed{which, std::move(made.after.items), std::string{reason_to_join},
                                 std::string{nobody}, now});
    return true;
}

void see_to_rests(decision& made, account const& before, instant now, policy const& rules) {
    if (rules.least_charges.empty() || std::ranges::none_of(made.events, may_leave_a_rest)) return;
    account after = before;
    for (auto const& e : made.events) evolve(after, e);
    deciding so_far{after};
    for (auto const& [id, what] : after.bookings) {
        auto const* const old = before.find(id);
        if (old == nullptr || *old != what) see_to_rests(so_far, id, now, rules);
    }
    for (auto& e : so_far.done().events) made.events.push_back(std::move(e));
}

}  // namespace quittance::domain
