#include <algorithm>

#include "decide_money.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "share.hpp"

namespace quittance::domain {
namespace {

std::optional<item_standing> find_item(booking const& what, int number) {
    for (auto const& s : standing_of(what)) {
        if (s.what.number == number) return s;
    }
    return std::nullopt;
}

bool pays_for(checkout const& payer, int item) {
    return std::find(payer.items.begin(), payer.items.end(), item) != payer.items.end();
}

// A finished page whose money is under way, or a charge of which nobody knows yet.
bool is_taking(checkout const& payer) {
    return is_live(payer) && (payer.status == session_status::complete || is_under_way(payer));
}

bool is_being_paid(booking const& what) {
    return std::any_of(what.checkouts.begin(), what.checkouts.end(), is_taking);
}

std::optional<waiver> waived_under(booking const& what, std::string const& id) {
    for (auto const& w : what.waivers) {
        if (w.id == id) return w;
    }
    return std::nullopt;
}

verdict check_waiving(waive const& asked) {
    if (asked.id.empty()) return refusal{refusal_reason::reference_missing, "id"};
    if (asked.amount && asked.amount->minor_units() <= 0)
        return refusal{refusal_reason::amount_not_positive, "amount"};
    if (asked.amount && !asked.amount->is_in_steps())
        return refusal{refusal_reason::amount_not_in_steps, "amount"};
    return check_signed(asked.author, asked.reason);
}

// How much is given up; a refusal when that much is not open.
result<money, refusal> share_to_waive(booking const& what, waive const& asked) {
    auto const found = find_item(what, asked.item);
    if (!found) return refusal{refusal_reason::item_unknown, "item"};
    if (asked.amount && asked.amount->unit() != found->open.unit())
        return refusal{refusal_reason::currency_differs, "currency"};
    auto const units = asked.amount ? asked.amount->minor_units() : found->open.minor_units();
    if (units == 0) return refusal{refusal_reason::already_paid, "item"};
    if (units > found->open.minor_units()) return refusal{refusal_reason::amount_too_large, "amount"};
    return money::minor(units, found->open.unit());
}

verdict check_parts(item_standing const& before, std::vector<item_part> const& parts) {
    std::int64_t sum = 0;
    for (auto const& p : parts) {
        if (!p.due.ok()) return refusal{refusal_reason::date_missing, "parts"};
        if (p.amount.unit() != before.what.amount.unit())
            return refusal{refusal_reason::currency_differs, "parts"};
        if (p.amount.minor_units() <= 0) return refusal{refusal_reason::amount_not_positive, "parts"};
        if (!p.amount.is_in_steps()) return refusal{refusal_reason::amount_not_in_steps, "parts"};
        if (p.amount.minor_units() > before.what.amount.minor_units() - sum)
            return refusal{refusal_reason::sum_differs, "parts"};
        sum += p.amount.minor_units();
    }
    if (sum != before.what.amount.minor_units()) return refusal{refusal_reason::sum_differs, "parts"};
    return {};
}

// What no card could pay is not made of what one could.
verdict check_part_sizes(item_standing const& before, std::vector<item_part> const& parts,
                         policy const& rules) {
    if (is_too_small(before.what.amount, rules)) return {};
    bool const any =
        std::ranges::any_of(parts, [&rules](item_part const& p) { return is_too_small(p.amount, rules); });
    return any ? verdict{refusal{refusal_reason::amount_too_small, "parts"}} : verdict{};
}

// The first part keeps the number; the others get the next free ones and follow it.
std::vector<item> with_parts(std::vector<item> items, int number, std::vector<item_part> const& parts) {
    int last = 0;
    for (auto const& i : items) last = std::max(last, i.number);
    auto place =
        std::find_if(items.begin(), items.end(), [number](item const& i) { return i.number == number; });
    *place = {number, parts.front().amount, parts.front().due, {}, place->fee};
    for (std::size_t k = 1; k < parts.size(); ++k) {
        place = items.insert(place + 1, {++last, parts[k].amount, parts[k].due, {}});
    }
    return items;
}

// --- Cancelling

// Of a service whose hour nobody said, the notice is counted to the beginning of its day where the client is.
std::optional<instant> service_of(booking const& what, cancel_booking const& asked, policy const& rules) {
    if (asked.service) return asked.service;
    if (auto const moment = parse_rfc3339(what.service_at)) return moment;
    auto const said = parse_iso_date(what.service_at);
    auto const day = said ? said : what.service;
    if (!day) return std::nullopt;
    return start_of(zone_of(what.who, rules), *day);
}

// The first step whose notice was kept decides. Without a day of service no notice can be missed.
std::int32_t share_back(booking const& what, cancel_booking const& asked, instant now, policy const& rules) {
    auto const& steps = what.terms.cancellation.steps;
    auto const service = service_of(what, asked, rules);
    if (!service) return steps.empty() ? 0 : steps.front().refund_ppm;
    for (auto const& s : steps) {
        if (*service - now >= std::chrono::hours{s.hours_before}) return s.refund_ppm;
    }
    return 0;
}

void waive_the_rest(deciding& so_far, cancel_booking const& asked, instant now) {
    for (auto const& s : standing_of(so_far.seen(asked.booking))) {
        if (s.open.is_zero()) continue;
        auto const id = "cancelled-" + std::to_string(s.what.number);
        so_far.happens(
            waived{asked.booking, {s.what.number, s.open, false, asked.reason, asked.author, id, now}});
    }
}

// The terms of a cancellation give back a share of the price; what was paid of fees stays.
std::int64_t received_for_price(booking const& what) {
    auto units = balance_of(what).received.minor_units();
    for (auto const& s : standing_of(what)) {
        if (s.what.fee) units -= s.paid.minor_units() - s.returned.minor_units();
    }
    return units;
}

verdict check_cancelling(booking const& what, cancel_booking const& asked) {
    if (auto const fine = check_signed(asked.author, asked.reason); !fine) return fine;
    if (asked.refund && asked.refund->unit() != what.terms.price.unit())
        return refusal{refusal_reason::currency_differs, "refund"};
    if (asked.refund && asked.refund->is_negative())
        return refusal{refusal_reason::amount_not_positive, "refund"};
    if (asked.refund && !asked.refund->is_in_steps())
        return refusal{refusal_reason::amount_not_in_steps, "refund"};
    if (asked.refund && asked.refund->minor_units() > balance_of(what).received.minor_units())
        return refusal{refusal_reason::amount_too_large, "refund"};
    if (is_being_paid(what)) return refusal{refusal_reason::payment_under_way, ""};
    return {};
}

}  // namespace

result<booking const*, refusal> living(deciding const& so_far, booking_id const& which) {
    auto const* const what = so_far.seen().find(which);
    if (!what) return refusal{refusal_reason::booking_unknown, ""};
    if (!what->moved_to.empty()) return refusal{refusal_reason::booking_has_moved, ""};
    return what;
}

verdict check_signed(std::string const& author, std::string const& reason) {
    if (author.empty()) return refusal{refusal_reason::author_missing, "author"};
    if (reason.empty()) return refusal{refusal_reason::reason_missing, "reason"};
    return {};
}

bool is_being_paid(booking const& what, int item) {
    return std::any_of(what.checkouts.begin(), what.checkouts.end(),
                       [item](checkout const& c) { return is_taking(c) && pays_for(c, item); });
}

void end_payers(deciding& so_far, booking_id const& which, std::optional<int> item) {
    auto const payers = so_far.seen(which).checkouts;
    for (auto const& c : payers) {
        bool const may_end = is_live(c) && !is_taking(c);
        if (may_end && (!item || pays_for(c, *item))) close_payer(so_far, which, c);
    }
}

verdict do_waive(deciding& so_far, waive const& asked, instant now) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (auto const fine = check_waiving(asked); !fine) return fine;
    if (auto const before = waived_under(**what, asked.id)) {
        bool const same = before->item == asked.item && (!asked.amount || before->amount == *asked.amount);
        return same ? verdict{} : verdict{refusal{refusal_reason::reference_used, "id"}};
    }
    if (is_being_paid(**what, asked.item)) return refusal{refusal_reason::payment_under_way, "item"};
    auto const share = share_to_waive(**what, asked);
    if (!share) return share.error();
    so_far.happens(waived{
        asked.booking, {asked.item, *share, asked.written_off, asked.reason, asked.author, asked.id, now}});
    end_payers(so_far, asked.booking, asked.item);
    return {};
}

