#include "quittance/domain/notices.hpp"

#include <algorithm>
#include <array>

#include "quittance/base/digest.hpp"
#include "quittance/domain/balance.hpp"

namespace quittance::domain {
namespace {

// One booking that changed. `before` is its other self where it moved, and nothing where it is new.
struct changed_booking {
    booking const* before;
    booking const& after;
    std::vector<event> const& events;
    std::vector<notice>& out;

    void tell(notice_kind kind, std::string subject) const {
        out.push_back({kind, after.id, std::move(subject), {}, {}, {}, {}});
    }
};

std::vector<allocation> paid_of(booking const* what) {
    return what ? allocations_of(*what) : std::vector<allocation>{};
}

// The payment that made the item whole, in the order in which money is shared out, or the last one before its
// rest was given up; nothing while it is open, or where none was needed.
std::optional<intent_id> payer_of(item_standing const& one, std::vector<allocation> const& paid) {
    auto lacking = one.what.amount.minor_units() - one.waived.minor_units();
    std::optional<intent_id> last;
    for (auto const& each : paid) {
        if (each.item != one.what.number || (last && lacking <= 0)) continue;
        lacking -= each.amount.minor_units();
        last = each.intent;
    }
    return lacking <= 0 ? last : std::nullopt;
}

void tell_confirmed(changed_booking const& at) {
    if (paid_of(at.before).empty() && !paid_of(&at.after).empty())
        at.tell(notice_kind::booking_confirmed, "");
}

void tell_expired(changed_booking const& at) {
    bool const closed_now = at.after.closed_at && !(at.before && at.before->closed_at);
    if (closed_now && at.after.close_reason == "hold_expired") at.tell(notice_kind::booking_expired, "");
}

// The payment is part of the subject: an item that was reopened and paid anew is a new fact.
void tell_paid_items(changed_booking const& at) {
    auto const paid_before = paid_of(at.before);
    auto const paid = paid_of(&at.after);
    auto const before = at.before ? standing_of(*at.before) : std::vector<item_standing>{};
    for (auto const& each : standing_of(at.after)) {
        auto const payer = payer_of(each, paid);
        if (!payer) continue;
        auto const number = each.what.number;
        bool const known = std::any_of(before.begin(), before.end(), [&](item_standing const& old) {
            return old.what.number == number && payer_of(old, paid_before).has_value();
        });
        if (known) continue;
        at.out.push_back({notice_kind::item_paid,
                          at.after.id,
                          std::to_string(number) + '/' + payer->text(),
                          each.what,
                          *payer,
                          each.what.amount,
                          {}});
    }
}

// A retainer without an end is never through.
bool is_completed(booking const* what) {
    if (!what || !what->terms.plan.is_plan() || what->items.empty()) return false;
    auto const& plan = what->terms.plan;
    if (plan.retainer && (plan.count == 0 || what->periods < plan.count)) return false;
    auto const paid = paid_of(what);
    auto const all = standing_of(*what);
    return !paid.empty() && std::all_of(all.begin(), all.end(), [](item_standing const& each) {
        return each.what.fee || each.open.is_zero();
    });
}

// By the payment that completed it: completed anew after a refund that reopened an item is a new fact.
void tell_completed(changed_booking const& at) {
    if (is_completed(at.before) || !is_completed(&at.after)) return;
    at.tell(notice_kind::plan_completed, paid_of(&at.after).back().intent.text());
}

bool came_to_nothing(refund const& what) {
    return what.status == refund_status::failed || what.status == refund_status::canceled;
}

// The balance without disputes: what is told and what is owed never differ.
money refunded_of(payment what) {
    what.disputes.clear();
    return went_back_of(what);
}

// Sums, not refunds: the charge may be heard of before its refund, and the other way round.
void tell_refunds(changed_booking const& at) {
    for (auto const& each : at.after.payments) {
        auto const* const old = at.before ? find_payment(*at.before, each.intent) : nullptr;
        auto const total = refunded_of(each);
        auto const before = old ? refunded_of(*old).minor_units() : 0;
        if (total.minor_units() <= before) continue;
        auto const failed = std::count_if(each.refunds.begin(), each.refunds.end(), came_to_nothing);
        at.out.push_back(
            {notice_kind::payment_refunded,
             at.after.id,
             each.intent.text() + '/' + std::to_string(total.minor_units()) + '/' + std::to_string(failed),
             {},
             each.intent,
             money::minor(total.minor_units() - before, total.unit()),
             total});
    }
}

void tell_decline(changed_booking const& at, checkout const& payer, attempt const& refused) {
    for (auto const& each : at.after.items) {
        if (std::count(payer.items.begin(), payer.items.end(), each.number) == 0) continue;
        auto subject = std::to_string(each.number) + '/' + std::to_string(payer.number) + '/' +
                       std::to_string(refused.number);
        at.out.push_back({notice_kind::item_declined,
                          at.after.id,
                          std::move(subject),
                          each,
                          payer.intent,
                          payer.amount,
                          {},
                          refused.code});
    }
}

bool is_declined_in(booking const* what, int payer, int number) {
    auto const* const known = what ? find_checkout(*what, payer) : nullptr;
    return known && std::any_of(known->attempts.begin(), known->attempts.end(), [number](attempt const& a) {
               return a.number == number && a.outcome == attempt_outcome::declined;
           });
}

void tell_declines(changed_booking const& at) {
    for (auto const& payer : at.after.checkouts) {
        for (auto const& one : payer.attempts) {
            if (one.outcome != attempt_outcome::declined) continue;
            if (!is_declined_in(at.before, payer.number, one.number)) tell_decline(at, payer, one);
        }
    }
}

void tell_credits(changed_booking const& at) {
    for (auto const& used : at.after.deliveries) {
        auto const is_same = [&used](delivery const& old) { return old.id == used.id; };
        bool const known =
            at.before && std::any_of(at.before->deliveries.begin(), at.before->deliveries.end(), is_same);
        if (known || used.taken_back || used.credits == 0) continue;
        at.out.push_back({notice_kind::credit_used, at.after.id, used.id, {}, {}, {}, {}, used.id});
    }
}

// One line for each kind.
using teller = void (*)(changed_booking const&);
constexpr std::array<teller, 7> tellers{tell_confirmed, tell_expired,  tell_paid_items, tell_completed,
                                        tell_refunds,   tell_declines, tell_credits};

booking const* former_self(account const& before, booking const& now) {
    auto const* const same = before.find(now.id);
    return same || now.moved_from.empty() ? same : before.find(now.moved_from);
}

}  // namespace

std::string_view name_of(notice_kind what) {
    switch (what) {
        case notice_kind::booking_confirmed: return "booking.confirmed";
        case notice_kind::booking_expired: return "booking.expired";
        case notice_kind::item_paid: return "item.paid";
        case notice_kind::item_declined: return "item.declined";
        case notice_kind::plan_completed: return "plan.completed";
        case notice_kind::credit_used: return "credit.used";
        case notice_kind::payment_refunded: return "payment.refunded";
    }
    return "unknown";
}

std::vector<notice_kind> const& all_notice_kinds() {
    static std::vector<notice_kind> const all{notice_kind::booking_confirmed, notice_kind::booking_expired,
                                              notice_kind::item_paid,         notice_kind::item_declined,
                                              notice_kind::plan_completed,    notice_kind::credit_used,
                                              notice_kind::payment_refunded};
    return all;
}

std::string notice_id_of(notice const& what) {
    std::string text = what.booking.text();
    for (auto const part : {name_of(what.kind), std::string_view{what.subject}}) {
        text += '\n';
        text += part;
    }
    constexpr std::size_t length = 22;
    return "msg_" + to_base64url(as_text(sha256(text))).substr(0, length);
}

std::vector<notice> notices_of(account const& before, account const& after,
                               std::vector<event> const& events) {
    std::vector<notice> out;
    for (auto const& [id, now] : after.bookings) {
        auto const* const old = former_self(before, now);
        if (old && *old == now) continue;
        changed_booking const at{old, now, events, out};
        for (auto const tell : tellers) tell(at);
    }
    return out;
}

}  // namespace quittance::domain
