#include <doctest/doctest.h>

#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

civil_date const monday{std::chrono::year{2026} / 11 / 23};

take_by_hand hand(story const& told, money amount, std::string ref = "bank-1") {
    return {told.id(), std::move(ref), amount, hand_kind::transfer, monday, "ann"};
}

correct_by_hand correction(story const& told, std::optional<money> amount, bool handed_back = false,
                           std::string id = "c-1") {
    return {told.id(), "bank-1", amount, handed_back, "typed twice", "ann", std::move(id)};
}

story booked_at(money price) {
    story told;
    auto asked = a_booking(price, origin::api);
    asked.return_base.clear();
    told.then(asked);
    return told;
}

// Three items of 40, due a week apart.
story three_items() {
    auto told = booked_at(eur(12'000));
    auto const due = std::chrono::sys_days{told.booking().items.at(0).due};
    change_item asked{told.id(), 1, {}, "in three parts", "ann"};
    for (int k = 0; k < 3; ++k)
        asked.parts.push_back({eur(4'000), civil_date{due + std::chrono::days{7 * k}}});
    told.then(asked);
    return told;
}

std::vector<std::int64_t> open_units(story const& told) {
    std::vector<std::int64_t> units;
    for (auto const& s : standing_of(told.booking())) units.push_back(s.open.minor_units());
    return units;
}

refusal_reason refused(story const& told, command const& asked) {
    auto const answer = told.ask(asked);
    REQUIRE_FALSE(answer.has_value());
    return answer.error().reason;
}

}  // namespace

TEST_CASE("a transfer of less than is owed leaves exactly the rest open") {
    auto told = booked_at(eur(12'000));
    told.then(hand(told, eur(5'000)));
    CHECK(balance_of(told.booking()).open == eur(7'000));
    CHECK(balance_of(told.booking()).received == eur(5'000));
    told.then(open_checkout{told.id(), "https://pay.example/r/"});
    CHECK(std::get<create_checkout>(told.effects().at(0)).amount == eur(7'000));
    auto fact = session_paid(eur(7'000));
    fact.at = noon + std::chrono::hours{1};
    told.then(session_seen{told.id(), fact, false});
    CHECK(state_of(told.booking()) == booking_state::paid);
    CHECK(attention_of(told.booking()).empty());
}

TEST_CASE("money by hand pays the oldest item first, to the last cent") {
    auto told = three_items();
    told.then(hand(told, eur(5'000)));
    CHECK(open_units(told) == std::vector<std::int64_t>{0, 3'000, 4'000});
    told.then(hand(told, eur(3'500), "bank-2"));
    CHECK(open_units(told) == std::vector<std::int64_t>{0, 0, 3'500});
}

TEST_CASE("the same transfer entered twice counts once, and another amount under its reference is refused") {
    auto told = booked_at(eur(12'000));
    told.then(hand(told, eur(5'000)));
    told.then(hand(told, eur(5'000)));
    CHECK(told.booking().payments.size() == 1);
    CHECK(balance_of(told.booking()).open == eur(7'000));
    CHECK(refused(told, hand(told, eur(6'000))) == refusal_reason::reference_used);
}

TEST_CASE(
    "what is overpaid by hand is the client's credit, which a person sees where nothing is left to use it") {
    auto told = booked_at(eur(12'000));
    told.then(hand(told, eur(15'000)));
    auto const sums = balance_of(told.booking());
    CHECK(sums.open == eur(0));
    CHECK(sums.credit == eur(3'000));
    CHECK(sums.unallocated == eur(3'000));
    REQUIRE(attention_of(told.booking()).size() == 1);
    CHECK(attention_of(told.booking()).front().reason == "credit_left");
    CHECK_FALSE(holds_unallocated_money(told.booking()));
}

TEST_CASE("what the processor took twice is no credit") {
    auto told = booked_at(eur(12'000));
    told.then(hand(told, eur(2'000)));
    auto late = intent_succeeded(eur(12'000));
    late.checkout = 0;
    late.at = noon + std::chrono::hours{1};
    told.then(intent_seen{told.id(), late});
    CHECK(balance_of(told.booking()).open == eur(10'000));
    CHECK(balance_of(told.booking()).credit == eur(0));
    CHECK(attention_of(told.booking()).at(0).reason == "unallocated_money");
}

TEST_CASE("cash is taken while a page is open: the page is ended, and if it wins, a person decides") {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(hand(told, eur(12'000)), noon);
    REQUIRE(told.effects().size() == 1);
    CHECK(std::get<expire_session>(told.effects()[0]).session == session_id{"cs_1"});
    auto won = session_paid(eur(12'000));
    won.at = noon + std::chrono::minutes{1};
    told.then(session_seen{told.id(), won, false});
    auto const sums = balance_of(told.booking());
    CHECK(sums.received == eur(12'000));
    CHECK(sums.unallocated == eur(12'000));
    CHECK(attention_of(told.booking()).at(0).subject == "pi_1");
}

TEST_CASE("the page wins over part of the money taken by hand: the excess alone is unallocated") {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(hand(told, eur(5'000)), noon);
    auto won = session_paid(eur(12'000));
    won.at = noon + std::chrono::minutes{1};
    told.then(session_seen{told.id(), won, false});
    CHECK(balance_of(told.booking()).received == eur(12'000));
    CHECK(balance_of(told.booking()).unallocated == eur(5'000));
    CHECK(balance_of(told.booking()).open == eur(0));
    CHECK(attention_of(told.booking()).size() == 1);
}

TEST_CASE("a correction is a counter-entry, and what never came is owed again") {
    auto told = booked_at(eur(12'000));
    told.then(hand(told, eur(5'000)));
    told.then(correction(told, eur(2'000)));
    CHECK(balance_of(told.booking()).open == eur(9'000));
    CHECK(balance_of(told.booking()).received == eur(3'000));
    auto const& known = told.booking().payments.at(0).by_hand;
    REQUIRE(known.has_value());
    CHECK(known->corrections.at(0).reason == "typed twice");
    told.then(correction(told, eur(2'000)));
    CHECK(balance_of(told.booking()).open == eur(9'000));
    CHECK(refused(told, correction(told, eur(1'000))) == refusal_reason::reference_used);
    CHECK(refused(told, correction(told, eur(3'001), false, "c-2")) == refusal_reason::amount_too_large);
    told.then(correction(told, std::nullopt, false, "c-2"));
    CHECK(balance_of(told.booking()).open == eur(12'000));
    // The entry itself still stands: its repeat changes nothing.
    told.then(hand(told, eur(5'000)));
    CHECK(balance_of(told.booking()).open == eur(12'000));
}

TEST_CASE("money handed back lowers what was received and is not owed again") {
    auto told = booked_at(eur(12'000));
    told.then(hand(told, eur(12'000)));
    told.then(correction(told, eur(2'000), true));
    auto const sums = balance_of(told.booking());
    CHECK(sums.open == eur(0));
    CHECK(sums.received == eur(10'000));
    CHECK(sums.went_back == eur(2'000));
}

TEST_CASE("a credit handed back is no credit any more, and lowers nothing that is owed later") {
    auto told = three_items();
    told.then(hand(told, eur(15'000)));
    told.then(correction(told, eur(4'000), true));
    auto const sums = balance_of(told.booking());
    CHECK(sums.credit == eur(0));
    CHECK(sums.received == eur(11'000));
    CHECK(sums.went_back == eur(1'000));
    CHECK(sums.open == eur(0));
}

TEST_CASE("a credit pays what a refund opens again") {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(session_seen{told.id(), session_paid(eur(12'000)), false});
    told.then(hand(told, eur(500)));
    order_refund asked;
    asked.booking = told.id();
    asked.amount = eur(2'000);
    asked.reopens = true;
    asked.author = "ann";
    asked.id = "r-1";
    told.then(asked);
    auto fact = a_refund(eur(2'000), refund_status::succeeded);
    fact.order = 1;
    told.then(refund_seen{told.id(), fact});
    auto const sums = balance_of(told.booking());
    CHECK(sums.open == eur(1'500));
    CHECK(sums.credit == eur(0));
    CHECK(sums.received == eur(10'500));
}

TEST_CASE("money by hand for a closed booking is recorded, and a person decides") {
    auto told = booked_at(eur(12'000));
    told.then(cancel_booking{told.id(), std::nullopt, std::nullopt, "ill", "ann"});
    told.then(hand(told, eur(12'000)), noon + std::chrono::hours{1});
    CHECK(balance_of(told.booking()).unallocated == eur(12'000));
    CHECK(attention_of(told.booking()).at(0).reason == "paid_after_close");
}

TEST_CASE("the processor is never asked to send back what it never had") {
    auto told = booked_at(eur(12'000));
    told.then(hand(told, eur(12'000)));
    order_refund asked;
    asked.booking = told.id();
    asked.intent = intent_id{"hand:bank-1"};
    asked.author = "ann";
    asked.id = "r-1";
    CHECK(refused(told, asked) == refusal_reason::paid_by_hand);
    asked.intent = {};
    CHECK(refused(told, asked) == refusal_reason::amount_too_large);
}

TEST_CASE("money by hand without author, reference, day, or in another currency is refused") {
    auto const told = booked_at(eur(12'000));
    auto asked = hand(told, eur(1'000));
    asked.author.clear();
    CHECK(refused(told, asked) == refusal_reason::author_missing);
    CHECK(refused(told, hand(told, eur(1'000), "")) == refusal_reason::reference_missing);
    CHECK(refused(told, hand(told, usd(1'000))) == refusal_reason::currency_differs);
    CHECK(refused(told, hand(told, eur(0))) == refusal_reason::amount_not_positive);
    CHECK(refused(told, hand(told, eur(1'000'000'000'001))) == refusal_reason::amount_too_large);
    CHECK(told.ask(hand(told, eur(1'000'000'000'000))).has_value());
    asked = hand(told, eur(1'000));
    asked.on = {};
    CHECK(refused(told, asked) == refusal_reason::date_missing);
    CHECK(refused(told, correction(told, eur(1))) == refusal_reason::payment_unknown);
}
