#include <doctest/doctest.h>

#include "config.hpp"
#include "folder.hpp"
#include "written_values.hpp"

using namespace quittance;
using namespace quittance::app;
using domain::rhythm;

namespace {

domain::money eur(std::int64_t cents) {
    return domain::money::minor(cents, domain::currency::parse("EUR").value());
}

std::string offer_with(std::string const& line, std::string const& price = "1000.00 EUR") {
    return "[[offer]]\nid = \"a\"\ntitle = \"A\"\nprice = \"" + price + "\"\n" + line + "\n";
}

domain::offer read(std::string const& line, std::string const& price = "1000.00 EUR") {
    test_folder const folder;
    return read_offers(folder.write("offers.toml", offer_with(line, price))).at(domain::offer_id{"a"});
}

// Without the folder's name and the line, which is 5 for all of these.
std::string refusal_of(std::string const& line, std::string const& price = "1000.00 EUR") {
    test_folder const folder;
    auto const file = folder.write("offers.toml", offer_with(line, price));
    try {
        read_offers(file);
    } catch (config_refused const& refused) {
        std::string const said = refused.what();
        auto const prefix = file + ":5: ";
        CHECK(said.find('\n') == std::string::npos);
        return said.starts_with(prefix) ? said.substr(prefix.size()) : said;
    }
    return "";
}

struct row {
    char const* line;
    char const* expected;
};

}  // namespace

TEST_CASE("a plan has a rhythm and a count") {
    for (auto const& [every, expected, days] :
         {std::tuple{"weekly", rhythm::weekly, 0}, std::tuple{"fortnightly", rhythm::fortnightly, 0},
          std::tuple{"monthly", rhythm::monthly, 0}, std::tuple{"14 days", rhythm::every_days, 14},
          std::tuple{"1 day", rhythm::every_days, 1}}) {
        auto const plan = read(std::string{"plan = { every = \""} + every + "\", count = 6 }").plan;
        CHECK(plan.every == expected);
        CHECK(plan.days == days);
        CHECK(plan.count == 6);
        CHECK_FALSE(plan.retainer);
        CHECK(plan.deposit.is_zero());
    }
}

