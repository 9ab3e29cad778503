#include "quittance/domain/forecast.hpp"

#include <algorithm>

#include "quittance/domain/decide.hpp"

namespace quittance::domain {
namespace {

// More than a letter and a hand-over a day for years.
constexpr int most_looks = 5'000;

std::optional<std::pair<instant, booking_id>> next_look(account const& all, instant now,
                                                        policy const& rules) {
    std::optional<std::pair<instant, booking_id>> next;
    for (auto const& [id, what] : all.bookings) {
        auto const when = next_reminder(all, what, now, rules);
        if (when && (!next || *when < next->first)) next = {*when, id};
    }
    return next;
}

void take(account& all, std::vector<event> const& events, instant now, std::vector<forecast_letter>& list) {
    for (auto const& e : events) {
        evolve(all, e);
        if (auto const* const made = std::get_if<letter_ordered>(&e)) {
            list.push_back({now, made->what.kind, made->what.about, false});
            evolve(all,
                   letter_recorded{made->booking, made->what.number, letter_state::accepted, false, "", now});
        }
        if (auto const* const over = std::get_if<handed_over>(&e))
            list.push_back({now, letter_kind::reminder_final, {{over->booking, over->what.item, -1}}, true});
    }
}

}  // namespace

std::vector<forecast_letter> forecast_of(account all, instant now, instant until, policy const& rules) {
    std::vector<forecast_letter> list;
    for (int looks = 0; looks < most_looks; ++looks) {
        auto const next = next_look(all, now, rules);
        if (!next || next->first >= until) break;
        now = next->first;
        auto const made = decide(all, remind{next->second}, now, rules);
        if (made) take(all, made->events, now, list);
    }
    return list;
}

}  // namespace quittance::domain
