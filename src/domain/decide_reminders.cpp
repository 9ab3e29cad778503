#include <algorithm>

#include "correspondence.hpp"
#include "decide_money.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "reminding.hpp"
#include "split.hpp"

namespace quittance::domain {
namespace {

constexpr std::chrono::hours reminder_lifetime{48};

void resume_if_over(deciding& so_far, booking_id const& which, instant now, policy const& rules) {
    auto const& resting = so_far.seen().client.correspondence.resting;
    if (!resting || !resting->until) return;
    if (date_in(zone_of(so_far.seen().client.who, rules), now) < *resting->until) return;
    so_far.happens(reminders_resumed{which, resting->reason == "promise", "", now});
}

void hand_over(deciding& so_far, booking_id const& which, handover what, instant now) {
    what.number = static_cast<int>(so_far.seen(which).handovers.size()) + 1;
    what.at = now;
    so_far.happens(handed_over{which, std::move(what)});
}

handover said_by(client_says const& asked, std::string reason, int item) {
    bool const parts = asked.wish == client_wish::split;
    return {0, std::move(reason), item, asked.words, {}, asked.until, parts};
}

void hand_over_ended(deciding& so_far, std::vector<due_reminder> const& due, instant now,
                     policy const& rules) {
    for (auto const& one : due) {
        if (!one.handed_over || planted(bug::hand_over_nothing)) continue;
        auto const& of = so_far.seen(one.booking);
        int const steps = static_cast<int>(cadence_of(so_far.seen(), of, rules.reminders).steps.size());
        auto const* const last = find_reminded(so_far.seen(), one.booking, one.item);
        bool const through = steps == 0 || (last && last->step >= steps - 1);
        handover ended;
        ended.reason = through ? "reminders_ended" : "no_address";
        ended.item = one.item;
        hand_over(so_far, one.booking, std::move(ended), now);
    }
}

// The hardest item does not set the tone: what is firmer waits for a letter of its own.
letter_kind gentlest(std::vector<due_reminder> const& due) {
    auto kind = letter_kind::reminder_final;
    bool any = false;
    for (auto const& one : due) {
        if (one.kind == letter_kind::notice_before_charge) continue;
        kind = std::min(kind, one.kind);
        any = true;
    }
    return any ? kind : letter_kind::notice_before_charge;
}

bool knows(letter const& what, booking_id const& booking, int item) {
    return std::any_of(what.about.begin(), what.about.end(),
                       [&](letter_item const& a) { return a.booking == booking && a.item == item; });
}

// The newest facts: whatever else is due by today stands in the same letter.
void add_other_due(letter& made, account const& all, instant now, policy const& rules) {
    for (auto const& [id, what] : all.bookings) {
        auto const today = date_in(zone_of(all.client.who, rules), now);
        letter probe = made;
        probe.about.clear();
        for (int const item : items_due(what, today)) probe.about.push_back({id, item, -1});
        for (auto const& open : still_open(all, probe, now, rules)) {
            if (!knows(made, open.booking, open.item)) made.about.push_back(open);
        }
    }
}

civil_date due_day(account const& all, letter_item const& about) {
    for (auto const& i : all.bookings.at(about.booking).items) {
        if (i.number == about.item) return i.due;
    }
    return {};
}

// One letter names one day of a charge; what is charged later is announced by another.
void keep_first_day(letter& made, account const& all) {
    auto first = due_day(all, made.about.front());
    for (auto const& about : made.about) first = std::min(first, due_day(all, about));
    std::erase_if(made.about, [&](letter_item const& about) { return due_day(all, about) != first; });
}

letter letter_about(account const& all, std::vector<due_reminder> const& due, instant now,
                    policy const& rules) {
    letter made;
    made.number = all.client.correspondence.letters + 1;
    made.kind = gentlest(due);
    made.at = now;
    for (auto const& one : due) {
        auto const& to = address_of(all, all.bookings.at(one.booking));
        if (one.handed_over || one.kind != made.kind) continue;
        if (made.to.empty()) made.to = to;
        if (to == made.to) made.about.push_back({one.booking, one.item, one.step});
    }
    if (made.kind != letter_kind::notice_before_charge) add_other_due(made, all, now, rules);
    if (made.kind == letter_kind::notice_before_charge) keep_first_day(made, all);
    return made;
}

std::vector<letter_item> settled_items(account const& all) {
    std::vector<letter_item> list;
    for (auto const& r : all.client.correspondence.reminded) {
        auto const* const of = all.find(r.booking);
        if (of && open_of(*of, {r.item}).is_zero()) list.push_back({r.booking, r.item, r.step});
    }
    return list;
}

// What will be charged is announced however short ago something else was said.
bool may_write(account const& all, std::vector<due_reminder> const& due, instant now, policy const& rules) {
    auto const obstacle = obstacle_of(all, now, rules);
    return obstacle.empty() || (obstacle == "too_soon" && gentlest(due) == letter_kind::notice_before_charge);
}

// "Before" means nothing on the day, nor does "today" in the evening.
instant end_of_meaning(account const& all, letter const& what, instant now, policy const& rules) {
    auto const& zone = zone_of(all.client.who, rules);
    instant end = now + reminder_lifetime;
    for (auto const& about : what.about) {
        if (about.step < 0 && what.kind != letter_kind::notice_before_charge) continue;
        auto const due = due_day(all, about);
        if (what.kind == letter_kind::reminder_due) {
            end = std::min(end, at_hour(zone, due, rules.reminders.until));
        } else if (what.kind < letter_kind::reminder_due) {
            end = std::min(end, start_of(zone, due));
        }
    }
    return end;
}

verdict let_rest(deciding& so_far, booking_id const& which, rest what) {
    so_far.happens(reminders_rested{which, std::move(what)});
    return {};
}

}  // namespace

verdict do_remind(deciding& so_far, remind const& asked, instant now, policy const& rules) {
    if (!so_far.seen().find(asked.booking)) return refusal{refusal_reason::booking_unknown, ""};
    if (!rules.reminders.on || !rules.reminders.letters) return {};
    resume_if_over(so_far, asked.booking, now, rules);
    if (so_far.seen().client.correspondence.resting && !planted(bug::ignore_rest)) return {};
    auto due = reminders_due(so_far.seen(), now, rules);
    hand_over_ended(so_far, due, now, rules);
    std::erase_if(due, [](due_reminder const& one) { return one.handed_over; });
    if (due.empty() || !may_write(so_far.seen(), due, now, rules)) return {};
    auto made = letter_about(so_far.seen(), due, now, rules);
    auto const lead = made.about.front().booking;
    send_letter order{lead, made.number, end_of_meaning(so_far.seen(), made, now, rules)};
    auto settled = settled_items(so_far.seen());
    so_far.happens(letter_ordered{lead, std::move(made), std::move(settled)});
    so_far.orders(std::move(order));
    return {};
}

verdict do_note(deciding& so_far, note_contact const& asked, instant now) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    so_far.happens(contact_noted{asked.booking, asked.note, asked.author, now});
    if (!asked.promised) return {};
    civil_date const next{std::chrono::sys_days{*asked.promised} + std::chrono::days{1}};
    return let_rest(so_far, asked.booking, {"promise", next, asked.note, asked.author, now});
}

