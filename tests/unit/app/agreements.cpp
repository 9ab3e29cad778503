// What the engine is given to put a changed agreement in writing.
#include <doctest/doctest.h>

#include "agreement_words.hpp"
#include "quittance/base/digest.hpp"
#include "site_options.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

domain::booking a_booking() {
    domain::booking made;
    made.id = domain::booking_id{"b-1"};
    made.identity.reference = "ref-1";
    made.terms.title = "Course";
    made.terms.price = domain::money::minor(60'00, *domain::currency::parse("EUR"));
    made.who.zone = "Pacific/Auckland";
    made.items = {{1, made.terms.price, *parse_iso_date("2027-01-31"), {}}};
    return made;
}

}  // namespace

TEST_CASE(
    "a changed agreement has the words of the client's language, the day of their zone, and their hash") {
    config settings;
    settings.business.name = "Ana Coaching";
    auto const write = agreement_writer_of(business_of(settings), settings.policy);
    domain::account all;
    all.client.who.locale = "de-DE";
    domain::agreed_terms about;
    about.version = 1;
    about.at = *parse_rfc3339("2026-11-22T20:00:00Z");  // the 23rd in Auckland
    about.author = "client";
    about.reason = "not for the client's eyes";
    auto const made = write(all, a_booking(), about);
    CHECK(made.text.find("Vereinbarung, Fassung 1\n") == 0);
    CHECK(made.text.find("23. Nov") != std::string::npos);
    CHECK(made.text.find("auf Ihren Wunsch") != std::string::npos);
    CHECK(made.text.find("not for the client") == std::string::npos);
    CHECK(made.hash == to_base64url(as_text(sha256(made.text))));
    CHECK(made.note.find(made.hash.substr(0, 10)) != std::string::npos);
    CHECK(write(all, a_booking(), about) == made);
}

TEST_CASE("the next version names the one that holds the rest") {
    auto const write = agreement_writer_of(business_of(config{}), {});
    auto booking = a_booking();
    booking.agreements.push_back(
        {1, "AbCdEfGhIjKlMnOp", "", *parse_rfc3339("2026-11-01T10:00:00Z"), "text", "", ""});
    domain::agreed_terms about;
    about.version = 2;
    about.at = *parse_rfc3339("2026-11-22T10:00:00Z");
    about.author = "ann";
    auto const text = write({}, booking, about).text;
    CHECK(text.find("Agreement, version 2\n") == 0);
    CHECK(text.find("agreed in version 1 (short code AbCdEfGhIj)") != std::string::npos);
    CHECK(text.find("ann") == std::string::npos);
}
