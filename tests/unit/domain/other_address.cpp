// Another address for letters: asked for on the client's page, confirmed by who reads mail there.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/erasure.hpp"
#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

constexpr auto former = "ana@example.org";
constexpr auto wanted = "ana@new.example";
auto const asked_at = [] { return at("2026-11-25T20:00:00Z"); };
auto const hours = [](int count) { return std::chrono::hours{count}; };

// Letters by kind and address, in the order they were ordered.
lines told_to(story const& told) {
    lines all;
    for (auto const& one : letters_under_way(told))
        all.push_back(std::string{name_of(one.kind)} + ' ' + one.to);
    return all;
}

story asked_for(std::string const& address = wanted) {
    auto told = owing("2026-12-01");
    told.then(ask_address{told.id(), address}, asked_at());
    return told;
}

story confirmed() {
    auto told = asked_for();
    deliver_all(told, asked_at());
    told.then(confirm_address{told.id(), 1}, asked_at() + hours(1));
    return told;
}

refusal_reason refused(story const& told, command const& asked, instant when) {
    auto const answer = told.ask(asked, when);
    REQUIRE_FALSE(answer.has_value());
    return answer.error().reason;
}

}  // namespace

TEST_CASE("an address that is asked for changes nothing: the one in force is told, the other one is asked") {
    auto const told = asked_for();
    CHECK(told_to(told) ==
          lines{std::string{"address_asked "} + former, std::string{"address_confirm "} + wanted});
    CHECK(address_of(told.account(), told.booking()) == former);
    CHECK(told.account().client.correspondence.page_generation == 0);
    REQUIRE(told.account().client.address_asked);
    CHECK(told.account().client.address_asked->until == asked_at() + address_link_lifetime);
}

TEST_CASE("what is confirmed takes effect: letters go there, older links end, and both addresses are told") {
    auto const told = confirmed();
    CHECK(address_of(told.account(), told.booking()) == wanted);
    CHECK(told.account().client.correspondence.page_generation == 1);
    CHECK_FALSE(told.account().client.address_asked);
    CHECK(told_to(told) ==
          lines{std::string{"address_changed "} + former, std::string{"address_changed "} + wanted});
}

TEST_CASE("a reminder that was claimed before keeps its address; the next one goes to the new one") {
    auto told = owing("2026-12-01");
    told.then(remind{told.id()}, at("2026-11-24T09:30:00Z"));
    told.then(ask_address{told.id(), wanted}, at("2026-11-24T09:31:00Z"));
    told.then(confirm_address{told.id(), 1}, at("2026-11-24T09:32:00Z"));
    CHECK(letters_under_way(told).front().to == former);
    told.then(begin_letter{told.id(), 1}, at("2026-11-24T09:33:00Z"));
    CHECK(letters_under_way(told).front().state == letter_state::attempting);
    deliver_all(told);
    told.then(remind{told.id()}, at("2026-12-01T09:30:00Z"));
    REQUIRE_FALSE(letters_under_way(told).empty());
    CHECK(letters_under_way(told).front().to == wanted);
}

TEST_CASE("a confirmation is good once, in its time, and only for the latest ask") {
    auto const once = confirmed();
    CHECK(refused(once, confirm_address{once.id(), 1}, asked_at() + hours(2)) ==
          refusal_reason::change_unknown);
    auto told = asked_for();
    CHECK(refused(told, confirm_address{told.id(), 1}, asked_at() + address_link_lifetime) ==
          refusal_reason::change_unknown);
    told.then(ask_address{told.id(), "other@new.example"}, asked_at() + hours(1));
    CHECK(refused(told, confirm_address{told.id(), 1}, asked_at() + hours(2)) ==
          refusal_reason::change_unknown);
    CHECK(told.ask(confirm_address{told.id(), 2}, asked_at() + hours(2)).has_value());
}

TEST_CASE("the letter that asks the new address is not sent once its link leads nowhere") {
    auto told = asked_for();
    told.then(renew_page_link{told.id(), "Ana"}, asked_at() + hours(1));
    CHECK_FALSE(told.account().client.address_asked);
    told.then(begin_letter{told.id(), 2}, asked_at() + hours(1));
    auto const waiting = letters_under_way(told);
    CHECK(std::none_of(waiting.begin(), waiting.end(), [](letter const& l) { return l.to == wanted; }));
}

TEST_CASE("a button pressed twice asks once; a fourth ask within a day is refused, and is fine a day later") {
    auto told = asked_for();
    CHECK(told.ask(ask_address{told.id(), wanted}, asked_at() + std::chrono::minutes{5})->events.empty());
    told.then(ask_address{told.id(), wanted}, asked_at() + hours(1));
    told.then(ask_address{told.id(), "third@new.example"}, asked_at() + hours(2));
    ask_address const fourth{told.id(), "fourth@new.example"};
    CHECK(refused(told, fourth, asked_at() + hours(23)) == refusal_reason::asked_too_often);
    CHECK(told.ask(fourth, asked_at() + hours(24)).has_value());
}

