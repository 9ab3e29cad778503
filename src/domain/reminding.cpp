#include "reminding.hpp"

#include <algorithm>

#include "collecting.hpp"
#include "correspondence.hpp"
#include "kept_card.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "rests.hpp"

namespace quittance::domain {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

civil_date plus(civil_date day, int count) { return civil_date{sys_days{day} + days{count}}; }
int days_between(civil_date from, civil_date to) {
    return static_cast<int>((sys_days{to} - sys_days{from}).count());
}

bool holds(std::vector<civil_date> const& days, civil_date day) {
    return std::binary_search(days.begin(), days.end(), day);
}

bool is_business_day(reminder_policy const& rules, std::string const& zone, civil_date day) {
    std::chrono::weekday const week{sys_days{day}};
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

bool was_handed_over(booking const& what, int item) {
    return std::any_of(what.handovers.begin(), what.handovers.end(),
                       [item](handover const& h) { return h.item == item && ends_reminders(h) && !h.over; });
}

int first_after(cadence const& rules) {
    auto const at =
        std::find_if(rules.steps.begin(), rules.steps.end(), [](auto const& s) { return s.days > 0; });
    return static_cast<int>(at - rules.steps.begin());
}

// One open item and what has been said about it.
struct open_item {
    account const& all;
    booking const& of;
    item const& what;
    policy const& rules;
    civil_date today;

    reminder_policy const& common() const { return rules.reminders; }
    domain::cadence const& cadence() const { return cadence_of(all, of, rules.reminders); }
    int steps() const { return static_cast<int>(cadence().steps.size()); }
    reminded const* last() const { return find_reminded(all, of.id, what.number); }
    std::string const& zone() const { return zone_of(all.client.who, rules); }
    civil_date day_of(instant when) const { return date_in(zone(), when); }

    // How many days before or after it was due a step is meant for; nothing: not with so short terms.
    std::optional<int> offset(int step) const {
        int const wanted = cadence().steps[static_cast<std::size_t>(step)].days;
        int const terms = days_between(day_of(of.booked_at), what.due);
        if (wanted >= 0 || terms >= common().short_terms) return wanted;
        if (terms < common().very_short_terms) return std::nullopt;
        return std::max(wanted, -common().short_notice);
    }
    // From the letter before it on, if that came late: the distance between two steps is kept.
    std::optional<civil_date> day_for(int step) const {
        auto const wanted = offset(step);
        if (!wanted) return std::nullopt;
        // "Today" is said on the day itself, or not at all.
        if (*wanted == 0)
            return is_business_day(common(), zone(), what.due) ? std::optional{what.due} : std::nullopt;
        auto day = plus(what.due, *wanted);
        auto const* const before = last();
        if (before && before->step >= 0 && before->step < step && *wanted > 0) {
            auto const former = offset(before->step).value_or(0);
            day = std::max(day, plus(day_of(before->at), *wanted - std::max(former, 0)));
        }
        return *wanted < 0 ? business_day_before(common(), zone(), day) : business_day(common(), zone(), day);
    }
    civil_date day_for_person() const {
        auto day = plus(what.due, cadence().person_after);
        auto const* const before = last();
        if (before && steps() > 0 && before->step == steps() - 1) {
            auto const former = cadence().steps.back().days;
            day = std::max(day, plus(day_of(before->at), cadence().person_after - former));
        }
        return business_day(common(), zone(), day);
    }
    // The charge itself knows no weekend: what announces it comes on the business day before.
    civil_date day_of_notice() const {
        return business_day_before(common(), zone(), plus(what.due, -common().notice_days));
    }
    int first_allowed() const {
        auto const* const before = last();
        return before ? before->step + 1 : 0;
    }
    // A late start begins at the gentle step, and afterwards none is passed over.
    int last_allowed() const {
        auto const* const before = last();
        int const gentle = first_after(cadence());
        return before && before->step >= gentle ? before->step + 1 : gentle;
    }
    bool still_means_something(int step, civil_date day) const {
        auto const wanted = *offset(step);
        if (wanted < 0) return today < what.due;
        if (wanted == 0) return today == what.due;
        return !common().skip_missed || day == today || step == last_allowed();
    }
    // The latest step whose day has come; nothing when none has.
    std::optional<int> step_now() const {
        std::optional<int> found;
        for (int step = first_allowed(); step <= std::min(last_allowed(), steps() - 1); ++step) {
            auto const day = day_for(step);
            if (day && *day <= today && still_means_something(step, *day)) found = step;
        }
        return found;
    }
    std::optional<civil_date> next_day() const {
        for (int step = first_allowed(); step <= std::min(last_allowed(), steps() - 1); ++step) {
            if (auto const day = day_for(step); day && *day > today) return day;
        }
        return first_allowed() >= steps() ? std::optional{day_for_person()} : std::nullopt;
    }
};

bool is_reachable(open_item const& one) {
    auto const& to = address_of(one.all, one.of);
    return !to.empty() && to != one.all.client.correspondence.unreachable;
}

std::optional<due_reminder> due_of(open_item const& one) {
    due_reminder made{one.of.id, one.what.number, -1, letter_kind::notice_before_charge, false};
    if (collects_itself(one.of, one.what.number)) {
        bool const told = one.last() != nullptr;
        bool const in_time = one.today >= one.day_of_notice() && one.today < one.what.due;
        return !told && in_time && is_reachable(one) ? std::optional{made} : std::nullopt;
    }
    if (was_handed_over(one.of, one.what.number)) return std::nullopt;
    bool const through = one.first_allowed() >= one.steps();
    auto const step = one.step_now();
    made.handed_over = through ? one.today >= one.day_for_person() : step && !is_reachable(one);
    if (made.handed_over) return made;
    if (!step) return std::nullopt;
    made.step = *step;
    made.kind = level_of(one.cadence(), *step);
    return made;
}

template <class Take>
void each_open_item(account const& all, booking const& of, instant now, policy const& rules, Take take) {
    if (!owes_in_earnest(of)) return;
    // One letter goes to one client: their zone counts, whatever a booking page said of one booking.
    auto const today = date_in(zone_of(all.client.who, rules), now);
    for (auto const& s : standing_of(of)) {
        bool const rests = s.open.is_zero() || !s.what.milestone.empty() ||
                           is_on_its_way(of, s.what.number) || is_small_rest(s, rules);
        if (!rests) take(open_item{all, of, s.what, rules, today});
    }
}

}  // namespace

reminded const* find_reminded(account const& all, booking_id const& of, int item) {
    for (auto const& r : all.client.correspondence.reminded) {
        if (r.booking == of && r.item == item) return &r;
    }
    return nullptr;
}

bool is_sent_once(letter_kind kind) {
    return kind != letter_kind::receipt && kind != letter_kind::plan_agreed && kind != letter_kind::refund &&
           kind != letter_kind::card_expiring && kind != letter_kind::agreement_changed &&
           !is_about_address(kind);
}

bool is_about_address(letter_kind kind) {
    return kind == letter_kind::address_asked || kind == letter_kind::address_confirm ||
           kind == letter_kind::address_changed;
}

bool asks_for_money(letter_kind kind) { return is_sent_once(kind); }

bool is_final(letter_state state) {
    return state != letter_state::ordered && state != letter_state::attempting;
}

bool may_have_arrived(letter_state state) {
    return state == letter_state::accepted || state == letter_state::uncertain ||
           state == letter_state::attempting;
}

cadence const& cadence_of(account const& all, booking const& what, reminder_policy const& rules) {
    auto found = rules.named.find(all.client.correspondence.cadence);
    if (found != rules.named.end()) return found->second;
    auto const offer = rules.offers.find(what.identity.offer);
    if (offer != rules.offers.end()) found = rules.named.find(offer->second);
    return found == rules.named.end() ? rules.usual : found->second;
}

bool client_may_choose_cadence(account const& all, reminder_policy const& rules) {
    auto const& chosen = all.client.correspondence.cadence;
    auto const& offered = rules.client_cadences;
    if (offered.empty() || !rules.on) return false;
    return chosen.empty() || std::find(offered.begin(), offered.end(), chosen) != offered.end();
}

letter_kind level_of(cadence const& rules, int step) {
    int const wanted = rules.steps[static_cast<std::size_t>(step)].days;
    if (wanted < 0) return letter_kind::reminder_before;
    if (wanted == 0) return letter_kind::reminder_due;
    int const last = static_cast<int>(rules.steps.size()) - 1;
    if (step == first_after(rules)) return letter_kind::reminder_gentle;
    return step == last ? letter_kind::reminder_final : letter_kind::reminder_clear;
}

civil_date business_day(reminder_policy const& rules, std::string const& zone, civil_date day) {
    while (!is_business_day(rules, zone, day)) day = plus(day, 1);
    return day;
}

std::string const& address_of(account const& all, booking const& what) {
    bool const hinted = planted(bug::write_to_the_hint) && !what.who.email.empty();
    return all.client.who.email.empty() || hinted ? what.who.email : all.client.who.email;
}

bool collects_itself(booking const& what, int item) {
    if (!what.terms.plan.is_plan() || what.agreements.empty() || !what.kept || is_card_out(what))
        return false;
    if (planted(bug::remind_what_collects)) return false;
    bool const beside = std::any_of(what.items.begin(), what.items.end(),
                                    [item](domain::item const& i) { return i.number == item && i.fee; });
    if (beside) return false;
    return std::none_of(what.stops.begin(), what.stops.end(),
                        [&](collection_stop const& s) { return s.item == item && holds(what, s); });
}

bool has_card(booking const& what) {
    if (what.kept) return !is_card_out(what);
    return std::any_of(what.checkouts.begin(), what.checkouts.end(),
                       [](checkout const& c) { return c.keeps_card && c.payment == payment_status::paid; });
}

std::vector<due_reminder> reminders_due(account const& all, instant now, policy const& rules) {
    std::vector<due_reminder> list;
    for (auto const& [id, of] : all.bookings) {
        each_open_item(all, of, now, rules, [&list](open_item const& one) {
            if (auto due = due_of(one)) list.push_back(*due);
        });
    }
    return list;
}

namespace {

// Whose hours count.
std::string const& zone_for_letters(account const& all, policy const& rules) {
    bool const strays = planted(bug::hours_of_booking) && !all.bookings.empty();
    return zone_of(strays ? all.bookings.begin()->second.who : all.client.who, rules);
}

}  // namespace

std::string obstacle_to_notice(account const& all, instant now, policy const& rules) {
    auto const& so_far = all.client.correspondence;
    auto const& cadence = rules.reminders;
    auto const& zone = zone_for_letters(all, rules);
    auto const hour = time_in(zone, now);
    if (!cadence.on || !cadence.letters) return "off";
    bool const outside =
        !is_business_day(cadence, zone, date_in(zone, now)) || hour < cadence.from || hour >= cadence.until;
    if (outside && !planted(bug::ignore_window)) return "outside_hours";
    bool const busy = std::any_of(so_far.under_way.begin(), so_far.under_way.end(),
                                  [](letter const& l) { return asks_for_money(l.kind) && l.copy_of == 0; });
    return busy ? "under_way" : "";
}

std::string obstacle_of(account const& all, instant now, policy const& rules) {
    auto const& so_far = all.client.correspondence;
    auto const& zone = zone_for_letters(all, rules);
    auto const today = date_in(zone, now);
    auto common = obstacle_to_notice(all, now, rules);
    if (common == "off" || common == "outside_hours") return common;
    if (so_far.resting && !planted(bug::ignore_rest) &&
        (!so_far.resting->until || today < *so_far.resting->until))
        return "resting";
    if (!common.empty()) return common;
    if (planted(bug::ignore_distance)) return "";
    if (so_far.last_contact &&
        days_between(date_in(zone, *so_far.last_contact), today) < rules.reminders.days_apart)
        return "too_soon";
    return "";
}

namespace {

// The next days on which something is to be said of a booking.
struct days_ahead {
    std::optional<civil_date> notice;
    std::optional<civil_date> reminder;

