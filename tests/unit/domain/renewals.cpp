// What was agreed, in writing, after it was changed: a new version, and a letter to both sides.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

consent in_writing(account const&, booking const& what, agreed_terms const& about) {
    consent made;
    made.text = "version " + std::to_string(about.version) + ":";
    for (auto const& s : standing_of(what))
        made.text +=
            ' ' + iso_date(s.what.due) + ' ' + plain_text(s.what.amount) + " paid " + plain_text(s.paid);
    made.hash = "hash " + std::to_string(about.version);
    made.note = "note " + std::to_string(about.version);
    return made;
}

story writing(story told) {
    told.rules.write_agreement = in_writing;
    return told;
}

change_item later(story const& told, int item, std::string const& day) {
    for (auto const& i : told.booking().items)
        if (i.number == item)
            return {told.id(), item, {{i.amount, *parse_iso_date(day)}}, "on the phone", "ann"};
    FAIL("no such item");
    return {};
}

instant const asked_at = at("2026-11-25T20:00:00Z");

}  // namespace

TEST_CASE(
    "an item on another day makes the next version of what was agreed, word for word, with who and why") {
    auto told = writing(plan_by_mail());
    told.then(later(told, 2, "2027-01-04"), asked_at);
    auto const& versions = told.booking().agreements;
    REQUIRE(versions.size() == 2);
    CHECK(versions.at(0).hash == "hash");
    auto const& fresh = versions.at(1);
    CHECK(fresh.version == 2);
    CHECK(fresh.at == asked_at);
    CHECK(fresh.reason == "on the phone");
    CHECK(fresh.author == "ann");
    CHECK(fresh.note == "note 2");
    CHECK(fresh.text ==
          "version 2: 2026-11-21 60.00 EUR paid 60.00 EUR 2027-01-04 60.00 EUR paid 0.00 EUR "
          "2027-01-21 60.00 EUR paid 0.00 EUR");
}

TEST_CASE("a change that changes nothing makes no version and no letter") {
    auto told = writing(plan_by_mail());
    deliver_all(told);
    told.then(later(told, 2, "2027-01-04"), asked_at);
    deliver_all(told);
    told.then(later(told, 2, "2027-01-04"), asked_at + std::chrono::hours{1});
    CHECK(told.booking().agreements.size() == 2);
    CHECK(letters_under_way(told).empty());
}

TEST_CASE("what the client was granted is a version of their own asking") {
    auto told = writing(owing("2026-12-01"));
    told.then(client_says{told.id(), 1, client_wish::more_time, parse_iso_date("2026-12-15"), ""}, asked_at);
    REQUIRE(told.booking().agreements.size() == 1);
    CHECK(told.booking().agreements.front().version == 1);
    CHECK(told.booking().agreements.front().author == "client");
    told.then(later(told, 1, "2026-12-20"), asked_at);
    REQUIRE(told.booking().agreements.size() == 2);
    CHECK(told.booking().agreements.back().version == 2);
}

TEST_CASE("what is passed on to a person changes nothing, and makes no version") {
    auto told = writing(owing("2026-12-01"));
    told.then(client_says{told.id(), 1, client_wish::more_time, parse_iso_date("2027-12-15"), ""}, asked_at);
    CHECK(told.booking().agreements.empty());
    CHECK(letters_under_way(told).empty());
}

TEST_CASE("a held booking owes nothing, and a plan nobody agreed to has nothing to renew") {
    auto held = writing(with_letters());
    held.then(a_booking(eur(120'00)));
    held.then(later(held, 1, "2026-12-24"));
    CHECK(held.booking().agreements.empty());
    auto sold = writing(with_letters());
    auto asked = a_plan_booking();
    asked.return_base.clear();
    sold.then(asked);
    sold.then(later(sold, 2, "2026-12-24"));
    CHECK(sold.booking().agreements.empty());
}

TEST_CASE("the written agreement goes to the client, and a copy to the business where it named an inbox") {
    auto told = writing(plan_by_mail());
    deliver_all(told);
    told.then(later(told, 2, "2027-01-04"), asked_at);
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().kind == letter_kind::agreement_changed);
    CHECK(letters_under_way(told).front().to == "ana@example.org");
    CHECK(letters_under_way(told).front().cc.empty());
    deliver_all(told);
    told.rules.reminders.owner = "desk@studio.example";
    told.then(later(told, 2, "2027-01-05"), asked_at);
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().cc == std::vector<std::string>{"desk@studio.example"});
}

TEST_CASE("the letter of a version that was replaced before it went out stays in the drawer") {
    auto told = writing(plan_by_mail());
    deliver_all(told);
    told.then(later(told, 2, "2027-01-04"), asked_at);
    told.then(later(told, 2, "2027-01-05"), asked_at);
    auto const both = letters_under_way(told);
    REQUIRE(both.size() == 2);
    told.then(begin_letter{told.id(), both.at(0).number}, asked_at);
    told.then(begin_letter{told.id(), both.at(1).number}, asked_at);
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().number == both.at(1).number);
    CHECK(letters_under_way(told).front().state == letter_state::attempting);
}

TEST_CASE(
    "the written agreement asks for no money: it is no contact, and is written at night and on a rest") {
    auto told = writing(owing("2026-12-01"));
    told.then(rest_reminders{told.id(), "pause", std::nullopt, "", "ann"}, asked_at);
    auto const midnight = at("2026-11-29T00:30:00Z");  // a Sunday
    told.then(later(told, 1, "2026-12-20"), midnight);
    auto const number = letters_under_way(told).front().number;
    told.then(begin_letter{told.id(), number}, midnight);
    told.then(letter_answered{told.id(), number, letter_state::accepted}, midnight);
    CHECK(letters_under_way(told).empty());
    CHECK_FALSE(told.account().client.correspondence.last_contact);
}

TEST_CASE("the first money of a single booking whose day was changed is confirmed alone") {
    auto told = writing(owing("2026-12-01"));
    told.then(later(told, 1, "2026-12-20"), asked_at);
    deliver_all(told);
    told.then(
        take_by_hand{told.id(), "slip", eur(200'00), hand_kind::cash, *parse_iso_date("2026-12-02"), "Ann"},
        asked_at);
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().kind == letter_kind::payment_received);
}

TEST_CASE("the next page of the processor repeats the newest version") {
    auto told = writing(plan_by_mail());
    told.then(later(told, 2, "2027-01-04"), asked_at);
    told.then(open_checkout{told.id(), "https://pay.example/r/", {2}}, asked_at);
    auto const found = std::ranges::find_if(
        told.effects(), [](effect const& e) { return std::holds_alternative<create_checkout>(e); });
    REQUIRE(found != told.effects().end());
    CHECK(std::get<create_checkout>(*found).agreement_hash == "hash 2");
    CHECK(std::get<create_checkout>(*found).terms_note == "note 2");
}

TEST_CASE("without words for it, a change is a change and nothing is put in writing") {
    auto told = plan_by_mail();
    told.then(later(told, 2, "2027-01-04"), asked_at);
    CHECK(told.booking().agreements.size() == 1);
}

}  // namespace quittance::domain
