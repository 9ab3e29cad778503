#include <doctest/doctest.h>

#include <algorithm>

#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

story paid(money price) {
    auto told = awaiting_payment(price, origin::api);
    told.then(session_seen{told.id(), session_paid(price), false});
    return told;
}

order_refund back(story const& told, std::optional<money> amount, std::string id = "r-1") {
    order_refund asked;
    asked.booking = told.id();
    asked.amount = amount;
    asked.reason = "moved away";
    asked.author = "ann";
    asked.id = std::move(id);
    return asked;
}

refund_seen answered(story const& told, money amount, refund_status status, int order = 1) {
    auto fact = a_refund(amount, status, "re_" + std::to_string(order));
    fact.order = order;
    return {told.id(), fact};
}

refusal_reason refused(story const& told, command const& asked) {
    auto const answer = told.ask(asked);
    REQUIRE_FALSE(answer.has_value());
    return answer.error().reason;
}

// Two items of 60, each paid by a checkout of its own.
story paid_twice() {
    story told;
    auto asked = a_booking(eur(12'000), origin::api);
    asked.return_base.clear();
    told.then(asked);
    change_item halves{told.id(), 1, {}, "two halves", "ann"};
    auto const due = told.booking().items.at(0).due;
    halves.parts = {{eur(6'000), due}, {eur(6'000), due}};
    told.then(halves);
    told.then(open_checkout{told.id(), "https://pay.example/r/", {1}});
    auto first = session_paid(eur(6'000), "cs_1", "pi_1");
    told.then(session_seen{told.id(), first, false});
    told.then(open_checkout{told.id(), "https://pay.example/r/", {2}});
    auto second = session_paid(eur(6'000), "cs_2", "pi_2");
    second.checkout = 2;
    second.at = at_second(500);
    told.then(session_seen{told.id(), second, false});
    REQUIRE(state_of(told.booking()) == booking_state::paid);
    return told;
}

}  // namespace

TEST_CASE("a refund is ordered before the processor is asked") {
    auto told = paid(eur(12'000));
    told.then(back(told, eur(2'000)));
    REQUIRE(told.effects().size() == 1);
    auto const& order = std::get<create_refund>(told.effects()[0]);
    CHECK(order.order == 1);
    CHECK(order.intent == intent_id{"pi_1"});
    CHECK(order.amount == eur(2'000));
    CHECK(order.reason == "");
    auto const& kept = told.booking().refund_orders.at(0);
    CHECK(kept.reason == "moved away");
    CHECK(kept.author == "ann");
    CHECK(kept.items == std::vector<int>{1});
    CHECK(balance_of(told.booking()).went_back == eur(0));
}

TEST_CASE("a refund lowers what was received once the processor knows it, and is not owed again") {
    auto told = paid(eur(12'000));
    told.then(back(told, eur(2'000)));
    told.then(answered(told, eur(2'000), refund_status::pending));
    CHECK(balance_of(told.booking()).received == eur(10'000));
    CHECK(balance_of(told.booking()).open == eur(0));
    CHECK(told.booking().payments.at(0).refunds.at(0).order == 1);
}

TEST_CASE("a refund asked for again under its id is ordered once") {
    auto told = paid(eur(12'000));
    told.then(back(told, eur(2'000)));
    told.then(back(told, eur(2'000)));
    CHECK(told.effects().empty());
    CHECK(told.booking().refund_orders.size() == 1);
    CHECK(refused(told, back(told, eur(3'000))) == refusal_reason::reference_used);
}

TEST_CASE(
    "another payment, other items or another promise under the id of a refund is another refund, and "
    "refused") {
    auto told = paid_twice();
    auto first = back(told, eur(500));
    first.intent = intent_id{"pi_1"};
    first.items = {1};
    told.then(first);
    auto again = first;
    again.intent = {};
    again.items.clear();
    told.then(again);
    CHECK(told.booking().refund_orders.size() == 1);
    again = first;
    again.intent = intent_id{"pi_2"};
    CHECK(refused(told, again) == refusal_reason::reference_used);
    again = first;
    again.reopens = true;
    CHECK(refused(told, again) == refusal_reason::reference_used);
    again = first;
    again.items = {1, 2};
    CHECK(refused(told, again) == refusal_reason::reference_used);
}

TEST_CASE("no more is ordered back than a payment has left") {
    auto told = paid(eur(12'000));
    CHECK(refused(told, back(told, eur(12'001))) == refusal_reason::amount_too_large);
    told.then(back(told, eur(9'000)));
    CHECK(refused(told, back(told, eur(3'001), "r-2")) == refusal_reason::amount_too_large);
    told.then(answered(told, eur(9'000), refund_status::succeeded));
    CHECK(refused(told, back(told, eur(3'001), "r-2")) == refusal_reason::amount_too_large);
    told.then(back(told, eur(3'000), "r-2"));
    CHECK(refused(told, back(told, std::nullopt, "r-3")) == refusal_reason::amount_too_large);
}

TEST_CASE("a refund that failed leaves its money to be ordered again") {
    auto told = paid(eur(12'000));
    told.then(back(told, std::nullopt));
    told.then(answered(told, eur(12'000), refund_status::succeeded));
    CHECK(state_of(told.booking()) == booking_state::returned);
    told.then(answered(told, eur(12'000), refund_status::failed));
    CHECK(balance_of(told.booking()).received == eur(12'000));
    CHECK(attention_of(told.booking()).at(0).reason == "refund_failed");
    told.then(back(told, std::nullopt, "r-2"));
    CHECK(told.effects().size() == 1);
}

TEST_CASE("a refund the processor refuses shows its code and asks a person") {
    auto told = paid(eur(12'000));
    told.then(back(told, eur(2'000)));
    told.then(refund_refused{told.id(), 1, "insufficient_funds"});
    CHECK(told.booking().refund_orders.at(0).refusal == "insufficient_funds");
    CHECK(attention_of(told.booking()).at(0).id == "refund_refused:1");
    CHECK(left_to_refund(told.booking(), told.booking().payments.at(0)) == eur(12'000));
}

TEST_CASE("a refusal that crosses with the refund itself belongs to a repeat") {
    auto told = paid(eur(12'000));
    told.then(back(told, eur(2'000)));
    told.then(answered(told, eur(2'000), refund_status::succeeded));
    told.then(refund_refused{told.id(), 1, "charge_already_refunded"});
    told.then(refund_abandoned{told.id(), 1});
    CHECK(attention_of(told.booking()).empty());
    CHECK(balance_of(told.booking()).went_back == eur(2'000));
}

TEST_CASE("a refund that was never answered stays reserved and asks a person") {
    auto told = paid(eur(12'000));
    told.then(back(told, eur(2'000)));
    told.then(refund_abandoned{told.id(), 1});
    CHECK(attention_of(told.booking()).at(0).id == "refund_unanswered:1");
    CHECK(left_to_refund(told.booking(), told.booking().payments.at(0)) == eur(10'000));
    told.then(answered(told, eur(2'000), refund_status::succeeded));
    CHECK(attention_of(told.booking()).empty());
}

TEST_CASE("a refund that reopens is owed again, and can be paid again") {
    auto told = paid(eur(12'000));
    auto asked = back(told, eur(2'000));
    asked.reopens = true;
    told.then(asked);
    CHECK(balance_of(told.booking()).open == eur(0));
    told.then(answered(told, eur(2'000), refund_status::succeeded));
    auto const sums = balance_of(told.booking());
    CHECK(sums.open == eur(2'000));
    CHECK(sums.received == eur(10'000));
    CHECK(sums.unallocated == eur(0));
    CHECK(state_of(told.booking()) == booking_state::part_paid);
    told.then(open_checkout{told.id(), "https://pay.example/r/"});
    REQUIRE(told.effects().size() == 1);
    CHECK(std::get<create_checkout>(told.effects()[0]).amount == eur(2'000));
    auto second = session_paid(eur(2'000), "cs_2", "pi_2");
    second.checkout = 2;
    second.at = at_second(2'000);
    told.then(session_seen{told.id(), second, false});
    CHECK(state_of(told.booking()) == booking_state::paid);
    CHECK(balance_of(told.booking()).received == eur(12'000));
}

TEST_CASE("what was opened again is paid by its page, though the clocks say it was paid before") {
    auto told = paid(eur(12'000));
    auto asked = back(told, eur(2'000));
    asked.reopens = true;
    told.then(asked);
    told.then(answered(told, eur(2'000), refund_status::succeeded));
    told.then(open_checkout{told.id(), "https://pay.example/r/", {}});
    auto second = session_paid(eur(2'000), "cs_2", "pi_2");
    second.checkout = 2;
    second.at = at_second(900);  // of the refund
    told.then(session_seen{told.id(), second, false});
    CHECK(balance_of(told.booking()).open == eur(0));
    CHECK(balance_of(told.booking()).unallocated == eur(0));
    CHECK(attention_of(told.booking()).empty());
}

TEST_CASE("a refund that reopened and failed is not owed again") {
    auto told = paid(eur(12'000));
    auto asked = back(told, eur(2'000));
    asked.reopens = true;
    told.then(asked);
    told.then(answered(told, eur(2'000), refund_status::succeeded));
    told.then(answered(told, eur(2'000), refund_status::failed));
    CHECK(balance_of(told.booking()).open == eur(0));
    CHECK(balance_of(told.booking()).received == eur(12'000));
}

TEST_CASE("an order that was lost with a part of the store does not lend its number to another") {
    auto told = paid(eur(12'000));
    told.then(answered(told, eur(2'000), refund_status::succeeded));
    told.then(back(told, eur(1'000)));
    CHECK(std::get<create_refund>(told.effects().at(0)).order == 2);
    CHECK(outcome_of(told.booking(), told.booking().refund_orders.at(0)) == "ordered");
}

TEST_CASE("a refund of more than one payment is one order for each, the newest first") {
    auto told = paid_twice();
    told.then(back(told, eur(8'000)));
    REQUIRE(told.effects().size() == 2);
    CHECK(std::get<create_refund>(told.effects()[0]).intent == intent_id{"pi_2"});
    CHECK(std::get<create_refund>(told.effects()[0]).amount == eur(6'000));
    CHECK(std::get<create_refund>(told.effects()[1]).intent == intent_id{"pi_1"});
    CHECK(std::get<create_refund>(told.effects()[1]).amount == eur(2'000));
    told.then(back(told, eur(8'000)));
    CHECK(told.effects().empty());
}

TEST_CASE("a refund may name its payment and its items") {
    auto told = paid_twice();
    auto asked = back(told, eur(1'000));
    asked.intent = intent_id{"pi_1"};
    asked.items = {1};
    asked.reopens = true;
    told.then(asked);
    auto fact = a_refund(eur(1'000), refund_status::succeeded, "re_1", "pi_1");
    fact.order = 1;
    told.then(refund_seen{told.id(), fact});
    auto const items = standing_of(told.booking());
    CHECK(items.at(0).open == eur(1'000));
    CHECK(items.at(1).open == eur(0));
    auto wrong = back(told, eur(1'000), "r-2");
    wrong.intent = intent_id{"pi_9"};
    CHECK(refused(told, wrong) == refusal_reason::payment_unknown);
    wrong.intent = {};
    wrong.items = {9};
    CHECK(refused(told, wrong) == refusal_reason::item_unknown);
}

TEST_CASE("a refund of the dashboard is taken from the payment's items, newest first") {
    auto told = paid_twice();
    told.then(refund_seen{told.id(), a_refund(eur(1'000), refund_status::succeeded, "re_9", "pi_2")});
    auto const items = standing_of(told.booking());
    CHECK(items.at(0).returned == eur(0));
    CHECK(items.at(1).returned == eur(1'000));
    CHECK(balance_of(told.booking()).open == eur(0));
}

TEST_CASE("a refund without an author, an id or a positive amount is refused") {
    auto const told = paid(eur(12'000));
    auto asked = back(told, eur(2'000));
    asked.author.clear();
    CHECK(refused(told, asked) == refusal_reason::author_missing);
    CHECK(refused(told, back(told, eur(2'000), "")) == refusal_reason::reference_missing);
    CHECK(refused(told, back(told, eur(0))) == refusal_reason::amount_not_positive);
    CHECK(refused(told, back(told, usd(100))) == refusal_reason::currency_differs);
}

TEST_CASE("refunds, their failures and a dispute are the same account in whatever order they are told") {
    auto told = paid(eur(12'000));
    auto asked = back(told, eur(2'000));
    asked.reopens = true;
    told.then(asked).then(back(told, eur(1'000), "r-2"));
    std::vector<command> facts{answered(told, eur(2'000), refund_status::pending),
                               answered(told, eur(2'000), refund_status::succeeded),
                               answered(told, eur(1'000), refund_status::succeeded, 2),
                               answered(told, eur(1'000), refund_status::failed, 2),
                               charge_seen{told.id(), charge(eur(12'000), eur(3'000))}};
    std::vector<std::size_t> order{0, 1, 2, 3, 4};
    std::optional<booking> expected;
    do {
        auto one = told;
        for (auto const i : order) one.then(facts[i]).then(facts[i]);
        if (!expected) expected = one.booking();
        CHECK(one.booking() == *expected);
        CHECK(balance_of(one.booking()).open == eur(2'000));
    } while (std::next_permutation(order.begin(), order.end()));
}
