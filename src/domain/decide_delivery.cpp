#include <algorithm>

#include "decide_money.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/fees.hpp"

namespace quittance::domain {
namespace {

delivery const* find_delivery(booking const& what, std::string const& id) {
    auto const at = std::find_if(what.deliveries.begin(), what.deliveries.end(),
                                 [&id](delivery const& d) { return d.id == id; });
    return at == what.deliveries.end() ? nullptr : &*at;
}

delivery as_said(deliver const& asked, booking const& what, instant now) {
    delivery made;
    made.id = asked.id;
    made.on = asked.on;
    // What is sold one by one has no credits to use; and what a no-show costs instead, it does not use.
    bool const uses_none = what.terms.credits.granted == 0 ||
                           (asked.no_show && no_show_rule_of(what.terms) != no_show_rule::credit);
    made.credits = uses_none ? 0 : credits_for_session(what, asked.id, asked.credits);
    made.no_show = asked.no_show;
    made.author = asked.author;
    made.at = now;
    return made;
}

// No-shows that cost something used credits as well, before the fee was an item of its own.
bool is_same(delivery const& before, delivery const& made, std::optional<int> asked_credits) {
    bool const same_credits =
        !asked_credits || before.credits == made.credits || before.credits == *asked_credits;
    return before.on == made.on && same_credits && before.no_show == made.no_show && !before.taken_back;
}

verdict check(booking const& what, change_credits const& asked) {
    if (auto const fine = check_signed(asked.author, asked.reason); !fine) return fine;
    if (asked.id.empty()) return refusal{refusal_reason::reference_missing, "id"};
    if (asked.credits == 0) return refusal{refusal_reason::amount_not_positive, "credits"};
    if (asked.credits > most_credits || asked.credits < -most_credits)
        return refusal{refusal_reason::amount_too_large, "credits"};
    if (asked.until && !asked.until->ok()) return refusal{refusal_reason::date_missing, "until"};
    if (what.terms.credits.granted == 0) return refusal{refusal_reason::no_credits_sold, ""};
    return {};
}

// Tried out on a copy: credits are used in the order of their days, whatever was said first. It has to be
// covered itself, and must not take what is kept for others.
bool takes_too_much(booking const& before, delivery const& made, std::string const& zone) {
    auto after = before;
    std::erase_if(after.reservations, [&made](reservation const& one) { return one.id == made.id; });
    after.deliveries.push_back(made);
    if (credits_short(after, zone) > credits_short(before, zone)) return true;
    auto const short_of_uses = [&zone](booking what) {
        what.reservations.clear();
        return credits_short(what, zone);
    };
    return short_of_uses(after) > short_of_uses(before);
}

credit_change const* find_change(booking const& what, std::string const& id) {
    auto const at = std::ranges::find(what.credit_changes, id, &credit_change::id);
    return at == what.credit_changes.end() ? nullptr : &*at;
}

}  // namespace

verdict do_change_credits(deciding& so_far, change_credits const& asked, instant now, policy const& rules) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (auto const fine = check(**what, asked); !fine) return fine;
    if (auto const* const before = find_change(**what, asked.id)) {
        bool const same = before->credits == asked.credits && before->until == asked.until;
        return same ? verdict{} : verdict{refusal{refusal_reason::reference_used, "id"}};
    }
    if ((*what)->closed_at) return refusal{refusal_reason::booking_is_closed, ""};
    auto const& zone = zone_of((*what)->who, rules);
    auto const today = date_in(zone, now);
    if (asked.until && (asked.credits < 0 || *asked.until <= today))
        return refusal{refusal_reason::date_missing, "until"};
    credit_change const made{asked.id, asked.credits, today, asked.until, asked.reason, asked.author, now};
    // Tried out on a copy, as a delivery is: nothing is taken that was used, or is not there.
    auto after = **what;
    after.credit_changes.push_back(made);
    bool const there = -asked.credits <= credits_of(**what, today, zone).left;
    if (!there || credits_short(after, zone) > credits_short(**what, zone))
        return refusal{refusal_reason::no_credit_left, "credits"};
    so_far.happens(credits_changed{asked.booking, made});
    return {};
}

verdict do_deliver(deciding& so_far, deliver const& asked, instant now, policy const& rules) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (auto const fine = check_session(asked.author, asked.id, asked.on, asked.credits); !fine) return fine;
    auto const made = as_said(asked, **what, now);
    if (auto const* const before = find_delivery(**what, asked.id)) {
        return is_same(*before, made, asked.credits) ? verdict{}
                                                     : verdict{refusal{refusal_reason::reference_used, "id"}};
    }
    if ((*what)->closed_at) return refusal{refusal_reason::booking_is_closed, ""};
    if (takes_too_much(**what, made, zone_of((*what)->who, rules)))
        return refusal{refusal_reason::no_credit_left, "credits"};
    so_far.happens(delivered{asked.booking, made});
    if (made.no_show) add_no_show_fee(so_far, asked.booking, made, now, rules);
    return {};
}

verdict do_take_back(deciding& so_far, take_back_delivery const& asked, instant now) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (auto const fine = check_signed(asked.author, asked.reason); !fine) return fine;
    auto const* const known = find_delivery(**what, asked.id);
    if (!known) return refusal{refusal_reason::delivery_unknown, "id"};
    if (known->taken_back) return {};
    so_far.happens(delivery_taken_back{asked.booking, asked.id, asked.reason, asked.author, now});
    return drop_no_show_fee(so_far, asked, now);
}

}  // namespace quittance::domain
