#include <doctest/doctest.h>

#include "scripted_transport.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;
using namespace quittance::stripe_test;
using kind = engine::processor_failure::kind;

std::string session(std::string const& more) {
    return R"({"id":"cs_test_1","object":"checkout.session","created":1798761600,"expires_at":1798768800,)"
           R"("amount_total":12050,"currency":"eur","metadata":{"q_store":"s","q_client":"c","q_booking":"b","q_checkout":"3"},)" +
           more + "}";
}
std::string const open = session(
    R"("status":"open","payment_status":"unpaid","payment_intent":null,"url":"https://checkout.stripe.com/c/pay/1")");
std::string const paid = session(
    R"("status":"complete","payment_status":"paid","url":null,"payment_intent":{"id":"pi_1","status":"succeeded"})");
std::string error(std::string const& members) { return R"({"error":{)" + members + "}}"; }

auto create(stripe_at_hand& at) {
    return run(at.port->create_checkout(engine::effect_key{"1-c-4-0"}, "mode=payment"));
}
auto expire(stripe_at_hand& at) {
    return run(at.port->expire_session(engine::effect_key{"1-c-5-0"}, domain::session_id{"cs_test_1"}));
}
auto read(stripe_at_hand& at) { return run(at.port->read_session(domain::session_id{"cs_test_1"})); }

TEST_CASE("a checkout is created with its committed body and key") {
    stripe_at_hand at{{answer(200, open)}};
    auto const made = create(at);
    REQUIRE(made.has_value());
    CHECK(made->whose == engine::route{"s", domain::client_id{"c"}, domain::booking_id{"b"}, 3});
    CHECK(made->fact.session.text() == "cs_test_1");
    CHECK(made->fact.checkout == 3);
    CHECK(made->fact.status == domain::session_status::open);
    CHECK(made->fact.payment == domain::payment_status::unpaid);
    CHECK(made->fact.amount == domain::money::minor(12'050, *domain::currency::parse("EUR")));
    CHECK(made->fact.url == "https://checkout.stripe.com/c/pay/1");
    CHECK(made->fact.expires_at == from_unix_seconds(1'798'768'800));
    CHECK(made->fact.at == from_unix_seconds(1'798'761'600));
    CHECK(made->fact.intent.empty());
    CHECK_FALSE(made->fact.intent_state.has_value());
    REQUIRE(at.over.asked.size() == 1);
    CHECK(at.over.asked[0].method == request::verb::post);
    CHECK(at.over.asked[0].path == "/v1/checkout/sessions");
    CHECK(at.over.asked[0].form == "mode=payment");
    CHECK(at.over.asked[0].idempotency_key == "1-c-4-0");
}

TEST_CASE("the same key and body are sent again after a lost reply, a conflict, a full lane and a fault") {
    auto const limited = answer(429, error(R"("code":"lock_timeout","type":"invalid_request_error")"));
    auto const in_use = answer(409, error(R"("code":"idempotency_key_in_use","type":"idempotency_error")"));
    for (auto const& trouble :
         {no_answer(), not_sent(), in_use, limited, answer(500, "{}"), answer(503, "")}) {
        stripe_at_hand at{{trouble, answer(200, open)}};
        CAPTURE(trouble.status);
        CHECK(create(at).has_value());
        REQUIRE(at.over.asked.size() == 2);
        CHECK(at.over.asked[0].idempotency_key == at.over.asked[1].idempotency_key);
        CHECK(at.over.asked[0].form == at.over.asked[1].form);
        REQUIRE(at.over.pauses.size() == 1);
        CHECK(at.over.pauses[0] >= milliseconds{250});
        CHECK(at.over.pauses[0] <= milliseconds{500});
    }
}

TEST_CASE("each end of a write keeps its meaning apart from the others") {
    struct {
        std::deque<delivery> answers;
        kind what;
        char const* code;
    } const table[] = {
        {{not_sent(), not_sent(), not_sent()}, kind::not_attempted, "no_connection"},
        {{no_answer(), no_answer(), no_answer()}, kind::unknown, "no_answer"},
        {{no_answer(), not_sent(), not_sent()}, kind::unknown, "no_connection"},
        {{answer(500, ""), answer(429, ""), answer(429, "")}, kind::unknown, "http_429"},
        {{answer(401, error(R"("type":"invalid_request_error")"))}, kind::not_attempted, "unauthorized"},
        {{answer(403, error(R"("code":"more_permissions_required")"))}, kind::not_attempted, "forbidden"},
        {{answer(400, error(R"("code":"parameter_unknown","param":"x")"))},
         kind::refused,
         "parameter_unknown"},
        {{answer(402, error(R"("code":"card_declined","type":"card_error")"))},
         kind::refused,
         "card_declined"},
        {{answer(400, error(R"("type":"idempotency_error")"))}, kind::refused, "idempotency_error"},
        {{answer(404, error(R"("code":"resource_missing")"))}, kind::refused, "resource_missing"},
        {{answer(400, "<html>Bad Request</html>"), answer(400, ""), answer(404, "{}")},
         kind::unknown,
         "http_404"},
        {{answer(500, "", {{"Idempotent-Replayed", "true"}})}, kind::unknown, "http_500"},
        {{answer(500, "", {{"original-request", "req_1"}, {"request-id", "req_2"}})},
         kind::unknown,
         "http_500"},
        {{answer(200, "<html>")}, kind::unknown, "malformed_reply"},
        {{answer(200, R"({"object":"customer","id":"cus_1"})")}, kind::unknown, "malformed_reply"},
        {{answer(302, "")}, kind::unknown, "http_302"},
    };
    for (auto const& row : table) {
        stripe_at_hand at{row.answers};
        CAPTURE(row.code);
        auto const made = create(at);
        REQUIRE_FALSE(made.has_value());
        CHECK(made.error().what == row.what);
        CHECK(made.error().code == row.code);
        CHECK(at.over.asked.size() == row.answers.size());
    }
}

TEST_CASE("attempts and pauses together never pass the patience") {
    processor_options options;
    options.most_attempts = 100;
    stripe_at_hand at{std::deque<delivery>(100, no_answer(milliseconds{14'000})), options};
    CHECK(create(at).error().what == kind::unknown);
    CHECK(at.over.asked.size() == 3);
    CHECK(at.over.patiences[0] == options.attempt_patience);
    CHECK(at.over.patiences[2] < milliseconds{2'000});
}

TEST_CASE("what Stripe says about a person stays out of messages and the log") {
    stripe_at_hand at{{answer(400,
                              error(R"("code":"email_invalid","param":"customer_email","message":)"
                                    R"("Invalid email address: mara@lind.example")"),
                              {{"Request-Id", "req_9"}})}};
    auto const made = create(at);
    CHECK(made.error().message == "Stripe answered 400 email_invalid (param customer_email, request req_9).");
    CHECK(at.lines.text.find("mara") == std::string::npos);
    CHECK(at.lines.text.find("mode=payment") == std::string::npos);
    stripe_at_hand odd{{answer(400, error(R"("code":"mara@lind.example","param":"a b")"))}};
    CHECK(create(odd).error().code == "http_400");
}

TEST_CASE("a checkout page that is not https leads nobody anywhere") {
    auto const plain = session(R"("status":"open","payment_status":"unpaid","url":"http://127.0.0.1:9/pay")");
    stripe_at_hand strict{{answer(200, plain)}};
    CHECK(create(strict).error().code == "malformed_reply");
    processor_options options;
    options.allow_plain_pages = true;
    stripe_at_hand lenient{{answer(200, plain)}, options};
    CHECK(create(lenient)->fact.url == "http://127.0.0.1:9/pay");
    stripe_at_hand odd{{answer(200, session(R"("url":"javascript:void")"))}, options};
    CHECK(create(odd).error().code == "malformed_reply");
}

TEST_CASE("a session is read with its intent inside, and its id cannot leave its path") {
    stripe_at_hand at{{answer(200, paid)}};
    auto const seen = read(at);
    REQUIRE(seen.has_value());
    CHECK(seen->fact.intent.text() == "pi_1");
    CHECK(seen->fact.intent_state == domain::intent_status::succeeded);
    CHECK(seen->fact.payment == domain::payment_status::paid);
    CHECK(at.over.asked[0].path == "/v1/checkout/sessions/cs_test_1");
    CHECK(at.over.asked[0].query == "expand[]=payment_intent.latest_charge");
    CHECK(at.over.asked[0].idempotency_key.empty());
    stripe_at_hand odd{{answer(404, error(R"("code":"resource_missing")"))}};
    CHECK(run(odd.port->read_session(domain::session_id{"../a?b#c"})).error().what == kind::not_found);
    CHECK(odd.over.asked[0].path == "/v1/checkout/sessions/..%2Fa%3Fb%23c");
}

TEST_CASE("expiring asks for the intent too, so that the session's death can be proven at once") {
    stripe_at_hand at{
        {answer(200, session(R"("status":"expired","payment_intent":{"id":"pi_1","status":"canceled"})"))}};
    auto const gone = expire(at);
    REQUIRE(gone.has_value());
    CHECK(gone->fact.status == domain::session_status::expired);
    CHECK(gone->fact.intent_state == domain::intent_status::canceled);
    CHECK(at.over.asked[0].path == "/v1/checkout/sessions/cs_test_1/expire");
    CHECK(at.over.asked[0].form == "expand[]=payment_intent.latest_charge");
}

TEST_CASE("expiring that loses against paying answers what the session is now") {
    stripe_at_hand at{
        {answer(400, error(R"("param":"session","type":"invalid_request_error")")), answer(200, paid)}};
    auto const now = expire(at);
    REQUIRE(now.has_value());
    CHECK(now->fact.payment == domain::payment_status::paid);
    CHECK(at.over.asked[1].method == request::verb::get);

    stripe_at_hand still{{answer(400, error(R"("type":"invalid_request_error")")), answer(200, open)}};
    CHECK(expire(still).error().what == kind::refused);
    stripe_at_hand silent{
        {answer(400, error(R"("type":"invalid_request_error")")), no_answer(), no_answer(), no_answer()}};
    CHECK(expire(silent).error().what == kind::unknown);
    stripe_at_hand lost{{no_answer(), no_answer(), no_answer()}};
    CHECK(expire(lost).error().what == kind::unknown);
    CHECK(lost.over.asked.size() == 3);
}

TEST_CASE("intents, charges, refunds and disputes are read as facts") {
    auto const eur = [](std::int64_t units) {
        return domain::money::minor(units, *domain::currency::parse("EUR"));
    };
    stripe_at_hand at{
        {answer(200,
                R"({"id":"pi_1","object":"payment_intent","created":9,"amount":500,"amount_received":0,
                                      "currency":"eur","status":"requires_payment_method","latest_charge":{"id":"ch_1"},
                                      "last_payment_error":{"code":"card_declined","decline_code":"lost_card"}})"),
         answer(200,
                R"({"id":"ch_1","object":"charge","created":9,"paid":true,"captured":true,"currency":"eur",
                                      "amount_captured":500,"amount_refunded":200,"payment_intent":"pi_1"})"),
         answer(200, R"({"id":"re_1","object":"refund","created":9,"amount":200,"currency":"eur",
                                      "status":"failed","charge":"ch_1","payment_intent":"pi_1"})"),
         answer(200,
                R"({"id":"du_1","object":"dispute","created":9,"amount":500,"currency":"eur","status":"won",
                                      "charge":"ch_1","payment_intent":"pi_1","balance_transactions":[{"amount":-550},{"amount":550}]})")}};
    auto const intent = run(at.port->read_intent(domain::intent_id{"pi_1"}));
    CHECK(intent->fact.status == domain::intent_status::requires_payment_method);
    CHECK(intent->fact.charge.text() == "ch_1");
    CHECK(intent->fact.decline_code == "lost_card");
    CHECK(intent->whose.empty());
    auto const charge = run(at.port->read_charge(domain::charge_id{"ch_1"}));
    CHECK(*charge == domain::charge_fact{domain::charge_id{"ch_1"}, domain::intent_id{"pi_1"}, true, eur(500),
                                         eur(200), from_unix_seconds(9)});
    auto const refund = run(at.port->read_refund(domain::refund_id{"re_1"}));
    CHECK(refund->status == domain::refund_status::failed);
    CHECK(refund->amount == eur(200));
    auto const dispute = run(at.port->read_dispute(domain::dispute_id{"du_1"}));
    CHECK(dispute->status == domain::dispute_status::won);
    CHECK(dispute->funds_withdrawn);
    CHECK(dispute->funds_reinstated);
    CHECK(at.over.asked[3].path == "/v1/disputes/du_1");
}

TEST_CASE("the account's name, mode and clock are read; a restricted key shows what it may") {
    processor_options live;
    live.livemode = true;
    stripe_at_hand at{
        {answer(200, R"({"object":"account","id":"acct_1"})", {{"date", "Fri, 01 Jan 2027 00:00:05 GMT"}})},
        live};
    auto const account = run(at.port->read_account());
    CHECK(account->id == "acct_1");
    CHECK(account->livemode);
    CHECK(account->skew == milliseconds{5'000});

    stripe_at_hand restricted{{answer(403, "{}"), answer(200, R"({"object":"balance","livemode":false})")}};
    auto const mode = run(restricted.port->read_account());
    CHECK(mode->id.empty());
    CHECK_FALSE(mode->livemode);
    CHECK(mode->skew == std::nullopt);

    stripe_at_hand blind{{answer(403, "{}"), answer(403, "{}")}};
    CHECK(run(blind.port->read_account()).error().code == "forbidden");
    stripe_at_hand wrong{{answer(401, "{}")}};
    CHECK(run(wrong.port->read_account()).error().code == "unauthorized");
}

}  // namespace
