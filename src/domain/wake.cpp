#include <algorithm>

#include "collecting.hpp"
#include "kept_card.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/fees.hpp"

namespace quittance::domain {
namespace {

// The processor's own clock may be a little behind ours, and its lists a little behind itself.
constexpr std::chrono::seconds settle_margin{15};
constexpr std::chrono::minutes list_margin{5};
// Banks take weeks; what they decided and no webhook told is found within a day.
constexpr std::chrono::hours dispute_look{24};

// The first of first, first + step, first + 2·step, … that is after `now`.
instant next_in_row(instant first, milliseconds step, instant now) {
    if (now < first) return first;
    auto const passed = (now - first) / step + 1;
    return first + passed * step;
}

template <class Page>
instant next_look(Page const& what, instant now, policy const& rules) {
    for (auto const wait : rules.look_ups) {
        if (what.ordered_at + wait > now)
            return std::min(what.ordered_at + wait, what.expires_at + settle_margin);
    }
    return next_in_row(what.expires_at + settle_margin, rules.look_up_again, now);
}

// Under way at the processor after the page was left (a delayed method): hourly, from the order on.
instant next_look_at_money(checkout const& what, instant now, policy const& rules) {
    return next_in_row(what.ordered_at + rules.look_up_again, rules.look_up_again, now);
}

instant next_for(checkout const& what, instant now, policy const& rules) {
    if (what.session.empty()) return next_in_row(what.expires_at + list_margin, rules.look_up_again, now);
    if (what.status == session_status::complete) return next_look_at_money(what, now, rules);
    auto const look = next_look(what, now, rules);
    return look > now ? look : next_in_row(what.expires_at + settle_margin, rules.look_up_again, now);
}

// A page that takes a card moves no money: once its time is over nobody waits for it any more.
bool is_unfinished(card_page const& page) {
    return !page.session.empty() && page.status != session_status::complete &&
           page.status != session_status::expired;
}

instant next_for(card_page const& page, instant now, policy const& rules) {
    auto const look = next_look(page, now, rules);
    return look > now ? look : next_in_row(page.expires_at + settle_margin, rules.look_up_again, now);
}

bool is_final(refund const& what) {
    return what.status != refund_status::pending && what.status != refund_status::requires_action &&
           what.status != refund_status::unknown;
}

bool waits_for_its_hold(booking const& what) {
    return !what.closed_at && state_of(what) == booking_state::held;
}

bool waits_to_be_erased(booking const& what) {
    return what.closed_at && what.close_reason == "hold_expired" && what.payments.empty();
}

void keep_earliest(std::optional<instant>& best, instant candidate) {
    if (!best || candidate < *best) best = candidate;
}

}  // namespace

std::vector<wake_work> work_due(booking const& what, instant now, policy const& rules) {
    std::vector<wake_work> work;
    for (auto const& c : what.checkouts) {
        if (next_intent_look(what, c, now)) work.emplace_back(look_up_intent{c.intent, c.number});
        if (!is_live(c) || c.off_session) continue;
        if (!c.session.empty()) {
            work.emplace_back(look_up_session{c.session, c.number});
        } else if (now >= c.expires_at + list_margin) {
            work.emplace_back(find_session{c.number, c.ordered_at, c.expires_at});
        }
    }
    for (auto const& p : what.payments) {
        for (auto const& r : p.refunds) {
            if (!is_final(r)) work.emplace_back(look_up_refund{r.id, p.intent});
        }
        for (auto const& d : p.disputes) {
            if (is_contested(d.status)) work.emplace_back(look_up_dispute{d.id, p.intent});
        }
    }
    for (auto const& page : what.card_pages) {
        if (is_unfinished(page)) work.emplace_back(look_up_card_page{page.session, page.number});
    }
    if (auto const look = next_card_look(what, now, rules); look && *look <= now)
        work.emplace_back(look_at_card{what.kept->method});
    if (waits_for_its_hold(what) && !live_checkout(what) && now >= what.hold_until)
        work.emplace_back(close_hold{});
    if (waits_to_be_erased(what) && now >= *what.closed_at + rules.erase_after)
        work.emplace_back(erase_account{});
    if (auto const charge = next_charge(what, now, rules); charge && *charge <= now)
        work.emplace_back(collect_items{});
    return work;
}

std::optional<instant> next_wake(booking const& what, instant now, policy const& rules) {
    std::optional<instant> next;
    for (auto const& c : what.checkouts) {
        if (is_live(c) && !c.off_session) keep_earliest(next, next_for(c, now, rules));
        if (auto const look = next_intent_look(what, c, now)) keep_earliest(next, *look);
    }
    for (auto const& p : what.payments) {
        for (auto const& r : p.refunds) {
            if (!is_final(r))
                keep_earliest(next, next_in_row(r.at + rules.look_up_again, rules.look_up_again, now));
        }
        for (auto const& d : p.disputes) {
            if (is_contested(d.status))
                keep_earliest(next, next_in_row(d.at + dispute_look, dispute_look, now));
        }
    }
    for (auto const& page : what.card_pages) {
        if (is_unfinished(page)) keep_earliest(next, next_for(page, now, rules));
    }
    if (auto const look = next_card_look(what, now, rules))
        keep_earliest(next, std::max(*look, now + std::chrono::seconds{1}));
    // A hold that is over with its payer just proven dead is closed soon, not never.
    if (waits_for_its_hold(what) && !live_checkout(what)) {
        keep_earliest(next, std::max(what.hold_until, now + std::chrono::seconds{1}));
    }
    if (waits_to_be_erased(what)) {
        keep_earliest(next, std::max(*what.closed_at + rules.erase_after, now + std::chrono::minutes{1}));
    }
    if (auto const charge = next_charge(what, now, rules)) {
        keep_earliest(next, std::max(*charge, now + std::chrono::seconds{1}));
    }
    return next;
}

std::vector<wake_work> work_due(account const& all, booking const& what, instant now, policy const& rules) {
    auto work = work_due(what, now, rules);
    if (all.client.erased) return work;  // nobody is written to, and nothing more is asked for
    if (!late_fees_due(all, what, now, rules).empty()) work.emplace_back(add_fees{});
    if (!rules.reminders.on || !rules.reminders.letters) return work;
    auto const due = reminders_due(all, now, rules);
    bool const any =
        std::any_of(due.begin(), due.end(), [&what](due_reminder const& r) { return r.booking == what.id; });
    if (any) work.emplace_back(remind_client{});
    return work;
}

std::optional<instant> next_wake(account const& all, booking const& what, instant now, policy const& rules) {
    auto next = next_wake(what, now, rules);
    if (all.client.erased) return next;
    if (auto const fee = next_late_fee(all, what, now, rules))
        keep_earliest(next, std::max(*fee, now + std::chrono::seconds{1}));
    if (planted(bug::forget_wake_after_letter) && !all.client.correspondence.reminded.empty()) return next;
    if (auto const letter = next_reminder(all, what, now, rules)) keep_earliest(next, *letter);
    return next;
}

}  // namespace quittance::domain
