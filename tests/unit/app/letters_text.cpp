// What became of a client's letters, as a text for the owner.
#include "letters_text.hpp"

#include <doctest/doctest.h>

#include "quittance/domain/decide.hpp"
#include "quittance/domain/reminders.hpp"

namespace quittance::app {
namespace {

instant when(char const* text) { return *parse_rfc3339(text); }

struct correspondence_told {
    domain::account all;
    std::vector<domain::event> ledger;
    domain::policy rules;
    domain::booking_id which;

    correspondence_told() {
        all.id = domain::client_id{"ana"};
        rules.zone = "Europe/Lisbon";
        rules.reminders.letters = rules.reminders.on = true;
        domain::book asked;
        asked.identity = {"page", domain::offer_id{"coaching"}, "ref-1"};
        asked.origin = domain::origin::signed_link;
        asked.terms.offer = asked.identity.offer;
        asked.terms.title = "Coaching";
        asked.terms.price = domain::money::minor(200'00, domain::currency::parse("eur").value());
        asked.who = {"Ana", "ana@client.example", "", ""};
        asked.due = *parse_iso_date("2026-12-01");
        asked.page_token = "token";
        which = domain::booking_id_of(asked.identity);
        then(asked, "2026-11-02T10:00:00Z");
    }
    void then(domain::command what, char const* at) {
        auto const made = domain::decide(all, what, when(at), rules);
        REQUIRE(made.has_value());
        for (auto const& e : made->events) {
            domain::evolve(all, e);
            ledger.push_back(e);
        }
    }
    std::string text(char const* now) const { return letters_text(all, ledger, rules, when(now)); }
    bool says(std::string const& line, char const* now) const {
        return text(now).find(line + '\n') != std::string::npos;
    }
};

}  // namespace

TEST_CASE("each letter is a line with its state, time and reason, and the next one with its day") {
    correspondence_told one;
    CHECK(one.says("    next: reminder_before on 2026-11-24", "2026-11-03T10:00:00Z"));
    one.then(domain::remind{one.which}, "2026-11-24T09:00:00Z");
    one.then(domain::begin_letter{one.which, 1}, "2026-11-24T09:00:00Z");
    one.then(domain::letter_answered{one.which, 1, domain::letter_state::accepted, false, "250 2.0.0"},
             "2026-11-24T09:01:00Z");
    CHECK(one.says("    letter 1  reminder_before: accepted on 2026-11-24 09:01, 250 2.0.0",
                   "2026-11-25T10:00:00Z"));
    one.then(domain::remind{one.which}, "2026-12-01T09:00:00Z");
    one.then(domain::note_contact{one.which, {}, "Called", "Bo"}, "2026-12-01T09:01:00Z");
    one.then(domain::begin_letter{one.which, 2}, "2026-12-01T09:02:00Z");
    CHECK(one.says("    letter 2  reminder_due: withdrawn on 2026-12-01 09:02, too_soon",
                   "2026-12-01T10:00:00Z"));
    CHECK(one.says("    not now: too_soon", "2026-12-01T10:00:00Z"));
    CHECK(one.says("    next: reminder_gentle on 2026-12-04", "2026-12-01T10:00:00Z"));
}

TEST_CASE("what rests a client's letters is told with its reason, its end and who said so") {
    correspondence_told one;
    one.then(domain::rest_reminders{one.which, "pause", parse_iso_date("2027-01-05"), "On holiday", "Bo"},
             "2026-11-20T10:00:00Z");
    CHECK(one.says("    rest: pause until 2027-01-05, by Bo since 2026-11-20 10:00: On holiday",
                   "2026-11-21T10:00:00Z"));
    CHECK(one.says("    not now: resting", "2026-12-02T10:00:00Z"));
    CHECK(one.says("    not now: resting", "2026-12-02T20:00:00Z"));
    CHECK(one.says("    next: reminder_gentle on 2027-01-05", "2026-12-02T10:00:00Z"));
}

TEST_CASE("what a client said rests their letters until a person has dealt with it, and is told so long") {
    correspondence_told one;
    one.then(domain::client_says{one.which, 0, domain::client_wish::says_paid, {}, ""},
             "2026-11-20T10:00:00Z");
    CHECK(
        one.says("    rest: says_paid until a person has dealt with it, by the client since 2026-11-20 10:00",
                 "2026-11-21T10:00:00Z"));
    one.then(domain::acknowledge{one.which, "says_paid:1"}, "2026-11-23T10:00:00Z");
    CHECK(one.text("2026-11-23T11:00:00Z").find("rest:") == std::string::npos);
    CHECK(one.says("    next: reminder_before on 2026-11-24", "2026-11-23T11:00:00Z"));
}

TEST_CASE("an address that servers refuse is named, and so is the person's day") {
    correspondence_told one;
    one.then(domain::remind{one.which}, "2026-11-24T09:00:00Z");
    one.then(domain::begin_letter{one.which, 1}, "2026-11-24T09:00:00Z");
    one.then(domain::letter_answered{one.which, 1, domain::letter_state::refused, true, "550 5.1.1"},
             "2026-11-24T09:01:00Z");
    CHECK(one.says("    nothing goes to ana@client.example: mail servers refuse it", "2026-11-25T10:00:00Z"));
    CHECK(one.says("    next: a person takes over on 2026-12-01", "2026-11-25T10:00:00Z"));
}

}  // namespace quittance::app
