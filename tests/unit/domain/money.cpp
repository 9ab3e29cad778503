#include "quittance/domain/money.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "quittance/domain/offer.hpp"
#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

currency in(std::string_view code) { return currency::parse(code).value(); }

struct row {
    char const* text;
    char const* code;
    std::int64_t units;
};

}  // namespace

TEST_CASE("an amount is read exactly, in its currency's own decimals") {
    for (auto const& [text, code, units] :
         {row{"120", "EUR", 12'000}, row{"120.5", "EUR", 12'050}, row{"120.05", "EUR", 12'005},
          row{"0.01", "USD", 1}, row{"5000", "JPY", 5'000}, row{"5.124", "KWD", 5'124}, row{"0", "EUR", 0},
          row{"92233720368547758.07", "EUR", std::numeric_limits<std::int64_t>::max()}}) {
        CAPTURE(text);
        CHECK(parse_amount(text, in(code)).value() == money::minor(units, in(code)));
    }
}

TEST_CASE("what is not an exact amount is refused") {
    for (auto const* text :
         {"", ".", ".5", "5.", "-1", "+1", "1,50", "1 000", "1e3", "0x10", "1.2.3", "abc"}) {
        CAPTURE(text);
        CHECK(parse_amount(text, in("EUR")).error() == money_errc::not_an_amount);
    }
    CHECK(parse_amount("1.005", in("EUR")).error() == money_errc::too_many_decimals);
    CHECK(parse_amount("5.5", in("JPY")).error() == money_errc::too_many_decimals);
    CHECK(parse_amount("92233720368547758.08", in("EUR")).error() == money_errc::overflow);
    CHECK(parse_amount("99999999999999999999", in("JPY")).error() == money_errc::overflow);
}

TEST_CASE("currencies do not mix, and sums do not wrap") {
    CHECK(eur(1).plus(usd(1)).error() == money_errc::currency_mismatch);
    CHECK(eur(1).minus(usd(1)).error() == money_errc::currency_mismatch);
    CHECK(eur(std::numeric_limits<std::int64_t>::max()).plus(eur(1)).error() == money_errc::overflow);
    CHECK(eur(std::numeric_limits<std::int64_t>::min()).minus(eur(1)).error() == money_errc::overflow);
    CHECK(eur(2).plus(eur(3)).value() == eur(5));
}

TEST_CASE("only currencies of the table exist") {
    CHECK(in("eur").code() == "EUR");
    CHECK(in("ISK").exponent() == 0);
    CHECK(currency::parse("XXX").error() == money_errc::unknown_currency);
    CHECK(currency::parse("EURO").error() == money_errc::unknown_currency);
    CHECK(currency::parse("").error() == money_errc::unknown_currency);
}

TEST_CASE("an amount is written as it is read") {
    CHECK(plain_text(eur(12'005)) == "120.05 EUR");
    CHECK(plain_text(eur(-5)) == "-0.05 EUR");
    CHECK(plain_text(money::minor(5'000, in("JPY"))) == "5000 JPY");
    CHECK(plain_text(money::minor(5'124, in("KWD"))) == "5.124 KWD");
    CHECK(plain_number(eur(std::numeric_limits<std::int64_t>::min())) == "-92233720368547758.08");
}

TEST_CASE("tax is found in a price that includes it, and put on one that does not") {
    CHECK(tax_within(eur(11'900), 190'000) == eur(1'900));
    CHECK(tax_within(eur(100), 190'000) == eur(16));  // 15.966 up
    CHECK(tax_on_top(eur(10'000), 190'000).value() == eur(1'900));
    CHECK(tax_on_top(eur(50), 50'000).value() == eur(3));  // 2.5 up
}

TEST_CASE("terms say what is paid in all") {
    offer coaching{offer_id{"coaching-60"}, "Coaching", "", eur(10'000), {"VAT", 190'000, false}, true};
    CHECK(terms_of(coaching).value().price == eur(11'900));
    coaching.tax.included = true;
    CHECK(terms_of(coaching).value().price == eur(10'000));
}

TEST_CASE("tax that comes on top of the price comes on top of a fixed deposit, so that the parts still sum") {
    offer course{offer_id{"course"}, "Course", "", eur(9'999), {"VAT", 190'000, false}, true};
    course.plan.every = rhythm::monthly;
    course.plan.count = 3;
    course.plan.deposit = eur(3'333);
    course.credits.granted = 10;
    course.cancellation.steps = {{48, 500'000}};
    auto const terms = terms_of(course).value();
    CHECK(terms.plan.deposit == eur(3'966));
    CHECK(terms.credits == course.credits);
    CHECK(terms.cancellation == course.cancellation);
    std::int64_t sum = 0;
    for (auto const& i : items_of(terms.plan, terms.price, *parse_iso_date("2027-01-31"), {}).value())
        sum += i.amount.minor_units();
    CHECK(sum == 11'899);
    CHECK(terms.price == eur(11'899));
    course.tax.included = true;
    CHECK(terms_of(course).value().plan == course.plan);
}

TEST_CASE("a deposit as high as the price stays as high when tax comes on top") {
    offer course{offer_id{"course"}, "Course", "", eur(1), {"VAT", 190'000, false}, true};
    for (std::int64_t cents = 1; cents < 2'000; ++cents) {
        course.price = course.plan.deposit = eur(cents);
        auto const terms = terms_of(course).value();
        CHECK(terms.plan.deposit == terms.price);
    }
}
