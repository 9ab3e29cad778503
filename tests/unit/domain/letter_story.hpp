// Clients who owe, and the letters they get: days in Lisbon; 21 November 2026 is a Saturday.
#pragma once
#include <doctest/doctest.h>

#include "collecting_story.hpp"
#include "quittance/domain/reminders.hpp"

namespace quittance::domain {

inline instant at(std::string const& text) { return *parse_rfc3339(text); }

// Sold by the business itself for 200.00, due on a day, of a client who can be written to.
inline book an_invoice(std::string const& due, std::string ref = "ref-1") {
    auto asked = a_booking(eur(200'00), origin::signed_link, std::move(ref));
    asked.return_base.clear();
    asked.who = {"Ana", "ana@example.org", "", "Europe/Lisbon"};
    asked.due = *parse_iso_date(due);
    return asked;
}

inline story with_letters() {
    story told;
    told.rules.reminders.letters = true;
    told.rules.reminders.on = true;
    return told;
}

inline story owing(std::string const& due) {
    auto told = with_letters();
    told.then(an_invoice(due), at("2026-11-02T10:00:00Z"));
    return told;
}

inline std::vector<letter> letters_under_way(story const& told) {
    return told.account().client.correspondence.under_way;
}

inline void deliver_letter(story& told, instant when, letter_state how = letter_state::accepted) {
    auto const waiting = letters_under_way(told);
    REQUIRE(waiting.size() == 1);
    auto const& one = waiting.front();
    told.then(begin_letter{told.id(), one.number}, when);
    told.then(letter_answered{told.id(), one.number, how, false, "250 ok"}, when);
}

// Looks whenever it is to be looked, until a day; answers what was sent on which day.
inline std::vector<std::string> sent_until(story& told, std::string const& end) {
    std::vector<std::string> list;
    auto now = told.last();
    while (auto const next = next_reminder(told.account(), told.booking(), now, told.rules)) {
        REQUIRE(*next > now);
        now = *next;
        if (now >= at(end)) break;
        told.then(remind{told.id()}, now);
        for (auto const& l : letters_under_way(told)) {
            list.push_back(rfc3339(now).substr(0, 10) + ' ' + std::string{name_of(l.kind)});
            deliver_letter(told, now);
        }
    }
    return list;
}

}  // namespace quittance::domain
