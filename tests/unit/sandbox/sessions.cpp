#include <doctest/doctest.h>

#include <algorithm>

#include "world.hpp"

using namespace sandbox_test;
using kind = pay_outcome::kind;

TEST_CASE("a session is open, then paid, and its intent and charge say so") {
    bench b;
    auto const id = b.open_session();
    CHECK(b.session(id).text("status") == "open");
    CHECK(b.session(id).body.at("payment_intent").is_null());
    CHECK(b.session(id).text("url") == "http://127.0.0.1:12111/c/pay/" + id);
    CHECK(id.size() == 66);

    auto const paid = b.pay(id);
    CHECK(paid.what == kind::complete);
    CHECK(paid.redirect == "https://pay.example/done?s=" + id);
    auto const shown = b.get("/v1/checkout/sessions/" + id, "expand[]=payment_intent.latest_charge");
    CHECK(shown.text("status") == "complete");
    CHECK(shown.text("payment_status") == "paid");
    CHECK(shown.body.at("url").is_null());
    auto const& intent = shown.body.at("payment_intent").as_object();
    CHECK(intent.at("status").as_string() == "succeeded");
    CHECK(intent.at("amount_received").as_int64() == 6000);
    CHECK(intent.at("metadata").as_object().at("q_store").as_string() == "s1");
    CHECK(intent.at("latest_charge").as_object().at("status").as_string() == "succeeded");
    CHECK(b.types() == std::vector<std::string>{"payment_intent.created", "charge.succeeded",
                                                "payment_intent.succeeded", "checkout.session.completed"});
}

TEST_CASE("paying twice charges once") {
    bench b;
    auto const id = b.open_session();
    b.pay(id);
    CHECK(b.pay(id).what == kind::complete);
    CHECK(b.machine.objects("charge").size() == 1);
}

TEST_CASE("a declined card leaves the session open and the page says why") {
    bench b;
    auto const id = b.open_session();
    CHECK(b.pay(id, "4000000000000002").what == kind::declined);
    CHECK(b.machine.page(id)->message == "Your card was declined.");
    CHECK(b.session(id).text("status") == "open");
    CHECK(b.pay(id).what == kind::complete);
    CHECK(b.machine.objects("payment_intent").size() == 1);
}

