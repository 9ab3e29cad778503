#include "open_item.hpp"

#include <algorithm>

#include "collecting.hpp"
#include "correspondence.hpp"
#include "quittance/base/planted.hpp"
#include "rests.hpp"

namespace quittance::domain {
namespace {

civil_date plus(civil_date day, int count) {
    return civil_date{std::chrono::sys_days{day} + std::chrono::days{count}};
}
int days_between(civil_date from, civil_date to) {
    return static_cast<int>((std::chrono::sys_days{to} - std::chrono::sys_days{from}).count());
}

// The business's own claim, or something that was paid for: not a stranger's word, nor a plan that nobody has
// agreed to yet.
bool owes_in_earnest(booking const& what) {
    if (what.closed_at || !what.moved_to.empty() || state_of(what) == booking_state::held) return false;
    if (what.terms.plan.is_plan() && what.agreements.empty()) return false;
    if (rests_by_dispute(what) && !planted(bug::remind_in_dispute)) return false;
    return !holds_unallocated_money(what);
}

// A finished page whose money is under way, or a charge of which nobody knows yet.
bool is_on_its_way(booking const& what, int item) {
    if (planted(bug::remind_beside_page)) return false;
    return std::any_of(what.checkouts.begin(), what.checkouts.end(), [item](checkout const& c) {
        bool const takes = is_live(c) && (c.status == session_status::complete || is_under_way(c));
        return takes && std::find(c.items.begin(), c.items.end(), item) != c.items.end();
    });
}

bool holds(std::vector<civil_date> const& days, civil_date day) {
    return std::binary_search(days.begin(), days.end(), day);
}

bool is_business_day(reminder_policy const& rules, std::string const& zone, civil_date day) {
    std::chrono::weekday const week{std::chrono::sys_days{day}};
    if (week == std::chrono::Saturday || week == std::chrono::Sunday) return false;
    if (holds(rules.holidays, day)) return false;
    auto const lives = rules.country_of.find(zone);
    auto const country =
        rules.countries.find(lives == rules.country_of.end() ? rules.country : lives->second);
    return country == rules.countries.end() || !holds(country->second, day);
}

// What is announced is announced early enough.
civil_date business_day_before(reminder_policy const& rules, std::string const& zone, civil_date day) {
    while (!is_business_day(rules, zone, day)) day = plus(day, -1);
    return day;
}

}  // namespace

civil_date business_day(reminder_policy const& rules, std::string const& zone, civil_date day) {
    while (!is_business_day(rules, zone, day)) day = plus(day, 1);
    return day;
}

int first_step_after(cadence const& rules) {
    auto const at =
        std::find_if(rules.steps.begin(), rules.steps.end(), [](auto const& s) { return s.days > 0; });
    return static_cast<int>(at - rules.steps.begin());
}

bool was_handed_over(booking const& what, int item) {
    return std::any_of(what.handovers.begin(), what.handovers.end(),
                       [item](handover const& h) { return h.item == item && ends_reminders(h) && !h.over; });
}

bool open_item::is_told() const {
    auto const* const before = last();
    return before && before->kind == letter_kind::notice_before_charge &&
           before->state != letter_state::withdrawn && before->state != letter_state::given_up;
}

bool open_item::is_reachable() const {
    auto const& to = address_of(all, of);
    return !to.empty() && to != all.client.correspondence.unreachable;
}

// Whoever did not get the last letter is not to get a firmer one.
bool open_item::has_failed() const {
    auto const* const before = last();
    return before && before->kind != letter_kind::notice_before_charge &&
           (before->state == letter_state::refused || before->state == letter_state::bounced);
}

// What was said at another pace counts by its days: steps of no more days are behind it. After the last
// automatic letter no other pace sends one more.
int open_item::said() const {
    auto const* const before = last();
    if (!before) return -1;
    if (!before->days) return before->step;
    auto const& list = cadence().steps;
    auto const next = std::find_if(list.begin(), list.end(),
                                   [before](reminder_step const& s) { return s.days > *before->days; });
    auto const behind = before->kind == letter_kind::reminder_final ? steps() : next - list.begin();
    return std::max(static_cast<int>(behind) - 1 - before->lowered, -1);
}

std::optional<int> open_item::said_days() const {
    auto const* const before = last();
    if (before && before->days && before->lowered == 0) return before->days;
    int const step = said();
    if (step < 0 || step >= steps()) return std::nullopt;
    return offset(step).value_or(0);
}

// How many days before or after it was due a step is meant for; nothing: not with so short terms.
std::optional<int> open_item::offset(int step) const {
    int const wanted = cadence().steps[static_cast<std::size_t>(step)].days;
    int const terms = days_between(day_of(of.booked_at), what.due);
    if (wanted >= 0 || terms >= common().short_terms) return wanted;
    if (terms < common().very_short_terms) return std::nullopt;
    return std::max(wanted, -common().short_notice);
}

// From the letter before it on, if that came late: the distance between two steps is kept. Where what was
// missed is skipped, each step has its own day.
std::optional<civil_date> open_item::day_for(int step) const {
    auto const wanted = offset(step);
    if (!wanted) return std::nullopt;
    // "Today" is said on the day itself, or not at all.
    if (*wanted == 0)
        return is_business_day(common(), zone(), what.due) ? std::optional{what.due} : std::nullopt;
    auto day = plus(what.due, *wanted);
    auto const former = said_days();
    if (former && *wanted > 0 && !common().skip_missed)
        day = std::max(day, plus(day_of(last()->at), *wanted - std::max(*former, 0)));
    return *wanted < 0 ? business_day_before(common(), zone(), day) : business_day(common(), zone(), day);
}

civil_date open_item::day_for_person() const {
    auto day = plus(what.due, cadence().person_after);
    if (last() && steps() > 0 && said() == steps() - 1) {
        auto const former = cadence().steps.back().days;
        day = std::max(day, plus(day_of(last()->at), cadence().person_after - former));
    }
    return business_day(common(), zone(), day);
}

// A person takes over by then, whatever kept the steps from being said: other items that took their turns, a
// server that took no letter. What was never spoken of has no such day, unless missed steps are never made up
// for.
std::optional<civil_date> open_item::last_day() const {
    auto const* const before = last();
    bool const known = before && before->since;
    if (steps() == 0 || (!known && !common().skip_missed)) return std::nullopt;
    auto const from = known ? std::max(what.due, day_of(*before->since)) : what.due;
    return business_day(common(), zone(), plus(from, cadence().person_after));
}

// The charge itself knows no weekend: what announces it comes on the business day before.
civil_date open_item::day_of_notice() const {
    return business_day_before(common(), zone(), plus(what.due, -common().notice_days));
}

int open_item::first_allowed() const { return said() + 1; }

// A late start begins at the gentle step, and afterwards none is passed over: but where what was missed is.
int open_item::last_allowed() const {
    if (common().skip_missed) return steps() - 1;
    int const gentle = first_step_after(cadence());
    return std::max(said() + 1, gentle);
}

bool open_item::still_means_something(int step, civil_date day) const {
    if (common().skip_missed) return day == today;
    auto const wanted = *offset(step);
    if (wanted < 0) return today < what.due;
    return wanted > 0 || today == what.due;
}

std::optional<int> open_item::step_now() const {
    std::optional<int> found;
    for (int step = first_allowed(); step <= std::min(last_allowed(), steps() - 1); ++step) {
        auto const day = day_for(step);
        if (day && *day <= today && still_means_something(step, *day)) found = step;
    }
    return found;
}

int open_item::waits(int step) const { return days_between(day_for(step).value_or(today), today); }

std::optional<civil_date> open_item::next_day() const {
    std::optional<civil_date> next;
    for (int step = first_allowed(); !next && step <= std::min(last_allowed(), steps() - 1); ++step) {
        if (auto const day = day_for(step); day && *day > today) next = day;
    }
    if (first_allowed() >= steps()) return day_for_person();
    auto const last = last_day();
    if (last && *last > today) next = std::min(next.value_or(*last), *last);
    return next;
}

std::string_view open_item::end_of_reminders() const {
    if (first_allowed() >= steps()) return today >= day_for_person() ? "reminders_ended" : "";
    bool const says_something = step_now().has_value();
    if (says_something && !is_reachable()) return "no_address";
    if (says_something && has_failed()) return "reminders_undelivered";
    auto const last = last_day();
    if (!last || today < *last) return "";
    return is_reachable() ? "reminders_ended" : "no_address";
}

std::optional<due_reminder> due_of(open_item const& one) {
    due_reminder made{one.of.id, one.what.number};
    if (collects_itself(one.of, one.what.number)) {
        made.kind = letter_kind::notice_before_charge;
        bool const in_time = one.today >= one.day_of_notice() && one.today < one.what.due;
        return !one.is_told() && in_time && one.is_reachable() ? std::optional{made} : std::nullopt;
    }
    if (was_handed_over(one.of, one.what.number)) return std::nullopt;
    made.reason = one.end_of_reminders();
    made.handed_over = !made.reason.empty();
    if (made.handed_over) return made;
    auto const step = one.step_now();
    if (!step) return std::nullopt;
    made.step = *step;
    made.kind = level_of(one.cadence(), *step);
    made.waits = one.waits(*step);
    return made;
}

std::vector<open_item> items_to_speak_of(account const& all, booking const& of, instant now,
                                         policy const& rules) {
    std::vector<open_item> list;
    if (!owes_in_earnest(of)) return list;
    // One letter goes to one client: their zone counts, whatever a booking page said of one booking.
    auto const today = date_in(zone_of(all.client.who, rules), now);
    for (auto& s : standing_of(of)) {
        bool const rests = s.open.is_zero() || !s.what.milestone.empty() ||
                           is_on_its_way(of, s.what.number) || is_small_rest(s, rules);
        if (!rests) list.push_back({all, of, std::move(s.what), rules, today});
    }
    return list;
}

}  // namespace quittance::domain
