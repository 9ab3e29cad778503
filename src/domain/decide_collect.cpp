#include <algorithm>
#include <tuple>

#include "collecting.hpp"
#include "deciding.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "rests.hpp"

namespace quittance::domain {
namespace {

// A confirmation that the intent knows nothing of after this long will not arrive any more.
constexpr std::chrono::minutes surely_not_done{5};

checkout const* charge_of(booking const* what, int number) {
    auto const* const payer = what ? find_checkout(*what, number) : nullptr;
    return payer && payer->off_session ? payer : nullptr;
}

attempt const* find_attempt(checkout const& payer, int number) {
    auto const at = std::find_if(payer.attempts.begin(), payer.attempts.end(),
                                 [number](attempt const& a) { return a.number == number; });
    return at == payer.attempts.end() ? nullptr : &*at;
}

void begin_periods(deciding& so_far, booking_id const& which, instant now, policy const& rules) {
    auto const today = date_in(zone_of(so_far.seen(which).who, rules), now);
    while (auto const period = next_period(so_far.seen(which), today)) {
        so_far.happens(period_begun{which, *period});
    }
}

void order_attempt(deciding& so_far, booking_id const& which, checkout const& payer, instant now,
                   policy const& rules) {
    auto const& what = so_far.seen(which);
    attempt next;
    next.number = static_cast<int>(payer.attempts.size()) + 1;
    next.method = what.kept->method;
    next.at = now;
    confirm_intent order{which,        payer.number, next.number,
                         payer.intent, next.method,  end_of_window(what, now, rules)};
    so_far.happens(attempt_ordered{which, payer.number, next});
    so_far.orders(std::move(order));
}

void order_charge(deciding& so_far, booking_id const& which, std::vector<int> items, instant now) {
    auto const& what = so_far.seen(which);
    checkout made;
    made.number = static_cast<int>(what.checkouts.size()) + 1;
    made.amount = open_of(what, items);
    made.items = std::move(items);
    made.ordered_at = now;
    made.off_session = true;
    create_intent order{which,
                        made.number,
                        made.amount,
                        what.kept->customer,
                        what.terms.title,
                        what.identity.reference,
                        what.agreements.back().hash};
    so_far.happens(checkout_ordered{which, made});
    so_far.orders(std::move(order));
}

void stop(deciding& so_far, booking_id const& which, int item, std::string reason, instant now) {
    auto const& kept = so_far.seen(which).kept;
    so_far.happens(
        collection_stopped{which, {item, std::move(reason), now, kept ? kept->method : method_id{}}});
}

// After a decline: go on by the schedule, or leave these items to a person.
void judge_decline(deciding& so_far, booking_id const& which, int number, std::string const& reason,
                   instant now, std::size_t most) {
    auto const payer = *find_checkout(so_far.seen(which), number);
    auto const card = payer.attempts.back().method;
    if (auto const& kept = so_far.seen(which).kept; !kept || kept->method != card) return;
    for (int const item : payer.items) {
        auto const declined = static_cast<std::size_t>(declines_of(so_far.seen(which), item, card));
        if (!reason.empty()) {
            stop(so_far, which, item, reason, now);
        } else if (declined > most) {
            stop(so_far, which, item, "declined", now);
        }
    }
}

struct judged {
    attempt_outcome outcome = attempt_outcome::unanswered;
    std::string code;
};

judged judge(intent_fact const& fact) {
    switch (fact.status) {
        case intent_status::succeeded:
        case intent_status::processing:
        case intent_status::requires_capture: return {attempt_outcome::taken, ""};
        case intent_status::requires_payment_method:
            return {attempt_outcome::declined,
                    fact.decline_code.empty() ? "card_declined" : fact.decline_code};
        case intent_status::requires_action: return {attempt_outcome::declined, "authentication_required"};
        case intent_status::canceled:
        case intent_status::requires_confirmation: return {attempt_outcome::not_done, ""};
        case intent_status::unknown: break;
    }
    return {};
}

// What an intent shows when it is looked at may be an earlier attempt's decline.
bool is_earlier_word(checkout const& payer, attempt const& last, intent_fact const& fact) {
    if (fact.status == intent_status::requires_confirmation) return true;
    if (fact.status != intent_status::requires_payment_method) return false;
    if (fact.charge.empty()) return fact.decline_code.empty();
    return std::any_of(payer.attempts.begin(), payer.attempts.end(),
                       [&](attempt const& a) { return a.number < last.number && a.charge == fact.charge; });
}

void record_attempt(deciding& so_far, booking_id const& which, int number, attempt const& which_one,
                    intent_fact const& fact, instant now, policy const& rules) {
    auto const said = judge(fact);
    if (said.outcome == which_one.outcome) return;
    so_far.happens(attempt_recorded{which, number, which_one.number, said.outcome, said.code, fact.charge});
    if (said.outcome != attempt_outcome::declined) return;
    judge_decline(so_far, which, number, final_reason(said.code, fact.advice_code), now,
                  rules.retry_days.size());
}

bool is_open_question(attempt const& one) {
    return one.outcome == attempt_outcome::waiting || one.outcome == attempt_outcome::unanswered ||
           one.outcome == attempt_outcome::taken;
}

void note_intent(deciding& so_far, booking_id const& which, int number, intent_fact fact) {
    account after = so_far.seen();
    event happened = intent_recorded{which, number, std::move(fact)};
    evolve(after, happened);
    if (after.bookings.at(which) != so_far.seen(which)) so_far.happens(std::move(happened));
}

// The oldest open items that make up the amount; none: it fits nothing.
std::vector<int> items_of_sum(booking const& what, money amount) {
    std::vector<item_standing> list;
    for (auto const& s : standing_of(what)) {
        if (!s.what.fee && !s.open.is_zero() && s.what.milestone.empty()) list.push_back(s);
    }
    std::sort(list.begin(), list.end(), [](item_standing const& a, item_standing const& b) {
        return std::tie(a.what.due, a.what.number) < std::tie(b.what.due, b.what.number);
    });
    std::vector<int> numbers;
    std::int64_t sum = 0;
    for (auto const& s : list) {
        if (sum >= amount.minor_units()) break;
        sum += s.open.minor_units();
        numbers.push_back(s.what.number);
    }
    return sum == amount.minor_units() ? numbers : std::vector<int>{};
}

// A charge whose order was lost with a part of the store becomes its items' payer again. Which they were it
// does not say: what fits nothing stays unallocated, and a person is asked.
void adopt_charge(deciding& so_far, intent_looked_up const& asked, instant now, policy const& rules) {
    begin_periods(so_far, asked.booking, now, rules);
    auto const& what = so_far.seen(asked.booking);
    checkout made;
    made.number = static_cast<int>(what.checkouts.size()) + 1;
    made.amount = asked.fact.amount;
    if (made.amount.unit() == what.terms.price.unit()) made.items = items_of_sum(what, made.amount);
    made.ordered_at = asked.fact.at;
    made.off_session = true;
    made.intent = asked.fact.intent;
    made.attempts.push_back({1, asked.fact.method, asked.fact.at, attempt_outcome::taken, "", {}});
    int const number = made.number;
    so_far.happens(checkout_ordered{asked.booking, std::move(made)});
    note_intent(so_far, asked.booking, number, asked.fact);
}

// It is neither known nor the answer to an order of that number that has none yet.
bool is_lost_charge(booking const& what, intent_looked_up const& asked) {
    auto const& fact = asked.fact;
    bool const takes = fact.status == intent_status::succeeded || fact.status == intent_status::processing ||
                       fact.status == intent_status::requires_capture;
    auto const* const named = find_checkout(what, asked.checkout);
    if (!takes || find_payment(what, fact.intent) || (named && named->intent.empty())) return false;
    return std::none_of(what.checkouts.begin(), what.checkouts.end(),
                        [&fact](checkout const& c) { return c.intent == fact.intent; });
}

}  // namespace

verdict do_collect(deciding& so_far, collect const& asked, instant now, policy const& rules) {
    if (!so_far.seen().find(asked.booking)) return refusal{refusal_reason::booking_unknown, ""};
    begin_periods(so_far, asked.booking, now, rules);
    // A charge names the version of the agreement that its amount is of: it waits for that one to be there.
    if (see_to_rests(so_far, asked.booking, now, rules)) return {};
    auto const& what = so_far.seen(asked.booking);
    if (auto const* const needless = needless_charge(what)) {
        if (now >= needless->close_again) close_payer(so_far, asked.booking, checkout{*needless});
        return {};
    }
    auto items = items_to_charge(what, now, rules);
    if (items.empty()) return {};
    if (!what.kept || is_card_out(what)) {
        auto const* const lost = what.kept && what.kept->detached ? "card_detached" : "declined_for_good";
        auto const* const reason = what.kept ? lost : "no_card";
        for (int const item : items) stop(so_far, asked.booking, item, reason, now);
        return {};
    }
    auto const* const resting = live_checkout(what);
    if (!resting || (planted(bug::charge_beside_page) && !resting->off_session)) {
        order_charge(so_far, asked.booking, std::move(items), now);
    } else if (resting->items == items && resting->amount == open_of(what, items)) {
        order_attempt(so_far, asked.booking, *resting, now, rules);
    } else if (now >= resting->close_again) {
        close_payer(so_far, asked.booking, *resting);
    }
    return {};
}

// What the processor will not even prepare it would refuse every day: a person looks.
verdict do_refused_charge(deciding& so_far, checkout_refused const& asked, instant now) {
    auto const payer = *find_checkout(so_far.seen(asked.booking), asked.checkout);
    if (!payer.intent.empty() || !payer.refusal.empty()) return {};
    so_far.happens(refusal_recorded{asked.booking, asked.checkout, asked.code});
    for (int const item : payer.items) stop(so_far, asked.booking, item, "refused", now);
    return {};
}

verdict do_intent(deciding& so_far, intent_created const& asked, instant now, policy const& rules) {
    auto const* const payer = charge_of(so_far.seen().find(asked.booking), asked.checkout);
    if (!payer) return refusal{refusal_reason::booking_unknown, ""};
    if (!payer->intent.empty()) return {};
    note_intent(so_far, asked.booking, asked.checkout, asked.fact);
    auto const& what = so_far.seen(asked.booking);
    auto const made = *find_checkout(what, asked.checkout);
    // What changed since it was ordered makes it go (paid by hand, closed) or rest (a dispute).
    if (needless_charge(what)) {
        close_payer(so_far, asked.booking, made);
    } else if (what.kept && !is_card_out(what) && items_to_charge(what, now, rules) == made.items &&
               open_of(what, made.items) == made.amount) {
        order_attempt(so_far, asked.booking, made, now, rules);
    }
    return {};
}

verdict do_attempt(deciding& so_far, attempt_answered const& asked, instant now, policy const& rules) {
    auto const* const payer = charge_of(so_far.seen().find(asked.booking), asked.checkout);
    auto const* const known = payer ? find_attempt(*payer, asked.attempt) : nullptr;
    if (!known) return refusal{refusal_reason::booking_unknown, ""};
    auto const before = *known;
    note_intent(so_far, asked.booking, asked.checkout, asked.fact);
    if (is_open_question(before)) {
        record_attempt(so_far, asked.booking, asked.checkout, before, asked.fact, now, rules);
    }
    return {};
}

verdict do_attempt(deciding& so_far, attempt_refused const& asked, instant now) {
    auto const* const payer = charge_of(so_far.seen().find(asked.booking), asked.checkout);
    auto const* const known = payer ? find_attempt(*payer, asked.attempt) : nullptr;
    if (!known) return refusal{refusal_reason::booking_unknown, ""};
    if (known->outcome != attempt_outcome::waiting) return {};
    so_far.happens(attempt_recorded{
        asked.booking, asked.checkout, asked.attempt, attempt_outcome::declined, asked.code, {}});
    judge_decline(so_far, asked.booking, asked.checkout, "refused", now, 0);
    return {};
}

verdict do_attempt(deciding& so_far, attempt_unanswered const& asked) {
    auto const* const payer = charge_of(so_far.seen().find(asked.booking), asked.checkout);
    auto const* const known = payer ? find_attempt(*payer, asked.attempt) : nullptr;
    if (!known) return refusal{refusal_reason::booking_unknown, ""};
    if (known->outcome != attempt_outcome::waiting) return {};
    so_far.happens(
        attempt_recorded{asked.booking, asked.checkout, asked.attempt, attempt_outcome::unanswered, "", {}});
    return {};
}

verdict do_look_up(deciding& so_far, intent_looked_up const& asked, instant now, policy const& rules) {
    auto const* const what = so_far.seen().find(asked.booking);
    if (!what) return refusal{refusal_reason::booking_unknown, ""};
    if (is_lost_charge(*what, asked)) {
        adopt_charge(so_far, asked, now, rules);
        return {};
    }
    auto const* const payer = charge_of(what, asked.checkout);
    auto const last = payer && !payer->attempts.empty() ? payer->attempts.back() : attempt{};
    bool const asks = payer && !payer->attempts.empty() && is_open_question(last);
    note_intent(so_far, asked.booking, asked.checkout, asked.fact);
    if (!asks) return {};
    auto const& seen = *find_checkout(so_far.seen(asked.booking), asked.checkout);
    if (!is_earlier_word(seen, last, asked.fact)) {
        record_attempt(so_far, asked.booking, asked.checkout, last, asked.fact, now, rules);
    } else if (last.outcome == attempt_outcome::unanswered && now >= last.at + surely_not_done) {
        so_far.happens(
            attempt_recorded{asked.booking, asked.checkout, last.number, attempt_outcome::not_done, "", {}});
    }
    return {};
}

verdict do_closing(deciding& so_far, closing_answered const& asked, instant now, policy const& rules) {
    auto const* const what = so_far.seen().find(asked.booking);
    if (!what || !find_checkout(*what, asked.checkout)) return refusal{refusal_reason::booking_unknown, ""};
    if (asked.intent) note_intent(so_far, asked.booking, asked.checkout, *asked.intent);
    if (asked.session) so_far.happens(session_recorded{asked.booking, asked.checkout, *asked.session, false});
    auto const& payer = *find_checkout(so_far.seen(asked.booking), asked.checkout);
    if (!payer.closing) return {};
    auto const again = is_live(payer) ? next_closing(*what, payer, now, rules) : instant{};
    so_far.happens(closing_ended{asked.booking, asked.checkout, again});
    return {};
}

}  // namespace quittance::domain
