#include "quittance/domain/plan.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "quittance/domain/offer.hpp"
#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

civil_date const anchor = *parse_iso_date("2027-01-31");

money of(char const* text, char const* code) {
    return parse_amount(text, currency::parse(code).value()).value();
}

plan_terms monthly(int count) {
    plan_terms plan;
    plan.every = rhythm::monthly;
    plan.count = count;
    return plan;
}

plan_terms with_deposit(plan_terms plan, money deposit) {
    plan.deposit = deposit;
    return plan;
}

plan_terms with_share(plan_terms plan, std::int32_t ppm) {
    plan.deposit_ppm = ppm;
    return plan;
}

plan_terms milestones(std::vector<std::string> names) {
    plan_terms plan;
    plan.every = rhythm::milestones;
    plan.milestones = std::move(names);
    return plan;
}

plan_terms retainer(rhythm every, int count) {
    plan_terms plan;
    plan.every = every;
    plan.count = count;
    plan.retainer = true;
    return plan;
}

std::vector<std::int64_t> units(plan_terms const& plan, money price) {
    auto const items = items_of(plan, price, anchor, std::nullopt);
    std::vector<std::int64_t> all;
    if (items) {
        for (auto const& i : *items) all.push_back(i.amount.minor_units());
    }
    return all;
}

boost::system::error_code refusal_of(plan_terms const& plan, money price) {
    auto const items = items_of(plan, price, anchor, std::nullopt);
    return items ? boost::system::error_code{} : items.error();
}

using amounts = std::vector<std::int64_t>;

struct split_row {
    money price;
    plan_terms plan;
    amounts expected;
};

}  // namespace

