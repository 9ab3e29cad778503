#include "quittance/domain/fees.hpp"

#include <algorithm>

#include "decide_money.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "rests.hpp"
#include "share.hpp"

namespace quittance::domain {
namespace {

civil_date plus(civil_date day, int count) {
    return civil_date{std::chrono::sys_days{day} + std::chrono::days{count}};
}

bool has_late_fee(booking const& what, int number) {
    return std::any_of(what.items.begin(), what.items.end(), [number](item const& i) {
        return i.fee && i.fee->kind == fee_kind::late && i.fee->item == number;
    });
}

// A page that is open, or money that is moving: it decides first. A charge that rests between two tries
// stands for a card that is still being tried.
bool is_being_paid_for(booking const& what) {
    return std::any_of(what.checkouts.begin(), what.checkouts.end(), [](checkout const& c) {
        return is_live(c) && (!c.off_session || c.closing || is_under_way(c));
    });
}

bool may_cost_more(account const& all, booking const& what) {
    if (all.client.erased || what.closed_at || !what.moved_to.empty()) return false;
    if (!agreed_to_late_fee(what) || state_of(what) == booking_state::held) return false;
    return !rests_by_dispute(what) && !holds_unallocated_money(what) && !is_being_paid_for(what);
}

// Open, of a day, the client's to pay, and never late before.
std::vector<item_standing> costly(booking const& what, policy const& rules) {
    auto list = standing_of(what);
    std::erase_if(list, [&](item_standing const& s) {
        auto const number = s.what.number;
        return s.what.fee || s.open.is_zero() || !s.what.milestone.empty() || has_late_fee(what, number) ||
               collects_itself(what, number) || is_small_rest(s, rules);
    });
    return list;
}

money amount_of(late_fee_terms const& terms, money open) {
    if (!terms.fixed.is_zero()) return terms.fixed;
    auto const step = open.unit().smallest_step();
    return money::minor(share_of(open.minor_units(), terms.share_ppm, step), open.unit());
}

// What no card could pay by itself costs more words than it brings.
bool is_worth_asking(money fee, policy const& rules) { return !fee.is_zero() && !is_too_small(fee, rules); }

int next_number(booking const& what, std::size_t more) {
    int last = 0;
    for (auto const& i : what.items) last = std::max(last, i.number);
    return last + 1 + static_cast<int>(more);
}

instant moment_of(booking const& what, civil_date due, policy const& rules) {
    auto const day = plus(due, what.terms.late_fee.after_days);
    return at_hour(zone_of(what.who, rules), day, rules.collect_at);
}

bool rests(account const& all, instant now, policy const& rules) {
    auto const* const resting = rest_in_force(all);
    if (!resting) return false;
    return !resting->until || date_in(zone_of(all.client.who, rules), now) < *resting->until;
}

}  // namespace

std::string_view name_of(no_show_rule what) {
    if (what == no_show_rule::fee) return "fee";
    return what == no_show_rule::credit ? "credit" : "nothing";
}

no_show_rule no_show_rule_of(sale_terms const& terms) {
    auto const& said = terms.cancellation;
    if (said.no_show_free) return no_show_rule::nothing;
    bool const costs = !said.no_show_fee.is_zero() && said.no_show_fee.unit() == terms.price.unit();
    if (costs) return no_show_rule::fee;
    return terms.credits.granted > 0 ? no_show_rule::credit : no_show_rule::nothing;
}

bool agreed_to_late_fee(booking const& what) {
    auto const& terms = what.terms.late_fee;
    bool const fits = terms.fixed.is_zero() || terms.fixed.unit() == what.terms.price.unit();
    if (!terms.is_charged() || !fits || !what.terms.plan.is_plan()) return false;
    return std::any_of(what.agreements.begin(), what.agreements.end(),
                       [](agreed_terms const& a) { return a.reason.empty(); });
}

std::vector<item> late_fees_due(account const& all, booking const& what, instant now, policy const& rules) {
    std::vector<item> fees;
    if (!may_cost_more(all, what) || rests(all, now, rules)) return fees;
    auto const today = date_in(zone_of(what.who, rules), now);
    for (auto const& one : costly(what, rules)) {
        if (now < moment_of(what, one.what.due, rules)) continue;
        auto const amount = amount_of(what.terms.late_fee, one.open);
        if (!is_worth_asking(amount, rules)) continue;
        fees.push_back({next_number(what, fees.size()),
                        amount,
                        today,
                        {},
                        fee_mark{fee_kind::late, one.what.number, {}, one.what.due}});
    }
    return fees;
}

std::optional<instant> next_late_fee(account const& all, booking const& what, instant now,
                                     policy const& rules) {
    if (!may_cost_more(all, what)) return std::nullopt;
    std::optional<instant> next;
    for (auto const& one : costly(what, rules)) {
        if (!is_worth_asking(amount_of(what.terms.late_fee, one.open), rules)) continue;
        auto const when = moment_of(what, one.what.due, rules);
        if (!next || when < *next) next = when;
    }
    if (!next || !rests(all, std::max(*next, now), rules)) return next;
    // Who ends a rest says so of one booking: the others look for themselves.
    auto const& zone = zone_of(all.client.who, rules);
    auto const tomorrow = plus(date_in(zone, now), 1);
    auto const day = all.client.correspondence.resting->until.value_or(tomorrow);
    return std::max(*next, at_hour(zone, day, rules.collect_at));
}

verdict do_add_late_fees(deciding& so_far, add_late_fees const& asked, instant now, policy const& rules) {
    auto const* const what = so_far.seen().find(asked.booking);
    if (!what) return refusal{refusal_reason::booking_unknown, ""};
    for (auto& fee : late_fees_due(so_far.seen(), *what, now, rules))
        so_far.happens(fee_added{asked.booking, std::move(fee), now});
    return {};
}

void add_no_show_fee(deciding& so_far, booking_id const& which, delivery const& missed, instant now,
                     policy const& rules) {
    auto const& what = so_far.seen(which);
    bool const is_agreed = !what.terms.plan.is_plan() || !what.agreements.empty();
    if (no_show_rule_of(what.terms) != no_show_rule::fee) return;
    if (!is_agreed || state_of(what) == booking_state::held) return;
    item fee{next_number(what, 0),
             what.terms.cancellation.no_show_fee,
             date_in(zone_of(what.who, rules), now),
             {},
             fee_mark{fee_kind::no_show, 0, missed.id, missed.on}};
    so_far.happens(fee_added{which, std::move(fee), now});
}

verdict drop_no_show_fee(deciding& so_far, take_back_delivery const& asked, instant now) {
    for (auto const& one : standing_of(so_far.seen(asked.booking))) {
        bool const is_it = one.what.fee && one.what.fee->kind == fee_kind::no_show &&
                           one.what.fee->delivery == asked.id && !one.open.is_zero();
        if (!is_it) continue;
        if (is_being_paid(so_far.seen(asked.booking), one.what.number))
            return refusal{refusal_reason::payment_under_way, "item"};
        so_far.happens(waived{asked.booking,
                              {one.what.number, one.open, false, asked.reason, asked.author,
                               "taken-back-" + std::to_string(one.what.number), now}});
        end_payers(so_far, asked.booking, one.what.number);
    }
    return {};
}

// --- What cannot be

namespace {

using sentences = std::vector<std::string>;

__extension__ using wide = __int128;

void check_price(booking const& what, sentences& faults) {
    wide sum = 0;
    for (auto const& i : what.items) {
        if (!i.fee) sum += i.amount.minor_units();
    }
    wide const periods = what.terms.plan.retainer ? what.periods : 1;
    if (sum == what.terms.price.minor_units() * periods) return;
    auto const told = money::minor(static_cast<std::int64_t>(sum), what.terms.price.unit());
    faults.push_back("its items that are no fees come to " + plain_text(told) + ", and its price is " +
                     plain_text(what.terms.price) + (what.terms.plan.retainer ? " a period" : ""));
}

bool is_item_of_price(booking const& what, int number) {
    return std::none_of(what.items.begin(), what.items.end(),
                        [number](item const& i) { return i.number == number && i.fee; });
}

bool was_missed(booking const& what, std::string const& delivery) {
    return std::any_of(what.deliveries.begin(), what.deliveries.end(),
                       [&delivery](domain::delivery const& d) { return d.id == delivery && d.no_show; });
}

bool is_for_the_same(fee_mark const& a, fee_mark const& b) {
    return a.kind == b.kind && a.item == b.item && a.delivery == b.delivery;
}

void check_fee(booking const& what, item const& one, sentences& faults) {
    auto const& why = *one.fee;
    auto const name = "its fee " + std::to_string(one.number);
    auto const same = std::count_if(what.items.begin(), what.items.end(),
                                    [&why](item const& i) { return i.fee && is_for_the_same(*i.fee, why); });
    if (same > 1) faults.push_back(name + " is for what has a fee already");
    if (one.amount.minor_units() <= 0 || one.amount.unit() != what.terms.price.unit())
        faults.push_back(name + " is no amount in the currency of its price");
    bool const late = why.kind == fee_kind::late;
    if (late && (why.item < 1 || why.item >= one.number || !is_item_of_price(what, why.item)))
        faults.push_back(name + " is for no part of its price");
    if (!late && !was_missed(what, why.delivery))
        faults.push_back(name + " is for no session that was missed");
}

}  // namespace

std::vector<std::string> faults_of_items(booking const& what) {
    sentences faults;
    if (!what.moved_to.empty()) return faults;
    check_price(what, faults);
    for (auto const& one : what.items) {
        if (one.fee) check_fee(what, one, faults);
    }
    return faults;
}

}  // namespace quittance::domain
