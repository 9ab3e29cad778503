#include "reminding.hpp"

#include <algorithm>

#include "collecting.hpp"
#include "kept_card.hpp"
#include "open_item.hpp"
#include "quittance/base/planted.hpp"

namespace quittance::domain {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

civil_date plus(civil_date day, int count) { return civil_date{sys_days{day} + days{count}}; }
int days_between(civil_date from, civil_date to) {
    return static_cast<int>((sys_days{to} - sys_days{from}).count());
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
           kind != letter_kind::payment_received && kind != letter_kind::hold_expired &&
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
    if (step == first_step_after(rules)) return letter_kind::reminder_gentle;
    return step == last ? letter_kind::reminder_final : letter_kind::reminder_clear;
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
        for (auto const& one : items_to_speak_of(all, of, now, rules)) {
            if (auto const due = due_of(one)) list.push_back(*due);
        }
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
    auto const today = date_in(zone, now);
    if (!cadence.on || !cadence.letters) return "off";
    bool const outside =
        business_day(cadence, zone, today) != today || hour < cadence.from || hour >= cadence.until;
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
    if (common == "off") return common;
    auto const* const resting = rest_in_force(all);
    if (resting && !planted(bug::ignore_rest) && (!resting->until || today < *resting->until))
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
            bool const comes = !one.is_told() && one.what.due > one.today && one.is_reachable();
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
    auto const* const resting = rest_in_force(all);
    auto const& zone = zone_of(all.client.who, rules);
    days_ahead days;
    for (auto const& one : items_to_speak_of(all, what, now, rules)) days.look_at(one);
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
        for (auto const& one : items_to_speak_of(all, *of, now, rules)) {
            bool const charges = collects_itself(*of, about.item);
            bool const fits = what.kind == letter_kind::notice_before_charge ? charges : !charges;
            if (one.what.number == about.item && fits) list.push_back(about);
        }
    }
    return list;
}

}  // namespace quittance::domain
