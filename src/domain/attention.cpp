#include <algorithm>

#include "collecting.hpp"
#include "correspondence.hpp"
#include "kept_card.hpp"
#include "quittance/domain/balance.hpp"
#include "timeline.hpp"

namespace quittance::domain {
namespace {

void add(std::vector<attention>& list, std::string reason, std::string subject, instant since) {
    auto id = reason + ':' + subject;
    list.push_back({std::move(id), std::move(reason), std::move(subject), since});
}

bool is_seen(booking const& what, refund_order const& order) {
    auto const* const from = find_payment(what, order.intent);
    return from && std::any_of(from->refunds.begin(), from->refunds.end(),
                               [&order](refund const& r) { return r.order == order.number; });
}

// Why this money fits nothing agreed.
std::string reason_of(booking const& what, payment const& money_in) {
    if (money_in.captured.unit() != what.terms.price.unit()) return "currency_differs";
    if (what.closed_at && money_in.at > *what.closed_at) return "paid_after_close";
    auto const* const asked = find_checkout(what, money_in.checkout);
    if (asked && asked->amount != money_in.captured) return "amount_differs";
    return "unallocated_money";
}

// What is left of money taken by hand is the client's credit: the next item uses it, if there is to be one.
void look_at_money(booking const& what, std::vector<attention>& list) {
    if (what.payments.empty()) return;
    auto const story = settle(what);
    bool const may_be_used =
        begins_more_periods(what) || std::ranges::any_of(story.open, [](auto units) { return units > 0; });
    for (auto const& p : what.payments) {
        if (unused_of(story, p) == 0) continue;
        bool const is_credit = p.by_hand && (!what.closed_at || p.at <= *what.closed_at);
        bool const stays = is_credit && !may_be_used;
        if (stays || !is_credit) add(list, stays ? "credit_left" : reason_of(what, p), p.intent.text(), p.at);
    }
}

// Money that was heard of too late had paid what was given up: it is more than is owed now, and fits.
void look_at_waivers(booking const& what, std::vector<attention>& list) {
    if (what.waivers.empty() || what.payments.empty()) return;
    auto const story = settle(what);
    for (std::size_t k = 0; k < what.waivers.size(); ++k) {
        auto const& given = what.waivers[k];
        bool const counts = story.counted[k] == given.amount.minor_units();
        if (!counts) add(list, "paid_before_waived", std::to_string(k + 1), given.at);
    }
}

void look_at_returns(booking const& what, std::vector<attention>& list) {
    for (auto const& p : what.payments) {
        for (auto const& r : p.refunds) {
            if (r.status == refund_status::failed) add(list, "refund_failed", r.id.text(), r.at);
        }
        for (auto const& d : p.disputes) {
            if (d.status == dispute_status::won || d.status == dispute_status::warning_closed ||
                d.status == dispute_status::prevented) {
                continue;
            }
            add(list, d.status == dispute_status::lost ? "dispute_lost" : "dispute_open", d.id.text(), d.at);
        }
    }
}

// Most bookings never had a charge without the client, and are looked at with every commit.
void look_at_fruitless(booking const& what, std::vector<attention>& list) {
    bool const charged = std::ranges::any_of(what.checkouts, &checkout::off_session);
    if (!charged || what.closed_at) return;
    for (auto const& s : standing_of(what)) {
        if (s.open.is_zero() || !collects_itself(what, s.what.number)) continue;
        auto const since = fruitless_since(what, s.what.number);
        auto const subject = std::to_string(s.what.number) + '-' + what.kept->method.text();
        if (since) add(list, "charge_not_attempted", subject, *since);
    }
}

// What the kept card cannot pay any more, while it is open.
void look_at_collecting(booking const& what, std::vector<attention>& list) {
    for (auto const& c : what.checkouts) {
        if (c.off_session && cannot_be_ended(c))
            add(list, "charge_not_ended", std::to_string(c.number), c.close_again);
    }
    look_at_fruitless(what, list);
    for (auto const& s : what.stops) {
        bool const matters = holds(what, s) && !open_of(what, {s.item}).is_zero() && !what.closed_at;
        if (matters) add(list, "charge_" + s.reason, std::to_string(s.item) + '-' + s.method.text(), s.at);
    }
}

// All that was paid for it went back, so that nothing is charged and no period begins; but nobody ended it.
void look_at_retainer(booking const& what, std::vector<attention>& list) {
    if (!begins_more_periods(what) || what.payments.empty() || !what.moved_to.empty()) return;
    auto const sums = balance_of(what);
    bool const waits = !sums.open.is_zero() || rests_by_dispute(what) || has_unallocated_money(what);
    if (waits || !sums.received.is_zero()) return;
    bool const had_money =
        std::ranges::any_of(what.payments, [](payment const& p) { return !p.captured.is_zero(); });
    if (had_money) add(list, "retainer_rests", std::to_string(what.periods), what.payments.back().at);
}

void look_at_orders(booking const& what, std::vector<attention>& list) {
    for (auto const& o : what.refund_orders) {
        if (!o.refusal.empty()) add(list, "refund_refused", std::to_string(o.number), o.at);
        if (o.abandoned && !is_seen(what, o)) add(list, "refund_unanswered", std::to_string(o.number), o.at);
    }
}

bool asks_for_a_person(booking const& what, handover const& h) {
    if (h.reason == "time_granted" || h.reason == "parts_granted") return false;
    if (h.reason == "card_expiring" || h.reason == "card_detached") {
        // Another card was named since, or the bank has replaced this one.
        return what.kept && what.kept->told && collects_from_card(what);
    }
    bool const came_to_nothing = what.closed_at && what.payments.empty();
    if (h.reason == "terms_lost") return !came_to_nothing;
    if (!ends_reminders(h)) return true;
    return !h.over && !what.closed_at && !open_of(what, {h.item}).is_zero();
}

void look_at_handovers(booking const& what, std::vector<attention>& list) {
    for (auto const& h : what.handovers) {
        if (asks_for_a_person(what, h)) add(list, h.reason, std::to_string(h.number), h.at);
    }
}

}  // namespace

std::vector<attention> attention_of(booking const& what) {
    std::vector<attention> list;
    look_at_money(what, list);
    look_at_waivers(what, list);
    look_at_returns(what, list);
    look_at_collecting(what, list);
    look_at_retainer(what, list);
    look_at_orders(what, list);
    look_at_handovers(what, list);
    for (auto const& c : what.checkouts) {
        if (!c.refusal.empty()) add(list, "checkout_refused", std::to_string(c.number), c.ordered_at);
    }
    std::erase_if(list, [&what](attention const& a) {
        return std::binary_search(what.acknowledged.begin(), what.acknowledged.end(), a.id);
    });
    std::sort(list.begin(), list.end(), [](attention const& a, attention const& b) { return a.id < b.id; });
    return list;
}

handover const* words_behind(booking const& what, attention const& one) {
    auto const is_it = [&one](handover const& h) {
        return h.reason == one.reason && std::to_string(h.number) == one.subject;
    };
    auto const found = std::find_if(what.handovers.begin(), what.handovers.end(), is_it);
    return found == what.handovers.end() ? nullptr : &*found;
}

}  // namespace quittance::domain
