// When a letter may be claimed and set out, as things are before the event: 15, 16, 23.
#include <algorithm>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

using std::chrono::days;
using std::chrono::hours;

std::string named(std::string const& client, json::object const& letter) {
    return kind_of(letter) + ", letter " + std::to_string(number_in(letter, "number", 1)) + " of account " +
           client;
}

instant moment(millis at) { return instant{milliseconds{at}}; }

json::object const& who_of(known_account const& known) {
    static json::object const nobody;
    return known.folded.client.who.is_object() ? known.folded.client.who.as_object() : nobody;
}

booking_model const* find(known_account const& known, std::string const& booking) {
    auto const found = known.folded.bookings.find(booking);
    return found == known.folded.bookings.end() ? nullptr : &found->second;
}

// Why nobody may be asked for this item now; empty: it is unpaid.
std::string settled_because(known_account const& known, std::string const& kind, item_key const& about) {
    auto const* const what = find(known, about.first);
    if (!what) return "there is no such booking";
    auto const open = sums_of(*what).open_items;
    auto const left = open.find(about.second);
    if (left == open.end() || left->second <= 0) return "it is paid";
    if (what->closed_at) return "it is closed";
    if (is_contested(*what)) return "a dispute is open";
    if (!owes_in_earnest(*what)) return "it is not owed in earnest";
    if (is_being_paid(*what, about.second)) return "it is being paid";
    bool const notice = kind == "notice_before_charge";
    if (notice != collects_itself(*what, about.second))
        return notice ? "no card is going to be charged" : "the kept card pays it";
    return {};
}

std::string text_of(item_key const& item) {
    return "item " + std::to_string(item.second) + " of booking " + item.first;
}

std::int64_t day_number(instant local) {
    return std::chrono::floor<days>(local).time_since_epoch() / days{1};
}

bool asks_for_money(std::string const& kind) { return is_sent_once(kind); }

}  // namespace

void auditor::state::judge_letter_event(known_account const& known, std::string const& client,
                                        std::string const& name, json::object const& event, instant at) {
    if (name == "letter_begun") mail[client].started.insert(static_cast<int>(number_in(event, "letter")));
    if (loss_open) return;
    if (name == "letter_ordered") judge_claim(known, client, object_in(event, "what"), at);
    if (name == "letter_begun") judge_start(known, client, event, at);
    if (name == "letter_recorded") judge_answer(known, client, event, at);
    if (name == "handed_over") judge_grant(client, known, event, at);
    // One step lower again, or open once more after it was settled: the same step is another one then.
    if (name == "reminders_resumed" && flag_in(event, "lowered")) mail[client].steps.clear();
    if (name == "reminders_resumed")
        for (auto& [item, since] : mail[client].reminded_since) since = moment(number_in(event, "at"));
    if (name == "reminders_begun_anew") judge_anew(known, client, event, at);
    if (name != "letter_ordered") return;
    for (auto const& each : array_in(event, "settled")) {
        auto const& one = each.as_object();
        item_key const item{text_in(one, "booking"), static_cast<int>(number_in(one, "item"))};
        std::erase_if(mail[client].steps,
                      [&item](auto const& known_step) { return known_step.first == item; });
        mail[client].reminded_since.erase(item);
    }
}

void auditor::state::judge_hours(known_account const& known, std::string const& told, instant when,
                                 instant at) {
    auto const local = wall_time(who_of(known), when);
    if (!local) return;
    auto const& rules = options.letters;
    auto const of_day = *local - std::chrono::floor<days>(*local);
    if (of_day < hours{rules.from} || of_day >= hours{rules.until}) report(23, at, told + " comes at night");
    auto const week = std::chrono::weekday{std::chrono::floor<days>(*local)}.iso_encoding();
    if (week > 5 || rules.holidays.contains(date_text(*local)))
        report(23, at, told + " comes on a day without business");
}

// 23: nothing rests it, nobody was written to just now, and it goes to the client.
void auditor::state::judge_asked(known_account const& known, std::string const& told,
                                 json::object const& letter, instant when, instant at) {
    auto const& record = known.folded.client.letters;
    auto const local = wall_time(who_of(known), when);
    bool const over = record.resting && record.resting->contains("until") && local &&
                      date_text(*local) >= text_in(*record.resting, "until");
    if (is_reminder(kind_of(letter)) && record.resting && !over)
        report(23, at, told + " comes while reminders rest");
    if (is_reminder(kind_of(letter)) && record.last_contact && local) {
        auto const before = wall_time(who_of(known), moment(*record.last_contact));
        if (before && day_number(*local) - day_number(*before) < options.letters.days_apart)
            report(23, at, told + " follows the contact of " + rfc3339(moment(*record.last_contact)));
    }
    for (auto const& [number, other] : record.under_way) {
        bool const counts = asks_for_money(kind_of(other)) && !is_copy(other);
        if (number == number_in(letter, "number", 1) || !counts) continue;
        report(23, at, told + " is claimed beside letter " + std::to_string(number));
    }
}