TEST_CASE("no address but a plain one is asked for, and not the one in force") {
    auto const told = owing("2026-12-01");
    for (auto const* const bad :
         {"", "office", "a b@example.org", "a@example.org\r\nBcc: b@example.org", "a@x,b@y"})
        CHECK(refused(told, ask_address{told.id(), bad}, asked_at()) == refusal_reason::address_unfit);
    CHECK(told.ask(ask_address{told.id(), former}, asked_at())->events.empty());
}

TEST_CASE("without mail no address is asked for: nobody could confirm it") {
    auto told = owing("2026-12-01");
    told.rules.reminders.letters = false;
    CHECK(refused(told, ask_address{told.id(), wanted}, asked_at()) == refusal_reason::not_granted);
}

TEST_CASE("an address that mail servers refuse is not told, and its suppression ends with the change") {
    auto told = owing("2026-12-01");
    told.then(remind{told.id()}, at("2026-11-24T09:30:00Z"));
    told.then(begin_letter{told.id(), 1}, told.last());
    told.then(letter_answered{told.id(), 1, letter_state::refused, true, "550 5.1.1"}, told.last());
    CHECK(told.account().client.correspondence.unreachable == former);
    told.then(ask_address{told.id(), wanted}, asked_at());
    CHECK(told_to(told) == lines{std::string{"address_confirm "} + wanted});
    told.then(confirm_address{told.id(), 1}, asked_at() + hours(1));
    CHECK(told.account().client.correspondence.unreachable.empty());
    CHECK(told_to(told).back() == std::string{"address_changed "} + wanted);
}

TEST_CASE("a new address that is refused does not stop the letters to the one in force") {
    auto told = asked_for();
    told.then(begin_letter{told.id(), 2}, asked_at());
    told.then(letter_answered{told.id(), 2, letter_state::refused, true, "550 5.1.1"}, asked_at());
    CHECK(told.account().client.correspondence.unreachable.empty());
}

TEST_CASE("what nobody could be written to about is reminded once an address is confirmed") {
    auto told = owing("2026-11-10");
    told.then(remind{told.id()}, at("2026-11-10T09:30:00Z"));
    told.then(begin_letter{told.id(), 1}, told.last());
    told.then(letter_answered{told.id(), 1, letter_state::refused, true, "550 5.1.1"}, told.last());
    told.then(remind{told.id()}, at("2026-12-09T09:30:00Z"));
    auto const& handed = told.booking().handovers;
    CHECK(std::any_of(handed.begin(), handed.end(),
                      [](handover const& h) { return h.reason == "no_address"; }));
    told.then(ask_address{told.id(), wanted}, at("2026-12-09T10:00:00Z"));
    told.then(confirm_address{told.id(), 1}, at("2026-12-09T10:05:00Z"));
    deliver_all(told);
    auto const sent = sent_until(told, "2026-12-20T00:00:00Z");
    REQUIRE_FALSE(sent.empty());
    CHECK(sent.front().ends_with("reminder_gentle"));
}

TEST_CASE("erasing a client takes out the address that was asked for, and the one that was before") {
    std::vector<std::string> words;
    event asked = address_asked{{}, {1, wanted, {}, {}}};
    event changed = address_changed{{}, former, wanted, {}};
    add_person_words(words, asked);
    add_person_words(words, changed);
    CHECK(words == std::vector<std::string>{wanted, former});
    CHECK(erase_person(asked, words));
    CHECK(std::get<address_asked>(asked).what.address == erased_mark);
    CHECK(erase_person(changed, words));
    CHECK(std::get<address_changed>(changed).former == erased_mark);
    CHECK(std::get<address_changed>(changed).address == erased_mark);
}

TEST_CASE(
    "a client chooses among the cadences that the business offers, as long as nobody else chose for them") {
    auto told = owing("2026-12-01");
    told.rules.reminders.named = {{"short", {{{0}}, 28}}, {"firm", {{{0}, {1}}, 28}}};
    choose_cadence const brief{told.id(), "short", "client"};
    CHECK(refused(told, brief, told.last()) == refusal_reason::not_granted);
    told.rules.reminders.client_cadences = {"short"};
    CHECK(client_may_choose_cadence(told.account(), told.rules.reminders));
    told.then(brief, told.last());
    CHECK(told.account().client.correspondence.cadence == "short");
    CHECK(refused(told, choose_cadence{told.id(), "firm", "client"}, told.last()) ==
          refusal_reason::not_granted);
    told.then(choose_cadence{told.id(), "", "client"}, told.last());
    CHECK(told.account().client.correspondence.cadence.empty());
    told.then(choose_cadence{told.id(), "firm", "Ana"}, told.last());
    CHECK_FALSE(client_may_choose_cadence(told.account(), told.rules.reminders));
    CHECK(refused(told, brief, told.last()) == refusal_reason::not_granted);
}

}  // namespace quittance::domain
