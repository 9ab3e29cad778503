// The service takes place at another time.
#include <algorithm>

#include "decide_money.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::domain {
namespace {

std::optional<civil_date> day_by_rule(std::vector<item> const& list, int number) {
    auto const found = std::ranges::find(list, number, &item::number);
    return found == list.end() ? std::nullopt : std::optional{found->due};
}

// What was agreed to be due on a day that the rule did not give keeps its distance from the service.
struct other_days {
    std::vector<item> before, after;
    std::chrono::days moved{};
    civil_date today;

    civil_date day_of(item const& one) const {
        auto const was = day_by_rule(before, one.number);
        auto const by_rule = day_by_rule(after, one.number);
        bool const keeps_rule = was && by_rule && *was == one.due;
        auto const day = keeps_rule ? *by_rule : civil_date{std::chrono::sys_days{one.due} + moved};
        // Nothing is later than it was because a service comes sooner.
        return std::max(day, std::min(one.due, today));
    }
};

result<other_days> days_from(booking const& what, civil_date service, civil_date today) {
    auto const& plan = what.terms.plan;
    auto before = items_of(plan, what.terms.price, *what.anchor, what.service);
    if (!before) return before.error();
    auto after = items_of(plan, what.terms.price, *what.anchor, service);
    if (!after) return after.error();
    auto const moved = std::chrono::sys_days{service} - std::chrono::sys_days{*what.service};
    return other_days{std::move(*before), std::move(*after), moved, today};
}

bool follows_service(booking const& what) {
    return what.terms.plan.every == rhythm::from_service && what.anchor && what.service;
}

// The items as they are from then on; none of the days of what was touched.
result<std::vector<item>> items_from(booking const& what, civil_date service, civil_date today) {
    auto items = what.items;
    if (!follows_service(what)) return items;
    auto const days = days_from(what, service, today);
    if (!days) return days.error();
    for (auto const& one : untouched_items(what)) {
        if (!one.milestone.empty()) continue;
        auto const day = days->day_of(one);
        if (!day.ok() || static_cast<int>(day.year()) > 9'999) return plan_errc::date_out_of_range;
        std::ranges::find(items, one.number, &item::number)->due = day;
    }
    return items;
}

std::optional<civil_date> day_said(booking const& what, reschedule const& asked, policy const& rules) {
    if (asked.service.ok()) return asked.service;
    if (auto const moment = parse_rfc3339(asked.service_at))
        return date_in(zone_of(what.who, rules), *moment);
    return parse_iso_date(asked.service_at);
}

verdict check(booking const& what, reschedule const& asked) {
    if (auto const fine = check_signed(asked.author, asked.reason); !fine) return fine;
    if (what.closed_at) return refusal{refusal_reason::booking_is_closed, ""};
    if (asked.service_at.empty()) return refusal{refusal_reason::date_missing, "service_at"};
    return {};
}

bool is_being_paid_among(booking const& what, std::vector<item> const& after) {
    for (std::size_t k = 0; k < after.size(); ++k) {
        if (after[k].due != what.items[k].due && is_being_paid(what, after[k].number)) return true;
    }
    return false;
}

}  // namespace

verdict do_reschedule(deciding& so_far, reschedule const& asked, instant now, policy const& rules) {
    auto const found = living(so_far, asked.booking);
    if (!found) return found.error();
    booking const& what = **found;
    if (auto const fine = check(what, asked); !fine) return fine;
    auto const day = day_said(what, asked, rules);
    if (!day) return refusal{refusal_reason::date_missing, "service_at"};
    if (what.service_at == asked.service_at && what.service == day) return {};
    auto items = items_from(what, *day, date_in(zone_of(what.who, rules), now));
    if (!items) return refusal{refusal_reason::plan_impossible, "service_at"};
    if (is_being_paid_among(what, *items)) return refusal{refusal_reason::payment_under_way, "item"};
    so_far.happens(service_moved{asked.booking, asked.service_at, day, std::move(*items), asked.reason,
                                 asked.author, now});
    return {};
}

}  // namespace quittance::domain
