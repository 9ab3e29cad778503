// Where reminders of an item begin anew: what was said of it before belongs to another day, or to money that
// was there in between.
#include <algorithm>
#include <map>
#include <set>

#include "correspondence.hpp"
#include "quittance/domain/balance.hpp"
#include "reminding.hpp"
#include "rests.hpp"

namespace quittance::domain {
namespace {

bool moves_days_or_money(event const& happened) {
    return std::holds_alternative<items_changed>(happened) ||
           std::holds_alternative<service_moved>(happened) ||
           std::holds_alternative<session_recorded>(happened) ||
           std::holds_alternative<intent_recorded>(happened) ||
           std::holds_alternative<charge_recorded>(happened) ||
           std::holds_alternative<refund_recorded>(happened) ||
           std::holds_alternative<dispute_recorded>(happened) ||
           std::holds_alternative<corrected_by_hand>(happened);
}

// Of which items something was said, or a person took them over.
std::map<booking_id, std::set<int>> spoken_of(account const& all) {
    std::map<booking_id, std::set<int>> found;
    for (auto const& r : all.client.correspondence.reminded) found[r.booking].insert(r.item);
    for (auto const& [id, what] : all.bookings) {
        for (auto const& h : what.handovers) {
            if (ends_reminders(h) && !h.over) found[id].insert(h.item);
        }
    }
    return found;
}

std::vector<int> anew_in(booking const& before, booking const& after, std::set<int> const& spoken,
                         policy const& rules) {
    std::vector<int> list;
    auto const former = standing_of(before);
    for (auto const& now : standing_of(after)) {
        auto const old = std::find_if(former.begin(), former.end(), [&now](item_standing const& s) {
            return s.what.number == now.what.number;
        });
        if (now.open.is_zero() || old == former.end() || !spoken.contains(now.what.number)) continue;
        if (is_small_rest(now, rules)) continue;  // nobody is reminded of it
        bool const opens = old->open.is_zero() || is_small_rest(*old, rules);
        if (opens || old->what.due != now.what.due) list.push_back(now.what.number);
    }
    return list;
}

}  // namespace

void begin_anew(decision& made, account const& before, instant now, policy const& rules) {
    if (std::none_of(made.events.begin(), made.events.end(), moves_days_or_money)) return;
    auto const spoken = spoken_of(before);
    if (spoken.empty()) return;
    account after = before;
    for (auto const& e : made.events) evolve(after, e);
    for (auto const& [id, items] : spoken) {
        auto const* const old = before.find(id);
        auto const* const current = after.find(id);
        if (!old || !current || *old == *current) continue;
        auto list = anew_in(*old, *current, items, rules);
        if (!list.empty()) made.events.emplace_back(reminders_begun_anew{id, std::move(list), now});
    }
}

}  // namespace quittance::domain
