#include "quittance/stripe/amounts.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "quittance/domain/plan.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;

domain::currency unit(std::string_view code) { return *domain::currency::parse(code); }
domain::money money(std::int64_t units, std::string_view code) {
    return domain::money::minor(units, unit(code));
}

TEST_CASE("money goes to Stripe in Stripe's units and comes back the same") {
    struct {
        std::int64_t ours;
        char const* code;
        std::int64_t theirs;
    } const table[] = {{12'345, "EUR", 12'345}, {5'000, "JPY", 5'000}, {5, "ISK", 500},
                       {7, "UGX", 700},         {5'120, "KWD", 5'120}, {5'000, "MGA", 50},
                       {100, "HUF", 100},       {-250, "USD", -250},   {0, "EUR", 0}};
    for (auto const& row : table) {
        CAPTURE(row.code);
        CHECK(to_stripe_amount(money(row.ours, row.code)) == row.theirs);
        CHECK(from_stripe_amount(row.theirs, unit(row.code)) == money(row.ours, row.code));
    }
}

TEST_CASE("each part of a plan is an amount that Stripe can express") {
    domain::plan_terms plan;
    plan.every = domain::rhythm::monthly;
    plan.count = 7;
    plan.deposit_ppm = 123'457;
    for (auto const* code : {"EUR", "JPY", "ISK", "UGX", "KWD", "BHD", "MGA", "HUF", "TWD"}) {
        CAPTURE(code);
        auto const price = money(1'000'100 / unit(code).smallest_step() * unit(code).smallest_step(), code);
        auto const items = domain::items_of(plan, price, *parse_iso_date("2027-01-31"), std::nullopt);
        REQUIRE(items.has_value());
        for (auto const& part : *items) CHECK(to_stripe_amount(part.amount));
    }
}

TEST_CASE("what Stripe cannot express is refused, never rounded") {
    CHECK(to_stripe_amount(money(5'124, "KWD")) == std::nullopt);
    CHECK(to_stripe_amount(money(5'050, "MGA")) == std::nullopt);
    CHECK(from_stripe_amount(550, unit("ISK")) == std::nullopt);
    CHECK(to_stripe_amount(money(std::numeric_limits<std::int64_t>::max(), "ISK")) == std::nullopt);
    CHECK(to_stripe_amount(domain::money{}) == std::nullopt);
}

TEST_CASE("a charge below Stripe's minimum or above its maximum is known beforehand") {
    CHECK(problem_with_amount(money(50, "EUR")) == std::nullopt);
    CHECK(problem_with_amount(money(49, "EUR")) == amount_problem::too_small);
    CHECK(problem_with_amount(money(29, "GBP")) == amount_problem::too_small);
    CHECK(problem_with_amount(money(30, "GBP")) == std::nullopt);
    CHECK(problem_with_amount(money(49, "JPY")) == amount_problem::too_small);
    CHECK(problem_with_amount(money(17'499, "HUF")) == amount_problem::too_small);
    CHECK(problem_with_amount(money(99'999'999, "EUR")) == std::nullopt);
    CHECK(problem_with_amount(money(100'000'000, "EUR")) == amount_problem::too_large);
    CHECK(problem_with_amount(money(999'999, "ISK")) == std::nullopt);
    CHECK(problem_with_amount(money(1'000'000, "ISK")) == amount_problem::too_large);
    CHECK(problem_with_amount(money(5'121, "KWD")) == amount_problem::not_expressible);
    CHECK(problem_with_amount(money(0, "EUR")) == amount_problem::not_positive);
    CHECK(problem_with_amount(money(-1, "EUR")) == amount_problem::not_positive);
    CHECK(problem_with_amount({}) == amount_problem::no_currency);
}

TEST_CASE("minimum and maximum are in our units") {
    CHECK(minimum_charge(unit("MXN")) == money(1'000, "MXN"));
    CHECK(minimum_charge(unit("KRW")) == money(50, "KRW"));
    CHECK(minimum_charge(unit("ISK")) == std::nullopt);
    CHECK(minimum_charge({}) == std::nullopt);
    CHECK(maximum_charge(unit("KWD")) == money(99'999'990, "KWD"));
    CHECK(maximum_charge(unit("ISK")) == money(999'999, "ISK"));
    CHECK(maximum_charge({}) == std::nullopt);
}

}  // namespace
