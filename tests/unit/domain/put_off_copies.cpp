// Copies of the last automatic letter that a mail server put off while the client's own letter came to its
// end.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

using copied_to = std::vector<std::string>;
constexpr auto office = "office@example.org";
constexpr auto boss = "boss@example.org";

// The last automatic letter is claimed and sets out, to the client and two others.
story last_letter_out() {
    auto told = owing("2026-12-01");
    told.then(name_contacts{told.id(), {office, boss}, "Ana"}, told.last());
    remind_to_the_last(told);
    told.then(begin_letter{told.id(), letters_under_way(told).front().number}, told.last());
    return told;
}

int number_of_last(story const& told) { return told.account().client.correspondence.letters; }

letter_answered answer_of(story const& told, letter_state how, int number) {
    return {told.id(), number, how, false, "250 2.0.0"};
}

// The client has theirs, and so has the boss; the office's server said "not now".
story put_off(letter_state how = letter_state::accepted) {
    auto told = last_letter_out();
    auto said = answer_of(told, how, number_of_last(told));
    said.reached = {boss};
    said.put_off = {office};
    told.then(said, told.last());
    return told;
}

letter_state state_at_the_end(story const& told, int number) {
    auto state = letter_state::ordered;
    for (auto const& entry : told.ledger()) {
        for (auto const& e : entry.events) {
            auto const* const said = std::get_if<letter_recorded>(&e);
            if (said && said->letter == number) state = said->state;
        }
    }
    return state;
}

}  // namespace

TEST_CASE(
    "a copy that was put off goes on by itself, to its one reader, and asks for what the letter asks for") {
    for (auto const how : {letter_state::accepted, letter_state::uncertain}) {
        auto const told = put_off(how);
        REQUIRE(letters_under_way(told).size() == 1);
        auto const copy = letters_under_way(told).front();
        CHECK(copy.kind == letter_kind::reminder_final);
        CHECK(copy.copy_of == copy.number - 1);
        CHECK(copy.to == "ana@example.org");
        CHECK(copy.cc == copied_to{office});
        CHECK(copy.reached.empty());
        CHECK(copy.state == letter_state::ordered);
        REQUIRE(copy.about.size() == 1);
        CHECK(copy.about.front().step == -1);
        auto const order = std::get<send_letter>(told.effects().back());
        CHECK(order.letter == copy.number);
        CHECK(order.before == told.last() + std::chrono::hours{48});
    }
}

TEST_CASE("a letter that no server took yet keeps its copies: they go with its next try") {
    auto told = last_letter_out();
    auto said = answer_of(told, letter_state::ordered, number_of_last(told));
    said.put_off = {office, boss};
    told.then(said, told.last());
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().cc == copied_to{office, boss});
}

TEST_CASE("each copy that was put off is a letter of its own, and who has theirs gets none") {
    auto told = last_letter_out();
    auto said = answer_of(told, letter_state::accepted, number_of_last(told));
    said.put_off = {office, boss};
    told.then(said, told.last());
    REQUIRE(letters_under_way(told).size() == 2);
    CHECK(letters_under_way(told).at(0).cc == copied_to{office});
    CHECK(letters_under_way(told).at(1).cc == copied_to{boss});
}

TEST_CASE("what becomes of a copy is told in its own words, and says nothing of the client") {
    for (auto const how : {letter_state::accepted, letter_state::refused, letter_state::given_up}) {
        auto told = put_off();
        auto const before = told.account().client.correspondence;
        int const copy = number_of_last(told);
        auto const later = told.last() + std::chrono::minutes{40};
        if (how != letter_state::given_up) told.then(begin_letter{told.id(), copy}, later);
        auto said = answer_of(told, how, copy);
        said.address_gone = how == letter_state::refused;
        told.then(said, later);
        auto const& record = told.account().client.correspondence;
        CHECK(record.under_way.empty());
        CHECK(state_at_the_end(told, copy) == how);
        CHECK(state_at_the_end(told, copy - 1) == letter_state::accepted);
        CHECK(record.unreachable.empty());
        CHECK(record.last_contact == before.last_contact);
        CHECK(record.reminded == before.reminded);
        // A person hears of an address that is dead; what the client has is theirs all the same.
        auto const& told_of = told.booking().handovers;
        CHECK(told_of.size() == (how == letter_state::refused ? 1 : 0));
        if (!told_of.empty()) CHECK(told_of.front().reason == "copy_refused");
    }
}

TEST_CASE("a copy keeps no other letter waiting") {
    auto told = put_off();
    CHECK(obstacle_to_notice(told.account(), told.last(), told.rules).empty());
    told.then(begin_letter{told.id(), number_of_last(told)}, told.last() + std::chrono::minutes{40});
    CHECK(obstacle_to_notice(told.account(), told.last(), told.rules).empty());
}

TEST_CASE(
    "a copy of what was paid, or to whom the client took off the list, or while reminders rest stays here") {
    auto const ends = [](command what) {
        auto told = put_off();
        told.then(std::move(what), told.last());
        int copy = 0;
        for (auto const& one : letters_under_way(told))
            copy = std::max(copy, one.copy_of > 0 ? one.number : 0);
        told.then(begin_letter{told.id(), copy}, told.last() + std::chrono::minutes{40});
        return state_at_the_end(told, copy);
    };
    auto const id = booking_id_of(reference("ref-1"));
    CHECK(ends(take_by_hand{id, "slip", eur(200'00), hand_kind::transfer, *parse_iso_date("2026-12-22"),
                            "Ana"}) == letter_state::withdrawn);
    CHECK(ends(name_contacts{id, {boss}, "Ana"}) == letter_state::withdrawn);
    CHECK(ends(rest_reminders{id, "pause", {}, "", "Ana"}) == letter_state::withdrawn);
    CHECK(ends(note_contact{id, {}, "spoke", "Ana"}) == letter_state::ordered);
}

TEST_CASE("at night a copy waits, and in the morning it sets out") {
    auto told = put_off();
    int const copy = number_of_last(told);
    auto const morning = told.last();
    told.then(begin_letter{told.id(), copy}, morning + std::chrono::hours{12});
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().state == letter_state::ordered);
    told.then(begin_letter{told.id(), copy}, morning + std::chrono::hours{24});
    CHECK(letters_under_way(told).front().state == letter_state::attempting);
}

TEST_CASE("a copy that may have gone out when its gateway fell is not sent again") {
    auto told = put_off();
    int const copy = number_of_last(told);
    auto const set_out = told.last() + std::chrono::minutes{40};
    told.then(begin_letter{told.id(), copy}, set_out);
    CHECK(told.ask(begin_letter{told.id(), copy}, set_out + std::chrono::minutes{9})->events.empty());
    told.then(begin_letter{told.id(), copy}, set_out + std::chrono::minutes{11});
    CHECK(letters_under_way(told).empty());
    CHECK(state_at_the_end(told, copy) == letter_state::uncertain);
}

}  // namespace quittance::domain
