#include <doctest/doctest.h>

#include "scripted_transport.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;
using namespace quittance::stripe_test;
using kind = engine::processor_failure::kind;
using status = domain::intent_status;

engine::effect_key const key{"1-c-4-0"};
domain::intent_id const pi{"pi_1"};

domain::money euros(std::int64_t cents) {
    return domain::money::minor(cents, *domain::currency::parse("EUR"));
}
std::string intent(std::string const& state, std::string const& more = {}) {
    return R"({"id":"pi_1","object":"payment_intent","created":1798761600,"amount":500,"amount_received":)" +
           std::string{state == "succeeded" ? "500" : "0"} + R"(,"currency":"eur","customer":"cus_1",)" +
           R"("metadata":{"q_store":"s","q_client":"c","q_booking":"b","q_checkout":"3"},"status":")" +
           state + '"' + more + '}';
}
std::string error(std::string const& members) { return R"({"error":{)" + members + "}}"; }
std::string refusal(std::string const& code, std::string const& more = {}) {
    return error(R"("type":"invalid_request_error","code":")" + code + '"' + more);
}
std::string card_error(std::string const& words, std::string const& inside) {
    return error(R"("type":"card_error","payment_method":{"id":"pm_1"},)" + words + inside);
}
std::string const unpaid = R"(,"payment_intent":)" + intent("requires_payment_method");

auto confirm(stripe_at_hand& at) {
    return run(at.port->confirm_intent(key, pi, "payment_method=pm_1&off_session=true"));
}
auto cancel(stripe_at_hand& at) { return run(at.port->cancel_intent(key, pi)); }