verdict do_rest(deciding& so_far, rest_reminders const& asked, instant now) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (auto const fine = check_signed(asked.author, asked.reason); !fine) return fine;
    return let_rest(so_far, asked.booking, {asked.reason, asked.until, asked.note, asked.author, now});
}

verdict do_resume(deciding& so_far, resume_reminders const& asked, instant now) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    if (!so_far.seen().client.correspondence.resting) return {};
    so_far.happens(reminders_resumed{asked.booking, false, asked.author, now});
    return {};
}

verdict do_choose_cadence(deciding& so_far, choose_cadence const& asked, instant now, policy const& rules) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    if (!asked.name.empty() && !rules.reminders.named.contains(asked.name))
        return refusal{refusal_reason::cadence_unknown, "cadence"};
    if (so_far.seen().client.correspondence.cadence == asked.name) return {};
    so_far.happens(cadence_chosen{asked.booking, asked.name, asked.author, now});
    return {};
}

verdict do_renew_link(deciding& so_far, renew_page_link const& asked, instant now) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    so_far.happens(page_link_renewed{asked.booking, asked.author, now});
    return {};
}

namespace {

std::optional<item_standing> open_item_of(booking const& what, int number) {
    for (auto const& s : standing_of(what)) {
        if (s.what.number == number && !s.open.is_zero()) return s;
    }
    return std::nullopt;
}

bool was_granted(booking const& what, int item) {
    if (planted(bug::grant_again)) return false;
    return std::any_of(what.handovers.begin(), what.handovers.end(), [item](handover const& h) {
        return h.item == item && (h.reason == "time_granted" || h.reason == "parts_granted");
    });
}

// What the client may have without asking: once for an item, and not beyond the policy's days.
std::vector<item_part> granted_parts(client_says const& asked, booking const& what, item_standing const& one,
                                     instant now, policy const& rules) {
    auto const& grants = rules.reminders;
    auto const today = date_in(zone_of(what.who, rules), now);
    if (!asked.until || was_granted(what, one.what.number) || one.open != one.what.amount) return {};
    auto const latest = std::chrono::sys_days{one.what.due} + std::chrono::days{grants.client_may_move_days};
    if (std::chrono::sys_days{*asked.until} > latest || *asked.until <= std::max(today, one.what.due))
        return {};
    if (asked.wish == client_wish::more_time) return {{one.what.amount, *asked.until}};
    if (grants.client_may_split < 2) return {};
    auto const halves = shares(one.what.amount, 2);
    if (!halves) return {};
    return {{(*halves)[0], std::max(today, one.what.due)}, {(*halves)[1], *asked.until}};
}

// What a grant made is granted: halves are not halved again, nor moved once more.
void note_grant(deciding& so_far, client_says const& asked, std::vector<item> const& before,
                std::string const& reason, instant now) {
    auto const after = so_far.seen(asked.booking).items;
    for (auto const& one : after) {
        bool const fresh = std::none_of(before.begin(), before.end(),
                                        [&one](item const& old) { return old.number == one.number; });
        if (fresh || one.number == asked.item)
            hand_over(so_far, asked.booking, said_by(asked, reason, one.number), now);
    }
}

// The same button pressed twice: what was granted is there already.
bool has_it(client_says const& asked, booking const& what, item_standing const& one) {
    if (!asked.until || !was_granted(what, one.what.number)) return false;
    if (asked.wish == client_wish::more_time) return one.what.due == *asked.until;
    return std::any_of(what.items.begin(), what.items.end(), [&](item const& i) {
        return i.number != one.what.number && i.due == *asked.until && i.amount.unit() == one.open.unit();
    });
}

// The same words twice, while they rest the reminders already: a person has them.
bool was_passed_on(deciding& so_far, client_says const& asked, std::string const& reason) {
    auto const& resting = so_far.seen().client.correspondence.resting;
    if (!resting || resting->reason != reason || resting->note != asked.words) return false;
    auto const& all = so_far.seen(asked.booking).handovers;
    auto said = said_by(asked, reason, asked.item);
    return std::any_of(all.begin(), all.end(), [&](handover const& h) {
        said.number = h.number;
        said.at = h.at;
        return h == said && h.at >= resting->since;
    });
}

// What a person has not dealt with yet. A page in wrong hands must not fill the account.
constexpr int most_waiting_words = 20;

int words_waiting(booking const& what) {
    auto const waits = [](attention const& a) {
        return a.reason == "question" || a.reason == "says_paid" || a.reason == "asks_for_time";
    };
    auto const list = attention_of(what);
    return static_cast<int>(std::count_if(list.begin(), list.end(), waits));
}

verdict pass_on(deciding& so_far, client_says const& asked, std::string const& reason, instant now) {
    if (was_passed_on(so_far, asked, reason)) return {};
    if (words_waiting(so_far.seen(asked.booking)) >= most_waiting_words)
        return refusal{refusal_reason::not_granted, "words"};
    hand_over(so_far, asked.booking, said_by(asked, reason, asked.item), now);
    return let_rest(so_far, asked.booking, {reason, std::nullopt, asked.words, "", now});
}

}  // namespace

verdict do_say(deciding& so_far, client_says const& asked, instant now, policy const& rules) {
    auto const found = living(so_far, asked.booking);
    if (!found) return found.error();
    if (asked.wish == client_wish::question) return pass_on(so_far, asked, "question", now);
    if (asked.wish == client_wish::says_paid) return pass_on(so_far, asked, "says_paid", now);
    auto const one = open_item_of(**found, asked.item);
    if (!one) return refusal{refusal_reason::item_unknown, "item"};
    if (has_it(asked, **found, *one)) return {};
    auto const parts = granted_parts(asked, **found, *one, now, rules);
    if (parts.empty()) return pass_on(so_far, asked, "asks_for_time", now);
    auto const before = (*found)->items;
    change_item const change{asked.booking, asked.item, parts, "asked for by the client", "client"};
    if (auto const done = do_change_item(so_far, change, now); !done) return done;
    auto const* const reason = parts.size() > 1 ? "parts_granted" : "time_granted";
    note_grant(so_far, asked, before, reason, now);
    return {};
}

}  // namespace quittance::domain