TEST_CASE("a deposit is an amount or a share") {
    CHECK(read(R"(plan = { deposit = "50.00 EUR", every = "monthly", count = 6 })").plan.deposit ==
          eur(5'000));
    CHECK(read(R"(plan = { deposit = "25%", every = "monthly", count = 6 })").plan.deposit_ppm == 250'000);
    CHECK(read(R"(plan = { deposit = "33.3333%", every = "monthly", count = 6 })").plan.deposit_ppm ==
          333'333);
}

TEST_CASE("a plan may follow dates, the service or milestones") {
    auto const day = [](char const* text) { return *parse_iso_date(text); };
    auto const dates = read(R"(plan = { dates = [2027-03-01, "2027-06-15"] })").plan;
    CHECK(dates.every == rhythm::dates);
    CHECK(dates.dates == std::vector{day("2027-03-01"), day("2027-06-15")});
    auto const service = read("plan = { from_service = [-14, -7, 0] }").plan;
    CHECK(service.every == rhythm::from_service);
    CHECK(service.offsets == std::vector{-14, -7, 0});
    auto const work = read(R"(plan = { deposit = "20%", milestones = ["draft", "final"] })").plan;
    CHECK(work.every == rhythm::milestones);
    CHECK(work.milestones == std::vector<std::string>{"draft", "final"});
}

TEST_CASE("a retainer runs until ended, or so many periods") {
    auto const endless = read(R"(retainer = { every = "monthly" })").plan;
    CHECK(endless.retainer);
    CHECK(endless.count == 0);
    CHECK(endless.every == rhythm::monthly);
    CHECK(read(R"(retainer = { every = "28 days", count = 12 })").plan.count == 12);
}

TEST_CASE("credits, cancellation and the no-show fee are read") {
    auto const package = read("credits = { granted = 10, valid_days = 365 }").credits;
    CHECK(package == domain::credit_terms{10, 365, true});
    auto const retainer =
        read("retainer = { every = \"monthly\" }\ncredits = { granted = 2, carry_over = false }");
    CHECK(retainer.credits == domain::credit_terms{2, 0, false});
    auto const terms =
        read(
            "cancellation = [{ before = \"7 days\", refund = \"100%\" }, { before = \"48h\", refund = "
            "\"50%\" }]\nno_show_fee = \"20.00 EUR\"")
            .cancellation;
    CHECK(terms.steps ==
          std::vector{domain::cancellation_step{168, 1'000'000}, domain::cancellation_step{48, 500'000}});
    CHECK(terms.no_show_fee == eur(2'000));
}

TEST_CASE("a late fee is off unless the offer says how much, and how long after its day") {
    std::string const plan = "plan = { every = \"monthly\", count = 2 }\n";
    CHECK_FALSE(read(plan).late_fee.is_charged());
    CHECK(read(plan + R"(late_fee = { amount = "5.00 EUR", after = "14 days" })").late_fee ==
          domain::late_fee_terms{eur(500), 0, 14});
    CHECK(read(plan + R"(late_fee = { amount = "2.5%", after = "1 day" })").late_fee ==
          domain::late_fee_terms{{}, 25'000, 1});
    for (auto const& [line, expected] : {
             row{R"(late_fee = { after = "14 days" })",
                 "offer.late_fee.amount is missing; such as \"5.00 EUR\" or \"2%\""},
             row{R"(late_fee = { amount = "5.00 EUR" })",
                 "offer.late_fee.after is missing; such as after = \"14 days\""},
             row{R"(late_fee = { amount = "5.00 EUR", after = "0 days" })",
                 "offer.late_fee.after is '0 days', but must be 1 to 365 days, such as \"14 days\""},
             row{R"(late_fee = { amount = "5.00 USD", after = "14 days" })",
                 "offer.late_fee.amount must be in the price's currency"},
             row{R"(late_fee = { amount = "0%", after = "14 days" })",
                 "offer.late_fee.amount is '0%', but must be more than 0% and at most 100%"},
             row{R"(late_fee = { amount = "0.10 EUR", after = "14 days" })",
                 "offer.late_fee.amount is what a card cannot be charged (too_small)"},
         }) {
        CAPTURE(line);
        CHECK(refusal_of(line + ('\n' + plan)) == expected);
    }
}

TEST_CASE("an offer may hold its bookings for a time of its own") {
    CHECK(read("").hold_hours == 0);
    CHECK(read("hold_hours = 3").hold_hours == 3);
    CHECK(domain::terms_of(read("hold_hours = 3"))->hold_hours == 3);
    CHECK(refusal_of("hold_hours = 0").find("offer.hold_hours") != std::string::npos);
}

TEST_CASE("what a no-show uses or costs may be said in a word") {
    CHECK(read("no_show = \"nothing\"").cancellation.no_show_free);
    CHECK_FALSE(read("credits = { granted = 10 }\nno_show = \"credit\"").cancellation.no_show_free);
    CHECK(read("no_show_fee = \"20.00 EUR\"\nno_show = \"fee\"").cancellation.no_show_fee == eur(2'000));
}

TEST_CASE("an unknown word inside a plan is refused with what was probably meant") {
    for (auto const& [line, expected] : {
             row{R"(plan = { evry = "monthly", every = "monthly", count = 6 })",
                 "unknown setting 'offer.plan.evry'; did you mean 'every'?"},
             row{R"(plan = { every = "montly", count = 6 })",
                 "offer.plan.every is 'montly', but may be weekly, fortnightly, monthly or a number of days "
                 "from 1 to 366, such as \"10 days\"; did you mean 'monthly'?"},
             row{R"(retainer = { every = "monthly", months = 6 })",
                 "unknown setting 'offer.retainer.months'"},
             row{"credits = { granted = 1, valid_day = 3 }",
                 "unknown setting 'offer.credits.valid_day'; did you mean 'valid_days'?"},
             row{R"(cancellation = [{ before = "48h", refund = "100%", fee = 1 }])",
                 "unknown setting 'offer.cancellation.fee'"},
         }) {
        CAPTURE(line);
        CHECK(refusal_of(line) == expected);
    }
}

TEST_CASE("a plan that is not said whole, or twice, is refused") {
    for (auto const& [line, expected] : {
             row{"plan = { count = 6 }",
                 "offer.plan.every is missing: say every and count, dates, from_service or milestones"},
             row{R"(plan = { every = "monthly" })",
                 "offer.plan.count is missing: how many items follow, 1 to 60"},
             row{R"(plan = { every = "monthly", count = 2, from_service = [0] })",
                 "offer.plan.every is said twice: a plan has every and count, or dates, or from_service, or "
                 "milestones"},
             row{"plan = { from_service = [0], count = 1 }",
                 "offer.plan.count goes with every; the items are counted by their list"},
             row{"plan = { }",
                 "offer.plan.every is missing: say every and count, dates, from_service or milestones"},
             row{"retainer = { count = 3 }", "offer.retainer.every is missing; such as every = \"monthly\""},
             row{"plan = { from_service = [0] }\nretainer = { every = \"monthly\" }",
                 "offers.toml:6: offer.retainer stands beside a plan; an offer has one or the other"},
             row{"plan = \"monthly\"", "offer.plan must be a table"},
         }) {
        CAPTURE(line);
        auto const said = refusal_of(line);
        auto const from = said.find("offers.toml:6");
        CHECK((from == std::string::npos ? said : said.substr(from)) == expected);
    }
}

TEST_CASE("values beyond their limits are refused") {
    for (auto const& [line, expected] : {
             row{R"(plan = { every = "monthly", count = 61 })",
                 "offer.plan.count must be a whole number from 1 to 60"},
             row{R"(plan = { every = "monthly", count = 0 })",
                 "offer.plan.count must be a whole number from 1 to 60"},
             row{R"(plan = { every = "367 days", count = 2 })",
                 "offer.plan.every is '367 days', but may be weekly, fortnightly, monthly or a number of "
                 "days "
                 "from 1 to 366, such as \"10 days\""},
             row{R"(retainer = { every = "monthly", count = 1201 })",
                 "offer.retainer.count must be a whole number from 0 to 1200"},
             row{"plan = { from_service = [3661] }",
                 "offer.plan.from_service must be a list of whole numbers from -3660 to 3660"},
             row{"plan = { dates = [\"2027-02-30\"] }",
                 "offer.plan.dates must be a list of dates such as [2027-03-01, 2027-06-01]"},
             row{"plan = { dates = 2027-02-28 }",
                 "offer.plan.dates must be a list of dates such as [2027-03-01, 2027-06-01]"},
             row{R"(plan = { deposit = "101%", every = "monthly", count = 2 })",
                 "offer.plan.deposit is '101%', but must be more than 0% and at most 100%, with at most four "
                 "decimals"},
             row{R"(plan = { deposit = "0.00 EUR", every = "monthly", count = 2 })",
                 "offer.plan.deposit is nothing; leave it out"},
             row{R"(plan = { deposit = "50", every = "monthly", count = 2 })",
                 "offer.plan.deposit is '50', but must be an amount and a currency, such as \"120.00 EUR\", "
                 "or a "
                 "share such as \"25%\""},
             row{"credits = { granted = 0 }", "offer.credits.granted must be a whole number from 1 to 10000"},
             row{"credits = { valid_days = 3 }",
                 "offer.credits.granted is missing: how many credits are granted"},
             row{"credits = { granted = 1, valid_days = 3661 }",
                 "offer.credits.valid_days must be a whole number from 0 to 3660"},
             row{R"(cancellation = [{ before = "two days", refund = "100%" }])",
                 "offer.cancellation.before is 'two days', but must be hours or days, such as \"48h\" or \"2 "
                 "days\""},
             row{R"(cancellation = [{ before = "48h", refund = "100.0001%" }])",
                 "offer.cancellation.refund is '100.0001%', but must be a share from \"0%\" to \"100%\""},
             row{R"(cancellation = [{ before = "48h" }])",
                 "offer.cancellation.refund is missing; such as refund = \"50%\""},
         }) {
        CAPTURE(line);
        CHECK(refusal_of(line) == expected);
    }
}

TEST_CASE("a plan that cannot be is refused with its price") {
    for (
        auto const& [line, expected] : {
            row{R"(plan = { deposit = "1000.01 EUR", every = "monthly", count = 2 })",
                "offer.plan cannot be: the deposit is more than the price"},
            row{R"(plan = { deposit = "50.00 USD", every = "monthly", count = 2 })",
                "offer.plan cannot be: the deposit must be one amount in the price's currency or one share "
                "of "
                "the price, and a retainer has none"},
            row{"plan = { dates = [2027-03-01, 2027-02-01] }",
                "offer.plan cannot be: the dates of the items are missing, not ascending, or before the day "
                "of "
                "the agreement"},
            row{R"(plan = { deposit = "10%", milestones = ["draft", "draft"] })",
                "offer.plan cannot be: the milestones are missing, or one has no name or another's"},
            row{R"(plan = { milestones = ["draft", "final"] })",
                "offer.plan has milestones but no deposit: what is paid at checkout keeps the card that the "
                "milestones are charged to; add deposit = \"20%\""},
            row{R"(credits = { granted = 1, carry_over = false })",
                "offer.credits.carry_over is a retainer's: a package's credits end by valid_days"},
            row{R"(cancellation = [{ before = "24h", refund = "50%" }, { before = "1 day", refund = "20%" }])",
                "offer.cancellation.before must be shorter than the step above: the longest notice comes "
                "first"},
            row{R"(cancellation = [{ before = "48h", refund = "50%" }, { before = "24h", refund = "60%" }])",
                "offer.cancellation.refund is more than the step above gives back for a longer notice"},
            row{"no_show_fee = \"20.00 USD\"", "offer.no_show_fee must be in the price's currency"},
            row{"no_show_fee = \"0.00 EUR\"", "offer.no_show_fee is nothing; leave it out"},
            row{"no_show_fee = \"0.10 EUR\"",
                "offer.no_show_fee is what a card cannot be charged (too_small)"},
            row{R"(no_show = "free")",
                "offer.no_show is 'free', but may be \"credit\", \"fee\" or \"nothing\""},
            row{R"(no_show = "fee")", "offer.no_show is \"fee\"; say how much: no_show_fee"},
            row{R"(no_show = "credit")", "offer.no_show is \"credit\", and the offer grants none"},
            row{"no_show = \"nothing\"\nno_show_fee = \"20.00 EUR\"",
                "offer.no_show is \"nothing\", and no_show_fee says what it costs; leave one of them out"},
            row{R"(late_fee = { amount = "5.00 EUR", after = "14 days" })",
                "offer.late_fee needs a plan or a retainer: a fee is charged only where the client agreed to "
                "terms that state it, and nothing else has a page of terms"},
        }) {
        CAPTURE(line);
        CHECK(refusal_of(line) == expected);
    }
}

TEST_CASE("a price that cannot be read is told once, not again by its plan") {
    test_folder const folder;
    for (auto const* price : {"120", "12,00 EUR", "1.00 XXQ"}) {
        auto const file =
            folder.write("offers.toml", offer_with(R"(plan = { every = "monthly", count = 2 })", price));
        try {
            read_offers(file);
            FAIL("it was read");
        } catch (config_refused const& refused) {
            std::string const said = refused.what();
            CHECK(said.find("offer.price is '") != std::string::npos);
            CHECK(said.find('\n') == std::string::npos);
        }
    }
}

TEST_CASE("an item that no card can be charged is refused, one that can is not") {
    auto const six = R"(plan = { every = "monthly", count = 6 })";
    CHECK(refusal_of(six, "3.00 EUR").empty());
    CHECK(refusal_of(six, "2.99 EUR") ==
          "offer.plan cannot be: item 6 would be 0.49 EUR, less than a card can be charged (0.50 EUR)");
    CHECK(refusal_of(six, "0.05 EUR") ==
          "offer.plan cannot be: the rest of the price cannot be split into so many items; at most 60, each "
          "of at "
          "least the smallest amount of the currency");
    CHECK(
        refusal_of(R"(retainer = { every = "monthly" })", "0.00 EUR") ==
        "offer.retainer cannot be: item 1 would be 0.00 EUR, which a card cannot be charged (not_positive)");
    CHECK(refusal_of(six, "10000 JPY").empty());
    CHECK(refusal_of(six, "10.000 KWD").empty());
}

TEST_CASE("days and notices are whole numbers of a word") {
    CHECK(parse_days("1 day") == 1);
    CHECK(parse_days("30 days") == 30);
    CHECK(parse_notice("0h") == 0);
    CHECK(parse_notice("2 days") == 48);
    for (auto const* text :
         {"", "h", "days", " days", "-1 days", "1.5 days", "100000 days", "3 weeks", "2d"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_days(text));
        CHECK_FALSE(parse_notice(text));
    }
}

TEST_CASE("the catalogue that is shipped has an offer of each kind") {
    auto const offers = read_offers("config/offers.toml");
    auto const at = [&](char const* id) { return offers.at(domain::offer_id{id}); };
    CHECK(at("package-10").credits.granted == 10);
    CHECK(at("six-part-course").plan.count == 6);
    CHECK(at("six-part-course").plan.deposit == eur(10'000));
    CHECK(at("workshop").plan.every == rhythm::from_service);
    CHECK(at("website").plan.every == rhythm::milestones);
    CHECK(at("monthly-retainer").plan.retainer);
}