verdict do_change_item(deciding& so_far, change_item const& asked, instant now, policy const& rules) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (auto const fine = check_signed(asked.author, asked.reason); !fine) return fine;
    if ((*what)->closed_at) return refusal{refusal_reason::booking_is_closed, ""};
    auto const before = find_item(**what, asked.item);
    if (!before) return refusal{refusal_reason::item_unknown, "item"};
    if (auto const fine = check_parts(*before, asked.parts); !fine) return fine;
    if (before->what.fee && asked.parts.size() > 1) return refusal{refusal_reason::fee_is_whole, "parts"};
    auto items = with_parts((*what)->items, asked.item, asked.parts);
    if (items == (*what)->items) return {};
    if (auto const fine = check_part_sizes(*before, asked.parts, rules); !fine) return fine;
    // What is paid stays where it was paid; and a payer was shown the amount as it was.
    if (before->open != before->what.amount) return refusal{refusal_reason::already_paid, "item"};
    if (is_being_paid(**what, asked.item)) return refusal{refusal_reason::payment_under_way, "item"};
    so_far.happens(items_changed{asked.booking, std::move(items), asked.reason, asked.author, now});
    if (asked.parts.size() > 1) end_payers(so_far, asked.booking, asked.item);
    return {};
}

verdict do_cancel(deciding& so_far, cancel_booking const& asked, instant now, policy const& rules) {
    auto const found = living(so_far, asked.booking);
    if (!found) return found.error();
    booking const what = **found;
    if (what.closed_at && what.close_reason == "cancelled") return {};
    if (what.closed_at) return refusal{refusal_reason::booking_is_closed, ""};
    if (auto const fine = check_cancelling(what, asked); !fine) return fine;
    auto const unit = what.terms.price.unit();
    auto const received = received_for_price(what);
    auto const back = asked.refund
                          ? asked.refund->minor_units()
                          : share_of(received, share_back(what, asked, now, rules), unit.smallest_step());
    so_far.happens(booking_closed{asked.booking, "cancelled", now, asked.author, asked.reason});
    waive_the_rest(so_far, asked, now);
    send_back(so_far, asked, money::minor(back, unit), now);
    end_payers(so_far, asked.booking, std::nullopt);
    return {};
}

}  // namespace quittance::domain
