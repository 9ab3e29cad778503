// What the owner changes of a whole plan: all open items go some days further, or become others.
#include <algorithm>

#include "people.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::simulation {

using std::chrono::hours;

awaitable<void> owner::arranging() {
    while (all_.in_safety()) {
        co_await all_.around.sleep(planner_.about(hours{6}, hours{24 * 50}));
        if (all_.in_safety()) arrange_a_plan();
    }
}

void owner::arrange_a_plan() {
    std::vector<std::pair<domain::client_id, domain::booking>> open;
    for (auto const& [client, kept] : all_.around.store.inside().accounts) {
        for (auto const& [id, booking] : kept.account.bookings) {
            bool const may_change = !booking.closed_at && booking.moved_to.empty();
            if (may_change && !domain::untouched_items(booking).empty()) open.emplace_back(client, booking);
        }
    }
    auto* const at = all_.any_gateway(planner_);
    if (!at || open.empty()) return;
    auto const& [client, booking] = open[planner_.below(open.size())];
    if (planner_.odds(0.4)) weather_.notice();
    auto const said = planner_.odds(0.5) ? domain::command{some_shift(booking)} : some_arrangement(booking);
    all_.around.told.add(all_.around.time.now(), at->number(), "owner", "arranges " + booking.id.text());
    at->run(at->decide(client, booking.id, said));
    auto* const other = all_.any_gateway(planner_);
    if (planner_.odds(0.25)) other->run(other->decide(client, booking.id, said));
}

domain::move_plan owner::some_shift(domain::booking const& what) {
    domain::move_plan said;
    said.booking = what.id;
    auto const first = std::ranges::min(domain::untouched_items(what), {},
                                        [](auto const& each) { return std::chrono::sys_days{each.due}; });
    said.from = first.due;
    auto const later = std::max(std::chrono::sys_days{first.due}, std::chrono::sys_days{today()});
    said.to = civil_date{later + std::chrono::days{planner_.below(30)}};
    said.in_rhythm = planner_.odds(0.5);
    said.reason = "away for a while";
    said.author = "owner";
    return said;
}

// The same sum in one to four parts, some days apart.
domain::command owner::some_arrangement(domain::booking const& what) {
    domain::change_plan said;
    said.booking = what.id;
    auto const open = domain::untouched_items(what);
    std::int64_t left = 0;
    for (auto const& each : open) left += each.amount.minor_units();
    auto const unit = open.front().amount.unit();
    auto day = std::chrono::sys_days{today()} + std::chrono::days{planner_.below(20)};
    for (auto parts = 1 + planner_.below(4); parts > 0; --parts) {
        auto const part = parts == 1 ? left : left / static_cast<std::int64_t>(parts);
        left -= part;
        if (part > 0) said.parts.push_back({domain::money::minor(part, unit), civil_date{day}});
        day += std::chrono::days{1 + planner_.below(40)};
    }
    said.reason = "another pace";
    said.author = "owner";
    return said;
}

}  // namespace quittance::simulation