TEST_CASE("without a plan the whole price is one item, due at once") {
    auto const items = items_of(plan_terms{}, eur(12'000), anchor, std::nullopt).value();
    REQUIRE(items.size() == 1);
    CHECK(items[0] == item{1, eur(12'000), anchor, {}});
    CHECK(items_of(plan_terms{}, eur(0), anchor, std::nullopt).value().size() == 1);
    CHECK(items_of(plan_terms{}, of("5.124", "KWD"), anchor, std::nullopt).value().size() == 1);
}

TEST_CASE("a price is split into floor shares, the odd units to the earliest") {
    for (auto const& [price, plan, expected] :
         {split_row{eur(100), monthly(3), {34, 33, 33}}, split_row{eur(101), monthly(3), {34, 34, 33}},
          split_row{eur(99), monthly(3), {33, 33, 33}}, split_row{eur(12'000), monthly(1), {12'000}},
          split_row{eur(3), monthly(3), {1, 1, 1}}}) {
        CAPTURE(plain_text(price));
        CHECK(units(plan, price) == expected);
    }
}

TEST_CASE("the deposit comes first, the rest is split") {
    auto const plan = with_deposit(monthly(3), eur(5'000));
    auto const items = items_of(plan, eur(15'001), anchor, std::nullopt).value();
    REQUIRE(items.size() == 4);
    CHECK(items[0] == item{1, eur(5'000), anchor, {}});
    CHECK(items[1].amount == eur(3'334));
    CHECK(items[3].amount == eur(3'333));
    CHECK(items[3].number == 4);
    CHECK(items[1].due == *parse_iso_date("2027-02-28"));
}

TEST_CASE("a deposit in percent is rounded up to what a card can pay") {
    CHECK(units(with_share(monthly(2), 250'000), eur(9'999)) == amounts{2'500, 3'750, 3'749});
    CHECK(units(with_share(monthly(1), 500'000), eur(5'001)) == amounts{2'501, 2'500});
    CHECK(units(with_share(monthly(1), 1), eur(5'000)) == amounts{1, 4'999});
    CHECK(units(with_share(monthly(1), 333'333), of("10.000", "KWD")) == amounts{3'340, 6'660});
}

TEST_CASE("yen charged a hundredfold: currencies are split in their own units") {
    CHECK(units(monthly(3), of("10000", "JPY")) == amounts{3'334, 3'333, 3'333});
    CHECK(units(monthly(3), of("10000", "ISK")) == amounts{3'334, 3'333, 3'333});
    CHECK(units(monthly(3), of("50000", "UGX")) == amounts{16'667, 16'667, 16'666});
    CHECK(units(with_share(monthly(2), 100'000), of("9999", "JPY")) == amounts{1'000, 4'500, 4'499});
}

TEST_CASE("three decimals are split in tens, as cards are charged no less") {
    CHECK(units(monthly(3), of("10.000", "KWD")) == amounts{3'340, 3'330, 3'330});
    CHECK(units(monthly(7), of("1.000", "BHD")) == amounts{150, 150, 140, 140, 140, 140, 140});
    CHECK(units(monthly(3), of("10.004", "KWD")) == amounts{3'344, 3'330, 3'330});
    CHECK(units(monthly(3), of("2", "MGA")) == amounts{});
    CHECK(units(monthly(3), of("1000", "MGA")) == amounts{33'400, 33'300, 33'300});
}

TEST_CASE("the last instalment differs: never by more than a step, and the sum is the price") {
    for (std::int64_t cents : {100, 101, 12'345, 99'999, 1'000'007}) {
        for (int count = 1; count <= 60; ++count) {
            auto const parts = units(monthly(count), eur(cents));
            REQUIRE(parts.size() == static_cast<std::size_t>(count));
            CHECK(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == cents);
            CHECK(parts.front() - parts.back() <= 1);
        }
    }
}

TEST_CASE("an amount near the largest is split without a wrap") {
    auto const whole = std::numeric_limits<std::int64_t>::max();
    auto const parts = units(with_share(monthly(2), 250'000), eur(whole));
    REQUIRE(parts.size() == 3);
    CHECK(parts[0] + parts[1] + parts[2] == whole);
}

TEST_CASE("a milestone waits for its word, whatever the date") {
    auto const plan = with_share(milestones({"draft", "final"}), 200'000);
    auto const items = items_of(plan, eur(10'000), anchor, std::nullopt).value();
    REQUIRE(items.size() == 3);
    CHECK(items[0].milestone.empty());
    CHECK(items[1].milestone == "draft");
    CHECK(items[2].milestone == "final");
    CHECK(items[2].amount == eur(4'000));
}

TEST_CASE("a retainer owes one period at a time, each the whole price") {
    auto const plan = retainer(rhythm::monthly, 0);
    auto const first = items_of(plan, eur(9'900), anchor, std::nullopt).value();
    REQUIRE(first.size() == 1);
    CHECK(first[0] == item{1, eur(9'900), anchor, {}});
    CHECK(period_of(plan, eur(9'900), anchor, 1).value() == first[0]);
    CHECK(period_of(plan, eur(9'900), anchor, 2).value().due == *parse_iso_date("2027-02-28"));
    CHECK(period_of(plan, eur(9'900), anchor, 3).value() ==
          item{3, eur(9'900), *parse_iso_date("2027-03-31"), {}});
}

TEST_CASE("a retainer has no period beyond its last") {
    auto const plan = retainer(rhythm::weekly, 12);
    CHECK(period_of(plan, eur(100), anchor, 12).has_value());
    CHECK(period_of(plan, eur(100), anchor, 13).error() == plan_errc::count_missing);
    CHECK(period_of(plan, eur(100), anchor, 0).error() == plan_errc::count_missing);
    CHECK(period_of(monthly(3), eur(100), anchor, 1).error() == plan_errc::not_periodic);
}

TEST_CASE("a deposit that cannot be is refused") {
    CHECK(refusal_of(with_deposit(monthly(3), eur(10'001)), eur(10'000)) == plan_errc::deposit_above_price);
    CHECK(refusal_of(with_share(monthly(3), 1'000'001), eur(10'000)) == plan_errc::deposit_above_price);
    CHECK(refusal_of(with_deposit(monthly(3), usd(1)), eur(10'000)) == plan_errc::deposit_malformed);
    CHECK(refusal_of(with_deposit(monthly(3), eur(-1)), eur(10'000)) == plan_errc::deposit_malformed);
    CHECK(refusal_of(with_share(monthly(3), -1), eur(10'000)) == plan_errc::deposit_malformed);
    CHECK(refusal_of(with_share(with_deposit(monthly(3), eur(1)), 1), eur(10'000)) ==
          plan_errc::deposit_malformed);
    CHECK(refusal_of(with_share(retainer(rhythm::monthly, 0), 1), eur(10'000)) ==
          plan_errc::deposit_malformed);
    CHECK(refusal_of(with_share(plan_terms{}, 1), eur(10'000)) == plan_errc::deposit_malformed);
}

TEST_CASE("a plan with more items than money is refused") {
    CHECK(refusal_of(monthly(3), eur(2)) == plan_errc::too_many_items);
    CHECK(refusal_of(monthly(1), eur(0)) == plan_errc::too_many_items);
    CHECK(refusal_of(with_deposit(monthly(1), eur(100)), eur(100)) == plan_errc::too_many_items);
    CHECK(refusal_of(monthly(2), of("0.010", "KWD")) == plan_errc::too_many_items);
}

TEST_CASE("sixty items are the most, and one is the least") {
    CHECK_FALSE(refusal_of(monthly(60), eur(10'000)));
    CHECK(refusal_of(monthly(61), eur(10'000)) == plan_errc::count_missing);
    CHECK(refusal_of(monthly(0), eur(10'000)) == plan_errc::count_missing);
    std::vector<std::string> names(60);
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = std::to_string(i);
    CHECK_FALSE(refusal_of(milestones(names), eur(10'000)));
    names.emplace_back("one more");
    CHECK(refusal_of(milestones(names), eur(10'000)) == plan_errc::too_many_items);
}

TEST_CASE("a retainer counts to 1200 periods at most, and needs a period") {
    CHECK_FALSE(refusal_of(retainer(rhythm::monthly, 1'200), eur(1)));
    CHECK(refusal_of(retainer(rhythm::monthly, 1'201), eur(1)) == plan_errc::count_missing);
    CHECK(refusal_of(retainer(rhythm::monthly, -1), eur(1)) == plan_errc::count_missing);
    CHECK(refusal_of(retainer(rhythm::none, 0), eur(1)) == plan_errc::not_periodic);
    CHECK(refusal_of(retainer(rhythm::dates, 0), eur(1)) == plan_errc::not_periodic);
}

TEST_CASE("milestones need names, each its own") {
    CHECK(refusal_of(milestones({}), eur(100)) == plan_errc::milestones_missing);
    CHECK(refusal_of(milestones({"draft", ""}), eur(100)) == plan_errc::milestones_missing);
    CHECK(refusal_of(milestones({"draft", "draft"}), eur(100)) == plan_errc::milestones_missing);
}

TEST_CASE("each rhythm has a name, each refusal a sentence") {
    CHECK(name_of(rhythm::every_days) == "every_days");
    CHECK(name_of(rhythm::from_service) == "from_service");
    CHECK(make_error_code(plan_errc::deposit_above_price).message() == "the deposit is more than the price");
}
