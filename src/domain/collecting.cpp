#include "collecting.hpp"

#include <algorithm>
#include <array>

#include "kept_card.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "rests.hpp"

namespace quittance::domain {
namespace {

constexpr std::chrono::hours window_end{20};
constexpr std::chrono::hours least_window{1};
constexpr std::chrono::minutes after_not_done{10};
constexpr int most_not_done = 5;  // in a row, then not before the next day
constexpr int most_unmade = 2;    // charges in a row that could not even be made, one a day
constexpr std::array look_ups{std::chrono::minutes{1}, std::chrono::minutes{5}, std::chrono::minutes{30}};
constexpr std::chrono::hours look_up_again{1};
constexpr std::chrono::hours card_look_ups{24};  // a paid checkout that tells no card in a day tells none

method_id kept_card(booking const& what) { return what.kept ? what.kept->method : method_id{}; }

bool covers(checkout const& payer, int item) {
    return std::find(payer.items.begin(), payer.items.end(), item) != payer.items.end();
}

bool is_stopped(booking const& what, int item) {
    return std::any_of(what.stops.begin(), what.stops.end(),
                       [&](collection_stop const& s) { return s.item == item && holds(what, s); });
}

// A hosted page, or a charge of which it is not certain that it takes nothing: it decides first.
bool has_other_payer(booking const& what) {
    auto const* const payer = live_checkout(what);
    if (planted(bug::charge_beside_page) && payer && !payer->off_session) return false;
    return payer && (!payer->off_session || payer->closing || is_under_way(*payer));
}

std::chrono::minutes last_minute(policy const& rules) {
    return std::max<std::chrono::minutes>(window_end, rules.collect_at + least_window);
}

instant into_window(instant when, std::string const& zone, policy const& rules) {
    if (planted(bug::charge_at_night)) return when;
    auto const local = time_in(zone, when);
    auto const day = date_in(zone, when);
    if (local < rules.collect_at) return at_hour(zone, day, rules.collect_at);
    if (local < last_minute(rules)) return when;
    auto const next = civil_date{std::chrono::sys_days{day} + std::chrono::days{1}};
    return at_hour(zone, next, rules.collect_at);
}

instant days_after(instant when, int days, std::string const& zone, policy const& rules) {
    auto const day = std::chrono::sys_days{date_in(zone, when)} + std::chrono::days{days};
    return at_hour(zone, civil_date{day}, rules.collect_at);
}

struct tries {
    int declined = 0;  // of this card
    instant first_declined{};
    int not_done = 0;  // since the last decline
    instant last{};
};

void count_attempt(tries& all, attempt const& one, method_id const& card, instant renewed) {
    all.last = std::max(all.last, one.at);
    if (one.outcome == attempt_outcome::not_done) ++all.not_done;
    if (one.outcome != attempt_outcome::declined || one.method != card || one.at < renewed) return;
    if (++all.declined == 1) all.first_declined = one.at;
    all.not_done = 0;
}

tries tries_of(booking const& what, int item, method_id const& card) {
    tries all;
    for (auto const& c : what.checkouts) {
        if (!c.off_session || !covers(c, item)) continue;
        auto const renewed = what.kept ? what.kept->renewed : instant{};
        for (auto const& one : c.attempts) count_attempt(all, one, card, renewed);
    }
    return all;
}

// An intent that could not even be made is not asked for again the same day.
instant after_failed_order(booking const& what, std::string const& zone, policy const& rules) {
    if (what.checkouts.empty()) return {};
    auto const& last = what.checkouts.back();
    bool const failed = last.off_session && last.abandoned && last.intent.empty();
    return failed ? days_after(last.ordered_at, 1, zone, rules) : instant{};
}

// Never before it is due, and as the schedule says after a decline.
instant next_try(booking const& what, item const& one, std::string const& zone, policy const& rules) {
    auto const so_far = tries_of(what, one.number, kept_card(what));
    auto when = std::max(at_hour(zone, one.due, rules.collect_at), after_failed_order(what, zone, rules));
    if (so_far.declined > 0) {
        auto const index =
            std::min<std::size_t>(static_cast<std::size_t>(so_far.declined), rules.retry_days.size());
        int const days = index == 0 ? 1 : rules.retry_days[index - 1];
        when = std::max(when, days_after(so_far.first_declined, days, zone, rules));
    }
    if (so_far.not_done > 0) {
        bool const often = so_far.not_done >= most_not_done;
        when = std::max<instant>(
            when, often ? days_after(so_far.last, 1, zone, rules) : so_far.last + after_not_done);
    }
    return when;
}

instant first_of_row(instant from, instant now) {
    for (auto const wait : look_ups) {
        if (from + wait > now) return from + wait;
    }
    return from + ((now - from) / milliseconds{look_up_again} + 1) * milliseconds{look_up_again};
}

}  // namespace

namespace {

// Agreed to, not ended, and nothing about it waits for the bank or a person.
bool may_go_on(booking const& what) {
    if (!what.terms.plan.is_plan() || what.agreements.empty()) return false;
    bool const is_over = what.closed_at && !planted(bug::charge_after_end);
    bool const rests = rests_by_dispute(what) && !planted(bug::charge_in_dispute);
    return !is_over && what.moved_to.empty() && !rests && !holds_unallocated_money(what);
}

// What was given up ("the first month is free") was never to be paid: the next period is not given up with
// it. Where money came and all of it went back, nothing goes on by itself.
bool was_given_up(booking const& what) {
    bool const had_money = std::ranges::any_of(
        what.payments, [](payment const& p) { return !p.captured.is_zero() || !p.by_hand; });
    if (had_money) return false;
    auto const sums = balance_of(what);
    return sums.open.is_zero() && !sums.waived.is_zero();
}

}  // namespace

bool is_running(booking const& what) { return may_go_on(what) && !balance_of(what).received.is_zero(); }

std::vector<item> collectable(booking const& what, policy const& rules) {
    std::vector<item> list;
    for (auto const& s : standing_of(what)) {
        bool const rests =
            s.what.fee || s.open.is_zero() || !s.what.milestone.empty() || is_stopped(what, s.what.number);
        if (!rests && !is_small_rest(s, rules)) list.push_back(s.what);
    }
    return list;
}

std::string final_reason(std::string const& code, std::string const& advice) {
    // Stripe: decline codes after which the same card is not to be tried again.
    static constexpr std::array<std::string_view, 9> final_codes{
        "lost_card",    "stolen_card",        "pickup_card",
        "expired_card", "stop_payment_order", "revocation_of_authorization",
        "fraudulent",   "restricted_card",    "revocation_of_all_authorizations"};
    if (planted(bug::retry_final_decline)) return "";
    if (code == "authentication_required") return "authentication_required";
    bool const is_final = std::find(final_codes.begin(), final_codes.end(), code) != final_codes.end();
    return is_final || advice == "do_not_try_again" ? "declined_for_good" : "";
}

instant next_closing(booking const& what, checkout const& payer, instant now, policy const& rules) {
    bool const often = payer.closings >= most_not_done;
    return often ? days_after(now, 1, zone_of(what.who, rules), rules) : now + after_not_done;
}

std::optional<instant> fruitless_since(booking const& what, int item) {
    auto const so_far = tries_of(what, item, kept_card(what));
    if (so_far.not_done >= most_not_done) return so_far.last;
    int unmade = 0;
    instant last{};
    for (auto const& c : what.checkouts) {
        if (!c.off_session || !covers(c, item)) continue;
        unmade = c.abandoned && c.intent.empty() ? unmade + 1 : 0;
        last = c.ordered_at;
    }
    return unmade >= most_unmade ? std::optional{last} : std::nullopt;
}

bool cannot_be_ended(checkout const& payer) {
    return payer.closings >= most_not_done && payer.close_again != instant{} && is_live(payer);
}

bool is_card_out(booking const& what) {
    if (what.kept && what.kept->detached) return true;
    return std::any_of(what.stops.begin(), what.stops.end(), [&what](collection_stop const& s) {
        return s.reason == "declined_for_good" && holds(what, s);
    });
}

bool may_still_charge(booking const& what, int checkout) {
    auto const* const payer = find_checkout(what, checkout);
    bool const is_gone = what.kept && what.kept->detached;
    return payer && is_live(*payer) && !payer->closing && is_running(what) && !is_gone &&
           open_of(what, payer->items) == payer->amount;
}

int declines_of(booking const& what, int item, method_id const& method) {
    return tries_of(what, item, method).declined;
}

bool in_window(booking const& what, instant now, policy const& rules) {
    return into_window(now, zone_of(what.who, rules), rules) == now;
}

instant end_of_window(booking const& what, instant now, policy const& rules) {
    auto const& zone = zone_of(what.who, rules);
    return at_hour(zone, date_in(zone, now), last_minute(rules));
}

checkout const* needless_charge(booking const& what) {
    auto const* const payer = live_checkout(what);
    bool const rests =
        payer && payer->off_session && !payer->closing && !payer->intent.empty() && !is_under_way(*payer);
    if (!rests) return nullptr;
    return what.closed_at || open_of(what, payer->items) != payer->amount ? payer : nullptr;
}

std::optional<item> next_period(booking const& what, civil_date today) {
    auto const& plan = what.terms.plan;
    if (!plan.retainer || !what.anchor) return std::nullopt;
    if (!is_running(what) && !(may_go_on(what) && was_given_up(what))) return std::nullopt;
    int const period = what.periods + 1;
    if (plan.count > 0 && period > plan.count) return std::nullopt;
    auto next = planted(bug::period_from_last) ? period_of(plan, what.terms.price, what.items.back().due, 2)
                                               : period_of(plan, what.terms.price, *what.anchor, period);
    if (!next || next->due > today) return std::nullopt;
    // A split item has taken numbers of its own.
    for (auto const& i : what.items) next->number = std::max(next->number, i.number + 1);
    return *next;
}

std::vector<int> items_to_charge(booking const& what, instant now, policy const& rules) {
    if (!is_running(what) || has_other_payer(what)) return {};
    auto const& zone = zone_of(what.who, rules);
    auto const today = date_in(zone, now);
    std::vector<int> numbers;
    bool any_ready = false;
    for (auto const& one : collectable(what, rules)) {
        if (one.due > today) continue;
        numbers.push_back(one.number);
        any_ready = any_ready || next_try(what, one, zone, rules) <= now;
    }
    return any_ready && in_window(what, now, rules) ? numbers : std::vector<int>{};
}

std::optional<instant> next_charge(booking const& what, instant now, policy const& rules) {
    auto const& zone = zone_of(what.who, rules);
    std::optional<instant> next;
    auto const consider = [&next](instant when) {
        if (!next || when < *next) next = when;
    };
    if (auto const period = next_period(what, last_day); period) {
        consider(at_hour(zone, period->due, rules.collect_at));
    }
    if (auto const* const needless = needless_charge(what)) consider(needless->close_again);
    if (is_running(what) && !has_other_payer(what)) {
        auto const* const resting = live_checkout(what);
        auto const earliest = resting ? resting->close_again : instant{};
        for (auto const& one : collectable(what, rules))
            consider(std::max(earliest, next_try(what, one, zone, rules)));
    }
    if (!next) return std::nullopt;
    return *next > now ? *next : into_window(now, zone, rules);
}

std::optional<instant> next_intent_look(booking const& what, checkout const& payer, instant now) {
    if (payer.intent.empty()) return std::nullopt;
    if (payer.off_session) {
        bool const unsure = is_live(payer) && is_under_way(payer) && !payer.attempts.empty();
        if (!unsure) return std::nullopt;
        return first_of_row(payer.attempts.back().at, now);
    }
    bool const card_unknown = payer.keeps_card && payer.payment == payment_status::paid &&
                              (!what.kept || what.kept->checkout < payer.number);
    auto const* const money_in = find_payment(what, payer.intent);
    if (!card_unknown || !money_in || now >= money_in->at + card_look_ups) return std::nullopt;
    return first_of_row(money_in->at, now);
}

}  // namespace quittance::domain
