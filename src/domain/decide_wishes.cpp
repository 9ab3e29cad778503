// What a client says on their page: granted within the policy, or passed on to a person.
#include <algorithm>

#include "decide_money.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "reminding.hpp"
#include "split.hpp"
#include "waiting_words.hpp"

namespace quittance::domain {
namespace {

handover said_by(client_says const& asked, std::string reason, int item) {
    bool const parts = asked.wish == client_wish::split;
    return {0, std::move(reason), item, asked.words, {}, asked.until, parts};
}

// What a person has to deal with. The day that the item has now tells later whether it was given another one.
handover passed_on(booking const& what, client_says const& asked, std::string const& reason) {
    auto made = said_by(asked, reason, asked.item);
    if (reason != "asks_for_time") return made;
    for (auto const& i : what.items) {
        if (i.number == asked.item) made.due = i.due;
    }
    return made;
}

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
    if (grants.client_may_split < 2 || one.what.fee) return {};
    auto const halves = shares(one.what.amount, 2);
    // What no card could pay is a person's to grant.
    if (!halves || is_too_small(halves->back(), rules)) return {};
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
    auto const* const resting = rest_in_force(so_far.seen());
    if (!resting || resting->reason != reason || resting->note != asked.words) return false;
    auto const& all = so_far.seen(asked.booking).handovers;
    auto said = passed_on(so_far.seen(asked.booking), asked, reason);
    return std::any_of(all.begin(), all.end(), [&](handover const& h) {
        said.number = h.number;
        said.at = h.at;
        return h == said && h.at >= resting->since;
    });
}

// What a person has not dealt with yet. A page in wrong hands must not fill the account.
constexpr int most_waiting_words = 20;

int words_waiting(booking const& what) {
    auto const waits = [](attention const& a) { return is_of_client(a.reason); };
    auto const list = attention_of(what);
    return static_cast<int>(std::count_if(list.begin(), list.end(), waits));
}

verdict pass_on(deciding& so_far, client_says const& asked, std::string const& reason, instant now) {
    if (was_passed_on(so_far, asked, reason)) return {};
    if (words_waiting(so_far.seen(asked.booking)) >= most_waiting_words)
        return refusal{refusal_reason::not_granted, "words"};
    hand_over(so_far, asked.booking, passed_on(so_far.seen(asked.booking), asked, reason), now);
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
    if (auto const done = do_change_item(so_far, change, now, rules); !done) return done;
    auto const* const reason = parts.size() > 1 ? "parts_granted" : "time_granted";
    note_grant(so_far, asked, before, reason, now);
    return {};
}

}  // namespace quittance::domain
