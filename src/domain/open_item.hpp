// One item of which something is still to be said, and what has been said about it: which step of its cadence
// comes on which day, and when a person takes over.
#pragma once
#include <string_view>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "reminding.hpp"

namespace quittance::domain {

struct open_item {
    account const& all;
    booking const& of;
    item what;
    policy const& rules;
    civil_date today;

    // It was announced that the card will be charged; what else was said of the item announces nothing.
    bool is_told() const;
    std::optional<int> step_now() const;  // the latest step whose day has come; nothing when none has
    int waits(int step) const;            // days since the day of this step
    std::optional<civil_date> next_day() const;
    civil_date day_of_notice() const;
    // Why a person takes over today: "reminders_ended", "no_address", "reminders_undelivered"; empty: nobody.
    std::string_view end_of_reminders() const;
    bool is_reachable() const;
    domain::cadence const& cadence() const { return cadence_of(all, of, rules.reminders); }

private:
    reminder_policy const& common() const { return rules.reminders; }
    int steps() const { return static_cast<int>(cadence().steps.size()); }
    reminded const* last() const { return find_reminded(all, of.id, what.number); }
    std::string const& zone() const { return zone_of(all.client.who, rules); }
    civil_date day_of(instant when) const { return date_in(zone(), when); }
    int said() const;                      // the furthest step of this cadence that counts as said; -1: none
    std::optional<int> said_days() const;  // from the due day on, when the furthest was meant to be said
    std::optional<int> offset(int step) const;
    std::optional<civil_date> day_for(int step) const;
    civil_date day_for_person() const;
    std::optional<civil_date> last_day() const;
    bool has_failed() const;
    int first_allowed() const;
    int last_allowed() const;
    bool still_means_something(int step, civil_date day) const;
};

// Of one booking: owed in earnest, not on its way, and more than a rest that no card pays. They look into the
// account that they were made from.
std::vector<open_item> items_to_speak_of(account const& all, booking const& of, instant now,
                                         policy const& rules);
std::optional<due_reminder> due_of(open_item const& one);
bool was_handed_over(booking const& what, int item);
// The gentle one: the first that comes after the day.
int first_step_after(cadence const& rules);

}  // namespace quittance::domain
