#include "kept_card.hpp"

#include <algorithm>

#include "collecting.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::domain {
namespace {

// Nobody is sent to a page that closes while they type their card number.
constexpr std::chrono::minutes least_life{2};

civil_date plus(civil_date day, int count) {
    return civil_date{std::chrono::sys_days{day} + std::chrono::days{count}};
}

// A card is good to the end of its month. Nothing: for ever, or it is not known.
std::optional<civil_date> last_day_of(kept_method const& card) {
    if (card.expires_year == 0 || card.expires_month < 1 || card.expires_month > 12) return std::nullopt;
    return civil_date{std::chrono::year{card.expires_year} /
                      std::chrono::month{static_cast<unsigned>(card.expires_month)} / std::chrono::last};
}

// What will be charged without anybody's doing, a period that has not begun among it.
std::vector<item> to_come(booking const& what, policy const& rules) {
    auto list = collectable(what, rules);
    if (auto next = next_period(what, last_day)) list.push_back(*next);
    std::sort(list.begin(), list.end(), [](item const& a, item const& b) { return a.due < b.due; });
    return list;
}

}  // namespace

bool holds(booking const& what, collection_stop const& stop) {
    auto const card = what.kept ? what.kept->method : method_id{};
    return stop.method == card && (!what.kept || stop.at >= what.kept->renewed);
}

card_page const* find_card_page(booking const& what, int number) {
    auto const at = std::find_if(what.card_pages.begin(), what.card_pages.end(),
                                 [number](card_page const& p) { return p.number == number; });
    return at == what.card_pages.end() ? nullptr : &*at;
}

card_page const* find_card_page(booking const& what, session_id const& session) {
    auto const at = std::find_if(what.card_pages.begin(), what.card_pages.end(),
                                 [&session](card_page const& p) { return p.session == session; });
    return at == what.card_pages.end() || session.empty() ? nullptr : &*at;
}

bool is_open(card_page const& page, instant now) {
    bool const over = page.status == session_status::complete || page.status == session_status::expired;
    return page.refusal.empty() && !over && now + least_life < page.expires_at;
}

bool collects_from_card(booking const& what) {
    if (!what.terms.plan.is_plan() || what.agreements.empty()) return false;
    if (what.closed_at || !what.moved_to.empty()) return false;
    if (balance_of(what).received.is_zero()) return false;
    auto const all = standing_of(what);
    bool const is_open = std::any_of(all.begin(), all.end(),
                                     [](item_standing const& s) { return !s.what.fee && !s.open.is_zero(); });
    return is_open || next_period(what, last_day);
}

std::optional<card_trouble> card_trouble_of(booking const& what, instant now, policy const& rules) {
    if (!what.kept || !collects_from_card(what)) return std::nullopt;
    card_trouble found{what.kept->detached, to_come(what, rules)};
    if (found.detached) return found;
    auto const last = last_day_of(*what.kept);
    auto const seen_ahead = plus(date_in(zone_of(what.who, rules), now), rules.card_days);
    std::erase_if(found.items,
                  [&](item const& one) { return !last || one.due <= *last || one.due > seen_ahead; });
    return found.items.empty() ? std::nullopt : std::optional{std::move(found)};
}

std::optional<instant> next_card_look(booking const& what, instant now, policy const& rules) {
    // What rests is not charged: once it goes on, the card is looked at.
    if (!what.kept || rules.card_days == 0 || !collects_from_card(what) || !is_running(what))
        return std::nullopt;
    auto const& card = *what.kept;
    bool const silent = !card.told && card_trouble_of(what, now, rules);
    if (silent) return now;
    if (card.detached) return std::nullopt;
    for (auto const& one : to_come(what, rules)) {
        auto const at =
            at_hour(zone_of(what.who, rules), plus(one.due, -rules.card_days), rules.reminders.from);
        if (card.looked < at) return std::max(at, now);
    }
    return std::nullopt;
}

}  // namespace quittance::domain
