#include "charge_forms.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "checkout_form.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;

domain::money euros(std::int64_t cents) {
    return domain::money::minor(cents, *domain::currency::parse("EUR"));
}
domain::booking_id const booking{"b4Kq8Zt1n0Xw2LmA"};
engine::route route(int checkout) { return {"st0re", domain::client_id{"cL1ent"}, booking, checkout}; }
bool holds(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

domain::create_intent charge() {
    domain::create_intent what;
    what.booking = booking;
    what.checkout = 3;
    what.amount = euros(4'167);
    what.customer = domain::customer_id{"cus_1"};
    what.description = "Coaching, 2 of 3";
    what.reference = "R 42";
    what.agreement_hash = "9f86d0";
    return what;
}
domain::create_checkout first_of_a_plan() {
    domain::create_checkout what;
    what.booking = booking;
    what.amount = euros(4'168);
    what.title = "Coaching";
    what.customer_email = "mara@lind.example";
    what.customer = domain::customer_id{"cus_1"};
    what.keep_card = true;
    what.terms_note = "3 × €41.67 & no more";
    what.agreement_hash = "9f86d0";
    what.success_url = "https://pay.example/r/1";
    what.expires_at = from_unix_seconds(1'798'768'800);
    return what;
}

TEST_CASE("a customer carries name, address and whose it is, and no checkout") {
    CHECK(customer_form({booking, 1, "Mara Lind", "mara@lind.example"}, route(0)) ==
          "name=Mara%20Lind&email=mara%40lind.example"
          "&metadata[q_store]=st0re&metadata[q_client]=cL1ent&metadata[q_booking]=b4Kq8Zt1n0Xw2LmA");
    auto const bare = customer_form({booking, 1, "", "no address"}, route(4));
    CHECK(bare == "metadata[q_store]=st0re&metadata[q_client]=cL1ent&metadata[q_booking]=b4Kq8Zt1n0Xw2LmA");
    auto const endless = customer_form({booking, 1, std::string(300, 'n'), ""}, route(0));
    CHECK(holds(endless, "name=" + std::string(256, 'n') + "&"));
}

TEST_CASE("a charge is made unconfirmed, with methods that lead the client nowhere") {
    CHECK(intent_form(charge(), route(3), {}) ==
          "amount=4167&currency=eur&customer=cus_1"
          "&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never"
          "&description=Coaching%2C%202%20of%203"
          "&metadata[q_store]=st0re&metadata[q_client]=cL1ent&metadata[q_booking]=b4Kq8Zt1n0Xw2LmA"
          "&metadata[q_checkout]=3&metadata[q_reference]=R%2042&metadata[q_agreement]=9f86d0");
    auto const cards = intent_form(charge(), route(3), {"card"});
    CHECK(holds(cards, "&allowed_payment_method_types[0]=card&"));
    CHECK_FALSE(holds(cards, "automatic"));
    CHECK_FALSE(holds(cards, "confirm"));
    auto longer = charge();
    longer.description = std::string(1001, 'd');
    CHECK(holds(intent_form(longer, route(3), {}), "description=" + std::string(1000, 'd') + "&"));
}

TEST_CASE("yen are not charged a hundredfold, and what cannot be expressed is our caller's mistake") {
    auto what = charge();
    what.amount = domain::money::minor(4'167, *domain::currency::parse("JPY"));
    CHECK(intent_form(what, route(3), {}).starts_with("amount=4167&currency=jpy"));
    what.amount = domain::money::minor(5'121, *domain::currency::parse("KWD"));
    CHECK_THROWS_AS(intent_form(what, route(3), {}), std::invalid_argument);
    domain::create_refund back;
    back.amount = what.amount;
    CHECK_THROWS_AS(refund_form(back, route(0)), std::invalid_argument);
}

TEST_CASE("confirming names the card and says that nobody is there") {
    domain::confirm_intent order;
    order.intent = domain::intent_id{"pi_1"};
    order.method = domain::method_id{"pm_1"};
    CHECK(confirm_form(order) == "payment_method=pm_1&off_session=true&expand[]=latest_charge");
}

TEST_CASE("a refund says our number of it") {
    domain::create_refund order{booking, 2, domain::intent_id{"pi_1"}, euros(500), "requested_by_customer"};
    CHECK(refund_form(order, route(7)) ==
          "payment_intent=pi_1&amount=500&reason=requested_by_customer"
          "&metadata[q_store]=st0re&metadata[q_client]=cL1ent&metadata[q_booking]=b4Kq8Zt1n0Xw2LmA"
          "&metadata[q_refund]=2");
    order.reason.clear();
    CHECK_FALSE(holds(refund_form(order, route(0)), "reason"));
}

TEST_CASE("the first payment of a plan keeps the card, repeats the terms and carries their hash twice") {
    auto const body = checkout_form(first_of_a_plan(), route(1), {"card"});
    CHECK(holds(body, "&customer=cus_1&"));
    CHECK_FALSE(holds(body, "customer_email"));
    CHECK(holds(body, "&payment_intent_data[setup_future_usage]=off_session&"));
    CHECK(holds(body, "&custom_text[submit][message]=3%20%C3%97%20%E2%82%AC41.67%20%26%20no%20more&"));
    CHECK(holds(body, "&metadata[q_agreement]=9f86d0&"));
    CHECK(holds(body, "&payment_intent_data[metadata][q_agreement]=9f86d0&"));
}

TEST_CASE("without a customer no card can be kept") {
    auto what = first_of_a_plan();
    what.customer = {};
    auto const body = checkout_form(what, route(1), {"card"});
    CHECK(holds(body, "&customer_email=mara%40lind.example&"));
    CHECK_FALSE(holds(body, "setup_future_usage"));
    what.terms_note.clear();
    what.agreement_hash.clear();
    auto const plain = checkout_form(what, route(1), {"card"});
    CHECK_FALSE(holds(plain, "custom_text"));
    CHECK_FALSE(holds(plain, "q_agreement"));
}

TEST_CASE("terms longer than Stripe shows beside its button are cut between characters") {
    auto what = first_of_a_plan();
    what.terms_note.clear();
    for (int i = 0; i < 1201; ++i) what.terms_note += "é";
    auto const body = checkout_form(what, route(1), {});
    auto const begin = body.find("[message]=") + 10;
    CHECK(body.find('&', begin) - begin == 1200 * 6);
}

}  // namespace
