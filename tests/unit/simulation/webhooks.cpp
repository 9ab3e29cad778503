#include "history.hpp"

namespace quittance::simulation {
namespace {

std::string event_of(history const& told, std::string_view object,
                     std::string_view version = "2026-10-28.endive") {
    std::string body = R"({"id":"evt_1","object":"event","api_version":")";
    body += version;
    body += R"(","data":{"object":)";
    body += object;
    body += "}}";
    auto const fill = [&body](std::string_view word, std::string const& by) {
        for (auto at = body.find(word); at != std::string::npos; at = body.find(word)) {
            body.replace(at, word.size(), by);
        }
    };
    fill("$client", told.client());
    fill("$booking", told.booking());
    return body;
}

void answered(history& told, std::string type, std::string body, unsigned status = 200) {
    told.judge.answered({0, told.at, "evt_1", std::move(type), std::move(body), status, {}, {}});
}

constexpr char const* paid_session =
    R"({"id":"cs_1","object":"checkout.session","status":"complete","payment_status":"paid","amount_total":12000,
        "currency":"eur","payment_intent":"pi_1","metadata":{"q_store":"store-1","q_client":"$client",
        "q_booking":"$booking","q_checkout":"1"}})";
constexpr char const* intent =
    R"({"id":"pi_1","object":"payment_intent","status":"succeeded","amount_received":12000,"currency":"eur",
        "metadata":{"q_store":"store-1","q_client":"$client","q_booking":"$booking","q_checkout":"1"}})";
constexpr char const* refund =
    R"({"id":"re_1","object":"refund","status":"succeeded","payment_intent":"pi_1","amount":2000,"currency":"eur"})";
constexpr char const* failed_refund =
    R"({"id":"re_1","object":"refund","status":"failed","payment_intent":"pi_1","amount":2000,"currency":"eur"})";
constexpr char const* dispute =
    R"({"id":"du_1","object":"dispute","status":"needs_response","payment_intent":"pi_1","amount":12000,"currency":"eur"})";
constexpr char const* charge =
    R"({"id":"ch_1","object":"charge","paid":true,"captured":true,"payment_intent":"pi_1","amount_captured":12000,
        "amount_refunded":2000,"currency":"eur"})";

}  // namespace

TEST_CASE("8: a webhook answered 200 whose payment the account does not know is seen") {
    history told;
    told.books_and_orders();
    told.session_is_made();
    answered(told, "checkout.session.completed", event_of(told, paid_session), 503);
    CHECK(told.judge.violation_count() == 0);
    answered(told, "checkout.session.completed", event_of(told, paid_session));
    CHECK(told.violations_of(8) == 1);
    answered(told, "payment_intent.succeeded", event_of(told, intent));
    CHECK(told.violations_of(8) == 2);
}

TEST_CASE("8: once the account knows it, or it is parked, nothing is wrong with 200") {
    history told;
    told.sells();
    answered(told, "checkout.session.completed", event_of(told, paid_session));
    answered(told, "payment_intent.succeeded", event_of(told, intent));
    history elsewhere;
    elsewhere.judge.parked("evt_1");
    answered(elsewhere, "payment_intent.succeeded", event_of(elsewhere, intent));
    INFO(told.told());
    CHECK(told.judge.violation_count() == 0);
    CHECK(elsewhere.judge.violation_count() == 0);
}

TEST_CASE("8: an event for a booking that is not there must be parked") {
    history told;
    answered(told, "payment_intent.succeeded", event_of(told, intent));
    CHECK(told.violations_of(8) == 1);
}

TEST_CASE("8: what another business sells on the same account is none of ours") {
    history told;
    answered(told, "payment_intent.succeeded",
             event_of(told, R"({"id":"pi_7","object":"payment_intent","status":"succeeded","metadata":{}})"));
    CHECK(told.judge.violation_count() == 0);
}

TEST_CASE("8: refunds, disputes and charges are found by their intent, and must be known") {
    for (auto const& [type, object] :
         {std::pair{"refund.created", refund}, std::pair{"refund.failed", failed_refund},
          std::pair{"charge.dispute.created", dispute}, std::pair{"charge.refunded", charge}}) {
        CAPTURE(type);
        history told;
        told.sells();
        answered(told, "payment_intent.succeeded", event_of(told, intent));
        CHECK(told.judge.violation_count() == 0);
        answered(told, type, event_of(told, object));
        CHECK(told.violations_of(8) == 1);
    }
}

TEST_CASE("8: a refund known as succeeded is not yet known as failed") {
    history told;
    told.sells();
    told.is_refunded(2'000, domain::refund_status::succeeded);
    answered(told, "payment_intent.succeeded", event_of(told, intent));
    answered(told, "refund.created", event_of(told, refund));
    CHECK(told.judge.violation_count() == 0);
    answered(told, "refund.failed", event_of(told, failed_refund));
    CHECK(told.violations_of(8) == 1);
}

TEST_CASE("8: an event of another version is a pointer: its object must have been read") {
    history told;
    told.sells();
    auto const body = event_of(told, paid_session, "2019-01-01");
    answered(told, "checkout.session.completed", body);
    CHECK(told.violations_of(8) == 1);
    told.judge.called({0, told.at, "GET", "/v1/checkout/sessions/cs_1", "", "", 200, "{}"});
    answered(told, "checkout.session.completed", body);
    CHECK(told.violations_of(8) == 1);
}

TEST_CASE("9: a gateway that says it applied an event without leaving its mark is seen") {
    history told;
    told.sells();
    auto const line = [](std::string const& id) {
        return "ts= level=info event=webhook request=r1 event_id=" + id + " type=x booking=b outcome=applied";
    };
    told.judge.logged(line("evt_paid"), told.at);
    CHECK(told.judge.violation_count() == 0);
    told.judge.logged(line("evt_other"), told.at);
    CHECK(told.violations_of(9) == 1);
}

}  // namespace quittance::simulation
