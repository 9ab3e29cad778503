#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "quittance/domain/calendar.hpp"
#include "quittance/domain/plan.hpp"
#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

civil_date any_date() {
    auto const first = std::chrono::sys_days{*parse_iso_date("1999-12-01")};
    return civil_date{first + std::chrono::days{*rc::gen::inRange(0, 60'000)}};
}

money any_price() {
    auto const code = *rc::gen::element<std::string>("EUR", "JPY", "KWD", "ISK", "UGX", "MGA");
    auto const units = *rc::gen::weightedOneOf<std::int64_t>(
        {{4, rc::gen::inRange<std::int64_t>(0, 100'000'000)},
         {1, rc::gen::element<std::int64_t>(0, 1, std::numeric_limits<std::int64_t>::max())}});
    return money::minor(units, currency::parse(code).value());
}

std::vector<int> any_offsets() {
    auto const some = *rc::gen::container<std::set<int>>(rc::gen::inRange(-100, 100));
    return {some.begin(), some.end()};
}

plan_terms any_plan(money price) {
    plan_terms plan;
    plan.every = static_cast<rhythm>(*rc::gen::inRange(0, 8));
    plan.days = *rc::gen::inRange(0, 400);
    plan.count = *rc::gen::inRange(0, 62);
    plan.offsets = any_offsets();
    for (int const offset : plan.offsets) plan.milestones.push_back(std::to_string(offset));
    if (*rc::gen::arbitrary<bool>()) plan.deposit_ppm = *rc::gen::inRange(0, 1'000'001);
    if (plan.deposit_ppm == 0)
        plan.deposit = money::minor(*rc::gen::inRange<std::int64_t>(0, 200'000), price.unit());
    return plan;
}

void dates_after(plan_terms& plan, civil_date anchor) {
    for (int const offset : plan.offsets)
        plan.dates.emplace_back(std::chrono::sys_days{anchor} + std::chrono::days{offset + 95});
}

}  // namespace

TEST_CASE("whatever the plan: its items sum to the price, and go forward") {
    CHECK(rc::check([] {
        auto const price = any_price();
        auto const anchor = any_date();
        auto plan = any_plan(price);
        dates_after(plan, anchor);
        auto const items = items_of(plan, price, anchor, any_date());
        RC_PRE(items.has_value());
        __extension__ __int128 sum = 0;
        civil_date last = anchor;
        for (std::size_t k = 0; k < items->size(); ++k) {
            auto const& one = (*items)[k];
            sum += one.amount.minor_units();
            RC_ASSERT(one.number == static_cast<int>(k) + 1);
            RC_ASSERT(one.due.ok() && one.due >= last);
            RC_ASSERT(!plan.is_plan() || one.amount.minor_units() > 0);
            last = one.due;
        }
        RC_ASSERT(sum == price.minor_units());
    }));
}

TEST_CASE(
    "whatever the plan: no share is larger than an earlier one, or differs by more than a step and rest") {
    CHECK(rc::check([] {
        auto const price = any_price();
        auto plan = any_plan(price);
        plan.every = rhythm::monthly;
        auto const items = items_of(plan, price, any_date(), std::nullopt);
        RC_PRE(items.has_value());
        bool const deposit = !deposit_of(plan, price)->is_zero();
        auto const step = price.unit().smallest_step();
        std::size_t const first = deposit ? 1 : 0;
        for (std::size_t k = first + 1; k < items->size(); ++k) {
            auto const units = (*items)[k].amount.minor_units();
            auto const before = (*items)[k - 1].amount.minor_units();
            RC_ASSERT(units <= before && before - units < 2 * step);
            RC_ASSERT(units % step == 0);
        }
    }));
}

TEST_CASE("the 31st drifts to the 28th: an item's date depends on the anchor alone") {
    CHECK(rc::check([] {
        auto const anchor = any_date();
        plan_terms plan;
        plan.every =
            *rc::gen::element(rhythm::weekly, rhythm::fortnightly, rhythm::monthly, rhythm::every_days);
        plan.days = *rc::gen::inRange(1, 367);
        plan.count = *rc::gen::inRange(1, 61);
        auto const items = items_of(plan, eur(100'000), anchor, std::nullopt).value();
        // The same item in a plan of another length, and as a retainer's period, is due on the same day.
        auto longer = plan;
        longer.count = 60;
        auto const others = items_of(longer, eur(100'000), anchor, std::nullopt).value();
        auto retainer = plan;
        retainer.retainer = true;
        for (std::size_t k = 0; k < items.size(); ++k) {
            RC_ASSERT(items[k].due == others[k].due);
            RC_ASSERT(items[k].due == period_of(retainer, eur(1), anchor, static_cast<int>(k) + 1)->due);
            if (plan.every != rhythm::monthly) continue;
            auto const end = civil_date{items[k].due.year() / items[k].due.month() / std::chrono::last};
            RC_ASSERT(items[k].due.day() == std::min(anchor.day(), end.day()));
        }
    }));
}

TEST_CASE("whatever the date and zone: the collecting hour is on that date, or right after a gap") {
    CHECK(rc::check([] {
        auto const zone = *rc::gen::element<std::string>(
            "Pacific/Kiritimati", "Pacific/Chatham", "Australia/Lord_Howe", "Asia/Tehran", "Africa/Cairo",
            "Europe/Lisbon", "America/St_Johns", "America/Havana", "Pacific/Pago_Pago");
        auto const date = any_date();
        auto const local = std::chrono::minutes{*rc::gen::inRange(0, 24 * 60)};
        auto const when = at_hour(zone, date, local);
        // Midnight is the earliest moment of the date, so an hour later can only be the same or after it.
        RC_ASSERT(when >= start_of(zone, date));
        RC_ASSERT(when - start_of(zone, date) <= local + std::chrono::hours{2});
        if (local >= std::chrono::hours{7} && local <= std::chrono::hours{20})
            RC_ASSERT(date_in(zone, when) == date);
    }));
}
