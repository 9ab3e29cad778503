// What is due, paid, gone, alive and worrying, as functions of the facts.
#include <algorithm>

#include "auditor_model.hpp"

namespace quittance::simulation {
namespace {

std::int64_t in_currency(amount const& what, std::string const& currency) {
    return what.currency == currency ? what.units : 0;
}

void add_returned(sums& all, booking_model const& what, payment_model const& money_in) {
    if (money_in.captured.currency != what.price.currency) return;
    auto const found = all.used.find(money_in.intent);
    auto const used = found == all.used.end() ? 0 : found->second;
    auto const unused = money_in.captured.units - used;
    auto const gone = went_back_of(money_in);
    auto const gone_from_unused = std::min(gone, unused);
    all.went_back += gone;
    all.unallocated += unused - gone_from_unused;
    all.received += used - (gone - gone_from_unused);
}

}  // namespace

std::int64_t went_back_of(payment_model const& what) {
    auto const& currency = what.captured.currency;
    std::int64_t standing = 0;
    std::int64_t failed = 0;
    for (auto const& [id, each] : what.refunds) {
        bool const came_to_nothing = each.status == refund_failed || each.status == refund_canceled;
        (came_to_nothing ? failed : standing) += in_currency(each.sum, currency);
    }
    std::int64_t disputed = 0;
    for (auto const& [id, each] : what.disputes) {
        bool const gone = each.withdrawn && (!each.reinstated || is_lost_dispute(each.status));
        if (gone) disputed += in_currency(each.sum, currency);
    }
    // The charge's own sum knows refunds nobody told us of, and may still hold one that failed since.
    auto const by_charge = std::max<std::int64_t>(0, in_currency(what.refunded_total, currency) - failed);
    return std::min(std::max(by_charge, standing) + disputed, what.captured.units);
}

sums sums_of(booking_model const& what) {
    sums all;
    for (auto const& each : what.items) (each.fee.empty() ? all.price : all.fees) += each.owed.units;
    use_money(all, what);
    for (auto const& [intent, money_in] : what.payments) add_returned(all, what, money_in);
    for (auto const& [number, units] : all.open_items) all.open += units;
    return all;
}

bool is_live(checkout_model const& what) {
    bool const never_was = !what.refusal.empty() || what.absent;
    bool const took_its_money = what.payment >= nothing_to_pay;
    if (never_was || took_its_money || what.async_failed) return false;
    // Nobody can confirm an intent that nobody knows; a canceled one takes nothing any more.
    if (what.off_session) return !what.intent_canceled && !(what.abandoned && what.intent.empty());
    bool const seen_dead = what.dead || (what.status == session_expired && what.intent_canceled);
    return !seen_dead || what.status == session_complete;
}

int live_checkouts(booking_model const& what) {
    return static_cast<int>(std::count_if(what.checkouts.begin(), what.checkouts.end(), is_live));
}

bool is_under_way(checkout_model const& what) {
    if (!what.off_session || !is_live(what)) return false;
    if (what.intent.empty() || what.attempts.empty()) return what.intent.empty();
    auto const& last = what.attempts.back().outcome;
    return last != "declined" && last != "not_done";
}

bool is_plan(booking_model const& what) {
    auto const every = text_in(object_in(object_in(what.agreed, "terms"), "plan"), "every");
    return !every.empty() && every != "none";
}

bool is_retainer(booking_model const& what) {
    return flag_in(object_in(object_in(what.agreed, "terms"), "plan"), "retainer");
}

bool is_contested(booking_model const& what) {
    return std::any_of(what.payments.begin(), what.payments.end(), [](auto const& p) {
        return std::any_of(p.second.disputes.begin(), p.second.disputes.end(),
                           [](auto const& d) { return !is_closed_dispute(d.second.status); });
    });
}

bool rests_by_dispute(booking_model const& what) {
    return is_contested(what) || std::any_of(what.payments.begin(), what.payments.end(), [&](auto const& p) {
               return std::any_of(p.second.disputes.begin(), p.second.disputes.end(), [&](auto const& d) {
                   return is_lost_dispute(d.second.status) &&
                          !std::binary_search(what.acknowledged.begin(), what.acknowledged.end(),
                                              "dispute_lost:" + d.first);
               });
           });
}

namespace {

bool adds_another_period(booking_model const& what) {
    auto const count = number_in(object_in(object_in(what.agreed, "terms"), "plan"), "count");
    return is_retainer(what) && (count == 0 || what.periods < count);
}

// Agreed and begun, not ended, and neither the bank nor a person is asked first.
bool is_collecting(booking_model const& what, sums const& known) {
    bool const in_force =
        is_plan(what) && !what.agreements.empty() && !what.closed_at && !rests_by_dispute(what);
    return in_force && known.received > 0 && !waits_for_a_look_at_money(what, known);
}

// Nobody ever paid for it and nobody has to: its periods so far were given up, and the next one comes.
bool goes_on_unpaid(booking_model const& what, sums const& known) {
    bool const agreed = is_plan(what) && !what.agreements.empty() && !what.closed_at && what.moved_to.empty();
    bool const had_money = std::any_of(what.payments.begin(), what.payments.end(), [](auto const& p) {
        return p.second.captured.units != 0 || p.second.by_hand.empty();
    });
    return agreed && !had_money && known.open == 0 && known.price > 0 && !what.items.empty();
}

}  // namespace

bool owes_in_earnest(booking_model const& what) {
    bool const ended = what.closed_at || !what.moved_to.empty();
    if (ended || is_held(what) || rests_by_dispute(what)) return false;
    if (is_plan(what) && what.agreements.empty()) return false;
    return !waits_for_a_look_at_money(what, sums_of(what));
}

bool is_being_paid(booking_model const& what, int item) {
    return std::any_of(what.checkouts.begin(), what.checkouts.end(), [item](checkout_model const& c) {
        bool const takes = is_live(c) && (c.status == session_complete || is_under_way(c));
        return takes && std::find(c.items.begin(), c.items.end(), item) != c.items.end();
    });
}

bool holds(booking_model const& what, stop_model const& stop) {
    if (!what.kept) return stop.method.empty();
    return stop.method == what.kept->method && stop.at >= what.kept->renewed;
}

namespace {

// Nobody agreed that the kept card pays a fee.
bool is_fee(booking_model const& what, int item) {
    return std::any_of(what.items.begin(), what.items.end(),
                       [item](item_model const& each) { return each.number == item && !each.fee.empty(); });
}

}  // namespace

bool collects_itself(booking_model const& what, int item) {
    if (is_fee(what, item)) return false;
    if (!is_plan(what) || what.agreements.empty() || !what.kept || what.kept->detached) return false;
    return std::none_of(what.stops.begin(), what.stops.end(), [&](stop_model const& s) {
        return holds(what, s) && (s.item == item || s.reason == "declined_for_good");
    });
}

bool is_small_rest(item_model const& what, std::int64_t open) {
    return what.owed.currency == "EUR" && open > 0 && open < least_euro_charge && open < what.owed.units;
}

bool ends_reminders(std::string const& reason) {
    return reason == "reminders_ended" || reason == "no_address" || reason == "rest_too_small" ||
           reason == "reminders_undelivered";
}

bool was_handed_over(booking_model const& what, int item) {
    return std::any_of(what.handovers.begin(), what.handovers.end(), [item](json::object const& h) {
        auto const reason = text_in(h, "reason");
        bool const ended = ends_reminders(reason);
        return number_in(h, "item") == item && ended && !h.contains("over");
    });
}

bool has_periods_to_come(booking_model const& what) {
    auto const known = sums_of(what);
    return adds_another_period(what) && (is_collecting(what, known) || goes_on_unpaid(what, known));
}

bool has_something_to_collect(booking_model const& what) {
    auto const sums = sums_of(what);
    if (!is_collecting(what, sums)) return false;
    return std::any_of(what.items.begin(), what.items.end(), [&](item_model const& each) {
        bool const rests = std::any_of(
            what.stops.begin(), what.stops.end(),
            [&each, &what](stop_model const& s) { return s.item == each.number && holds(what, s); });
        auto const open = sums.open_items.find(each.number);
        return !rests && each.milestone.empty() && each.fee.empty() && open != sums.open_items.end() &&
               open->second > 0 && !is_small_rest(each, open->second);
    });
}

bool may_ask_for_card(booking_model const& what) {
    return std::any_of(what.checkouts.begin(), what.checkouts.end(), [&what](checkout_model const& c) {
        bool const unknown = !what.kept || what.kept->checkout < c.number;
        return c.keeps_card && c.payment == paid && !c.intent.empty() && unknown;
    });
}

bool is_final(refund_model const& what) { return what.status >= refund_succeeded; }

bool has_money(booking_model const& what) {
    return std::any_of(what.payments.begin(), what.payments.end(),
                       [](auto const& each) { return each.second.captured.units > 0; });
}

// A stranger's booking without money, nobody paying just now.
bool is_held(booking_model const& what) {
    bool const paying = std::any_of(what.checkouts.begin(), what.checkouts.end(),
                                    [](auto const& c) { return is_live(c) && c.status == session_complete; });
    return what.origin == "plain_link" && !what.closed_at && !has_money(what) && !paying &&
           !is_contested(what) && sums_of(what).open > 0;
}

namespace {

bool charges(checkout_model const& payer, int item) {
    return payer.off_session && std::ranges::find(payer.items, item) != payer.items.end();
}

// Five tries since the last decline that were never carried out, or two charges in a row that were never
// made.
bool comes_to_nothing(booking_model const& what, int item) {
    int undone = 0;
    int unmade = 0;
    for (auto const& each : what.checkouts) {
        if (!charges(each, item)) continue;
        unmade = each.abandoned && each.intent.empty() ? unmade + 1 : 0;
        for (auto const& one : each.attempts) {
            if (one.outcome == "not_done") ++undone;
            bool const by_this = one.method == what.kept->method && one.at >= what.kept->renewed;
            if (one.outcome == "declined" && by_this) undone = 0;
        }
    }
    return undone >= 5 || unmade >= 2;
}

void add_fruitless(std::vector<concern>& all, booking_model const& what, sums const& known) {
    for (auto const& [item, open] : known.open_items) {
        if (open <= 0 || what.closed_at || !collects_itself(what, item) || !comes_to_nothing(what, item))
            continue;
        auto const subject = std::to_string(item) + '-' + what.kept->method;
        all.push_back({subject, {"charge_not_attempted:" + subject}});
    }
}

// What the kept card cannot pay any more, and money back that did not go its way.
void add_collecting(std::vector<concern>& all, booking_model const& what, sums const& known) {
    constexpr int most_closings = 5;
    for (auto const& each : what.checkouts) {
        if (!each.off_session || !is_live(each) || each.closings < most_closings || each.close_again == 0)
            continue;
        auto const number = std::to_string(each.number);
        all.push_back({number, {"charge_not_ended:" + number}});
    }
    add_fruitless(all, what, known);
    for (auto const& each : what.stops) {
        auto const open = known.open_items.find(each.item);
        bool const is_open = open != known.open_items.end() && open->second > 0;
        if (!holds(what, each) || !is_open || what.closed_at) continue;
        auto const subject = std::to_string(each.item) + '-' + each.method;
        all.push_back({subject, {"charge_" + each.reason + ':' + subject}});
    }
}

void add_refund_orders(std::vector<concern>& all, booking_model const& what) {
    for (auto const& each : what.refund_orders) {
        auto const number = std::to_string(number_in(each, "number", 1));
        if (!text_in(each, "refusal").empty()) all.push_back({number, {"refund_refused:" + number}});
        auto const from = what.payments.find(text_in(each, "intent"));
        bool const heard =
            from != what.payments.end() &&
            std::any_of(from->second.refunds.begin(), from->second.refunds.end(),
                        [&each](auto const& r) { return r.second.order == number_in(each, "number", 1); });
        if (flag_in(each, "abandoned") && !heard) all.push_back({number, {"refund_unanswered:" + number}});
    }
}

// Something is still to be paid with the kept card, whatever rests it now.
bool is_charged_later(booking_model const& what, sums const& known) {
    bool const in_force =
        is_plan(what) && !what.agreements.empty() && !what.closed_at && what.moved_to.empty();
    bool const open =
        std::any_of(known.open_items.begin(), known.open_items.end(),
                    [&what](auto const& left) { return left.second > 0 && !is_fee(what, left.first); });
    return in_force && known.received > 0 && (open || adds_another_period(what));
}

// What the client said, and what reminders did not settle.
void add_handovers(std::vector<concern>& all, booking_model const& what, sums const& known) {
    for (auto const& each : what.handovers) {
        auto const reason = text_in(each, "reason");
        if (reason == "time_granted" || reason == "parts_granted") continue;
        auto const number = std::to_string(number_in(each, "number", 1));
        auto const open = known.open_items.find(static_cast<int>(number_in(each, "item")));
        bool const still =
            !what.closed_at && !each.contains("over") && open != known.open_items.end() && open->second > 0;
        bool const of_a_card = reason == "card_expiring" || reason == "card_detached";
        if (of_a_card && (!what.kept || !what.kept->told || !is_charged_later(what, known))) continue;
        bool const of_an_item = ends_reminders(reason);
        if (still || !of_an_item) all.push_back({reason + ' ' + number, {reason + ':' + number}});
    }
}

// A retainer of which everything went back: no period begins by itself any more, and nobody has ended it.
bool rests_unended(booking_model const& what, sums const& known) {
    bool const stands = adds_another_period(what) && !what.closed_at && what.moved_to.empty();
    bool const had_money = std::any_of(what.payments.begin(), what.payments.end(),
                                       [](auto const& p) { return p.second.captured.units != 0; });
    bool const spare = known.unallocated != 0 || waits_for_a_look_at_money(what, known);
    return stands && had_money && known.open == 0 && known.received == 0 && !spare && !rests_by_dispute(what);
}

// Money that was heard of late had paid what was given up meanwhile, or what the cancellation ended.
void add_overtaken(std::vector<concern>& all, booking_model const& what, sums const& known) {
    if (what.payments.empty()) return;
    for (int const place : known.overtaken) {
        auto const number = std::to_string(place);
        all.push_back({"waiver " + number, {"paid_before_waived:" + number}});
    }
}

// Of money by hand: an item that is open, or a period to come, would use it.
bool may_owe_more(booking_model const& what, sums const& known) {
    return known.open > 0 || (!what.closed_at && adds_another_period(what));
}

}  // namespace

std::vector<concern> concerns_of(booking_model const& what) {
    std::vector<concern> all;
    auto const known = sums_of(what);
    auto const& used = known.used;
    add_collecting(all, what, known);
    add_refund_orders(all, what);
    add_handovers(all, what, known);
    add_overtaken(all, what, known);
    for (auto const& [intent, each] : what.payments) {
        auto const found = used.find(intent);
        auto const unused = each.captured.units - (found == used.end() ? 0 : found->second);
        bool const is_credit = !each.by_hand.empty() && !(what.closed_at && each.at > *what.closed_at);
        if (is_credit && unused > went_back_of(each) && !may_owe_more(what, known))
            all.push_back({intent, reasons_for(intent, {"credit_left"})});
        if (!is_credit && unused > went_back_of(each)) {
            all.push_back({intent, reasons_of_spare(intent)});
        }
        for (auto const& [id, back] : each.refunds) {
            if (back.status == refund_failed) all.push_back({id, {"refund_failed:" + id}});
        }
        for (auto const& [id, contested] : each.disputes) {
            if (is_lost_dispute(contested.status)) {
                all.push_back({id, {"dispute_lost:" + id}});
            } else if (!is_closed_dispute(contested.status)) {
                all.push_back({id, {"dispute_open:" + id}});
            }
        }
    }
    for (auto const& each : what.checkouts) {
        auto const number = std::to_string(each.number);
        if (!each.refusal.empty()) all.push_back({number, {"checkout_refused:" + number}});
    }
    if (rests_unended(what, known))
        all.push_back({"periods", {"retainer_rests:" + std::to_string(what.periods)}});
    std::erase_if(all, [&what](concern const& c) { return is_seen(what, c.reasons); });
    return all;
}

}  // namespace quittance::simulation