TEST_CASE("a session expires at its time, and its intent dies with it") {
    bench b;
    auto const id = b.open_session("&expires_at=" + std::to_string(unix_seconds(noon) + 1'800));
    b.pay(id, "4000000000000002");
    b.machine.advance(noon + std::chrono::seconds{1'799});
    CHECK(b.machine.page(id)->state == page_state::open);
    b.machine.advance(noon + std::chrono::hours{2});
    CHECK(b.machine.page(id)->state == page_state::expired);
    auto const event = b.last_event("checkout.session.expired");
    CHECK(event.at("created").as_int64() == unix_seconds(noon) + 1'800);
    b.now = noon + std::chrono::hours{3};
    CHECK(b.pay(id).what == kind::not_open);
    CHECK(b.get("/v1/checkout/sessions/" + id, "expand[]=payment_intent")
              .body.at("payment_intent")
              .as_object()
              .at("status")
              .as_string() == "canceled");
}

TEST_CASE("only an open session can be expired, and the refusal names its status") {
    bench b;
    auto const id = b.open_session();
    auto const other = b.open_session();
    b.pay(id);
    auto const refused = b.post("/v1/checkout/sessions/" + id + "/expire");
    CHECK(refused.status == 400);
    CHECK(refused.error("message").find("`complete`") != std::string::npos);
    CHECK(b.post("/v1/checkout/sessions/" + other + "/expire").text("status") == "expired");
}

TEST_CASE("expires_at outside 30 minutes to 24 hours is refused") {
    bench b;
    for (auto const seconds : {1'799, 24 * 3'600 + 1}) {
        auto const refused =
            b.post("/v1/checkout/sessions",
                   bench::session_form + "&expires_at=" + std::to_string(unix_seconds(noon) + seconds));
        CHECK(refused.status == 400);
        CHECK(refused.error("param") == "expires_at");
    }
}

TEST_CASE("a card kept for later belongs to a customer and can be charged off-session") {
    bench b;
    auto const id =
        b.open_session("&customer_creation=always&payment_intent_data[setup_future_usage]=off_session");
    b.pay(id);
    auto const shown = b.get("/v1/checkout/sessions/" + id, "expand[]=payment_intent");
    std::string const customer = shown.text("customer");
    std::string const method(shown.body.at("payment_intent").as_object().at("payment_method").as_string());
    CHECK(b.get("/v1/customers/" + customer + "/payment_methods").body.at("data").as_array().size() == 1);
    auto const made = b.post("/v1/payment_intents", "amount=3000&currency=eur&customer=" + customer);
    CHECK(made.text("status") == "requires_payment_method");
    auto const charged = b.post("/v1/payment_intents/" + made.text("id") + "/confirm",
                                "off_session=true&payment_method=" + method);
    CHECK(charged.text("status") == "succeeded");
}

TEST_CASE("mode setup saves a card and asks for no money") {
    bench b;
    auto const customer = b.post("/v1/customers", "email=ada@example.com").text("id");
    auto const made = b.post("/v1/checkout/sessions",
                             "mode=setup&currency=eur&success_url=https://pay.example/&customer=" + customer);
    REQUIRE(made.status == 200);
    CHECK(b.pay(made.text("id"), "4000000000000341").what == kind::complete);
    auto const shown =
        b.get("/v1/checkout/sessions/" + made.text("id"), "expand[]=setup_intent.payment_method");
    CHECK(shown.text("payment_status") == "no_payment_required");
    auto const& method = shown.body.at("setup_intent").as_object().at("payment_method").as_object();
    CHECK(method.at("customer").as_string() == customer);
    auto const charged = b.post(
        "/v1/payment_intents", "amount=3000&currency=eur&confirm=true&off_session=true&customer=" + customer +
                                   "&payment_method=" + std::string(method.at("id").as_string()));
    CHECK(charged.status == 402);
    CHECK(charged.error("code") == "card_declined");
}

TEST_CASE("a delayed method completes unpaid, and the money comes or fails later") {
    for (bool const comes : {true, false}) {
        CAPTURE(comes);
        bench b;
        auto const id = b.open_session("&allowed_payment_method_types[1]=sepa_debit");
        CHECK(b.machine.page(id)->takes_delayed);
        CHECK(b.machine.submit_delayed(id, comes, "ada@example.com", noon).what == kind::complete);
        CHECK(b.session(id).text("status") == "complete");
        CHECK(b.session(id).text("payment_status") == "unpaid");
        b.machine.advance(noon + std::chrono::minutes{5});
        CHECK(b.session(id).text("payment_status") == (comes ? "paid" : "unpaid"));
        CHECK(b.types().back() ==
              (comes ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed"));
    }
}

TEST_CASE("a session that allows cards only takes no debit") {
    bench b;
    auto const id = b.open_session();
    CHECK_FALSE(b.machine.page(id)->takes_delayed);
    CHECK(b.machine.submit_delayed(id, true, "ada@example.com", noon).what == kind::declined);
}

TEST_CASE("the challenge of 3-D Secure is answered with yes or no") {
    bench b;
    auto const id = b.open_session();
    CHECK(b.pay(id, "4000000000003220").what == kind::challenge);
    CHECK(b.machine.page(id)->state == page_state::challenge);
    CHECK(b.machine.authenticate(id, false, noon).what == kind::declined);
    CHECK(b.machine.page(id)->state == page_state::open);
    CHECK(b.pay(id, "4000000000003220").what == kind::challenge);
    CHECK(b.machine.authenticate(id, true, noon).what == kind::complete);
    auto const types = b.types();
    CHECK(std::count(types.begin(), types.end(), "payment_intent.requires_action") == 2);
}

TEST_CASE("an entry that cannot be a card never reaches the bank") {
    bench b;
    auto const id = b.open_session();
    CHECK(b.pay(id, "4242424242424241").message == "Your card number is incorrect.");
    CHECK(b.machine.submit_card(id, {.number = "4242 4242 4242 4242", .exp_year = 2020}, noon).message ==
          "Your card's expiration date is in the past.");
    CHECK(b.machine.submit_card(id, {.number = "4242424242424242", .cvc = "12"}, noon).message ==
          "Your card's security code is incomplete.");
    CHECK(b.machine.objects("payment_intent").empty());
    CHECK(b.machine.submit_card("cs_nobody", {}, noon).what == kind::not_found);
}
