// Holidays by country: their rules, the files that are shipped, and what is wrong in a file.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "folder.hpp"
#include "holiday_rules.hpp"
#include "holidays_folder.hpp"
#include "toml_section.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

civil_date day(char const* text) { return *parse_iso_date(text); }

bool rests(domain::reminder_policy const& rules, std::string const& country, char const* on) {
    auto const& days = rules.countries.at(country);
    return std::binary_search(days.begin(), days.end(), day(on));
}

domain::reminder_policy shipped() {
    domain::reminder_policy rules;
    read_holidays("config/holidays", "Europe/Berlin", rules);
    return rules;
}

std::string complaint_about(std::string const& text) {
    test_folder const folder;
    folder.write("XX.toml", text);
    domain::reminder_policy rules;
    try {
        read_holidays(folder.where().string(), "UTC", rules);
    } catch (config_refused const& why) {
        return why.what();
    }
    return "";
}

}  // namespace

TEST_CASE("Easter is on its Sunday, from the earliest day there is to the latest") {
    CHECK(easter_sunday(1818) == day("1818-03-22"));
    CHECK(easter_sunday(1943) == day("1943-04-25"));
    CHECK(easter_sunday(2000) == day("2000-04-23"));
    CHECK(easter_sunday(2026) == day("2026-04-05"));
    CHECK(easter_sunday(2027) == day("2027-03-28"));
    CHECK(easter_sunday(2038) == day("2038-04-25"));
    CHECK(easter_sunday(2049) == day("2049-04-18"));
}

TEST_CASE("a rule is a fixed day, days from Easter, or a weekday of a month") {
    CHECK(day_in(2027, "12-25") == day("2027-12-25"));
    CHECK(day_in(2027, "easter") == day("2027-03-28"));
    CHECK(day_in(2027, "easter-2") == day("2027-03-26"));
    CHECK(day_in(2027, "easter+50") == day("2027-05-17"));
    CHECK(day_in(2027, "first monday of 05") == day("2027-05-03"));
    CHECK(day_in(2027, "last monday of 05") == day("2027-05-31"));
    CHECK(day_in(2027, "fourth thursday of 11") == day("2027-11-25"));
    for (auto const* const none :
         {"", "13-01", "02-30", "1-1", "easter2", "easter+", "easter+101", "easter*2", "fifth monday of 05",
          "first day of 05", "first monday of 13", "first monday in 05", "first monday of", "12-25 "}) {
        CAPTURE(none);
        CHECK_FALSE(day_in(2027, none));
    }
}

TEST_CASE("what falls on a weekend is made up for where the country does so") {
    auto const rules = shipped();
    // 2027: Christmas Day is a Saturday, and so is the second one a Sunday.
    CHECK(rests(rules, "GB", "2027-12-27"));
    CHECK(rests(rules, "GB", "2027-12-28"));
    CHECK(rests(rules, "US", "2027-12-24"));
    CHECK_FALSE(rests(rules, "US", "2027-12-27"));
    CHECK_FALSE(rests(rules, "DE", "2027-12-27"));
    // Independence Day 2027 is a Sunday; New Year's Day 2028 a Saturday, made up for in the year before.
    CHECK(rests(rules, "US", "2027-07-05"));
    CHECK(rests(rules, "US", "2027-12-31"));
}

TEST_CASE("the shipped countries know their days, fixed and moveable") {
    auto const rules = shipped();
    CHECK(rules.countries.size() == 6);
    for (auto const& [country, days] : rules.countries) {
        CAPTURE(country);
        CHECK(rests(rules, country, "2027-01-01"));
        CHECK(rests(rules, country, "2026-12-25"));
        CHECK(std::is_sorted(days.begin(), days.end()));
    }
    CHECK(rests(rules, "DE", "2027-05-06"));
    CHECK(rests(rules, "GB", "2027-08-30"));
    CHECK(rests(rules, "US", "2026-11-26"));
    CHECK(rests(rules, "FR", "2027-07-14"));
    CHECK(rests(rules, "ES", "2027-10-12"));
    CHECK(rests(rules, "PT", "2027-05-27"));
    CHECK_FALSE(rests(rules, "FR", "2027-03-26"));  // Good Friday is none there
    CHECK(rules.country_of.at("Atlantic/Azores") == "PT");
    CHECK(rules.country_of.at("Pacific/Honolulu") == "US");
}

TEST_CASE("the business's country is its zone's, unless it is said; an unknown one is said at the start") {
    CHECK(shipped().country == "DE");
    domain::policy rules;
    rules.zone = "Asia/Tokyo";
    rules.reminders.on = rules.reminders.letters = true;
    read_holidays("config/holidays", rules.zone, rules.reminders);
    CHECK(rules.reminders.country.empty());
    CHECK(missing_holidays(rules).find("Asia/Tokyo") != std::string::npos);
    rules.reminders.country = "PT";
    read_holidays("config/holidays", rules.zone, rules.reminders);
    CHECK(rules.reminders.country == "PT");
    CHECK(missing_holidays(rules).empty());
    rules.reminders.country = "JP";
    CHECK_THROWS_AS(read_holidays("config/holidays", rules.zone, rules.reminders), config_refused);
    rules.reminders.country.clear();
    read_holidays("", rules.zone, rules.reminders);
    CHECK(rules.reminders.countries.empty());
}

TEST_CASE("what is wrong in a file is told with its line") {
    CHECK(complaint_about("zones = [\"Europe/Nowhere\"]\n").find("XX.toml:1: zones holds 'Europe/Nowhere'") !=
          std::string::npos);
    CHECK(complaint_about("[[day]]\nname = \"x\"\non = \"easter 2\"\n").find("XX.toml:3:") !=
          std::string::npos);
    CHECK(complaint_about("[[day]]\nname = \"x\"\n").find("on is missing") != std::string::npos);
    CHECK(complaint_about("[[day]]\non = \"01-01\"\n").find("name is missing") != std::string::npos);
    CHECK(
        complaint_about("[[day]]\nname = \"x\"\non = \"01-01\"\nobserved = \"never\"\n").find("XX.toml:4:") !=
        std::string::npos);
    CHECK(complaint_about("days = 3\n").find("XX.toml:1:") != std::string::npos);
    CHECK(complaint_about("zones = [\"UTC\"]\n[[day]]\nname = \"x\"\non = \"01-01\"\n").empty());
}
