#include <doctest/doctest.h>

#include <stdexcept>

#include "link_fields.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

link_options asked() {
    link_options what;
    what.offer = "custom";
    what.reference = "r-1";
    return what;
}

std::string refusal_of(link_options const& what) {
    try {
        fields_of(what);
    } catch (std::runtime_error const& refused) {
        return refused.what();
    }
    return "";
}

}  // namespace

TEST_CASE("an amount goes into the link as whole minor units of its currency") {
    auto what = asked();
    what.amount = "120.50 EUR";
    auto const euros = fields_of(what);
    CHECK(euros.amount == "12050");
    CHECK(euros.currency == "EUR");
    what.amount = "5000 JPY";
    CHECK(fields_of(what).amount == "5000");
}

TEST_CASE("no link is made over an amount that nobody could charge") {
    auto what = asked();
    for (auto const* const amount : {"1.234 KWD", "0.10 EUR", "9999999.00 EUR"}) {
        what.amount = amount;
        CAPTURE(amount);
        CHECK(refusal_of(what).find(std::string{amount} + " cannot be charged") != std::string::npos);
    }
    what.amount = "0.00 EUR";
    CHECK(fields_of(what).amount == "0");
}

TEST_CASE("what the command line does not say, the link does not say") {
    auto const fields = fields_of(asked());
    CHECK(fields.amount.empty());
    CHECK(fields.currency.empty());
    CHECK(fields.title.empty());
    CHECK(fields.reference == "r-1");
}

TEST_CASE("a bad amount, date or client is refused by the name of its option") {
    auto what = asked();
    for (auto const* const amount : {"120", "120.505 EUR", "1,20 EUR", "120.00 EURO", "-1 EUR"}) {
        what.amount = amount;
        CAPTURE(amount);
        CHECK(refusal_of(what).starts_with("--amount is '" + what.amount + "'"));
    }
    what = asked();
    what.due = "2027-02-30";
    CHECK(refusal_of(what).starts_with("--due is '2027-02-30'"));
    what = asked();
    what.client = "customer-42";
    CHECK(refusal_of(what).starts_with("--client is 'customer-42'"));
}

TEST_CASE("a minted link opens to what was asked for, until a bit of it changes or its time is over") {
    auto what = asked();
    what.amount = "99.00 EUR";
    what.title = "As agreed";
    web::link_key const key{"k1", decltype(web::link_key::key){std::string(64, 'a')}};
    auto const fields = fields_of(what);
    auto const token = web::mint(key, fields, from_unix_seconds(1'000));
    CHECK(web::open(token, {key}, from_unix_seconds(999)).value() == fields);
    CHECK(web::open(token, {key}, from_unix_seconds(1'001)).error() == web::link_refusal::expired);
    auto changed = token;
    changed[5] = changed[5] == 'A' ? 'B' : 'A';
    CHECK(web::open(changed, {key}, from_unix_seconds(999)).has_error());
}
