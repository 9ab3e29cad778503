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
