// Pages that take a card and no money, as they are asked for and read.
#include <doctest/doctest.h>

#include "checkout_form.hpp"
#include "contract/stripe/fixture.hpp"
#include "scripted_transport.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;
using namespace quittance::stripe_test;
using kind = engine::processor_failure::kind;

engine::route const owner{"8fQ2", domain::client_id{"N3vYt0aZkP1xL5cB7dE9gH"},
                          domain::booking_id{"w1Xo4rT6uI8pA0sD"}, 0};

domain::create_card_page order() {
    domain::create_card_page made;
    made.booking = owner.booking;
    made.page = 3;
    made.customer = domain::customer_id{"cus_1"};
    made.unit = *domain::currency::parse("CHF");
    made.locale = "de-CH";
    made.return_url = "https://pay.example/a/token";
    made.expires_at = from_unix_seconds(1'798'768'800);
    return made;
}

bool holds(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("a page that takes a card asks for no money, and says whose it is on both objects") {
    auto whose = owner;
    whose.checkout = 7;
    auto const body = card_page_form(order(), whose, {"card"});
    for (auto const* const part :
         {"mode=setup", "currency=chf", "allowed_payment_method_types[0]=card", "customer=cus_1", "locale=de",
          "&metadata[q_card]=3", "setup_intent_data[metadata][q_card]=3",
          "setup_intent_data[metadata][q_store]=8fQ2", "expires_at=1798768800",
          "success_url=https%3A%2F%2Fpay.example%2Fa%2Ftoken%3Fsaid%3Dcard&",
          "cancel_url=https%3A%2F%2Fpay.example%2Fa%2Ftoken"}) {
        CAPTURE(part);
        CHECK(holds(body, part));
    }
    for (auto const* const part : {"line_items", "payment_intent_data", "q_checkout"}) {
        CAPTURE(part);
        CHECK_FALSE(holds(body, part));
    }
}

TEST_CASE("a page that took a card is read together with the card") {
    stripe_at_hand at{
        {answer(200, fixture("reply.session.setup")), answer(200, fixture("reply.setup.expanded"))}};
    auto const read = run(at.port->read_session(domain::session_id{"cs_test_c1QtcSession009"}));
    REQUIRE(read.has_value());
    CHECK(read->whose == owner);
    REQUIRE(read->card_page);
    CHECK(read->card_page->page == 3);
    CHECK(read->card_page->status == domain::session_status::complete);
    CHECK(read->card_page->customer.text() == "cus_QtcCustomer01");
    REQUIRE(read->card_page->card);
    CHECK(read->card_page->card->last4 == "4444");
    CHECK(at.over.asked[1].path == "/v1/setup_intents/seti_1QtcSetup0001");
    CHECK(at.over.asked[1].query == "expand[]=payment_method");
}

TEST_CASE("a page whose card cannot be read now is not half read") {
    stripe_at_hand at{{answer(200, fixture("reply.session.setup")), answer(404, R"({"error":{}})")}};
    CHECK_FALSE(run(at.port->read_session(domain::session_id{"cs_test_c1QtcSession009"})).has_value());
}

TEST_CASE("what a setup came to is read with its card; one that is not through has none") {
    auto text = fixture("reply.setup.expanded");
    stripe_at_hand at{{answer(200, text)}};
    auto const done = run(at.port->read_setup("seti_1QtcSetup0001"));
    REQUIRE(done.has_value());
    CHECK(done->whose == owner);
    CHECK(done->fact.session.empty());
    CHECK(done->fact.status == domain::session_status::complete);
    CHECK(done->fact.card->method.text() == "pm_1QtcMethod0009");
    auto const place = text.find("\"succeeded\"");
    text.replace(place, 11, "\"requires_action\"");
    stripe_at_hand waits{{answer(200, text)}};
    CHECK_FALSE(run(waits.port->read_setup("seti_1QtcSetup0001"))->fact.card);
}

TEST_CASE("a customer leads to the account it was made for; one that was made elsewhere leads nowhere") {
    stripe_at_hand at{{answer(200, R"({"id":"cus_1","object":"customer","created":9,"metadata":)"
                                   R"({"q_store":"8fQ2","q_client":"N3vYt0aZkP1xL5cB7dE9gH",)"
                                   R"("q_booking":"w1Xo4rT6uI8pA0sD"}})"),
                       answer(200, R"({"id":"cus_1","object":"customer","created":9,"metadata":{}})")}};
    CHECK(*run(at.port->read_customer(domain::customer_id{"cus_1"})) == owner);
    CHECK(at.over.asked[0].path == "/v1/customers/cus_1");
    CHECK(run(at.port->read_customer(domain::customer_id{"cus_1"}))->empty());
}

}  // namespace
