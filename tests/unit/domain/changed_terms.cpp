#include <doctest/doctest.h>

#include "journal_checks.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

story booked_at(money price) {
    story told;
    auto asked = a_booking(price, origin::api);
    asked.return_base.clear();
    told.then(asked);
    return told;
}

waive gift(story const& told, std::optional<money> amount, std::string id = "w-1") {
    return {told.id(), 1, amount, false, "sorry", "ann", std::move(id)};
}

change_item split(story const& told, std::vector<item_part> parts) {
    return {told.id(), 1, std::move(parts), "agreed by phone", "ann"};
}

cancel_booking cancelled(story const& told, std::optional<money> refund = std::nullopt) {
    return {told.id(), std::nullopt, refund, "ill", "ann"};
}

civil_date in_days(story const& told, int days) {
    return civil_date{std::chrono::sys_days{told.booking().items.at(0).due} + std::chrono::days{days}};
}

refusal_reason refused(story const& told, command const& asked, instant when = noon) {
    auto const answer = told.ask(asked, when);
    REQUIRE_FALSE(answer.has_value());
    return answer.error().reason;
}

// Half of it back with a day's notice, all of it with a week's.
story cancellable(money price) {
    story told;
    auto asked = a_booking(price, origin::api);
    asked.terms.cancellation.steps = {{168, 1'000'000}, {24, 500'000}};
    asked.service_at = "2026-12-01T10:00:00Z";
    told.then(asked);
    told.then(checkout_created{told.id(), 1, session_open()});
    told.then(session_seen{told.id(), session_paid(price), false});
    return told;
}

std::vector<std::string> worries_in(story const& told) {
    std::vector<std::string> all;
    for (auto const& one : attention_of(told.booking())) all.push_back(one.id);
    return all;
}

// A page was open for 120.00, and what its client did half an hour later is not known yet.
session_fact paid_meanwhile() {
    auto fact = session_paid(eur(12'000));
    fact.at = noon + std::chrono::minutes{30};
    return fact;
}

instant const service = *parse_rfc3339("2026-12-01T10:00:00Z");

}  // namespace

TEST_CASE("what is waived nobody has to pay any more") {
    auto told = booked_at(eur(12'000));
    told.then(gift(told, eur(2'000)));
    auto const sums = balance_of(told.booking());
    CHECK(sums.price == eur(12'000));
    CHECK(sums.waived == eur(2'000));
    CHECK(sums.open == eur(10'000));
    told.then(open_checkout{told.id(), "https://pay.example/r/"});
    CHECK(std::get<create_checkout>(told.effects().at(0)).amount == eur(10'000));
    told.then(gift(told, eur(2'000)));
    CHECK(balance_of(told.booking()).waived == eur(2'000));
    CHECK(refused(told, gift(told, eur(3'000))) == refusal_reason::reference_used);
    CHECK(refused(told, gift(told, eur(10'001), "w-2")) == refusal_reason::amount_too_large);
    told.then(gift(told, std::nullopt, "w-2"));
    CHECK(balance_of(told.booking()).open == eur(0));
    CHECK(refused(told, gift(told, std::nullopt, "w-3")) == refusal_reason::already_paid);
}

TEST_CASE("a waiver ends the page that asks for the old amount") {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(gift(told, eur(2'000)));
    REQUIRE(told.effects().size() == 1);
    CHECK(std::get<expire_session>(told.effects()[0]).session == session_id{"cs_1"});
    auto won = session_paid(eur(12'000));
    won.at = noon + std::chrono::minutes{5};
    told.then(session_seen{told.id(), won, false});
    CHECK(balance_of(told.booking()).received == eur(10'000));
    CHECK(balance_of(told.booking()).unallocated == eur(2'000));
}

TEST_CASE("nothing is waived or split while its money is being taken") {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(session_seen{told.id(), session_unpaid(eur(12'000)), false});
    CHECK(refused(told, gift(told, eur(1))) == refusal_reason::payment_under_way);
    CHECK(refused(told, cancelled(told)) == refusal_reason::payment_under_way);
    auto const due = in_days(told, 0);
    CHECK(refused(told, split(told, {{eur(6'000), due}, {eur(6'000), due}})) ==
          refusal_reason::payment_under_way);
}

TEST_CASE("a waiver needs a reason and an author") {
    auto const told = booked_at(eur(12'000));
    auto asked = gift(told, eur(1));
    asked.reason.clear();
    CHECK(refused(told, asked) == refusal_reason::reason_missing);
    asked = gift(told, eur(1));
    asked.author.clear();
    CHECK(refused(told, asked) == refusal_reason::author_missing);
}

TEST_CASE("an item is due on another day, and the change is recorded with its reason") {
    auto told = booked_at(eur(12'000));
    told.then(split(told, {{eur(12'000), in_days(told, 30)}}));
    CHECK(told.booking().items.size() == 1);
    CHECK(told.booking().items[0].due == civil_date{std::chrono::year{2026} / 12 / 21});
    auto const again = told.ask(split(told, {{eur(12'000), in_days(told, 0)}}));
    CHECK(again->events.empty());
}

TEST_CASE("a split keeps the sum exactly, and the parts get numbers of their own") {
    auto told = booked_at(eur(10'000));
    auto const due = in_days(told, 0);
    CHECK(refused(told, split(told, {{eur(3'333), due}, {eur(6'666), due}})) == refusal_reason::sum_differs);
    CHECK(refused(told, split(told, {{eur(10'000), due}, {eur(0), due}})) ==
          refusal_reason::amount_not_positive);
    CHECK(refused(told, split(told, {})) == refusal_reason::sum_differs);
    told.then(split(told, {{eur(3'333), due}, {eur(6'667), in_days(told, 7)}}));
    CHECK(balance_of(told.booking()).price == eur(10'000));
    REQUIRE(told.booking().items.size() == 2);
    CHECK(told.booking().items[0].number == 1);
    CHECK(told.booking().items[1].number == 2);
}

TEST_CASE("what is paid in part is neither moved nor split") {
    auto told = booked_at(eur(10'000));
    told.then(take_by_hand{told.id(), "cash-1", eur(1), hand_kind::cash, in_days(told, 0), "ann"});
    CHECK(refused(told, split(told, {{eur(10'000), in_days(told, 1)}})) == refusal_reason::already_paid);
}

TEST_CASE("a cancellation gives back what the notice kept entitles to") {
    auto told = cancellable(eur(12'001));
    told.then(cancelled(told), service - std::chrono::hours{168});
    CHECK(std::get<create_refund>(told.effects().at(0)).amount == eur(12'001));
    auto late = cancellable(eur(12'001));
    late.then(cancelled(late), service - std::chrono::hours{167});
    CHECK(std::get<create_refund>(late.effects().at(0)).amount == eur(6'000));
    auto too_late = cancellable(eur(12'001));
    too_late.then(cancelled(too_late), service - std::chrono::hours{23});
    CHECK(too_late.effects().empty());
    CHECK(state_of(too_late.booking()) == booking_state::closed);
}

TEST_CASE("where the hour of the service is not known, notice is counted to its day where the client is") {
    auto const on_the_day = [](char const* when) {
        story told;
        auto asked = a_booking(eur(12'000), origin::api);
        asked.terms.cancellation.steps = {{24, 1'000'000}};
        asked.service_at = "2026-12-01";
        asked.who.zone = "Europe/Berlin";
        told.then(asked);
        told.then(checkout_created{told.id(), 1, session_open()});
        told.then(session_seen{told.id(), session_paid(eur(12'000)), false});
        told.then(cancelled(told), *parse_rfc3339(when));
        return told.effects().size();
    };
    CHECK(on_the_day("2026-11-29T23:00:00Z") == 1);
    CHECK(on_the_day("2026-11-29T23:00:01Z") == 0);
    CHECK(on_the_day("2026-12-01T09:00:00Z") == 0);
}

TEST_CASE("a cancellation may say itself what goes back, but not more than was received") {
    auto told = cancellable(eur(12'000));
    CHECK(refused(told, cancelled(told, eur(12'001))) == refusal_reason::amount_too_large);
    told.then(cancelled(told, eur(100)), service - std::chrono::hours{1});
    CHECK(std::get<create_refund>(told.effects().at(0)).amount == eur(100));
    CHECK(told.booking().close_reason == "cancelled");
    told.then(cancelled(told, eur(100)), service);
    CHECK(told.effects().empty());
}

TEST_CASE("a cancelled booking owes nothing, opens nothing, and its page is ended") {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(cancelled(told));
    REQUIRE(told.effects().size() == 1);
    CHECK(std::holds_alternative<expire_session>(told.effects()[0]));
    CHECK(balance_of(told.booking()).open == eur(0));
    told.then(open_checkout{told.id(), "https://pay.example/r/"});
    CHECK(told.effects().empty());
    auto won = session_paid(eur(12'000));
    won.at = noon + std::chrono::minutes{5};
    told.then(session_seen{told.id(), won, false});
    CHECK(attention_of(told.booking()).at(0).reason == "paid_after_close");
}

TEST_CASE("what came by hand is handed back by a person") {
    auto told = booked_at(eur(12'000));
    told.then(take_by_hand{told.id(), "cash-1", eur(12'000), hand_kind::cash, in_days(told, 0), "ann"});
    told.then(cancelled(told, eur(12'000)));
    CHECK(told.effects().empty());
    CHECK(attention_of(told.booking()).at(0).id == "refund_refused:1");
    CHECK(told.booking().refund_orders.at(0).refusal == "paid_by_hand");
}

TEST_CASE("money paid before a cancellation and heard of after it is a person's matter") {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(cancelled(told), noon + std::chrono::hours{1});
    CHECK(worries_in(told).empty());
    told.then(session_seen{told.id(), paid_meanwhile(), false}, noon + std::chrono::hours{2});
    CHECK(balance_of(told.booking()).received == eur(12'000));
    CHECK(worries_in(told) == std::vector<std::string>{"paid_before_waived:1"});
    books_agree(told);
    told.then(acknowledge{told.id(), "paid_before_waived:1"});
    CHECK(worries_in(told).empty());
}

TEST_CASE("money paid before a waiver and heard of after it is a person's matter") {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(gift(told, eur(2'000)), noon + std::chrono::hours{1});
    told.then(session_seen{told.id(), paid_meanwhile(), false}, noon + std::chrono::hours{2});
    CHECK(worries_in(told) == std::vector<std::string>{"paid_before_waived:1"});
    books_agree(told);
}

TEST_CASE("a waiver of what was open is nobody's matter, before or after a payment") {
    auto told = booked_at(eur(12'000));
    told.then(gift(told, eur(2'000)));
    told.then(take_by_hand{told.id(), "cash-1", eur(4'000), hand_kind::cash, in_days(told, 0), "ann"});
    told.then(gift(told, std::nullopt, "w-2"), noon + std::chrono::hours{1});
    CHECK(worries_in(told).empty());
}

TEST_CASE("a part that no card could pay is refused") {
    auto told = booked_at(eur(12'000));
    told.rules.least_charges = {{"EUR", 50}};
    auto const small = split(told, {{eur(49), in_days(told, 1)}, {eur(11'951), in_days(told, 2)}});
    CHECK(refused(told, small) == refusal_reason::amount_too_small);
    told.then(split(told, {{eur(50), in_days(told, 1)}, {eur(11'950), in_days(told, 2)}}));
    CHECK(told.booking().items.size() == 2);
}

TEST_CASE("what no card could pay as it was sold is moved, and split by hand, as it is") {
    auto told = booked_at(eur(40));
    told.rules.least_charges = {{"EUR", 50}};
    told.then(split(told, {{eur(20), in_days(told, 1)}, {eur(20), in_days(told, 2)}}));
    CHECK(told.booking().items.size() == 2);
}
