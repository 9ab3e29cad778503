#include "quittance/domain/forecast.hpp"

#include <algorithm>

#include "quittance/domain/fees.hpp"

namespace quittance::domain {
namespace {

// More than a letter and a hand-over a day for years.
constexpr int most_looks = 5'000;

struct look {
    instant at{};
    command what;
};

void keep_earlier(std::optional<look>& next, std::optional<instant> when, command what) {
    if (when && (!next || *when < next->at)) next = look{*when, std::move(what)};
}

// A fee of the same moment comes before the letter that asks for it.
std::optional<look> next_look(account const& all, instant now, policy const& rules) {
    std::optional<look> next;
    for (auto const& [id, what] : all.bookings) {
        auto fee = next_late_fee(all, what, now, rules);
        if (fee) fee = std::max<instant>(*fee, now + std::chrono::seconds{1});
        keep_earlier(next, fee, add_late_fees{id});
    }
    for (auto const& [id, what] : all.bookings)
        keep_earlier(next, next_reminder(all, what, now, rules), remind{id});
    return next;
}

void take(account& all, std::vector<event> const& events, instant now, std::vector<forecast_letter>& list) {
    for (auto const& e : events) {
        evolve(all, e);
        if (auto const* const made = std::get_if<letter_ordered>(&e)) {
            list.push_back({now, made->what.kind, made->what.about, false, std::nullopt});
            evolve(all,
                   letter_recorded{made->booking, made->what.number, letter_state::accepted, false, "", now});
        }
        if (auto const* const over = std::get_if<handed_over>(&e))
            list.push_back({now,
                            letter_kind::reminder_final,
                            {{over->booking, over->what.item, -1}},
                            true,
                            std::nullopt});
        if (auto const* const owed = std::get_if<fee_added>(&e))
            list.push_back({now,
                            letter_kind::reminder_final,
                            {{owed->booking, owed->what.fee->item, -1}},
                            false,
                            owed->what});
    }
}

// What was claimed is said already, as far as a forecast goes.
void take_as_sent(account& all, instant now) {
    for (auto const& one : std::vector{all.client.correspondence.under_way}) {
        auto const lead = one.about.empty() ? booking_id{} : one.about.front().booking;
        evolve(all, letter_recorded{lead, one.number, letter_state::accepted, false, "", now});
    }
}

}  // namespace

std::vector<forecast_letter> forecast_of(account all, instant now, instant until, policy const& rules) {
    std::vector<forecast_letter> list;
    take_as_sent(all, now);
    for (int looks = 0; looks < most_looks; ++looks) {
        auto const next = next_look(all, now, rules);
        if (!next || next->at >= until) break;
        now = next->at;
        auto const made = decide(all, next->what, now, rules);
        if (made) take(all, made->events, now, list);
    }
    return list;
}

}  // namespace quittance::domain
