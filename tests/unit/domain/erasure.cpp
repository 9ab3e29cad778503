// A client is erased on request: what stands against it, what is left, and what can be asked afterwards.
#include "quittance/domain/erasure.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

using kind = erasure_obstacle_kind;

std::vector<kind> obstacles(story const& told) {
    std::vector<kind> found;
    for (auto const& one : obstacles_to_erasure(told.account(), told.last())) found.push_back(one.what);
    return found;
}

story paid_by_ana() {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(session_seen{told.id(), session_paid(eur(12'000))});
    return told;
}

// The account as its ledger folds once the person is out of it.
account erased(story const& told) {
    account left;
    left.id = told.account().id;
    std::vector<std::string> words;
    for (auto const& entry : told.ledger()) {
        for (auto const& said : entry.events) add_person_words(words, said);
    }
    for (auto entry : told.ledger()) {
        for (auto& said : entry.events) {
            erase_person(said, words);
            evolve(left, said);
        }
        ++left.version;
    }
    evolve(left, person_erased{{told.last(), "ann", "the head before", 7}});
    return left;
}

refusal_reason refused(account const& all, command const& asked) {
    auto const answer = decide(all, asked, noon, {});
    REQUIRE_FALSE(answer.has_value());
    return answer.error().reason;
}

}  // namespace

TEST_CASE("a client who paid and owes nothing may be erased") { CHECK(obstacles(paid_by_ana()).empty()); }

TEST_CASE(
    "a client is not erased while something is open, may still be paid, or waits for its first payment") {
    story invoiced;
    invoiced.then(an_invoice("2026-12-01"));
    CHECK(obstacles(invoiced) == std::vector{kind::open_money});
    CHECK(obstacles(awaiting_payment(eur(12'000), origin::api)) ==
          std::vector{kind::open_money, kind::payer_lives});
    CHECK(obstacles(awaiting_payment(eur(12'000))) == std::vector{kind::held, kind::payer_lives});
}

TEST_CASE("a client is not erased while a dispute runs, money goes back, or money fits nothing agreed") {
    auto disputed = paid_by_ana();
    disputed.then(dispute_seen{disputed.id(), a_dispute(eur(12'000), dispute_status::needs_response)});
    CHECK(obstacles(disputed) == std::vector{kind::dispute_open});
    auto returning = paid_by_ana();
    order_refund back;
    back.booking = returning.id();
    back.reason = "ill";
    back.author = "ann";
    back.id = "r1";
    returning.then(back);
    CHECK(obstacles(returning) == std::vector{kind::refund_under_way});
    auto twice = paid_by_ana();
    twice.then(intent_seen{twice.id(), intent_succeeded(eur(12'000), "pi_2")});
    CHECK(obstacles(twice) == std::vector{kind::money_unallocated});
}

TEST_CASE("a client is not erased while a letter is on its way; one that waits is no obstacle") {
    auto told = owing("2026-11-10");
    told.then(remind{told.id()}, at("2026-11-10T09:00:00Z"));
    CHECK(obstacles(told) == std::vector{kind::open_money});
    told.then(begin_letter{told.id(), 1}, told.last());
    CHECK(obstacles(told) == std::vector{kind::letter_under_way, kind::open_money});
}

TEST_CASE("an erased account keeps its money and knows nobody") {
    auto told = owing("2026-11-10");
    told.then(name_contacts{told.id(), {"office@example.org"}, "Ana"}, told.last());
    told.then(client_says{told.id(), 1, client_wish::question, std::nullopt, "I am in hospital"},
              told.last());
    take_by_hand cash{told.id(), "slip 7", eur(20'000), hand_kind::cash, {}, "Ana"};
    cash.on = std::chrono::year{2026} / 11 / 9;
    told.then(cash, told.last());
    auto const left = erased(told);
    auto const& what = left.bookings.at(told.id());
    CHECK(balance_of(what).received == eur(20'000));
    CHECK(what.items == told.booking().items);
    CHECK(what.who.name.empty());
    CHECK(what.who.email.empty());
    CHECK(what.who.zone == told.booking().who.zone);
    CHECK(what.page_token.empty());
    CHECK(left.client.who.email.empty());
    CHECK(left.client.further.empty());
    CHECK(left.client.erased->author == "ann");
    CHECK_FALSE(left.client.correspondence.resting);
    CHECK(left.client.correspondence.under_way.empty());
    CHECK(left.client.correspondence.page_generation == 1);
    CHECK(attention_of(what).empty());
}

TEST_CASE("nothing is said to an erased client any more, and nothing of them is noted") {
    auto const told = paid_by_ana();
    auto const left = erased(told);
    auto const id = told.id();
    CHECK(refused(left, note_contact{id, std::nullopt, "called", "ann"}) == refusal_reason::client_erased);
    CHECK(refused(left, name_contacts{id, {"a@x.example"}, "ann"}) == refusal_reason::client_erased);
    CHECK(refused(left, client_says{id, 1, client_wish::question, {}, "?"}) == refusal_reason::client_erased);
    CHECK(refused(left, renew_page_link{id, "ann"}) == refusal_reason::client_erased);
    CHECK(refused(left, a_booking(eur(100), origin::api, "ref-2")) == refusal_reason::client_erased);
    for (command const& asked : {command{remind{id}}, command{letter_came_back{id, 1, true, "", ""}}}) {
        auto const answer = decide(left, asked, noon, told.rules);
        REQUIRE(answer.has_value());
        CHECK(answer->events.empty());
    }
}

TEST_CASE("a dispute that comes after the erasure is recorded, and no letter follows") {
    auto const told = paid_by_ana();
    auto const left = erased(told);
    auto rules = with_letters().rules;
    auto const answer = decide(
        left, dispute_seen{told.id(), a_dispute(eur(12'000), dispute_status::needs_response)}, noon, rules);
    REQUIRE(answer.has_value());
    CHECK(answer->events.size() == 1);
    CHECK(answer->effects.empty());
    auto back =
        decide(left, refund_seen{told.id(), a_refund(eur(12'000), refund_status::succeeded)}, noon, rules);
    REQUIRE(back.has_value());
    CHECK(back->effects.empty());
    auto open = left;
    open.bookings.at(told.id()).payments.clear();
    CHECK_FALSE(next_wake(open, open.bookings.at(told.id()), noon, rules) ==
                std::optional{noon + std::chrono::seconds{1}});
}

TEST_CASE("where what was sold names the person, the name goes and the rest stays") {
    event said = booked{};
    auto& what = std::get<booked>(said).what;
    what.who = {"Ana", "ana@example.org", "pt-PT", "Europe/Lisbon"};
    what.terms.title = "Coaching for Ana and Banana";
    what.terms.description = "write to ana@example.org";
    what.terms.price = eur(100);
    std::vector<std::string> words;
    add_person_words(words, said);
    CHECK(words == std::vector<std::string>{"Ana", "ana@example.org"});
    CHECK(erase_person(said, words));
    CHECK(what.terms.title == "Coaching for [erased] and Banana");
    CHECK(what.terms.description == "write to [erased]");
    CHECK(what.who.name == erased_mark);
    CHECK(what.who.locale == "pt-PT");
    CHECK_FALSE(erase_person(said, words));
}

TEST_CASE("a client who is called like the mark ends, too") {
    event said = booked{};
    auto& what = std::get<booked>(said).what;
    what.terms.title = "for erased, erased";
    CHECK(erase_person(said, {"erased"}));
    CHECK(what.terms.title == "for [erased], [erased]");
}

}  // namespace quittance::domain
