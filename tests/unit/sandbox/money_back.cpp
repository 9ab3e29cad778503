#include <doctest/doctest.h>

#include "world.hpp"

using namespace sandbox_test;

namespace {

std::string paid_intent(bench& b, std::string const& number = "4242424242424242") {
    auto const id = b.open_session();
    b.pay(id, number);
    return b.session(id).text("payment_intent");
}

json::object charge_of(bench& b, std::string const& intent) {
    return b.get("/v1/payment_intents/" + intent, "expand[]=latest_charge")
        .body.at("latest_charge")
        .as_object();
}

}  // namespace

TEST_CASE("refunds add up to the charge and no further") {
    bench b;
    auto const intent = paid_intent(b);
    auto const first =
        b.post("/v1/refunds", "amount=2000&reason=requested_by_customer&payment_intent=" + intent);
    CHECK(first.text("status") == "succeeded");
    CHECK(charge_of(b, intent).at("amount_refunded").as_int64() == 2000);
    CHECK_FALSE(charge_of(b, intent).at("refunded").as_bool());
    auto const refused = b.post("/v1/refunds", "amount=4001&payment_intent=" + intent);
    CHECK(refused.status == 400);
    CHECK(refused.error("param") == "amount");
    CHECK(b.post("/v1/refunds", "payment_intent=" + intent).body.at("amount").as_int64() == 4000);
    CHECK(charge_of(b, intent).at("refunded").as_bool());
    CHECK(b.post("/v1/refunds", "payment_intent=" + intent).error("code") == "charge_already_refunded");
    CHECK(b.get("/v1/refunds", "payment_intent=" + intent).body.at("data").as_array().size() == 2);
    CHECK(b.last_event("charge.refunded")
              .at("data")
              .as_object()
              .at("previous_attributes")
              .as_object()
              .at("amount_refunded")
              .as_int64() == 2000);
}

TEST_CASE("what was never paid cannot be refunded") {
    bench b;
    auto const made = b.post("/v1/payment_intents", "amount=500&currency=eur");
    CHECK(b.post("/v1/refunds", "payment_intent=" + made.text("id")).status == 400);
    CHECK(b.post("/v1/refunds", "payment_intent=pi_none").status == 404);
    CHECK(b.post("/v1/refunds").status == 400);
}

TEST_CASE("a pending refund succeeds later") {
    bench b;
    auto const intent = paid_intent(b, "4000000000007726");
    auto const made = b.post("/v1/refunds", "payment_intent=" + intent);
    CHECK(made.text("status") == "pending");
    b.now = noon + std::chrono::minutes{1};
    CHECK(b.get("/v1/refunds/" + made.text("id")).text("status") == "succeeded");
    CHECK(b.types().back() == "refund.updated");
}

TEST_CASE("a refund that succeeded may fail later, and the money is there again") {
    bench b;
    auto const intent = paid_intent(b, "4000000000005126");
    auto const made = b.post("/v1/refunds", "payment_intent=" + intent);
    CHECK(made.text("status") == "succeeded");
    b.now = noon + std::chrono::minutes{1};
    CHECK(b.get("/v1/refunds/" + made.text("id")).text("status") == "failed");
    CHECK(charge_of(b, intent).at("amount_refunded").as_int64() == 0);
    CHECK(b.types().back() == "refund.failed");
}

TEST_CASE("a dispute takes the money, and winning it brings it back") {
    bench b;
    auto const intent = paid_intent(b, "4000000000000259");
    b.now = noon + std::chrono::minutes{1};
    b.machine.advance(b.now);
    CHECK(b.last_event("charge.dispute.created")
              .at("data")
              .as_object()
              .at("object")
              .as_object()
              .at("reason")
              .as_string() == "fraudulent");
    CHECK(b.types().back() == "charge.dispute.funds_withdrawn");
    CHECK(charge_of(b, intent).at("disputed").as_bool());
    CHECK(b.post("/v1/refunds", "payment_intent=" + intent).error("code") == "charge_disputed");
    auto const dispute = json::parse(b.machine.objects("dispute").front()).as_object();
    std::string const id(dispute.at("id").as_string());
    CHECK(b.machine.close_dispute(id, true, b.now).status == 200);
    CHECK(b.types().back() == "charge.dispute.funds_reinstated");
    CHECK(b.get("/v1/disputes/" + id).text("status") == "won");
    CHECK(b.machine.close_dispute(id, false, b.now).status == 400);
}

TEST_CASE("a lost dispute brings nothing back, an inquiry moves nothing") {
    bench b;
    auto const lost = paid_intent(b);
    auto const made =
        json::parse(b.machine.dispute(lost, dispute_kind::fraudulent, 1000, noon).body).as_object();
    CHECK(made.at("amount").as_int64() == 1000);
    b.machine.close_dispute(std::string(made.at("id").as_string()), false, noon);
    CHECK(b.types().back() == "charge.dispute.closed");
    bench other;
    paid_intent(other, "4000000000001976");
    other.machine.advance(noon + std::chrono::minutes{1});
    CHECK(other.types().back() == "charge.dispute.created");
    CHECK(other.last_event("charge.dispute.created")
              .at("data")
              .as_object()
              .at("object")
              .as_object()
              .at("status")
              .as_string() == "warning_needs_response");
}

TEST_CASE("the dashboard refunds without an idempotency key") {
    bench b;
    auto const intent = paid_intent(b);
    CHECK(b.machine.refund(intent, 1000, noon).status == 200);
    CHECK(b.last_event("refund.created").at("request").as_object().at("idempotency_key").is_null());
    CHECK(b.machine.refund("pi_none", std::nullopt, noon).status == 404);
}