void auditor::state::judge_claim(known_account const& known, std::string const& client,
                                 json::object const& letter, instant at) {
    auto const told = named(client, letter);
    auto const kind = kind_of(letter);
    auto const& record = known.folded.client.letters;
    auto const when = moment(number_in(letter, "at"));
    auto const own = text_in(who_of(known), "email");
    auto const to = text_in(letter, "to");
    if (!options.letters.letters) report(23, at, told + " is ordered and letters are off");
    // The letter itself was judged; its copy claims nothing, and waits for its hours.
    if (is_copy(letter)) return judge_copy(told, letter, at);
    if (!own.empty() && to != own) report(23, at, told + " goes to another address than the client's");
    if (!to.empty() && to == record.unreachable) report(23, at, told + " goes where nobody lives");
    if (number_in(letter, "number", 1) <= record.letters) report(16, at, told + " is ordered a second time");
    if (!is_reminder(kind) && kind != "notice_before_charge") return;
    if (!options.letters.reminders) report(23, at, told + " is ordered and reminders are off");
    judge_hours(known, told, when, at);
    judge_asked(known, told, letter, when, at);
    if (about_of(letter).empty()) report(15, at, told + " is about nothing");
    for (auto const& [item, step] : about_of(letter)) {
        auto const why = settled_because(known, kind, item);
        if (!why.empty()) report(15, at, told + " asks for " + text_of(item) + ", but " + why);
        auto const before = record.reminded.find(item);
        if (step >= 0 && before != record.reminded.end() && before->second.step >= step)
            report(16, at, told + " claims a step of " + text_of(item) + " that was claimed before");
        if (!is_reminder(kind)) mail[client].reminded_since.erase(item);
        if (step >= 0) mail[client].reminded_since.emplace(item, when);
    }
}

// 16 and 23: for one reader whom the letter was for, and no step of it is claimed again.
void auditor::state::judge_copy(std::string const& told, json::object const& letter, instant at) {
    if (array_in(letter, "cc").size() != 1) report(23, at, told + " is a copy for nobody, or for several");
    if (number_in(letter, "copy_of") >= number_in(letter, "number", 1))
        report(16, at, told + " is a copy of a letter that is still to come");
    for (auto const& [item, step] : about_of(letter)) {
        if (step >= 0) report(16, at, told + " is a copy and claims a step of " + text_of(item));
    }
}

// The last moment before its data goes out.
void auditor::state::judge_start(known_account const& known, std::string const& client,
                                 json::object const& event, instant at) {
    auto const& record = known.folded.client.letters;
    auto const number = static_cast<int>(number_in(event, "letter"));
    auto const entry = record.under_way.find(number);
    if (entry == record.under_way.end()) {
        report(16, at,
               "letter " + std::to_string(number) + " of account " + client + " begins after its end");
        return;
    }
    auto const& letter = entry->second;
    auto const told = named(client, letter);
    auto const kind = kind_of(letter);
    if (!is_sent_once(kind)) return;
    if (state_of(letter) == "attempting") report(16, at, told + " is begun again, and may have gone out");
    auto& wanted = mail[client].wanted[number];
    wanted.clear();
    for (auto const& each : about_of(letter)) {
        if (settled_because(known, kind, each.item).empty()) wanted.insert(each.item);
    }
    if (wanted.empty()) report(15, at, told + " sets out, and nothing of it is open");
    if (!is_reminder(kind)) return;
    auto const when = moment(number_in(event, "at"));
    judge_hours(known, told, when, at);
    if (record.resting) report(23, at, told + " sets out while reminders rest");
    bool const spoken = record.last_contact && *record.last_contact > number_in(letter, "at");
    if (spoken) report(23, at, told + " sets out after another contact");
}

// Only what was spoken of before begins anew, and only while something of it is open.
void auditor::state::judge_anew(known_account const& known, std::string const& client,
                                json::object const& event, instant at) {
    auto const* const what = find(known, text_in(event, "booking"));
    auto const open = what ? sums_of(*what).open_items : std::map<int, std::int64_t>{};
    for (auto const& each : array_in(event, "items")) {
        item_key const item{text_in(event, "booking"), static_cast<int>(each.as_int64())};
        auto const left = open.find(item.second);
        bool const owed = left != open.end() && left->second > 0;
        bool const spoken = known.folded.client.letters.reminded.contains(item) ||
                            (what && was_handed_over(*what, item.second));
        if (!owed || !spoken)
            report(16, at, text_of(item) + " of account " + client + " is to be reminded from the start");
        std::erase_if(mail[client].steps,
                      [&item](auto const& known_step) { return known_step.first == item; });
        mail[client].reminded_since.erase(item);
    }
}

// The client's own wishes are granted once, and not beyond what the policy says.
void auditor::state::judge_grant(std::string const& client, known_account const& known,
                                 json::object const& event, instant at) {
    auto const& what = object_in(event, "what");
    auto const reason = text_in(what, "reason");
    if (reason != "time_granted" && reason != "parts_granted") return;
    item_key const item{text_in(event, "booking"), static_cast<int>(number_in(what, "item"))};
    auto const* const booking = find(known, item.first);
    bool const before =
        booking &&
        std::any_of(booking->handovers.begin(), booking->handovers.end(), [&item](json::object const& h) {
            auto const said = text_in(h, "reason");
            bool const granted = said == "time_granted" || said == "parts_granted";
            return granted && number_in(h, "item") == item.second;
        });
    if (before) report(23, at, text_of(item) + " of account " + client + " is given more time twice");
}

}  // namespace quittance::simulation
