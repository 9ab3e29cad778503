// Letters that do not arrive: servers that never take one, copies that nobody wants, and what follows from
// it.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

constexpr auto assistant = "office@example.org";

int told_of(story const& told, std::string const& reason) {
    auto const& list = told.booking().handovers;
    return static_cast<int>(
        std::count_if(list.begin(), list.end(), [&](handover const& h) { return h.reason == reason; }));
}

// The next letter, claimed and given up by everybody after two days.
void nobody_takes_the_next(story& told) {
    auto when = next_reminder(told.account(), told.booking(), told.last(), told.rules);
    while (when && letters_under_way(told).empty()) {
        told.then(remind{told.id()}, *when);
        if (letters_under_way(told).empty())
            when = next_reminder(told.account(), told.booking(), *when, told.rules);
    }
    REQUIRE(when);
    for (auto const& one : letters_under_way(told))
        told.then(letter_answered{told.id(), one.number, letter_state::given_up, false, ""},
                  *when + std::chrono::hours{48});
}

// The last automatic letter, at its server, with a copy for the assistant.
int copied_letter(story& told) {
    told.then(name_contacts{told.id(), {assistant}, "Ana"}, told.last());
    remind_to_the_last(told);
    int const number = letters_under_way(told).front().number;
    told.then(begin_letter{told.id(), number}, told.last());
    return number;
}

letter_came_back report(story const& told, int number, std::vector<failed_recipient> failed) {
    return {told.id(), number, false, "ana@example.org", "5.1.1", std::move(failed), {assistant}};
}

letter_state step_state(story const& told) {
    return told.account().client.correspondence.reminded.front().state;
}

}  // namespace

TEST_CASE("a mailbox whose server never takes a letter is told to a person, once until one gets through") {
    auto told = owing("2026-12-01");
    nobody_takes_the_next(told);
    CHECK(told_of(told, "letter_undelivered") == 1);
    CHECK(told.account().client.correspondence.silent == "ana@example.org");
    nobody_takes_the_next(told);
    CHECK(told_of(told, "letter_undelivered") == 1);
    auto const next = *next_reminder(told.account(), told.booking(), told.last(), told.rules);
    told.then(remind{told.id()}, next);
    deliver_all(told, next);
    CHECK(told.account().client.correspondence.silent.empty());
    nobody_takes_the_next(told);
    CHECK(told_of(told, "letter_undelivered") == 2);
}

TEST_CASE(
    "a copy's reader who bounces leaves the client's address and letter alone, and gets no copies more") {
    auto told = owing("2026-12-01");
    int const number = copied_letter(told);
    deliver_all(told);
    told.then(report(told, number, {{assistant, "5.1.1"}}), told.last());
    auto const& record = told.account().client.correspondence;
    CHECK(record.unreachable.empty());
    CHECK(record.refused_copies == std::vector<std::string>{assistant});
    CHECK(step_state(told) == letter_state::accepted);
    CHECK(told_of(told, "copy_refused") == 1);
    CHECK(told_of(told, "letter_bounced") == 0);
    CHECK(told.ask(report(told, number, {{assistant, "5.1.1"}}), told.last())->events.empty());
    // What comes back of the client's own is still heard.
    told.then(report(told, number, {{"ana@example.org", "5.1.1"}}), told.last());
    CHECK(told.account().client.correspondence.unreachable == "ana@example.org");
    CHECK(told_of(told, "letter_bounced") == 1);
}

TEST_CASE("a report that names both stops both; one that names nobody is about the client") {
    auto both = owing("2026-12-01");
    int const number = copied_letter(both);
    deliver_all(both);
    auto none = both;
    both.then(report(both, number, {{"ana@example.org", "5.1.1"}, {assistant, "5.1.1"}}), both.last());
    CHECK(both.account().client.correspondence.unreachable == "ana@example.org");
    CHECK(both.account().client.correspondence.refused_copies.size() == 1);
    none.then(report(none, number, {}), none.last());
    CHECK(none.account().client.correspondence.unreachable == "ana@example.org");
    CHECK(none.account().client.correspondence.refused_copies.empty());
}

