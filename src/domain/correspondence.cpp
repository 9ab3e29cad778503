#include "correspondence.hpp"

#include <algorithm>

#include "quittance/base/planted.hpp"

namespace quittance::domain {
namespace {

// Only what claims a step, or announces a charge, says how far an item was reminded.
bool counts(letter const& what, letter_item const& about) {
    return about.step >= 0 || what.kind == letter_kind::notice_before_charge;
}

told_before former_of(reminded const& known) {
    return {known.kind,  known.step,  known.letter, known.at,
            known.state, known.since, known.days,   known.lowered};
}

void remember(correspondence& record, letter const& what, letter_item const& about) {
    reminded fresh{about.booking, about.item, what.kind, about.step, what.number, what.at, what.state};
    fresh.days = about.days;
    bool const reminds = what.kind != letter_kind::notice_before_charge;
    if (what.keeps_since && reminds) fresh.since = what.at;
    for (auto& known : record.reminded) {
        if (known.booking != about.booking || known.item != about.item) continue;
        if (fresh.since && known.since) fresh.since = known.since;
        // A charge that is announced undoes no step that was said.
        if (what.keeps_since && !reminds) {
            fresh.step = known.step;
            fresh.days = known.days;
            fresh.lowered = known.lowered;
        }
        if (what.keeps_former) fresh.former = former_of(known);
        known = fresh;
        return;
    }
    record.reminded.push_back(fresh);
}

letter* find(correspondence& record, int number) {
    auto const at = std::find_if(record.under_way.begin(), record.under_way.end(),
                                 [number](letter const& l) { return l.number == number; });
    return at == record.under_way.end() ? nullptr : &*at;
}

bool is_unsaid(letter_state state) {
    return state == letter_state::withdrawn || state == letter_state::given_up;
}

// Nobody has the letter: of its items holds what held before it was claimed, since when they are reminded
// aside. That runs on, or a server that takes nothing would keep a person away for ever.
void unsay(correspondence& record, letter const& what) {
    for (auto& known : record.reminded) {
        if (known.letter != what.number) continue;
        auto const before =
            known.former.value_or(told_before{known.kind, -1, known.letter, known.at, what.state});
        auto const since = known.since ? known.since : before.since;
        known = {known.booking, known.item,   before.kind, before.step, before.letter,
                 before.at,     before.state, since,       before.days, before.lowered};
    }
    std::erase_if(record.reminded, [&what](reminded const& r) {
        return r.letter == what.number && r.kind == letter_kind::notice_before_charge;
    });
}

void lower(int& step, std::optional<int> const& days, int& lowered) {
    step = std::max(step - 1, -1);
    if (days) ++lowered;
}

void mark(correspondence& record, int number, letter_state state, instant at) {
    for (auto& known : record.reminded) {
        if (known.former && known.former->letter == number) known.former->state = state;
        if (known.letter != number) continue;
        known.state = state;
        if (may_have_arrived(state)) known.at = at;
        if (is_final(state)) known.former.reset();
        // It was never judged: the step is still to come. What a server refused is not sent again.
        bool const claimed = known.kind != letter_kind::notice_before_charge || known.step < 0;
        if (claimed && is_unsaid(state)) --known.step;
    }
    std::erase_if(record.reminded, [](reminded const& r) { return r.step < -1; });
}

// Who has had a letter is not silent any more.
void hear(correspondence& record, letter const& what, letter_recorded const& e) {
    if (e.told) record.silent = what.to;
    bool const got_through = e.state == letter_state::accepted && what.copy_of == 0;
    if (got_through && record.silent == what.to) record.silent.clear();
}

void refuse_copies(correspondence& record, std::vector<std::string> const& whose) {
    record.refused_copies.insert(record.refused_copies.end(), whose.begin(), whose.end());
}

}  // namespace

bool ends_reminders(handover const& what) {
    return what.reason == "reminders_ended" || what.reason == "no_address" ||
           what.reason == "rest_too_small" || what.reason == "reminders_undelivered";
}

letter const* find_letter(correspondence const& record, int number) {
    for (auto const& l : record.under_way) {
        if (l.number == number) return &l;
    }
    return nullptr;
}

void note(correspondence& record, letter_ordered const& e) {
    record.letters = std::max(record.letters, e.what.number);
    record.under_way.push_back(e.what);
    if (asks_for_money(e.what.kind) && !e.what.counts_when_sent) record.last_contact = e.what.at;
    for (auto const& old : e.settled) {
        std::erase_if(record.reminded, [&old](domain::reminded const& r) {
            return r.booking == old.booking && r.item == old.item;
        });
    }
    for (auto const& about : e.what.about) {
        if (counts(e.what, about) && !planted(bug::claim_no_step)) remember(record, e.what, about);
    }
}

void note(correspondence& record, letter_begun const& e) {
    if (auto* const known = find(record, e.letter)) {
        known->state = letter_state::attempting;
        known->begun = e.at;
        ++known->tries;
    }
    mark(record, e.letter, letter_state::attempting, e.at);
}

void note(correspondence& record, letter_recorded const& e) {
    auto* const known = find(record, e.letter);
    if (!known) return;
    // It can come back before the server's yes is on record; what is known of it stays.
    bool const came_back = known->state == letter_state::bounced;
    if (!came_back) {
        known->state = e.state;
        if (known->keeps_former && is_unsaid(e.state))
            unsay(record, *known);
        else
            mark(record, e.letter, e.state, e.at);
        bool const is_heard = asks_for_money(known->kind) && known->copy_of == 0;  // by the client
        if (is_heard && may_have_arrived(e.state)) record.last_contact = e.at;
    }
    known->reached.insert(known->reached.end(), e.reached.begin(), e.reached.end());
    refuse_copies(record, e.refused);
    hear(record, *known, e);
    if (e.address_gone) record.unreachable = known->to;
    if (came_back || is_final(e.state))
        std::erase_if(record.under_way, [&](letter const& l) { return l.number == e.letter; });
}

void note(correspondence& record, letter_bounced const& e) {
    if (!e.copies.empty()) return refuse_copies(record, e.copies);
    record.bounced.push_back(e.letter);
    if (!e.stopped.empty()) record.unreachable = e.stopped;
    if (auto* const known = find(record, e.letter)) known->state = letter_state::bounced;
    mark(record, e.letter, letter_state::bounced, e.at);
}

void note(correspondence& record, reminders_resumed const& e) {
    record.resting.reset();
    for (auto& known : record.reminded) {
        if (known.since) known.since = e.at;
    }
    if (!e.lowered) return;
    for (auto& known : record.reminded) {
        lower(known.step, known.days, known.lowered);
        if (auto& before = known.former) lower(before->step, before->days, before->lowered);
    }
}

void note(correspondence& record, reminders_begun_anew const& e) {
    std::erase_if(record.reminded, [&e](domain::reminded const& r) {
        return r.booking == e.booking && std::find(e.items.begin(), e.items.end(), r.item) != e.items.end();
    });
}

void rename(correspondence& record, booking_id const& from, booking_id const& to) {
    for (auto& known : record.reminded) {
        if (known.booking == from) known.booking = to;
    }
    for (auto& waiting : record.under_way) {
        for (auto& about : waiting.about) {
            if (about.booking == from) about.booking = to;
        }
    }
}

}  // namespace quittance::domain
