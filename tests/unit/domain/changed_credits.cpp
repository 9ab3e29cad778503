// Credits that a person grants beside what was sold, or takes away.
#include <doctest/doctest.h>

#include "journal_checks.hpp"

namespace quittance::domain {
namespace {

civil_date const sold_on{std::chrono::year{2026} / 11 / 21};
civil_date in_days(int days) { return civil_date{std::chrono::sys_days{sold_on} + std::chrono::days{days}}; }

// Ten credits for 1,000.00, paid.
story ten_credits() {
    story told;
    auto asked = a_booking(eur(1'000'00), origin::api);
    asked.terms.credits = {10, 0, true};
    asked.return_base.clear();
    told.then(asked);
    told.then(take_by_hand{told.id(), "bank-1", eur(1'000'00), hand_kind::transfer, sold_on, "ann"});
    return told;
}

change_credits changed(story const& told, int credits, std::string id = "c-1") {
    return {told.id(), credits, std::nullopt, "a cancelled group", "ann", std::move(id)};
}

deliver used(story const& told, std::string id, int credits, civil_date on = sold_on) {
    return {told.id(), std::move(id), on, credits, false, "ann"};
}

credit_balance balance_in(story const& told, civil_date on = sold_on) {
    return credits_of(told.booking(), on, "UTC");
}

refusal_reason refused(story const& told, command const& asked) {
    auto const answer = told.ask(asked);
    REQUIRE_FALSE(answer.has_value());
    return answer.error().reason;
}

}  // namespace

TEST_CASE("credits granted by hand are there beside the bought ones, once for an id") {
    auto told = ten_credits();
    told.then(changed(told, 3));
    CHECK(balance_in(told).granted == 13);
    CHECK(balance_in(told).left == 13);
    CHECK(told.ask(changed(told, 3))->events.empty());
    CHECK(refused(told, changed(told, 4)) == refusal_reason::reference_used);
    told.then(used(told, "s-1", 13));
    CHECK(balance_in(told).left == 0);
    CHECK(balance_in(told).uncovered == 0);
    books_agree(told);
}

TEST_CASE("credits taken away are granted no more, and never more than are left") {
    auto told = ten_credits();
    told.then(used(told, "s-1", 4));
    CHECK(refused(told, changed(told, -7)) == refusal_reason::no_credit_left);
    told.then(changed(told, -6));
    CHECK(balance_in(told).granted == 4);
    CHECK(balance_in(told).used == 4);
    CHECK(balance_in(told).left == 0);
    CHECK(refused(told, used(told, "s-2", 1)) == refusal_reason::no_credit_left);
    CHECK(refused(told, used(told, "s-0", 1, in_days(-1))) == refusal_reason::no_credit_left);
    books_agree(told);
}

TEST_CASE("granted credits end on their day, the bought ones do not") {
    auto told = ten_credits();
    auto asked = changed(told, 2);
    asked.until = in_days(30);
    told.then(asked);
    told.then(used(told, "s-1", 1));  // of what ends first
    CHECK(balance_in(told, in_days(29)).left == 11);
    CHECK(balance_in(told, in_days(30)).left == 10);
    CHECK(balance_in(told, in_days(30)).expired == 1);
}

TEST_CASE("credits are changed by somebody, for a reason, where there are any to change") {
    auto told = ten_credits();
    auto asked = changed(told, 1);
    asked.author.clear();
    CHECK(refused(told, asked) == refusal_reason::author_missing);
    asked = changed(told, 1);
    asked.reason.clear();
    CHECK(refused(told, asked) == refusal_reason::reason_missing);
    asked = changed(told, 1, "");
    CHECK(refused(told, asked) == refusal_reason::reference_missing);
    CHECK(refused(told, changed(told, 0)) == refusal_reason::amount_not_positive);
    CHECK(refused(told, changed(told, 10'001)) == refusal_reason::amount_too_large);
    asked = changed(told, -1);
    asked.until = in_days(30);
    CHECK(refused(told, asked) == refusal_reason::date_missing);
    asked = changed(told, 1);
    asked.until = sold_on;
    CHECK(refused(told, asked) == refusal_reason::date_missing);
    story single;
    single.then(a_booking(eur(100'00), origin::api));
    CHECK(refused(single, changed(single, 1)) == refusal_reason::no_credits_sold);
}

}  // namespace quittance::domain
