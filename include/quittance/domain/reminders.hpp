// Promises: when a client is written to about money, as a function of facts and policy: never for what is
// paid, contested or on its way, never at night or on a day without business, never twice for one step of an
// item, never sooner than the distance allows, never more firmly where the letter before was refused or came
// back. Everything that stays unpaid is reminded, or handed to a person: at the latest so many days after the
// later of its due day and its first reminder as the cadence says, whatever kept its letters back. A charge
// of the kept card happens whatever rests the letters (a question, a promise, a pause), so it is announced
// whatever rests them: only what rests the charge itself, an open dispute, rests the notice. A new due day,
// or an item that is open once more, begins the cadence anew.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/domain/account.hpp"

namespace quittance::domain {

// One step of a cadence; `days` from the due day: negative before it.
struct reminder_step {
    int days = 0;
    friend bool operator==(reminder_step const&, reminder_step const&) = default;
};

// Ascending; none: nobody is reminded, and a person sees to it.
struct cadence {
    std::vector<reminder_step> steps{{-7}, {0}, {3}, {10}, {21}};
    int person_after = 28;  // days after the due day; then it is in the owner's queue
    friend bool operator==(cadence const&, cadence const&) = default;
};

struct reminder_policy {
    bool letters = false;  // mail is set up: receipts and the like are sent
    bool on = false;       // reminders are
    cadence usual;
    std::map<std::string, cadence, std::less<>> named;    // others, for offers and clients
    std::map<offer_id, std::string, std::less<>> offers;  // which of them, where not the usual one
    int days_apart = 3;                                   // between two contacts about money, at least
    int notice_days = 3;                                  // before a charge of the kept card
    int short_terms = 14;  // sold less than so many days ahead: reminded `short_notice` days before
    int short_notice = 3;
    int very_short_terms = 5;    // less than so many: not before the day at all
    bool skip_missed = false;    // each step has its own day, or is passed over: none is made up for
    std::chrono::hours from{9};  // of the client's day
    std::chrono::hours until{17};
    std::vector<civil_date> holidays;  // ascending; no letter asks for money on these, nor on weekends
    // More of them, for the clients of one country; whose zone is in none has the business's own.
    std::map<std::string, std::vector<civil_date>, std::less<>> countries;  // "DE"; ascending
    std::map<std::string, std::string, std::less<>> country_of;             // of a zone
    std::string country;                                                    // the business's; may be empty
    int client_may_move_days = 14;  // later than it was due, without asking anybody; 0: never
    std::string owner;  // the business's own inbox, which has a copy of changed agreements; may be empty
    std::vector<std::string> client_cadences;  // of `named`: those that a client may choose on their page
    bool tells_held = false;   // whoever left a held booking unpaid that it ended, where its link named them
    int client_may_split = 2;  // into at most so many parts within the same time; below 2: never
    friend bool operator==(reminder_policy const&, reminder_policy const&) = default;
};

struct policy;

// The client's own, else the offer's, else the usual one. A name that is not there any more counts for
// nothing.
cadence const& cadence_of(account const& all, booking const& what, reminder_policy const& rules);
// The client may choose among the policy's `client_cadences`, and the usual one. Not where a person chose one
// for them that is not among these: that word stands.
bool client_may_choose_cadence(account const& all, reminder_policy const& rules);
// The level of a step: before, due, the first after, the last, and what lies between.
letter_kind level_of(cadence const& rules, int step);
// The day itself, or the next one on which business is done where clients of this zone live.
civil_date business_day(reminder_policy const& rules, std::string const& zone, civil_date day);

// An item whose next step has come, or that a person takes over.
struct due_reminder {
    booking_id booking;
    int item = 0;
    int step = -1;
    letter_kind kind = letter_kind::reminder_before;
    bool handed_over = false;
    std::string_view reason;  // of the hand-over
    int waits = 0;            // days since the day of the step
    friend bool operator==(due_reminder const&, due_reminder const&) = default;
};
// What has come by `now`, over all bookings that `all` holds, whatever rests or keeps its distance.
std::vector<due_reminder> reminders_due(account const& all, instant now, policy const& rules);
// What rests the reminders, unless its day has come; null: nothing. What the client said rests them until a
// person has dealt with all of it, or the item it was said of is settled or due on another day. Of a booking
// that is not loaded, what was said of it is taken to wait.
rest const* rest_in_force(account const& all);
// Why nobody may be reminded at `now`: "off", "resting", "outside_hours", "under_way", "too_soon"; empty:
// they may be. The notice of a charge rests with nothing, and keeps no distance.
std::string obstacle_of(account const& all, instant now, policy const& rules);
std::string obstacle_to_notice(account const& all, instant now, policy const& rules);
// The moment strictly after `now` to look at this booking's reminders again; nothing when none will come.
std::optional<instant> next_reminder(account const& all, booking const& what, instant now,
                                     policy const& rules);
// What a letter is about, as far as it is still true: items that are paid, contested or on their way are
// gone.
std::vector<letter_item> still_open(account const& all, letter const& what, instant now, policy const& rules);
// What this letter is sent to: the client's own address, else the booking's.
std::string const& address_of(account const& all, booking const& what);
// The kept card pays what falls due: nothing is asked of the client.
bool collects_itself(booking const& what, int item);
// What keeps the kept card from paying what comes within the policy's days.
struct card_trouble {
    bool detached = false;    // it can pay nothing any more; else it ends before these are due
    std::vector<item> items;  // ascending; the next period of a retainer may be among them
    friend bool operator==(card_trouble const&, card_trouble const&) = default;
};
std::optional<card_trouble> card_trouble_of(booking const& what, instant now, policy const& rules);
// Something is still to be charged to a kept card, so that the client may name another one.
bool collects_from_card(booking const& what);
// A card is kept that was not refused for good, or it is about to be: the page that it was kept on is paid.
bool has_card(booking const& what);

}  // namespace quittance::domain
