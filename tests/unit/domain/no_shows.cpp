// What a session that was missed uses or costs: a credit, the offer's fee, or nothing.
#include <doctest/doctest.h>

#include "journal_checks.hpp"
#include "quittance/domain/fees.hpp"

namespace quittance::domain {
namespace {

civil_date const today{std::chrono::year{2026} / 11 / 21};

// Ten credits for 1,000.00, paid.
story package(cancellation_terms terms) {
    story told;
    auto asked = a_booking(eur(1'000'00), origin::api);
    asked.terms.credits = {10, 0, true};
    asked.terms.cancellation = std::move(terms);
    asked.return_base.clear();
    told.then(asked);
    told.then(take_by_hand{told.id(), "bank-1", eur(1'000'00), hand_kind::transfer, today, "ann"});
    return told;
}

cancellation_terms costing(money fee) {
    cancellation_terms terms;
    terms.no_show_fee = fee;
    return terms;
}

deliver missed(story const& told, std::string id) {
    return {told.id(), std::move(id), today, 1, true, "ann"};
}

int left(story const& told) { return credits_of(told.booking(), today, "UTC").left; }

}  // namespace

TEST_CASE("a missed session costs the fee of the terms, once, and uses no credit") {
    auto told = package(costing(eur(20'00)));
    told.then(missed(told, "s-1"));
    CHECK(told.ask(missed(told, "s-1"))->events.empty());
    CHECK(left(told) == 10);
    REQUIRE(told.booking().items.size() == 2);
    auto const& fee = told.booking().items.back();
    CHECK(fee.amount == eur(20'00));
    CHECK(fee.due == today);
    CHECK(*fee.fee == fee_mark{fee_kind::no_show, 0, "s-1", today});
    CHECK(balance_of(told.booking()).price == eur(1'000'00));
    CHECK(balance_of(told.booking()).open == eur(20'00));
    told.then(missed(told, "s-2"));
    CHECK(balance_of(told.booking()).fees == eur(40'00));
    CHECK(faults_of_items(told.booking()).empty());
    books_agree(told);
}

TEST_CASE("without a fee a missed session uses its credit, or nothing where the terms say so") {
    auto uses = package({});
    uses.then(missed(uses, "s-1"));
    CHECK(left(uses) == 9);
    CHECK(uses.booking().items.size() == 1);
    cancellation_terms terms;
    terms.no_show_free = true;
    auto free = package(terms);
    free.then(missed(free, "s-1"));
    CHECK(left(free) == 10);
    CHECK(free.booking().items.size() == 1);
}

TEST_CASE("a session that was delivered costs nothing beside the price") {
    auto told = package(costing(eur(20'00)));
    told.then(deliver{told.id(), "s-1", today, 1, false, "ann"});
    CHECK(left(told) == 9);
    CHECK(balance_of(told.booking()).fees.is_zero());
}

TEST_CASE("a single booking costs its fee as well; a stranger's that nobody paid for costs nothing") {
    story told;
    auto asked = a_booking(eur(80'00), origin::api);
    asked.terms.cancellation = costing(eur(20'00));
    asked.return_base.clear();
    told.then(asked);
    told.then(missed(told, "s-1"));
    CHECK(balance_of(told.booking()).open == eur(100'00));

    story held;
    asked.origin = origin::plain_link;
    held.then(asked);
    held.then(missed(held, "s-1"));
    CHECK(balance_of(held.booking()).fees.is_zero());
}

TEST_CASE("money that was there before pays the fee, and takes nothing from the price") {
    auto told = package(costing(eur(20'00)));
    told.then(take_by_hand{told.id(), "bank-2", eur(15'00), hand_kind::transfer, today, "ann"});
    REQUIRE(balance_of(told.booking()).credit == eur(15'00));
    told.then(missed(told, "s-1"));
    CHECK(open_of(told.booking(), {1}).is_zero());
    CHECK(open_of(told.booking(), {2}) == eur(5'00));
    CHECK(left(told) == 10);
    books_agree(told);
}

TEST_CASE("a no-show that is taken back takes what is open of its fee along") {
    auto told = package(costing(eur(20'00)));
    told.then(missed(told, "s-1"));
    told.then(take_back_delivery{told.id(), "s-1", "it was our mistake", "ann"});
    CHECK(balance_of(told.booking()).open.is_zero());
    CHECK(balance_of(told.booking()).waived == eur(20'00));
    CHECK(told.booking().waivers.back().author == "ann");
    CHECK(told.ask(take_back_delivery{told.id(), "s-1", "it was our mistake", "ann"})->events.empty());
    CHECK(faults_of_items(told.booking()).empty());
    books_agree(told);
}

}  // namespace quittance::domain
