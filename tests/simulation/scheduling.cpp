// What the owner's calendar does with the credits of packages and retainers.
#include "people.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::simulation {

using std::chrono::hours;

namespace {

std::string session_name(chance& luck) { return "s-" + std::to_string(luck.next()); }

}  // namespace

awaitable<void> owner::scheduling() {
    while (all_.in_safety()) {
        co_await all_.around.sleep(calendar_.about(hours{2}, hours{24 * 12}));
        if (!all_.in_safety()) continue;
        keep_the_calendar();
        use_some_credit();
    }
}

void owner::keep_the_calendar() {
    std::vector<std::pair<domain::client_id, domain::booking>> with_credits;
    for (auto const& [client, kept] : all_.around.store.inside().accounts) {
        for (auto const& [id, booking] : kept.account.bookings) {
            bool const counts = booking.terms.credits.granted > 0 && booking.moved_to.empty();
            if (counts) with_credits.emplace_back(client, booking);
        }
    }
    auto* const at = all_.any_gateway(calendar_);
    if (!at || with_credits.empty()) return;
    auto const& [client, booking] = with_credits[calendar_.below(with_credits.size())];
    auto const said = calendar_.odds(0.85) ? some_appointment(booking) : domain::command{some_gift(booking)};
    all_.around.told.add(all_.around.time.now(), at->number(), "owner", "schedules " + booking.id.text());
    at->run(at->decide(client, booking.id, said));
    auto* const other = all_.any_gateway(calendar_);
    if (calendar_.odds(0.25)) other->run(other->decide(client, booking.id, said));
}

void owner::use_some_credit() {
    std::vector<domain::use_credit> possible;
    std::vector<domain::client_id> whose;
    for (auto const& [client, kept] : all_.around.store.inside().accounts) {
        for (auto const& [from, rich] : kept.account.bookings) {
            if (!rich.moved_to.empty() || domain::balance_of(rich).credit.is_zero()) continue;
            for (auto const& [to, poor] : kept.account.bookings) {
                if (domain::balance_of(poor).open.is_zero()) continue;
                possible.push_back({from, to, std::nullopt, "owner", session_name(calendar_)});
                whose.push_back(client);
            }
        }
    }
    auto* const at = all_.any_gateway(calendar_);
    if (!at || possible.empty()) return;
    auto const chosen = calendar_.below(possible.size());
    auto const& said = possible[chosen];
    all_.around.told.add(all_.around.time.now(), at->number(), "owner",
                         "uses credit of " + said.booking.text());
    at->run(at->decide(whose[chosen], said.booking, said));
    auto* const other = all_.any_gateway(calendar_);
    if (calendar_.odds(0.25)) other->run(other->decide(whose[chosen], said.booking, said));
}

// A new session; or one that is there is moved, taken off, or takes place.
domain::command owner::some_appointment(domain::booking const& what) {
    auto const later = civil_date{std::chrono::sys_days{today()} + std::chrono::days{calendar_.below(30)}};
    auto const credits = static_cast<int>(1 + calendar_.below(2));
    if (what.reservations.empty() || calendar_.odds(0.4))
        return domain::reserve_credits{what.id, session_name(calendar_), later, credits, "owner"};
    auto const& known = what.reservations[calendar_.below(what.reservations.size())];
    switch (calendar_.below(3)) {
        case 0: return domain::reserve_credits{what.id, known.id, later, credits, "owner"};
        case 1: return domain::release_credits{what.id, known.id, "moved away", "owner"};
        default:
            return domain::deliver{what.id, known.id, today(), known.credits, calendar_.odds(0.2), "owner"};
    }
}

domain::change_credits owner::some_gift(domain::booking const& what) {
    domain::change_credits said;
    said.booking = what.id;
    said.credits = calendar_.odds(0.6) ? 1 : -1;
    if (said.credits > 0 && calendar_.odds(0.5))
        said.until = civil_date{std::chrono::sys_days{today()} + std::chrono::days{1 + calendar_.below(60)}};
    said.reason = "goodwill";
    said.author = "owner";
    said.id = session_name(calendar_);
    return said;
}

}  // namespace quittance::simulation
