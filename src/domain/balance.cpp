#include "quittance/domain/balance.hpp"

#include <algorithm>
#include <numeric>

#include "quittance/base/planted.hpp"
#include "quittance/domain/money_that_came.hpp"
#include "quittance/domain/unpaid_word.hpp"
#include "timeline.hpp"

namespace quittance::domain {
namespace {

std::int64_t sum_of_refunds(payment const& what, bool failed) {
    std::int64_t sum = 0;
    for (auto const& r : what.refunds) {
        if (came_to_nothing(r) == failed) sum += units_in(r.amount, what.captured.unit());
    }
    return sum;
}

std::int64_t sum_of_disputes(payment const& what) {
    std::int64_t sum = 0;
    for (auto const& d : what.disputes) {
        if (is_gone(d)) sum += units_in(d.amount, what.captured.unit());
    }
    return sum;
}

}  // namespace

bool is_contested(dispute_status status) {
    switch (status) {
        case dispute_status::won:
        case dispute_status::lost:
        case dispute_status::warning_closed:
        case dispute_status::prevented: return false;
        default: return true;
    }
}

bool is_contested(booking const& what) {
    return std::any_of(what.payments.begin(), what.payments.end(), [](payment const& p) {
        return std::any_of(p.disputes.begin(), p.disputes.end(),
                           [](dispute const& d) { return is_contested(d.status); });
    });
}

bool rests_by_dispute(booking const& what) {
    auto const is_unseen = [&what](dispute const& d) {
        return d.status == dispute_status::lost &&
               !std::binary_search(what.acknowledged.begin(), what.acknowledged.end(),
                                   "dispute_lost:" + d.id.text());
    };
    return is_contested(what) ||
           std::any_of(what.payments.begin(), what.payments.end(), [&](payment const& p) {
               return std::any_of(p.disputes.begin(), p.disputes.end(), is_unseen);
           });
}

bool is_gone(dispute const& what) {
    return what.withdrawn && (!what.reinstated || what.status == dispute_status::lost);
}

money went_back_of(payment const& what) {
    auto const failed = sum_of_refunds(what, true);
    auto const standing = sum_of_refunds(what, false);
    // The charge's own sum knows refunds we were not told of, but may still count one that failed since.
    auto const by_charge =
        std::max<std::int64_t>(0, units_in(what.refunded_total, what.captured.unit()) - failed);
    auto const refunded = planted(bug::refund_lowers_nothing) ? 0 : std::max(by_charge, standing);
    auto const back = refunded + sum_of_disputes(what);
    return money::minor(std::min(back, what.captured.minor_units()), what.captured.unit());
}

money reached_us(payment const& what) {
    auto units = what.captured.minor_units();
    if (!what.by_hand) return what.captured;
    for (auto const& c : what.by_hand->corrections) units += c.used_for.empty() ? 0 : c.amount.minor_units();
    return money::minor(units, what.captured.unit());
}

money left_to_refund(booking const& what, payment const& from) {
    std::int64_t ordered = 0;
    for (auto const& o : what.refund_orders) {
        bool const is_seen = std::any_of(from.refunds.begin(), from.refunds.end(),
                                         [&o](refund const& r) { return r.order == o.number; });
        if (o.intent == from.intent && o.refusal.empty() && !is_seen) ordered += o.amount.minor_units();
    }
    auto const left = from.captured.minor_units() - went_back_of(from).minor_units() - ordered;
    return money::minor(std::max<std::int64_t>(0, left), from.captured.unit());
}

std::vector<allocation> allocations_of(booking const& what) { return settle(what).shares; }

namespace {

struct parts {
    std::int64_t received = 0;
    std::int64_t back = 0;
    std::int64_t spare = 0;   // neither used nor gone
    std::int64_t credit = 0;  // of it: by hand
};

// What became of one payment's money.
void add_payment(parts& all, booking const& what, settled const& story, payment const& p) {
    auto const used = story.used_of(p.intent);
    auto const unused = p.captured.minor_units() - used;
    auto const gone = went_back_of(p).minor_units();
    auto const gone_from_unused = std::min(gone, unused);
    auto const spare = unused - gone_from_unused;
    all.received += used - (gone - gone_from_unused);
    all.back += gone;
    all.spare += planted(bug::forget_spare_money) ? 0 : spare;
    bool const in_time = !what.closed_at || p.at <= *what.closed_at;
    all.credit += p.by_hand && in_time ? spare : 0;
}

std::int64_t sum_of(std::vector<std::int64_t> const& units) {
    return std::accumulate(units.begin(), units.end(), std::int64_t{0});
}

}  // namespace

balance balance_of(booking const& what) {
    auto const unit = what.terms.price.unit();
    auto const story = settle(what);
    std::int64_t price = 0;
    std::int64_t fees = 0;
    parts all;
    for (auto const& i : what.items) (i.fee ? fees : price) += i.amount.minor_units();
    for (auto const& p : what.payments) {
        if (p.captured.unit() == unit) add_payment(all, what, story, p);
    }
    auto const in_unit = [unit](std::int64_t units) { return money::minor(units, unit); };
    return {
        in_unit(price),     in_unit(all.received),         in_unit(all.back),   in_unit(sum_of(story.open)),
        in_unit(all.spare), in_unit(sum_of(story.waived)), in_unit(all.credit), in_unit(fees)};
}

std::int64_t unused_of(settled const& story, payment const& from) {
    auto const unused = from.captured.minor_units() - story.used_of(from.intent);
    return unused - std::min(went_back_of(from).minor_units(), unused);
}

bool begins_more_periods(booking const& what) {
    auto const& plan = what.terms.plan;
    return plan.retainer && !what.closed_at && (plan.count == 0 || what.periods < plan.count);
}

namespace {

// Its entry's reason may have changed since (the booking was closed, say): the payment is the same. While
// what it was asked for is open nobody's word is enough: charged again, that would be paid twice.
bool is_dealt_with(booking const& what, payment const& money_in) {
    auto const* const asked = find_checkout(what, money_in.checkout);
    if (asked && !open_of(what, asked->items).is_zero()) return false;
    auto const ending = ':' + money_in.intent.text();
    return std::any_of(what.acknowledged.begin(), what.acknowledged.end(),
                       [&ending](std::string const& entry) { return entry.ends_with(ending); });
}

}  // namespace

bool has_unallocated_money(booking const& what) {
    auto const story = settle(what);
    return std::any_of(what.payments.begin(), what.payments.end(),
                       [&story](payment const& p) { return !p.by_hand && unused_of(story, p) > 0; });
}

bool holds_unallocated_money(booking const& what) {
    auto const story = settle(what);
    return std::any_of(what.payments.begin(), what.payments.end(), [&](payment const& p) {
        return !p.by_hand && unused_of(story, p) > 0 && !is_dealt_with(what, p);
    });
}

std::vector<int> items_due(booking const& what, civil_date today) {
    std::vector<int> due;
    for (auto const& s : standing_of(what)) {
        bool const at_once = what.anchor && paid_at_checkout(s.what, *what.anchor);
        bool const has_come = s.what.milestone.empty() && s.what.due <= today;
        if (!s.open.is_zero() && (at_once || has_come)) due.push_back(s.what.number);
    }
    return due;
}

bool is_unpaid_word(booking const& what) {
    bool const brought_money = std::any_of(what.payments.begin(), what.payments.end(),
                                           [](payment const& p) { return p.captured.minor_units() > 0; });
    bool const ended = what.closed_at && what.close_reason == "hold_expired" && !brought_money;
    return ended || state_of(what) == booking_state::held;
}

bool is_under_way(checkout const& what) {
    if (!what.off_session || !is_live(what)) return false;
    if (what.intent.empty()) return true;
    if (what.attempts.empty()) return false;
    auto const last = what.attempts.back().outcome;
    if (planted(bug::retry_unanswered) && last == attempt_outcome::unanswered) return false;
    return last == attempt_outcome::waiting || last == attempt_outcome::unanswered ||
           last == attempt_outcome::taken;
}

bool is_live(checkout const& what) {
    if (!what.refusal.empty() || what.absent || what.async_failed) return false;
    if (what.payment == payment_status::paid || what.payment == payment_status::no_payment_required)
        return false;
    // An intent that nobody confirmed takes no money, and one that nobody knows cannot be confirmed.
    if (what.off_session) return !what.intent_canceled && !(what.abandoned && what.intent.empty());
    if (what.dead || (what.status == session_status::expired && what.intent_canceled)) {
        return what.status == session_status::complete;  // seen expired, yet paying won
    }
    return true;
}

checkout const* live_checkout(booking const& what) {
    auto const at = std::find_if(what.checkouts.begin(), what.checkouts.end(), is_live);
    return at == what.checkouts.end() ? nullptr : &*at;
}

checkout const* find_checkout(booking const& what, int number) {
    auto const at = std::find_if(what.checkouts.begin(), what.checkouts.end(),
                                 [number](checkout const& c) { return c.number == number; });
    return at == what.checkouts.end() ? nullptr : &*at;
}

checkout const* find_checkout(booking const& what, session_id const& session) {
    auto const at = std::find_if(what.checkouts.begin(), what.checkouts.end(),
                                 [&session](checkout const& c) { return c.session == session; });
    return at == what.checkouts.end() ? nullptr : &*at;
}

payment const* find_payment(booking const& what, intent_id const& intent) {
    auto const at = std::find_if(what.payments.begin(), what.payments.end(),
                                 [&intent](payment const& p) { return p.intent == intent; });
    return at == what.payments.end() ? nullptr : &*at;
}

bool hold_is_over(booking const& what, instant now) {
    return state_of(what) == booking_state::held && now >= what.hold_until;
}

booking_state state_of(booking const& what) {
    auto const sums = balance_of(what);
    bool const any_money = std::any_of(what.payments.begin(), what.payments.end(),
                                       [](payment const& p) { return p.captured.minor_units() > 0; });
    if (is_contested(what)) return booking_state::disputed;
    if (!sums.went_back.is_zero() && sums.received.is_zero()) return booking_state::returned;
    if (what.closed_at && !any_money) return booking_state::closed;
    if (what.closed_at && what.close_reason == "cancelled") return booking_state::closed;
    if (sums.open.is_zero()) return booking_state::paid;
    auto const* const live = live_checkout(what);
    if (live && (live->status == session_status::complete || is_under_way(*live)))
        return booking_state::paying;
    if (!sums.received.is_zero()) return booking_state::part_paid;
    return what.origin == origin::plain_link && !any_money ? booking_state::held : booking_state::open;
}

}  // namespace quittance::domain
