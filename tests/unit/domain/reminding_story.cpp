#include "reminding_story.hpp"

#include <doctest/doctest.h>

#include "quittance/domain/reminders.hpp"

namespace quittance::domain {

instant at(std::string const& text) { return *parse_rfc3339(text); }

book an_invoice(std::string const& due, std::string ref) {
    auto asked = a_booking(eur(200'00), origin::signed_link, std::move(ref));
    asked.return_base.clear();
    asked.who = {"Ana", "ana@example.org", "", "Europe/Lisbon"};
    asked.due = *parse_iso_date(due);
    return asked;
}

story with_letters() {
    story told;
    told.rules.reminders.letters = true;
    told.rules.reminders.on = true;
    told.rules.card_days = 0;
    return told;
}

story owing(std::string const& due) {
    auto told = with_letters();
    told.then(an_invoice(due), at("2026-11-02T10:00:00Z"));
    return told;
}

void sell_plan_by_mail(story& told, std::string const& ref, instant when) {
    auto asked = a_plan_booking(ref);
    asked.who.email = "ana@example.org";
    asked.agreed = consent_of(when);
    auto const id = told.id(ref);
    auto const named = [&ref](std::string const& prefix) { return prefix + ref.substr(ref.find('-') + 1); };
    told.then(asked, when);
    if (told.account().client.customer.empty())
        told.then(customer_created{id, {customer_id{"cus_1"}, when}, "https://pay.example/r/"}, when);
    told.then(checkout_created{id, 1, page_open(named("cs_"), 1)}, when);
    told.then(session_seen{id, page_paid(named("cs_"), 1, named("pi_"), "pm_1")}, when);
}

story plan_by_mail() {
    auto told = with_letters();
    sell_plan_by_mail(told, "ref-1", noon);
    return told;
}

std::vector<letter> letters_under_way(story const& told) {
    return told.account().client.correspondence.under_way;
}

void deliver_all(story& told, instant when, letter_state how) {
    for (auto const& one : letters_under_way(told)) {
        auto const booking = one.about.empty() ? told.id() : one.about.front().booking;
        told.then(begin_letter{booking, one.number}, when);
        told.then(letter_answered{booking, one.number, how, false, "250 ok"}, when);
    }
}

void deliver_all(story& told) { deliver_all(told, told.last()); }

void remind_to_the_last(story& told) {
    while (letters_under_way(told).empty() ||
           letters_under_way(told).front().kind != letter_kind::reminder_final) {
        deliver_all(told);
        auto const next = next_reminder(told.account(), told.booking(), told.last(), told.rules);
        REQUIRE(next);
        told.then(remind{told.id()}, *next);
    }
}

lines sent_until(story& told, std::string const& end, std::string const& ref) {
    lines list;
    auto now = told.last();
    while (auto const next = next_reminder(told.account(), told.booking(ref), now, told.rules)) {
        REQUIRE(*next > now);
        now = *next;
        if (now >= at(end)) break;
        told.then(remind{told.id(ref)}, now);
        for (auto const& l : letters_under_way(told))
            list.push_back(rfc3339(now).substr(0, 10) + ' ' + std::string{name_of(l.kind)});
        deliver_all(told, now);
    }
    return list;
}

}  // namespace quittance::domain