TEST_CASE("a copy that a server refuses for its address is told to a person, and no copy goes there again") {
    auto told = owing("2026-12-01");
    int const number = copied_letter(told);
    letter_answered said{told.id(), number, letter_state::accepted, false, "250"};
    said.refused = {assistant};
    told.then(said, told.last());
    CHECK(told_of(told, "copy_refused") == 1);
    CHECK(told.account().client.correspondence.refused_copies == std::vector<std::string>{assistant});
    told.then(change_item{told.id(), 1, {{eur(200'00), *parse_iso_date("2027-03-01")}}, "later", "Ana"},
              told.last());
    deliver_all(told);
    remind_to_the_last(told);
    CHECK(letters_under_way(told).front().cc.empty());
    // Whoever is taken off the list and named again has had the address put right.
    told.then(name_contacts{told.id(), {}, "Ana"}, told.last());
    told.then(name_contacts{told.id(), {assistant}, "Ana"}, told.last());
    CHECK(told.account().client.correspondence.refused_copies.empty());
}

TEST_CASE("a server that gave up after days says nothing of who lives at the address") {
    auto told = owing("2026-12-01");
    auto const when = *next_reminder(told.account(), told.booking(), told.last(), told.rules);
    told.then(remind{told.id()}, when);
    deliver_all(told, when);
    told.then(letter_came_back{told.id(), 1, false, "ana@example.org", "4.4.1"}, told.last());
    CHECK(told.account().client.correspondence.unreachable.empty());
    CHECK(step_state(told) == letter_state::bounced);
    CHECK(told_of(told, "letter_undelivered") == 1);
}

TEST_CASE("a letter that came back is followed by no firmer one: a person takes over on its day") {
    auto told = owing("2026-12-01");
    CHECK(sent_until(told, "2026-12-05T00:00:00Z").size() == 3);
    told.then(letter_came_back{told.id(), 3, false, "ana@example.org", "5.7.1"}, told.last());
    CHECK(sent_until(told, "2027-06-01T00:00:00Z").empty());
    REQUIRE(told_of(told, "reminders_undelivered") == 1);
    CHECK(rfc3339(told.booking().handovers.back().at).substr(0, 10) == "2026-12-11");
    CHECK(told.booking().handovers.back().item == 1);
}

TEST_CASE("a better address begins anew what did not arrive at the former one") {
    for (bool const handed : {false, true}) {
        auto told = owing("2026-12-01");
        CHECK(sent_until(told, "2026-12-05T00:00:00Z").size() == 3);
        told.then(letter_came_back{told.id(), 3, false, "ana@example.org", "5.7.1"}, told.last());
        if (handed) CHECK(sent_until(told, "2026-12-12T00:00:00Z").empty());
        told.then(ask_address{told.id(), "ana@new.example"}, told.last());
        told.then(confirm_address{told.id(), 1}, told.last());
        deliver_all(told);
        CHECK_FALSE(sent_until(told, "2027-06-01T00:00:00Z").empty());
    }
}

TEST_CASE("a letter that is withdrawn says why") {
    auto const why = [](auto happen) {
        auto told = owing("2026-12-01");
        told.then(remind{told.id()}, at("2026-12-01T09:00:00Z"));
        happen(told);
        auto const made = told.ask(begin_letter{told.id(), 1}, told.last());
        REQUIRE(made.has_value());
        auto const* const said = std::get_if<letter_recorded>(&made->events.front());
        REQUIRE(said);
        CHECK(said->state == letter_state::withdrawn);
        return said->reply;
    };
    CHECK(why([](story& told) { told.rules.reminders.on = false; }) == "off");
    CHECK(why([](story& told) {
              told.then(rest_reminders{told.id(), "pause", {}, "", "Ana"}, told.last());
          }) == "resting");
    CHECK(why([](story& told) {
              told.then(note_contact{told.id(), {}, "Called", "Ana"}, told.last() + std::chrono::minutes{5});
          }) == "too_soon");
    CHECK(why([](story& told) {
              told.then(take_by_hand{told.id(), "slip", eur(200'00), hand_kind::cash,
                                     *parse_iso_date("2026-12-01"), "Ana"},
                        told.last());
          }) == "settled");
}

}  // namespace quittance::domain
