#include <doctest/doctest.h>

#include "world.hpp"

using namespace sandbox_test;
using kind = pay_outcome::kind;

namespace {

struct page_row {
    char const* number;
    kind first;
    char const* code;
    char const* decline_code;
};

std::string last_error(bench const& b, char const* field) {
    auto const event = b.last_event("payment_intent.payment_failed");
    if (event.empty()) return "";
    auto const& error =
        event.at("data").as_object().at("object").as_object().at("last_payment_error").as_object();
    auto const* value = error.if_contains(field);
    return value ? std::string(value->as_string()) : "";
}

}  // namespace

TEST_CASE("each test card on the payment page") {
    for (auto const& [number, first, code, decline_code] : {
             page_row{"4242424242424242", kind::complete, "", ""},
             page_row{"5555555555554444", kind::complete, "", ""},
             page_row{"4000000000000002", kind::declined, "card_declined", "generic_decline"},
             page_row{"4000000000009995", kind::declined, "card_declined", "insufficient_funds"},
             page_row{"4000000000009987", kind::declined, "card_declined", "lost_card"},
             page_row{"4000000000009979", kind::declined, "card_declined", "stolen_card"},
             page_row{"4000000000000069", kind::declined, "expired_card", ""},
             page_row{"4000000000000127", kind::declined, "incorrect_cvc", ""},
             page_row{"4000000000000119", kind::declined, "processing_error", ""},
             page_row{"4000000000006975", kind::declined, "card_declined", "card_velocity_exceeded"},
             page_row{"4000000000000341", kind::complete, "", ""},
             page_row{"4000002500003155", kind::challenge, "", ""},
             page_row{"4000002760003184", kind::challenge, "", ""},
             page_row{"4000003800000446", kind::challenge, "", ""},
             page_row{"4000008260003178", kind::challenge, "", ""},
             page_row{"4000000000003220", kind::challenge, "", ""},
             page_row{"4000008400001629", kind::challenge, "", ""},
             page_row{"4000000000000259", kind::complete, "", ""},
             page_row{"4000000000002685", kind::complete, "", ""},
             page_row{"4000000000001976", kind::complete, "", ""},
             page_row{"4000000000007726", kind::complete, "", ""},
             page_row{"4000000000005126", kind::complete, "", ""},
             page_row{"4000000000000077", kind::complete, "", ""},
             page_row{"4100000000000019", kind::declined, "card_declined", "fraudulent"},
         }) {
        CAPTURE(number);
        bench b;
        CHECK(b.pay(b.open_session(), number).what == first);
        CHECK(last_error(b, "code") == code);
        CHECK(last_error(b, "decline_code") == decline_code);
    }
}

TEST_CASE("american express wants four digits on the back") {
    bench b;
    auto const id = b.open_session();
    CHECK(b.pay(id, "378282246310005").what == kind::declined);
    CHECK(b.machine.submit_card(id, {.number = "378282246310005", .cvc = "1234"}, noon).what ==
          kind::complete);
}

TEST_CASE("a challenge passed may still end in a decline") {
    for (char const* number : {"4000008260003178", "4000008400001629"}) {
        CAPTURE(number);
        bench b;
        auto const id = b.open_session();
        b.pay(id, number);
        CHECK(b.machine.authenticate(id, true, noon).what == kind::declined);
    }
}

TEST_CASE("each test card off-session") {
    struct row {
        char const* alias;
        unsigned status;
        char const* code;
    };
    for (auto const& [alias, status, code] :
         {row{"pm_card_visa", 200, ""}, row{"pm_card_visa_chargeDeclined", 402, "card_declined"},
          row{"pm_card_chargeDeclinedExpiredCard", 402, "expired_card"},
          row{"pm_card_authenticationRequired", 402, "authentication_required"},
          row{"pm_card_authenticationRequiredOnSetup", 402, "authentication_required"},
          row{"pm_card_authenticationRequiredSetupForOffSession", 200, ""},
          row{"pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", 402,
              "authentication_required"}}) {
        CAPTURE(alias);
        bench b;
        auto const made = b.post(
            "/v1/payment_intents",
            "amount=500&currency=eur&confirm=true&off_session=true&payment_method=" + std::string(alias));
        CHECK(made.status == status);
        CHECK(made.error("code") == code);
        if (status == 402) {
            auto const& intent = made.body.at("error").as_object().at("payment_intent").as_object();
            CHECK(intent.at("status").as_string() == "requires_payment_method");
            CHECK(b.types().back() == "payment_intent.payment_failed");
        }
    }
}

TEST_CASE("a card authenticated when it was saved is charged off-session later") {
    bench b;
    auto const id =
        b.open_session("&customer_creation=always&payment_intent_data[setup_future_usage]=off_session");
    CHECK(b.pay(id, "4000002500003155").what == kind::challenge);
    CHECK(b.machine.authenticate(id, true, noon).what == kind::complete);
    auto const shown = b.get("/v1/checkout/sessions/" + id, "expand[]=payment_intent");
    std::string const method(shown.body.at("payment_intent").as_object().at("payment_method").as_string());
    auto const charged =
        b.post("/v1/payment_intents", "amount=500&currency=eur&confirm=true&off_session=true&customer=" +
                                          shown.text("customer") + "&payment_method=" + method);
    CHECK(charged.text("status") == "succeeded");
}

TEST_CASE("a declined intent is confirmed again with another card, and cancelled ones stay dead") {
    bench b;
    auto const made = b.post("/v1/payment_intents", "amount=500&currency=eur");
    auto const at = "/v1/payment_intents/" + made.text("id");
    CHECK(b.post(at + "/confirm", "off_session=true&payment_method=pm_card_visa_chargeDeclined").status ==
          402);
    CHECK(b.post(at + "/confirm", "off_session=true&payment_method=pm_card_visa").text("status") ==
          "succeeded");
    CHECK(b.post(at + "/cancel").error("code") == "payment_intent_unexpected_state");
    auto const other =
        "/v1/payment_intents/" + b.post("/v1/payment_intents", "amount=500&currency=eur").text("id");
    CHECK(b.post(other + "/cancel", "cancellation_reason=abandoned").text("status") == "canceled");
    CHECK(b.post(other + "/confirm", "payment_method=pm_card_visa").error("code") ==
          "payment_intent_unexpected_state");
}

TEST_CASE("an on-session intent asks, and the answer ends it") {
    bench b;
    auto const made = b.post("/v1/payment_intents",
                             "amount=500&currency=eur&confirm=true&return_url=https://pay.example/back"
                             "&payment_method=pm_card_authenticationRequired");
    CHECK(made.text("status") == "requires_action");
    CHECK(made.body.at("next_action").as_object().at("type").as_string() == "redirect_to_url");
    auto const answer = b.machine.authenticate(made.text("id"), true, noon);
    CHECK(answer.redirect == "https://pay.example/back");
    CHECK(b.get("/v1/payment_intents/" + made.text("id")).text("status") == "succeeded");
}

TEST_CASE("a session's intent is neither confirmed nor cancelled over the API") {
    bench b;
    auto const id = b.open_session();
    b.pay(id, "4000000000000002");
    auto const at = "/v1/payment_intents/" + b.session(id).text("payment_intent");
    CHECK(b.post(at + "/cancel").status == 400);
    CHECK(b.post(at + "/confirm", "payment_method=pm_card_visa").status == 400);
}