TEST_CASE("a customer and an unconfirmed intent are made with their committed bodies and keys") {
    stripe_at_hand at{{answer(200, R"({"id":"cus_1","object":"customer","created":1798761600})"),
                       answer(200, intent("requires_payment_method", R"(,"payment_method":null)"))}};
    auto const who = run(at.port->create_customer(key, "name=Mara"));
    REQUIRE(who.has_value());
    CHECK(who->customer.text() == "cus_1");
    CHECK(who->at == from_unix_seconds(1'798'761'600));
    auto const made = run(at.port->create_intent(engine::effect_key{"k2"}, "amount=500"));
    REQUIRE(made.has_value());
    CHECK(made->whose == engine::route{"s", domain::client_id{"c"}, domain::booking_id{"b"}, 3});
    CHECK(made->fact.status == status::requires_payment_method);
    CHECK(made->fact.customer.text() == "cus_1");
    CHECK(made->fact.method.empty());
    CHECK(at.over.asked[0].path == "/v1/customers");
    CHECK(at.over.asked[0].form == "name=Mara");
    CHECK(at.over.asked[0].idempotency_key == "1-c-4-0");
    CHECK(at.over.asked[1].path == "/v1/payment_intents");
    CHECK(at.over.asked[1].idempotency_key == "k2");
}

TEST_CASE("a confirmed charge is paid at the time of its charge, whenever its intent was made") {
    stripe_at_hand at{{answer(
        200, intent("succeeded",
                    R"(,"payment_method":"pm_1","latest_charge":{"id":"ch_1","created":1799000000})"))}};
    auto const paid = confirm(at);
    REQUIRE(paid.has_value());
    CHECK(paid->fact.status == status::succeeded);
    CHECK(paid->fact.received == euros(500));
    CHECK(paid->fact.charge.text() == "ch_1");
    CHECK(paid->fact.method.text() == "pm_1");
    CHECK(paid->fact.at == from_unix_seconds(1'799'000'000));
    CHECK(at.over.asked[0].path == "/v1/payment_intents/pi_1/confirm");
    CHECK(at.over.asked[0].form == "payment_method=pm_1&off_session=true");
    CHECK(at.over.asked[0].idempotency_key == "1-c-4-0");
}

TEST_CASE("a decline is an answer, asked once, with its codes, its card and its time") {
    stripe_at_hand at{{answer(402,
                              card_error(R"("code":"card_declined","decline_code":"lost_card",)"
                                         R"("advice_code":"do_not_try_again")",
                                         unpaid),
                              {{"Date", "Fri, 01 Jan 2027 00:00:05 GMT"}})}};
    auto const declined = confirm(at);
    REQUIRE(declined.has_value());
    CHECK(declined->whose.checkout == 3);
    CHECK(declined->fact.status == status::requires_payment_method);
    CHECK(declined->fact.received == euros(0));
    CHECK(declined->fact.decline_code == "lost_card");
    CHECK(declined->fact.advice_code == "do_not_try_again");
    CHECK(declined->fact.method.text() == "pm_1");
    CHECK(declined->fact.at == from_unix_seconds(1'798'761'605));
    CHECK(at.over.asked.size() == 1);
    CHECK(at.lines.text.find("processor_call_failed") == std::string::npos);
}

TEST_CASE("an issuer that asks for authentication says so in one member or the other") {
    for (auto const* const words :
         {R"("code":"authentication_required","decline_code":"authentication_required")",
          R"("code":"card_declined","decline_code":"authentication_required")",
          R"("code":"authentication_required")",
          R"("code":"authentication_required","decline_code":"generic_decline")"}) {
        CAPTURE(words);
        stripe_at_hand at{{answer(402, card_error(words, unpaid))}};
        CHECK(confirm(at)->fact.decline_code == "authentication_required");
    }
    stripe_at_hand plain{{answer(402, card_error(R"("code":"expired_card")", unpaid))}};
    CHECK(confirm(plain)->fact.decline_code == "expired_card");
}

TEST_CASE("a decline that does not show its intent is looked up") {
    auto const other = R"(,"payment_intent":{"id":"pi_2","object":"payment_intent","status":"succeeded"})";
    for (auto const& inside : {std::string{}, std::string{other}, std::string{R"(,"payment_intent":7)"}}) {
        CAPTURE(inside);
        auto const now =
            intent("requires_payment_method",
                   R"(,"last_payment_error":{"code":"card_declined","decline_code":"insufficient_funds",)"
                   R"("advice_code":"try_again_later","payment_method":{"id":"pm_1"}})");
        stripe_at_hand at{{answer(402, card_error(R"("code":"card_declined")", inside)), answer(200, now)}};
        auto const seen = confirm(at);
        REQUIRE(seen.has_value());
        CHECK(seen->fact.decline_code == "insufficient_funds");
        CHECK(seen->fact.advice_code == "try_again_later");
        CHECK(seen->fact.method.text() == "pm_1");
        CHECK(at.over.asked[1].path == "/v1/payment_intents/pi_1");
        CHECK(at.over.asked[1].query == "expand[]=latest_charge");
    }
}

TEST_CASE("a 402 that is not Stripe's is no decline: the charge stays unknown") {
    auto const page = answer(402, "<html>Payment required</html>");
    stripe_at_hand at{{page, page, page}};
    CHECK(confirm(at).error().what == kind::unknown);
    stripe_at_hand elsewhere{{answer(402, card_error(R"("code":"card_declined")", unpaid))}};
    CHECK(run(elsewhere.port->create_intent(key, "b")).error().what == kind::refused);
}

TEST_CASE("an intent past being confirmed or cancelled answers what it is now") {
    auto const past = answer(400, refusal("payment_intent_unexpected_state"));
    for (auto const* const now : {"succeeded", "canceled", "processing"}) {
        CAPTURE(now);
        stripe_at_hand at{{past, answer(200, intent(now))}};
        auto const seen = confirm(at);
        REQUIRE(seen.has_value());
        CHECK(seen->fact.status != status::requires_payment_method);
        stripe_at_hand again{{past, answer(200, intent(now))}};
        CHECK(cancel(again)->fact.status == seen->fact.status);
    }
}

TEST_CASE("a refusal of an intent that can still be paid stays a refusal") {
    for (auto const* const now : {"requires_payment_method", "requires_confirmation", "requires_action"}) {
        CAPTURE(now);
        stripe_at_hand at{{answer(400, refusal("parameter_unknown")), answer(200, intent(now))}};
        CHECK(confirm(at).error().what == kind::refused);
        CHECK(at.over.asked.size() == 2);
        stripe_at_hand again{{answer(400, refusal("x")), answer(200, intent(now))}};
        CHECK(cancel(again).error().what == kind::refused);
    }
    stripe_at_hand gone{{answer(404, refusal("resource_missing"))}};
    CHECK(confirm(gone).error().code == "resource_missing");
    stripe_at_hand reused{{answer(400, error(R"("type":"idempotency_error")"))}};
    CHECK(confirm(reused).error().code == "idempotency_error");
}

TEST_CASE("a charge whose reply is lost is unknown; one that was turned away was not attempted") {
    auto const busy = answer(429, refusal("lock_timeout"));
    stripe_at_hand lost{{no_answer(), no_answer(), no_answer()}};
    CHECK(confirm(lost).error().what == kind::unknown);
    CHECK(lost.over.asked[2].idempotency_key == "1-c-4-0");
    stripe_at_hand away{{busy, busy, busy}};
    CHECK(confirm(away).error().what == kind::not_attempted);
    stripe_at_hand doubtful{{no_answer(), busy, busy}};
    CHECK(confirm(doubtful).error().what == kind::unknown);
    stripe_at_hand saved{{answer(500, "{}", {{"Idempotent-Replayed", "true"}})}};
    CHECK(confirm(saved).error().what == kind::unknown);
    stripe_at_hand blind{
        {answer(400, refusal("payment_intent_unexpected_state")), no_answer(), no_answer(), no_answer()}};
    CHECK(confirm(blind).error().what == kind::unknown);
    stripe_at_hand again{{no_answer(), answer(402, card_error(R"("code":"card_declined")", unpaid))}};
    CHECK(confirm(again)->fact.decline_code == "card_declined");
}

TEST_CASE("a cancelled intent is dead from the time it says") {
    stripe_at_hand at{{answer(200, intent("canceled", R"(,"canceled_at":1799000000)"))}};
    auto const dead = cancel(at);
    REQUIRE(dead.has_value());
    CHECK(dead->fact.status == status::canceled);
    CHECK(dead->fact.at == from_unix_seconds(1'799'000'000));
    CHECK(at.over.asked[0].path == "/v1/payment_intents/pi_1/cancel");
    CHECK(at.over.asked[0].form == "cancellation_reason=abandoned");
    CHECK(at.over.asked[0].idempotency_key == "1-c-4-0");
}

TEST_CASE("a refund is made with our number and answered with it") {
    stripe_at_hand at{
        {answer(200,
                R"({"id":"re_1","object":"refund","created":9,"amount":200,"currency":"eur",)"
                R"("status":"pending","charge":"ch_1","payment_intent":"pi_1","metadata":{"q_refund":"2"}})"),
         answer(400, refusal("charge_already_refunded"))}};
    auto const made = run(at.port->create_refund(key, "payment_intent=pi_1"));
    REQUIRE(made.has_value());
    CHECK(made->order == 2);
    CHECK(made->status == domain::refund_status::pending);
    CHECK(made->amount == euros(200));
    CHECK(at.over.asked[0].path == "/v1/refunds");
    CHECK(at.over.asked[0].idempotency_key == "1-c-4-0");
    auto const twice = run(at.port->create_refund(key, "payment_intent=pi_1"));
    CHECK(twice.error().what == kind::refused);
    CHECK(twice.error().code == "charge_already_refunded");
}

TEST_CASE("a kept card tells whose it is and when it ends; another method tells what it has") {
    stripe_at_hand at{
        {answer(200, R"({"id":"pm_1","object":"payment_method","created":9,"customer":"cus_1","type":"card",)"
                     R"("card":{"brand":"visa","last4":"4242","exp_month":8,"exp_year":2030}})"),
         answer(200, R"({"id":"pm_2","object":"payment_method","created":9,"customer":null,)"
                     R"("type":"sepa_debit","sepa_debit":{"last4":"3000"}})"),
         answer(200, R"({"id":"pm_3","object":"payment_method","created":9,"type":"paypal"})"),
         answer(200, R"({"id":"pm_4","object":"payment_method","created":9,"type":"card",)"
                     R"("card":{"exp_year":-1}})"),
         answer(404, refusal("resource_missing"))}};
    auto const read = [&at] { return run(at.port->read_method(domain::method_id{"pm_1"})); };
    CHECK(*read() == domain::method_fact{domain::method_id{"pm_1"}, domain::customer_id{"cus_1"}, "card",
                                         "visa", "4242", 2030, 8, from_unix_seconds(9)});
    auto const debit = read();
    CHECK(debit->customer.empty());
    CHECK(debit->last4 == "3000");
    CHECK(debit->expires_year == 0);
    CHECK(read()->type == "paypal");
    CHECK(read().error().code == "malformed_reply");
    CHECK(read().error().what == kind::not_found);
    CHECK(at.over.asked[0].path == "/v1/payment_methods/pm_1");
}

TEST_CASE("intents are listed with their charges inside, page after page") {
    auto const page = [](std::string const& id, bool more) {
        return R"({"object":"list","has_more":)" + std::string{more ? "true" : "false"} +
               R"(,"data":[{"id":")" + id +
               R"(","object":"payment_intent","created":9,"amount":5,"currency":"eur","status":"processing"}]})";
    };
    stripe_at_hand at{{answer(200, page("pi_2", true)), answer(200, page("pi_1", false))}};
    auto const all = run(at.port->list_intents(from_unix_seconds(5), from_unix_seconds(10)));
    REQUIRE(all.has_value());
    CHECK(all->size() == 2);
    CHECK(all->back().fact.intent == pi);
    CHECK(at.over.asked[0].path == "/v1/payment_intents");
    CHECK(at.over.asked[0].query == "limit=100&created[gte]=5&created[lte]=10&expand[]=data.latest_charge");
    CHECK(at.over.asked[1].query.ends_with("&starting_after=pi_2"));
}

TEST_CASE("a paid session read with its intent inside tells customer and card") {
    stripe_at_hand at{{answer(
        200, R"({"id":"cs_1","object":"checkout.session","created":9,"expires_at":99,"amount_total":500,)"
             R"("currency":"eur","status":"complete","payment_status":"paid","customer":"cus_1",)"
             R"("payment_intent":{"id":"pi_1","status":"succeeded","payment_method":"pm_1"}})")}};
    auto const seen = run(at.port->read_session(domain::session_id{"cs_1"}));
    CHECK(seen->fact.customer.text() == "cus_1");
    CHECK(seen->fact.method.text() == "pm_1");
    CHECK(seen->agreement.empty());
}

TEST_CASE("a session tells the hash of the terms that were agreed to") {
    stripe_at_hand at{{answer(
        200,
        R"({"id":"cs_1","object":"checkout.session","created":9,"expires_at":99,"amount_total":500,)"
        R"("currency":"eur","status":"open","payment_status":"unpaid","metadata":{"q_agreement":"9f86d0"}})")}};
    CHECK(run(at.port->read_session(domain::session_id{"cs_1"}))->agreement == "9f86d0");
}

}  // namespace

TEST_CASE("a dispute that is read is as new as the reply, however old it is: its last word counts") {
    auto const lost = R"({"id":"du_1","object":"dispute","created":1798761600,"amount":500,"currency":"eur",)"
                      R"("status":"lost","payment_intent":"pi_1","charge":"ch_1"})";
    stripe_at_hand at{{answer(200, lost, {{"Date", "Fri, 08 Jan 2027 00:00:05 GMT"}}), answer(200, lost)}};
    auto const read = run(at.port->read_dispute(domain::dispute_id{"du_1"}));
    CHECK(read->at == *parse_rfc3339("2027-01-08T00:00:05Z"));
    auto const dateless = run(at.port->read_dispute(domain::dispute_id{"du_1"}));
    CHECK(dateless->at == from_unix_seconds(1'798'761'600));
}
