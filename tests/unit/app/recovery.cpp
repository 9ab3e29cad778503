#include "recovery.hpp"

#include <doctest/doctest.h>

using namespace quittance;
using namespace quittance::app;

namespace {

domain::money euros(std::int64_t cents) {
    return domain::money::minor(cents, domain::currency::parse("EUR").value());
}

config a_catalogue() {
    config settings;
    domain::offer const one{domain::offer_id{"coaching-60"}, "Coaching", "One hour", euros(12'000), {}, true};
    settings.offers.emplace(one.id, one);
    domain::offer package{domain::offer_id{"package-10"}, "Ten sessions", "", euros(100'000), {}, true};
    package.credits.granted = 10;
    package.cancellation.steps = {{48, 1'000'000}};
    package.hold_hours = 7;
    settings.offers.emplace(package.id, package);
    domain::offer course{domain::offer_id{"course"}, "Course", "", euros(18'000), {}, true};
    course.plan.every = domain::rhythm::monthly;
    course.plan.count = 3;
    settings.offers.emplace(course.id, course);
    return settings;
}

engine::routed_session lost_session(domain::booking_identity const& identity) {
    engine::routed_session lost;
    lost.whose = {"store-1", domain::client_id{"client"}, domain::booking_id_of(identity), 1};
    lost.fact.amount = euros(9'900);
    lost.reference = identity.reference;
    lost.return_address = "https://pay.example/r/client." + lost.whose.booking.text() + ".the-token";
    lost.email = "someone@example.com";
    return lost;
}

}  // namespace

TEST_CASE("a lost booking is recognised by the page and offer that give its id again") {
    domain::booking_identity const identity{"cal.com", domain::offer_id{"coaching-60"}, "ref-1"};
    auto const again = recovered(a_catalogue(), lost_session(identity));
    REQUIRE(again);
    CHECK(again->identity == identity);
    CHECK(again->origin == domain::origin::plain_link);
    CHECK(again->terms.title == "Coaching");
    CHECK(again->terms.price == euros(9'900));
    CHECK(again->page_token == "the-token");
    CHECK(again->who.email == "someone@example.com");
    CHECK(again->return_base.empty());
}

TEST_CASE("what the API booked under no offer of the catalogue is recognised too") {
    auto const again = recovered(a_catalogue(), lost_session({"api", domain::offer_id{"custom"}, "ref-1"}));
    REQUIRE(again);
    CHECK(again->origin == domain::origin::api);
    CHECK(again->identity.offer.text() == "custom");
}

TEST_CASE("a booking of a page or offer that is not configured any more is not guessed") {
    CHECK_FALSE(recovered(a_catalogue(), lost_session({"plain", domain::offer_id{"gone"}, "ref-1"})));
    auto nameless = lost_session({"plain", domain::offer_id{"coaching-60"}, "ref-1"});
    nameless.reference.clear();
    CHECK_FALSE(recovered(a_catalogue(), nameless));
}

TEST_CASE("at the price of its offer a lost booking gets all of the offer's terms again") {
    auto lost = lost_session({"cal.com", domain::offer_id{"package-10"}, "ref-1"});
    lost.fact.amount = euros(100'000);
    auto const again = recovered(a_catalogue(), lost);
    REQUIRE(again);
    CHECK(again->terms == *domain::terms_of(a_catalogue().offers.at(domain::offer_id{"package-10"})));
    CHECK(again->terms.credits.granted == 10);
    CHECK_FALSE(again->terms_lost);
}

TEST_CASE("where more was sold than a session asks for, the terms that nobody knows are said to be lost") {
    auto const lost = [](std::string offer, std::int64_t cents, std::string agreement = "") {
        auto session = lost_session({"cal.com", domain::offer_id{std::move(offer)}, "ref-1"});
        session.fact.amount = euros(cents);
        session.agreement = std::move(agreement);
        return recovered(a_catalogue(), session).value();
    };
    CHECK(lost("course", 6'000).terms_lost);
    CHECK(lost("course", 18'000).terms_lost);
    CHECK_FALSE(lost("course", 18'000).terms.plan.is_plan());
    CHECK(lost("package-10", 90'000).terms_lost);
    CHECK(lost("coaching-60", 12'000, "hash-of-terms").terms_lost);
    CHECK_FALSE(lost("coaching-60", 12'000).terms_lost);
    CHECK_FALSE(lost("coaching-60", 9'900).terms_lost);
}
