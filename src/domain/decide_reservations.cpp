// Credits are kept for sessions that are scheduled, so that they are not used twice over.
#include <algorithm>

#include "decide_money.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::domain {
namespace {

bool took_place(booking const& what, std::string const& session) {
    return std::ranges::find(what.deliveries, session, &delivery::id) != what.deliveries.end();
}

// Without carrying over, credits that are paid serve their own period: one to come has its own, once it is
// paid.
bool is_of_another_period(booking const& what, civil_date on) {
    bool const ends_with_period =
        what.terms.plan.retainer && !what.terms.credits.carry_over && what.anchor.has_value();
    if (!ends_with_period) return false;
    auto const next = period_of(what.terms.plan, what.terms.price, *what.anchor, what.periods + 1);
    return next && on >= next->due;
}

}  // namespace

verdict check_session(std::string const& author, std::string const& id, civil_date on,
                      std::optional<int> credits) {
    if (author.empty()) return refusal{refusal_reason::author_missing, "author"};
    if (id.empty()) return refusal{refusal_reason::reference_missing, "id"};
    if (!on.ok()) return refusal{refusal_reason::date_missing, "on"};
    if (credits && *credits < 1) return refusal{refusal_reason::amount_not_positive, "credits"};
    if (credits && *credits > most_credits) return refusal{refusal_reason::amount_too_large, "credits"};
    return {};
}

int credits_for_session(booking const& what, std::string const& id, std::optional<int> asked) {
    if (asked) return *asked;
    auto const kept = std::ranges::find(what.reservations, id, &reservation::id);
    return kept == what.reservations.end() ? 1 : kept->credits;
}

verdict do_reserve(deciding& so_far, reserve_credits const& asked, instant now, policy const& rules) {
    auto const found = living(so_far, asked.booking);
    if (!found) return found.error();
    auto const& what = **found;
    if (auto const fine = check_session(asked.author, asked.id, asked.on, asked.credits); !fine) return fine;
    if (what.terms.credits.granted == 0) return refusal{refusal_reason::no_credits_sold, ""};
    if (what.closed_at) return refusal{refusal_reason::booking_is_closed, ""};
    if (took_place(what, asked.id)) return refusal{refusal_reason::reference_used, "id"};
    reservation const made{asked.id, asked.on, credits_for_session(what, asked.id, asked.credits),
                           asked.author, now};
    auto const before = std::ranges::find(what.reservations, asked.id, &reservation::id);
    bool const is_known = before != what.reservations.end();
    if (is_known && before->on == made.on && before->credits == made.credits) return {};
    if (is_of_another_period(what, made.on)) return refusal{refusal_reason::no_credit_left, "on"};
    // Tried out on a copy, as a delivery is: what is kept for one session is there for no other.
    auto const& zone = zone_of(what.who, rules);
    auto after = what;
    std::erase_if(after.reservations, [&made](reservation const& one) { return one.id == made.id; });
    after.reservations.push_back(made);
    if (credits_short(after, zone) > credits_short(what, zone))
        return refusal{refusal_reason::no_credit_left, "credits"};
    so_far.happens(credits_reserved{asked.booking, made});
    return {};
}

verdict do_release(deciding& so_far, release_credits const& asked, instant now) {
    auto const found = living(so_far, asked.booking);
    if (!found) return found.error();
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    if (asked.id.empty()) return refusal{refusal_reason::reference_missing, "id"};
    if (took_place(**found, asked.id)) return refusal{refusal_reason::reservation_unknown, "id"};
    auto const& all = (*found)->reservations;
    if (std::ranges::find(all, asked.id, &reservation::id) == all.end()) return {};
    so_far.happens(credits_released{asked.booking, asked.id, asked.reason, asked.author, now});
    return {};
}

}  // namespace quittance::domain
