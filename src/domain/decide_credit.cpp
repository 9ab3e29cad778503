// The client's credit of one booking pays what is open of another.
#include <algorithm>
#include <tuple>

#include "decide_money.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "timeline.hpp"
#include "used_credit.hpp"

namespace quittance::domain {
namespace {

verdict check(use_credit const& asked, booking const& from, booking const& to) {
    auto const unit = from.terms.price.unit();
    bool const differs = to.terms.price.unit() != unit || (asked.amount && asked.amount->unit() != unit);
    if (differs) return refusal{refusal_reason::currency_differs, "currency"};
    if (asked.amount && asked.amount->minor_units() <= 0)
        return refusal{refusal_reason::amount_not_positive, "amount"};
    if (asked.amount && !asked.amount->is_in_steps())
        return refusal{refusal_reason::amount_not_in_steps, "amount"};
    return {};
}

result<money, refusal> amount_for(use_credit const& asked, booking const& from, booking const& to) {
    if (to.closed_at) return refusal{refusal_reason::booking_is_closed, "to"};
    // Unlike cash, credit can wait: what is being charged this moment would be paid twice.
    bool const is_paying =
        std::ranges::any_of(to.items, [&to](item const& one) { return is_being_paid(to, one.number); });
    if (is_paying) return refusal{refusal_reason::payment_under_way, "to"};
    auto const credit = balance_of(from).credit;
    if (credit.is_zero()) return refusal{refusal_reason::no_client_credit, ""};
    auto const open = balance_of(to).open;
    if (open.is_zero()) return refusal{refusal_reason::already_paid, "to"};
    auto const most = std::min(credit.minor_units(), open.minor_units());
    auto const units = asked.amount ? asked.amount->minor_units() : most;
    if (units > most) return refusal{refusal_reason::amount_too_large, "amount"};
    return money::minor(units, credit.unit());
}

// What fits nothing there and came while anything was owed; the latest first: it came too much.
std::vector<payment const*> spare_money(booking const& from) {
    std::vector<payment const*> list;
    for (auto const& paid : from.payments) {
        bool const in_time = !from.closed_at || paid.at <= *from.closed_at;
        bool const fits = paid.by_hand && in_time && paid.captured.unit() == from.terms.price.unit();
        if (fits) list.push_back(&paid);
    }
    std::ranges::sort(list, [](auto const* a, auto const* b) {
        return std::tie(a->at, a->intent) > std::tie(b->at, b->intent);
    });
    return list;
}

void take_out(deciding& so_far, booking const& from, std::int64_t units, hand_correction said) {
    auto const story = settle(from);
    for (auto const* const paid : spare_money(from)) {
        auto const part = std::min(units, unused_of(story, *paid));
        if (part == 0) continue;
        said.amount = money::minor(part, paid->captured.unit());
        said.handed_back = money::minor(0, paid->captured.unit());
        so_far.happens(corrected_by_hand{from.id, paid->intent, said});
        units -= part;
    }
    QUITTANCE_ASSERT(units == 0);
}

// Asked before, wherever the bookings moved since: the counter-entries of the source say so.
std::optional<verdict> known_before(booking const& from, use_credit const& asked) {
    std::int64_t units = 0;
    bool there = false;
    bool same = true;
    for (auto const& paid : from.payments) {
        if (!paid.by_hand) continue;
        for (auto const& c : paid.by_hand->corrections) {
            if (c.id != use_correction_id(asked)) continue;
            there = true;
            units += c.amount.minor_units();
            same = same && c.used_for == asked.to;
        }
    }
    if (!there) return std::nullopt;
    same = same && (!asked.amount || asked.amount->minor_units() == units);
    return same ? verdict{} : verdict{refusal{refusal_reason::reference_used, "id"}};
}

}  // namespace

verdict do_use_credit(deciding& so_far, use_credit const& asked, instant now, policy const& rules) {
    auto const source = living(so_far, asked.booking);
    if (!source) return source.error();
    auto const from = **source;
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    if (asked.id.empty()) return refusal{refusal_reason::reference_missing, "id"};
    if (auto const before = known_before(from, asked)) return *before;
    auto const target = living(so_far, asked.to);
    if (!target) return refusal{target.error().reason, "to"};
    auto const& to = **target;
    if (asked.booking == asked.to) return refusal{refusal_reason::booking_unknown, "to"};
    if (auto const fine = check(asked, from, to); !fine) return fine;
    auto const amount = amount_for(asked, from, to);
    if (!amount) return amount.error();
    auto const reference = use_reference(from, asked);
    auto const intent = intent_by_hand(reference);
    if (find_payment(to, intent)) return refusal{refusal_reason::reference_used, "id"};
    auto const today = date_in(zone_of(to.who, rules), now);
    taken_by_hand const taken{asked.to, intent, *amount,
                              by_hand{hand_kind::credit, reference, today, asked.author, {}}, now};
    hand_correction gone;
    gone.id = use_correction_id(asked);
    gone.reason = "used for " + to.identity.reference;
    gone.author = asked.author;
    gone.at = now;
    gone.used_for = asked.to;
    take_out(so_far, from, amount->minor_units(), gone);
    so_far.happens(taken);
    end_payers(so_far, asked.to, std::nullopt);
    return {};
}

}  // namespace quittance::domain
