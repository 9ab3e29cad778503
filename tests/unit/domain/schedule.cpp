#include "quittance/domain/schedule.hpp"

#include <doctest/doctest.h>

#include "quittance/domain/calendar.hpp"
#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

civil_date day(char const* text) { return *parse_iso_date(text); }

sale_terms monthly(int count) {
    sale_terms terms;
    terms.price = eur(12'000);
    terms.plan.every = rhythm::monthly;
    terms.plan.count = count;
    return terms;
}

agreement made_on(char const* date, char const* zone = "Europe/Lisbon") { return {day(date), {}, zone, 12}; }

std::vector<std::string> moments(std::vector<scheduled_item> const& all) {
    std::vector<std::string> said;
    said.reserve(all.size());
    for (auto const& one : all)
        said.push_back(one.charged_at ? rfc3339(*one.charged_at) : std::string{name_of(one.how)});
    return said;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("the first item is paid at checkout, the rest at the policy's hour through both clock changes") {
    policy rules;
    auto const winter = schedule_of(monthly(3), made_on("2027-01-31"), rules).value();
    CHECK(moments(winter) == texts{"at_checkout", "2027-02-28T09:00:00.000Z", "2027-03-31T08:00:00.000Z"});
    auto const summer = schedule_of(monthly(3), made_on("2027-09-30"), rules).value();
    CHECK(moments(summer) == texts{"at_checkout", "2027-10-30T08:00:00.000Z", "2027-11-30T09:00:00.000Z"});
    rules.collect_at = std::chrono::hours{20};
    auto const evening = schedule_of(monthly(2), made_on("2027-01-31", "Pacific/Kiritimati"), rules).value();
    CHECK(moments(evening) == texts{"at_checkout", "2027-02-28T06:00:00.000Z"});
}

TEST_CASE("what is already due when the plan is agreed is paid at checkout too") {
    sale_terms terms;
    terms.price = eur(30'000);
    terms.plan.every = rhythm::from_service;
    terms.plan.offsets = {-14, -7, 0};
    auto made = made_on("2027-02-28");
    made.service = day("2027-03-01");
    CHECK(moments(schedule_of(terms, made, policy{}).value()) ==
          texts{"at_checkout", "at_checkout", "2027-03-01T09:00:00.000Z"});
    made.service.reset();
    CHECK(schedule_of(terms, made, policy{}).error() == plan_errc::service_date_missing);
}

TEST_CASE("the first item is paid at checkout even when its date is later") {
    sale_terms terms;
    terms.price = eur(30'000);
    terms.plan.every = rhythm::dates;
    terms.plan.dates = {day("2027-03-01"), day("2027-04-01")};
    CHECK(moments(schedule_of(terms, made_on("2027-01-01"), policy{}).value()) ==
          texts{"at_checkout", "2027-04-01T08:00:00.000Z"});
}

TEST_CASE("a milestone is charged when it is reached, not by the clock") {
    sale_terms terms;
    terms.price = eur(30'000);
    terms.plan.every = rhythm::milestones;
    terms.plan.deposit_ppm = 200'000;
    terms.plan.milestones = {"draft", "final"};
    CHECK(moments(schedule_of(terms, made_on("2027-01-01"), policy{}).value()) ==
          texts{"at_checkout", "at_milestone", "at_milestone"});
}

TEST_CASE("a retainer shows its next periods, at most as many as it has") {
    auto terms = monthly(0);
    terms.plan.retainer = true;
    auto made = made_on("2027-01-31");
    CHECK(schedule_of(terms, made, policy{}).value().size() == 12);
    made.periods = 3;
    auto const three = schedule_of(terms, made, policy{}).value();
    REQUIRE(three.size() == 3);
    CHECK(three[2].what == item{3, eur(12'000), day("2027-03-31"), {}});
    terms.plan.count = 2;
    CHECK(schedule_of(terms, made, policy{}).value().size() == 2);
}

TEST_CASE("without a plan there is one item, paid at checkout") {
    sale_terms terms;
    terms.price = eur(12'000);
    CHECK(moments(schedule_of(terms, made_on("2027-01-01"), policy{}).value()) == texts{"at_checkout"});
}

TEST_CASE("the clocks of a zone say an hour, and minutes where it has them") {
    using std::chrono::hours;
    using std::chrono::minutes;
    auto const noon_utc = *parse_rfc3339("2027-07-01T12:00:59Z");
    CHECK(time_in("UTC", noon_utc) == hours{12});
    CHECK(time_in("Europe/Lisbon", noon_utc) == hours{13});
    CHECK(time_in("Asia/Kathmandu", noon_utc) == hours{17} + minutes{45});
    CHECK(time_in("Pacific/Kiritimati", noon_utc) == hours{2});
    CHECK(time_in("Pacific/Pago_Pago", noon_utc) == hours{1});
}
