// A year of clients who pay, ask, promise and stay silent, by chance: what holds for every letter about
// money.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "quittance/domain/calendar.hpp"
#include "story.hpp"

namespace quittance::domain {
namespace {

using std::chrono::days;
using std::chrono::hours;

instant const new_year = *parse_rfc3339("2027-01-01T00:00:00Z");
std::vector<std::string> const zones{"Europe/Lisbon", "Pacific/Kiritimati", "Pacific/Pago_Pago",
                                     "America/New_York", "Asia/Kathmandu"};

enum class deed {
    pays_part,
    pays_all,
    asks,
    says_paid,
    wants_time,
    promises,
    person_resumes,
    is_called,
    is_answered
};

struct year {
    story told;
    std::string zone;
    std::set<std::pair<int, int>> claimed;  // item and step
    std::optional<instant> last_letter;
    int letters = 0;
    int slips = 0;

    void check(letter const& what, instant now) {
        auto const& rules = told.rules.reminders;
        auto const hour = time_in(zone, now);
        auto const day = date_in(zone, now);
        RC_ASSERT(hour >= rules.from);
        RC_ASSERT(hour < rules.until);
        RC_ASSERT(business_day(rules, zone, day) == day);
        RC_ASSERT(!open_of(told.booking(), {1, 2}).is_zero());
        if (last_letter) {
            auto const apart =
                std::chrono::sys_days{day} - std::chrono::sys_days{date_in(zone, *last_letter)};
            RC_ASSERT(apart >= days{rules.days_apart});
        }
        for (auto const& about : what.about) {
            RC_ASSERT(!open_of(told.booking(), {about.item}).is_zero());
            if (about.step >= 0) RC_ASSERT(claimed.insert({about.item, about.step}).second);
        }
        ++letters;
    }

    void deliver(letter const& what, instant now) {
        auto const how = *rc::gen::weightedElement<letter_state>(
            {{8, letter_state::accepted}, {1, letter_state::uncertain}, {1, letter_state::given_up}});
        told.then(begin_letter{told.id(), what.number}, now);
        // Only what a server put off is given up: nobody has it.
        if (how == letter_state::given_up)
            told.then(letter_answered{told.id(), what.number, letter_state::ordered, false, ""}, now);
        told.then(letter_answered{told.id(), what.number, how, false, ""}, now);
        // What nobody has may be said again.
        if (!asks_for_money(what.kind)) return;
        if (how == letter_state::given_up) {
            claimed.clear();
        } else {
            last_letter = now;
        }
    }

    void look(instant now) {
        auto const rested = told.account().client.correspondence.resting;
        told.then(remind{told.id()}, now);
        if (rested && rested->reason == "promise" && !told.account().client.correspondence.resting)
            claimed.clear();
        for (auto const& one : told.account().client.correspondence.under_way) {
            if (asks_for_money(one.kind)) check(one, now);
        }
        auto const waiting = told.account().client.correspondence.under_way;
        for (auto const& one : waiting) deliver(one, now);
    }

    void pay(std::int64_t most, instant now) {
        auto const open = balance_of(told.booking()).open.minor_units();
        if (open == 0) return;
        take_by_hand paid{told.id(),
                          "slip " + std::to_string(++slips),
                          eur(std::min(open, most)),
                          hand_kind::cash,
                          date_in(zone, now),
                          "Ana"};
        told.then(paid, now);
    }

