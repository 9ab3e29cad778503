#include <algorithm>

#include "correspondence.hpp"
#include "decide_money.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/mail_address.hpp"
#include "reminding.hpp"

namespace quittance::domain {
namespace {

constexpr std::chrono::hours reminder_lifetime{48};

void resume_if_over(deciding& so_far, booking_id const& which, instant now, policy const& rules) {
    auto const& resting = so_far.seen().client.correspondence.resting;
    if (!resting || !resting->until) return;
    if (date_in(zone_of(so_far.seen().client.who, rules), now) < *resting->until) return;
    so_far.happens(reminders_resumed{which, resting->reason == "promise", "", now});
}

letter_item claim_of(account const& all, due_reminder const& one, reminder_policy const& rules) {
    letter_item made{one.booking, one.item, one.step};
    auto const& steps = cadence_of(all, all.bookings.at(one.booking), rules).steps;
    if (one.step >= 0) made.days = steps[static_cast<std::size_t>(one.step)].days;
    return made;
}

void hand_over_ended(deciding& so_far, std::vector<due_reminder> const& due, instant now) {
    for (auto const& one : due) {
        if (!one.handed_over || planted(bug::hand_over_nothing)) continue;
        handover ended;
        ended.reason = one.reason;
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

// But it does not wait for ever: where something new falls due every few days, gentler words would come first
// each time, the firmer ones never, and nobody would take over. What has waited for longer than two letters
// lie apart goes first, the longest wait before the others; what is said of the rest keeps its own tone.
std::optional<letter_kind> overdue(std::vector<due_reminder> const& due, reminder_policy const& rules) {
    due_reminder const* first = nullptr;
    for (auto const& one : due) {
        if (one.kind == letter_kind::notice_before_charge || one.waits <= rules.days_apart) continue;
        bool const waits_longer = !first || one.waits > first->waits;
        if (waits_longer || (one.waits == first->waits && one.kind < first->kind)) first = &one;
    }
    return first ? std::optional{first->kind} : std::nullopt;
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

// Nobody but whom the client named, and nobody twice.
std::vector<std::string> further_of(account const& all, std::string const& to) {
    auto list = all.client.further;
    std::erase_if(list, [&](std::string const& one) {
        auto const& record = all.client.correspondence;
        auto const& refused = record.refused_copies;
        return one == to || one == record.unreachable ||
               std::find(refused.begin(), refused.end(), one) != refused.end();
    });
    return list;
}

letter letter_about(account const& all, std::vector<due_reminder> const& due, instant now,
                    policy const& rules) {
    letter made;
    made.number = all.client.correspondence.letters + 1;
    auto const softest = gentlest(due);
    made.kind = overdue(due, rules.reminders).value_or(softest);
    made.at = now;
    made.counts_when_sent = true;
    made.keeps_since = true;
    made.keeps_former = true;
    for (auto const& one : due) {
        auto const& to = address_of(all, all.bookings.at(one.booking));
        if (one.kind != made.kind) continue;
        if (made.to.empty()) made.to = to;
        if (to == made.to) made.about.push_back(claim_of(all, one, rules.reminders));
    }
    bool const in_turn = made.kind == softest && made.kind != letter_kind::notice_before_charge;
    if (in_turn) add_other_due(made, all, now, rules);
    if (made.kind == letter_kind::notice_before_charge) keep_first_day(made, all);
    if (made.kind == letter_kind::reminder_final) made.cc = further_of(all, made.to);
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

bool announces(due_reminder const& one) { return one.kind == letter_kind::notice_before_charge; }

// What may be said now. A charge is announced first, whatever rests the reminders and however short ago
// something else was said: it happens all the same.
std::vector<due_reminder> sayable(account const& all, std::vector<due_reminder> due, instant now,
                                  policy const& rules) {
    std::erase_if(due, [](due_reminder const& one) { return one.handed_over; });
    if (std::any_of(due.begin(), due.end(), announces)) {
        std::erase_if(due, [](due_reminder const& one) { return !announces(one); });
        return obstacle_to_notice(all, now, rules).empty() ? due : std::vector<due_reminder>{};
    }
    return obstacle_of(all, now, rules).empty() ? due : std::vector<due_reminder>{};
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

}  // namespace

void hand_over(deciding& so_far, booking_id const& which, handover what, instant now) {
    what.number = static_cast<int>(so_far.seen(which).handovers.size()) + 1;
    what.at = now;
    so_far.happens(handed_over{which, std::move(what)});
}

verdict let_rest(deciding& so_far, booking_id const& which, rest what) {
    so_far.happens(reminders_rested{which, std::move(what)});
    return {};
}

void resume_if_dealt_with(deciding& so_far, booking_id const& which, instant now) {
    bool const rests = so_far.seen().client.correspondence.resting.has_value();
    if (rests && rest_in_force(so_far.seen()) == nullptr)
        so_far.happens(reminders_resumed{which, false, "", now});
}

verdict do_remind(deciding& so_far, remind const& asked, instant now, policy const& rules) {
    if (!so_far.seen().find(asked.booking)) return refusal{refusal_reason::booking_unknown, ""};
    if (!rules.reminders.on || !rules.reminders.letters) return {};
    resume_if_over(so_far, asked.booking, now, rules);
    resume_if_dealt_with(so_far, asked.booking, now);
    auto due = reminders_due(so_far.seen(), now, rules);
    bool const rests = so_far.seen().client.correspondence.resting && !planted(bug::ignore_rest);
    if (!rests) hand_over_ended(so_far, due, now);
    due = sayable(so_far.seen(), std::move(due), now, rules);
    if (due.empty()) return {};
    auto made = letter_about(so_far.seen(), due, now, rules);
    auto const lead = made.about.front().booking;
    send_letter order{lead, made.number, end_of_meaning(so_far.seen(), made, now, rules)};
    auto settled = settled_items(so_far.seen());
    so_far.happens(letter_ordered{lead, std::move(made), std::move(settled)});
    so_far.orders(std::move(order));
    return {};
}

namespace {

civil_date day_after(civil_date day) { return civil_date{std::chrono::sys_days{day} + std::chrono::days{1}}; }

// Whether what stands under the latest note's id may be what is asked for. The account keeps no words of a
// note but those of a promise, so that other words alone are taken for the same; a promise that was broken
// off since is refused rather than believed.
bool may_be_the_latest(correspondence const& known, note_contact const& asked) {
    bool const promised = known.resting && known.resting->reason == "promise";
    if (!asked.promised) return !promised || known.resting->since != known.last_contact;
    return promised && known.resting->until == day_after(*asked.promised) &&
           known.resting->note == asked.note && known.resting->author == asked.author;
}

}  // namespace

verdict do_note(deciding& so_far, note_contact const& asked, instant now) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    // Only the latest id is kept: an older one again, after another note, counts as a contact of its own.
    auto const& known = so_far.seen().client.correspondence;
    if (!asked.id.empty() && asked.id == known.last_note)
        return may_be_the_latest(known, asked) ? verdict{}
                                               : verdict{refusal{refusal_reason::reference_used, "id"}};
    so_far.happens(contact_noted{asked.booking, asked.note, asked.author, now, asked.id});
    if (!asked.promised) return {};
    auto const next = day_after(*asked.promised);
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

namespace {

constexpr std::string_view client_author = "client";

bool may_be_chosen(account const& all, std::string const& name, reminder_policy const& rules) {
    auto const& offered = rules.client_cadences;
    bool const is_offered = name.empty() || std::find(offered.begin(), offered.end(), name) != offered.end();
    return is_offered && client_may_choose_cadence(all, rules);
}

}  // namespace

verdict do_choose_cadence(deciding& so_far, choose_cadence const& asked, instant now, policy const& rules) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    if (!asked.name.empty() && !rules.reminders.named.contains(asked.name))
        return refusal{refusal_reason::cadence_unknown, "cadence"};
    if (asked.author == client_author && !may_be_chosen(so_far.seen(), asked.name, rules.reminders))
        return refusal{refusal_reason::not_granted, "cadence"};
    if (so_far.seen().client.correspondence.cadence == asked.name) return {};
    so_far.happens(cadence_chosen{asked.booking, asked.name, asked.author, now});
    return {};
}

namespace {

constexpr std::size_t most_further = 3;

}  // namespace

verdict do_name_contacts(deciding& so_far, name_contacts const& asked, instant now) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    std::vector<std::string> list;
    for (auto const& one : asked.addresses) {
        if (!is_plain_address(one)) return refusal{refusal_reason::address_unfit, "addresses"};
        if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
    }
    if (list.size() > most_further) return refusal{refusal_reason::too_many_addresses, "addresses"};
    if (so_far.seen().client.further == list) return {};
    so_far.happens(contacts_named{asked.booking, std::move(list), asked.author, now});
    return {};
}

verdict do_renew_link(deciding& so_far, renew_page_link const& asked, instant now) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    so_far.happens(page_link_renewed{asked.booking, asked.author, now});
    return {};
}

}  // namespace quittance::domain
