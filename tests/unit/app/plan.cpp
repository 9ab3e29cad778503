#include <doctest/doctest.h>

#include <stdexcept>

#include "plan_text.hpp"
#include "planned_sale.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

config const& shipped() {
    static config const read = read_config("config/quittance.toml");
    return read;
}

plan_options asked(char const* offer, char const* from = "2027-01-31", char const* zone = "Europe/Lisbon") {
    plan_options what;
    what.offer = offer;
    what.from = from;
    what.zone = zone;
    return what;
}

std::string printed(plan_options const& what) {
    auto const sale = read_planned_sale(shipped(), what);
    auto rules = shipped().policy;
    rules.reminders.letters = false;  // messages have a case of their own
    auto const items = domain::schedule_of(sale.terms, sale.made, rules).value();
    return plan_text(sale.terms, sale.made, items, rules);
}

std::string refusal_of(plan_options const& what) {
    try {
        read_planned_sale(shipped(), what);
    } catch (std::runtime_error const& refused) {
        return refused.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a plan is printed with every date, amount and charge, through month ends and a clock change") {
    CHECK(
        printed(asked("six-part-course")) ==
        "Course over half a year (six-part-course): 1300.00 EUR, agreed on Sun 2027-01-31 in Europe/Lisbon\n"
        "     1  Sun 2027-01-31        100.00 EUR  paid at checkout, which keeps the card\n"
        "     2  Sun 2027-02-28        200.00 EUR  charged to the kept card, 09:00 Europe/Lisbon (09:00 "
        "UTC)\n"
        "     3  Wed 2027-03-31        200.00 EUR  charged to the kept card, 09:00 Europe/Lisbon (08:00 "
        "UTC)\n"
        "     4  Fri 2027-04-30        200.00 EUR  charged to the kept card, 09:00 Europe/Lisbon (08:00 "
        "UTC)\n"
        "     5  Mon 2027-05-31        200.00 EUR  charged to the kept card, 09:00 Europe/Lisbon (08:00 "
        "UTC)\n"
        "     6  Wed 2027-06-30        200.00 EUR  charged to the kept card, 09:00 Europe/Lisbon (08:00 "
        "UTC)\n"
        "     7  Sat 2027-07-31        200.00 EUR  charged to the kept card, 09:00 Europe/Lisbon (08:00 "
        "UTC)\n"
        "        sum                  1300.00 EUR\n"
        "A declined charge is tried again 1, 3, 5, 7 days after the first try; then a person is asked.\n"
        "Cancelled at least 14 days before the service: 100% is given back.\n"
        "Cancelled at least 48 hours before the service: 50% is given back.\n"
        "Cancelled later: nothing is given back.\n"
        "No messages are sent: [mail] transport is off.\n");
}

TEST_CASE("a package is printed as paid at once, with its credits") {
    CHECK(printed(asked("package-10")) ==
          "Ten sessions (package-10): 1000.00 EUR, agreed on Sun 2027-01-31 in Europe/Lisbon\n"
          "     1  Sun 2027-01-31       1000.00 EUR  paid at checkout\n"
          "        sum                  1000.00 EUR\n"
          "Grants 10 credits, valid for 365 days.\n"
          "No messages are sent: [mail] transport is off.\n");
}

TEST_CASE("a retainer is printed for as many periods as asked") {
    auto what = asked("monthly-retainer", "2027-01-31", "UTC");
    what.periods = 2;
    CHECK(printed(what) ==
          "Two sessions a month (monthly-retainer): 190.00 EUR each period, agreed on Sun 2027-01-31 in UTC\n"
          "     1  Sun 2027-01-31        190.00 EUR  paid at checkout, which keeps the card\n"
          "     2  Sun 2027-02-28        190.00 EUR  charged to the kept card, 09:00 UTC\n"
          "        and so on, until ended\n"
          "A declined charge is tried again 1, 3, 5, 7 days after the first try; then a person is asked.\n"
          "Each period grants 2 credits, without end; unused ones are carried over.\n"
          "No messages are sent: [mail] transport is off.\n");
}

TEST_CASE("of more parts than are foreseen the print says so") {
    auto rules = shipped().policy;
    rules.reminders.letters = rules.reminders.on = true;
    auto what = asked("monthly-retainer", "2027-01-31", "UTC");
    auto const printed_for = [&](int periods) {
        what.periods = periods;
        auto const sale = read_planned_sale(shipped(), what);
        auto const items = domain::schedule_of(sale.terms, sale.made, rules).value();
        return plan_text(sale.terms, sale.made, items, rules);
    };
    constexpr auto more = "and so on: only those of the first 24 parts are foreseen\n";
    CHECK(printed_for(24).find(more) == std::string::npos);
    CHECK(printed_for(25).find(more) != std::string::npos);
}

TEST_CASE("the messages that would follow are printed where letters are sent") {
    auto rules = shipped().policy;
    rules.reminders.letters = rules.reminders.on = true;
    auto const sale = read_planned_sale(shipped(), asked("six-part-course"));
    auto const items = domain::schedule_of(sale.terms, sale.made, rules).value();
    auto const text = plan_text(sale.terms, sale.made, items, rules);
    CAPTURE(text);
    CHECK(text.find("Messages, if every part is paid as planned:\n") != std::string::npos);
    CHECK(text.find("receipt, no. 1, 100.00 EUR\n") != std::string::npos);
    CHECK(text.find("notice before charge, no. 2, 200.00 EUR\n") != std::string::npos);
    CHECK(text.find("a person takes over.\n") != std::string::npos);
}

TEST_CASE("when what stays unpaid is reminded is spelled out, and never with a sign") {
    auto rules = shipped().policy;
    rules.reminders.letters = rules.reminders.on = true;
    rules.reminders.offers.clear();
    auto const sale = read_planned_sale(shipped(), asked("six-part-course"));
    auto const items = domain::schedule_of(sale.terms, sale.made, rules).value();
    auto const says = [&](domain::cadence const& steps, std::string_view line) {
        rules.reminders.usual = steps;
        auto const text = plan_text(sale.terms, sale.made, items, rules);
        CAPTURE(text);
        CHECK(text.find(line) != std::string::npos);
    };
    says({},
         "\nWhat stays unpaid is reminded 7 days before, on the day, 3, 10 and 21 days after; 28 days after "
         "its day a person takes over.\n");
    says({{{-3}, {-1}, {1}}, 1}, "reminded 3 and 1 days before, 1 day after; 1 day after its day a person");
    says({{{0}}, 14}, "reminded on the day; 14 days after its day a person");
}

TEST_CASE("milestones are printed without a date, tax on top in the sum") {
    auto const text = printed(asked("website"));
    CHECK(text.find("595.00 EUR  paid at checkout, which keeps the card\n") != std::string::npos);
    CHECK(
        text.find("                      1190.00 EUR  charged to the kept card when 'draft' is reached\n") !=
        std::string::npos);
    CHECK(text.find("2975.00 EUR\n") != std::string::npos);
}

TEST_CASE("a price of one's own is planned in its own currency") {
    auto what = asked("monthly-retainer");
    what.price = "10000 JPY";
    CHECK(printed(what).find("10000 JPY  paid at checkout") != std::string::npos);
}

TEST_CASE("what cannot be planned is refused by the name of its option") {
    CHECK(refusal_of(asked("six-part-curse")) ==
          "--offer 'six-part-curse' is not in offers.toml; did you mean 'six-part-course'?");
    CHECK(refusal_of(asked("workshop", "31.01.2027")) ==
          "--from is '31.01.2027', but must be a date such as 2027-01-31");
    CHECK(refusal_of(asked("workshop", "2027-01-31", "Europe/Atlantis")) ==
          "--zone is 'Europe/Atlantis', no IANA time zone; such as Europe/Lisbon");
    auto what = asked("workshop");
    what.service = "soon";
    CHECK(refusal_of(what) == "--service is 'soon', but must be a date such as 2027-01-31");
    what = asked("workshop");
    what.price = "120";
    CHECK(refusal_of(what).starts_with("--price is '120', but must be an amount and a currency"));
}