    static void keep(std::optional<civil_date>& day, civil_date when) {
        if (!day || when < *day) day = when;
    }
    void look_at(open_item const& one) {
        if (collects_itself(one.of, one.what.number)) {
            bool const comes = !one.last() && one.what.due > one.today && is_reachable(one);
            if (comes) keep(notice, std::max(one.day_of_notice(), one.today));
            return;
        }
        if (was_handed_over(one.of, one.what.number)) return;
        if (due_of(one)) return keep(reminder, one.today);
        if (auto const next = one.next_day()) keep(reminder, *next);
    }
};

// When to look for a letter of a day; `may_go`: it could go out this moment.
instant look_for(civil_date day, bool may_go, std::string const& zone, instant now, policy const& rules) {
    auto const& common = rules.reminders;
    auto const today = date_in(zone, now);
    auto const when = at_hour(zone, business_day(common, zone, day), common.from);
    if (when > now) return when;
    // Its hour has struck and nobody has looked yet: that something else is recorded does not put it off.
    if (day <= today && may_go) return now + std::chrono::seconds{1};
    // What could not be sent when it was looked at is looked at again on the next day of business.
    return at_hour(zone, business_day(common, zone, plus(today, 1)), common.from);
}

}  // namespace

std::optional<instant> next_reminder(account const& all, booking const& what, instant now,
                                     policy const& rules) {
    if (!rules.reminders.on || !rules.reminders.letters) return std::nullopt;
    auto const& resting = all.client.correspondence.resting;
    auto const& zone = zone_of(all.client.who, rules);
    days_ahead days;
    each_open_item(all, what, now, rules, [&days](open_item const& one) { days.look_at(one); });
    std::optional<instant> next;
    if (days.notice)
        next = look_for(*days.notice, obstacle_to_notice(all, now, rules).empty(), zone, now, rules);
    if (!days.reminder) return next;
    // Who ends a rest says so of one booking: the others look for themselves.
    auto const tomorrow = plus(date_in(zone, now), 1);
    if (resting) days.reminder = std::max(*days.reminder, resting->until.value_or(tomorrow));
    auto const reminder = look_for(*days.reminder, obstacle_of(all, now, rules).empty(), zone, now, rules);
    return next ? std::min(*next, reminder) : reminder;
}

std::vector<letter_item> still_open(account const& all, letter const& what, instant now,
                                    policy const& rules) {
    std::vector<letter_item> list;
    for (auto const& about : what.about) {
        auto const* const of = all.find(about.booking);
        if (!of) continue;
        each_open_item(all, *of, now, rules, [&](open_item const& one) {
            bool const charges = collects_itself(*of, about.item);
            bool const fits = what.kind == letter_kind::notice_before_charge ? charges : !charges;
            if (one.what.number == about.item && fits) list.push_back(about);
        });
    }
    return list;
}

}  // namespace quittance::domain