    void happen(deed what, instant now) {
        auto const today = date_in(zone, now);
        auto const later = civil_date{std::chrono::sys_days{today} + days{9}};
        bool const open = !balance_of(told.booking()).open.is_zero();
        switch (what) {
            case deed::pays_part: pay(30'00, now); break;
            case deed::pays_all: pay(1'000'00, now); break;
            case deed::asks: told.then(client_says{told.id(), 1, client_wish::question, {}, "?"}, now); break;
            case deed::says_paid:
                told.then(client_says{told.id(), 1, client_wish::says_paid, {}, ""}, now);
                break;
            case deed::wants_time:
                if (open_of(told.booking(), {1}).is_zero()) break;
                told.then(client_says{told.id(), 1, client_wish::more_time, later, ""}, now);
                // Granted: the item is reminded from the start.
                if (!told.account().client.correspondence.resting)
                    std::erase_if(claimed, [](auto const& one) { return one.first == 1; });
                break;
            case deed::promises:
                if (open) told.then(note_contact{told.id(), later, "promised", "Ana"}, now);
                if (open) last_letter = now;
                break;
            case deed::person_resumes: told.then(resume_reminders{told.id(), "Ana"}, now); break;
            case deed::is_answered:
                if (auto const list = attention_of(told.booking()); !list.empty())
                    told.then(acknowledge{told.id(), list.front().id}, now);
                break;
            case deed::is_called:
                told.then(note_contact{told.id(), {}, "called", "Ana"}, now);
                last_letter = now;
                break;
        }
    }
};

year begin(std::string const& zone) {
    year made;
    made.zone = zone;
    made.told.rules.reminders.letters = made.told.rules.reminders.on = true;
    made.told.rules.reminders.holidays = {*parse_iso_date("2027-03-26"), *parse_iso_date("2027-03-29"),
                                          *parse_iso_date("2027-12-24")};
    auto asked = a_booking(eur(200'00), origin::api);
    asked.return_base.clear();
    asked.who = {"Ana", "ana@client.example", "", zone};
    auto const due = *rc::gen::inRange(-20, 60);
    asked.due = civil_date{std::chrono::sys_days{date_in(zone, new_year)} + days{due}};
    made.told.then(asked, new_year);
    if (*rc::gen::arbitrary<bool>()) {
        auto const second = civil_date{std::chrono::sys_days{*asked.due} + days{*rc::gen::inRange(1, 40)}};
        change_item const parts{
            made.told.id(), 1, {{eur(90'00), *asked.due}, {eur(110'00), second}}, "split", "Ana"};
        made.told.then(parts, new_year);
    }
    return made;
}

std::vector<std::pair<instant, deed>> deeds_of_a_year() {
    auto const count = *rc::gen::inRange(0, 6);
    std::vector<std::pair<instant, deed>> list;
    for (int i = 0; i < count; ++i) {
        auto const at = new_year + hours{*rc::gen::inRange(1, 24 * 150)};
        list.emplace_back(at, static_cast<deed>(*rc::gen::inRange(0, 9)));
    }
    std::sort(list.begin(), list.end());
    return list;
}

// A person took it over, whether they have looked yet or not.
bool was_taken_over(booking const& what, int item) {
    return std::any_of(what.handovers.begin(), what.handovers.end(), [item](handover const& h) {
        bool const ended = h.reason == "reminders_ended" || h.reason == "no_address" ||
                           h.reason == "reminders_undelivered" || h.reason == "rest_too_small";
        return h.item == item && ended && !h.over;
    });
}

// What the client said is no reason any more once nothing waits for a person.
bool rests_for_a_reason(account const& all, booking const& what) {
    auto const& rest = all.client.correspondence.resting;
    if (!rest) return false;
    bool const was_said =
        rest->reason == "question" || rest->reason == "says_paid" || rest->reason == "asks_for_time";
    return !was_said || !attention_of(what).empty();
}

// Everything unpaid is with a person, rests for a reason, or is still being written about.
void check_nothing_is_forgotten(year const& one, instant now) {
    auto const& what = one.told.booking();
    for (auto const& s : standing_of(what)) {
        if (s.open.is_zero()) continue;
        bool const with_a_person = was_taken_over(what, s.what.number);
        bool const rests = rests_for_a_reason(one.told.account(), what);
        bool const goes_on = next_reminder(one.told.account(), what, now, one.told.rules).has_value();
        RC_ASSERT((with_a_person || rests || goes_on));
    }
}

}  // namespace

TEST_CASE("a year of letters: in the window, three days apart, each step once, never for what is paid") {
    bool const holds = rc::check([] {
        auto one = begin(*rc::gen::elementOf(zones));
        auto deeds = deeds_of_a_year();
        instant now = new_year;
        instant const end = new_year + hours{24 * 365};
        while (now < end) {
            auto const next = next_reminder(one.told.account(), one.told.booking(), now, one.told.rules);
            if (next) RC_ASSERT(*next > now);
            if (!deeds.empty() && (!next || deeds.front().first <= *next)) {
                now = std::max(now, deeds.front().first);
                one.happen(deeds.front().second, now);
                deeds.erase(deeds.begin());
                continue;
            }
            if (!next || *next >= end) break;
            now = *next;
            one.look(now);
        }
        check_nothing_is_forgotten(one, now);
        RC_CLASSIFY(one.letters > 0);
    });
    CHECK(holds);
}

}  // namespace quittance::domain
