// Cards kept at a first payment, and charged later while nobody is there.
#include <doctest/doctest.h>

#include "world.hpp"

using namespace sandbox_test;
using kind = pay_outcome::kind;

namespace {

std::string const off_session = "off_session=true&payment_method=";

// A plan's first payment: customer, session and the card that was kept.
struct plan {
    bench b;
    std::string customer = b.post("/v1/customers", "email=ada@example.com").text("id");
    std::string session = b.open_session("&customer=" + customer + keeping);
    std::string method;

    explicit plan(std::string number) {
        auto paid = b.pay(session, std::move(number));
        if (paid.what == kind::challenge) paid = b.machine.authenticate(session, true, b.now);
        if (paid.what == kind::complete)
            method = b.get("/v1/payment_intents/" + b.session(session).text("payment_intent"))
                         .text("payment_method");
    }
    std::string order(std::string const& more = "") {
        return b.post("/v1/payment_intents", "amount=4167&currency=eur&customer=" + customer + more)
            .text("id");
    }
    answer confirm(std::string const& intent, std::string key = "", mishap trouble = mishap::none) {
        return b.call("POST", "/v1/payment_intents/" + intent + "/confirm", off_session + method,
                      std::move(key), trouble);
    }
    answer read(std::string const& intent) { return b.get("/v1/payment_intents/" + intent); }

    static inline std::string const keeping = "&payment_intent_data[setup_future_usage]=off_session";
};

json::object intent_in(answer const& declined) {
    return declined.body.at("error").as_object().at("payment_intent").as_object();
}

}  // namespace

TEST_CASE("a card kept at checkout belongs to the customer and pays later, in two steps") {
    plan p{"4242424242424242"};
    CHECK(p.b.get("/v1/payment_methods/" + p.method).text("customer") == p.customer);
    auto const made = p.order(
        "&metadata[q_checkout]=2&automatic_payment_methods[enabled]=true"
        "&automatic_payment_methods[allow_redirects]=never");
    CHECK(p.read(made).text("status") == "requires_payment_method");
    CHECK(p.b.machine.objects("charge").size() == 1);
    auto const paid = p.confirm(made);
    CHECK(paid.status == 200);
    CHECK(paid.text("status") == "succeeded");
    CHECK(paid.text("payment_method") == p.method);
    CHECK(p.b.machine.objects("charge").size() == 2);
    CHECK(p.confirm(made).error("code") == "payment_intent_unexpected_state");
    CHECK(p.b.machine.objects("charge").size() == 2);
}

TEST_CASE("the card that fails once it is saved is declined later, and another one pays the same intent") {
    plan p{"4000000000000341"};
    REQUIRE_FALSE(p.method.empty());
    auto const made = p.order();
    auto const declined = p.confirm(made);
    CHECK(declined.status == 402);
    CHECK(declined.error("type") == "card_error");
    CHECK(declined.error("code") == "card_declined");
    CHECK(declined.error("decline_code") == "generic_decline");
    CHECK(declined.error("advice_code") == "try_again_later");
    auto const intent = intent_in(declined);
    CHECK(intent.at("id").as_string() == made);
    CHECK(intent.at("status").as_string() == "requires_payment_method");
    CHECK(intent.at("last_payment_error").as_object().at("payment_method").as_object().at("id").as_string() ==
          p.method);
    CHECK(p.b.types().back() == "payment_intent.payment_failed");

    auto const link = p.b.open_session("&customer=" + p.customer + plan::keeping);
    CHECK(p.b.pay(link).what == kind::complete);
    p.method = p.read(p.b.session(link).text("payment_intent")).text("payment_method");
    CHECK(p.confirm(made).text("status") == "succeeded");
}

TEST_CASE("the card that always asks is kept after its challenge, and asks again when nobody is there") {
    plan p{"4000002760003184"};
    REQUIRE_FALSE(p.method.empty());
    auto const declined = p.confirm(p.order());
    CHECK(declined.status == 402);
    CHECK(declined.error("code") == "authentication_required");
    CHECK(declined.error("decline_code") == "authentication_required");
    CHECK(declined.error("advice_code").empty());
    auto const link = p.b.open_session("&customer=" + p.customer + plan::keeping);
    CHECK(p.b.pay(link, "4000002760003184").what == kind::challenge);
    CHECK(p.b.machine.authenticate(link, true, p.b.now).what == kind::complete);
}

TEST_CASE("the card that asks until it is set up pays later without asking") {
    plan p{"4000002500003155"};
    CHECK(p.confirm(p.order()).text("status") == "succeeded");
}

TEST_CASE("a card that is declined at checkout is not kept") {
    for (char const* number : {"4000000000009995", "4000000000000002", "4000000000009987"}) {
        CAPTURE(number);
        plan p{number};
        CHECK(p.method.empty());
        CHECK(p.b.get("/v1/customers/" + p.customer + "/payment_methods").body.at("data").as_array().empty());
        CHECK(p.b.session(p.session).text("status") == "open");
    }
}

TEST_CASE("a kept card is declined after its date, until the network replaces it") {
    plan p{"4242424242424242"};  // until the end of 2034
    auto const made = p.order();
    p.b.now = *parse_rfc3339("2034-12-31T23:59:59Z");
    CHECK(p.confirm(p.order()).text("status") == "succeeded");
    p.b.now = *parse_rfc3339("2035-01-01T00:00:00Z");
    auto const declined = p.confirm(made);
    CHECK(declined.status == 402);
    CHECK(declined.error("code") == "expired_card");
    CHECK(p.b.machine.update_card(p.method, 2039, p.b.now));
    CHECK(p.b.types().back() == "payment_method.automatically_updated");
    CHECK(p.confirm(made).text("status") == "succeeded");
}

TEST_CASE("a detached card, and another customer's, pay nothing") {
    plan p{"4242424242424242"};
    auto const made = p.order();
    auto const other = p.b.post("/v1/customers", "").text("id");
    auto const foreign =
        p.b.post("/v1/payment_intents", "amount=500&currency=eur&customer=" + other).text("id");
    CHECK(p.confirm(foreign).status == 400);
    CHECK(p.b.machine.detach_method(p.method, p.b.now));
    CHECK(p.b.get("/v1/payment_methods/" + p.method).body.at("customer").is_null());
    CHECK(p.confirm(made).status == 400);
    CHECK(p.read(made).text("status") == "requires_payment_method");
    CHECK(p.b.machine.objects("charge").size() == 1);
}

TEST_CASE("a saved fault after a charge comes back under its key, and the charge was made once") {
    plan p{"4242424242424242"};
    auto const made = p.order();
    CHECK(p.confirm(made, "key-1", mishap::server_error_after).status == 500);
    auto const again = p.confirm(made, "key-1");
    CHECK(again.status == 500);
    CHECK(again.header("Idempotent-Replayed") == "true");
    CHECK(p.read(made).text("status") == "succeeded");
    CHECK(p.b.machine.objects("charge").size() == 2);
}

TEST_CASE("a decline comes back under its key; a new attempt needs a new key") {
    plan p{"4000000000000341"};
    auto const made = p.order();
    CHECK(p.confirm(made, "attempt-1").status == 402);
    CHECK(p.confirm(made, "attempt-1").header("Idempotent-Replayed") == "true");
    CHECK(p.b.machine.objects("charge").size() == 2);
    CHECK(p.confirm(made, "attempt-2").status == 402);
    CHECK(p.b.machine.objects("charge").size() == 3);
}

TEST_CASE("a key that is forgotten acts anew, and the intent still takes money once") {
    plan p{"4242424242424242"};
    auto const made = p.order();
    CHECK(p.confirm(made, "attempt-1").text("status") == "succeeded");
    p.b.now += std::chrono::hours{25};
    auto const again = p.confirm(made, "attempt-1");
    CHECK(again.header("Idempotent-Replayed").empty());
    CHECK(again.error("code") == "payment_intent_unexpected_state");
    CHECK(p.b.machine.objects("charge").size() == 2);
    p.b.now += std::chrono::hours{24 * 400};  // a plan is long: its card and customer are still there
    CHECK(p.confirm(p.order(), "attempt-2").text("status") == "succeeded");
}

TEST_CASE("payment intents are listed newest first, by age and customer") {
    plan p{"4242424242424242"};
    p.b.now += std::chrono::hours{1};
    auto const second = p.order();
    p.b.now += std::chrono::hours{1};
    p.b.post("/v1/payment_intents", "amount=500&currency=eur");
    auto const ids = [&p](std::string const& query) {
        auto const listed = p.b.get("/v1/payment_intents", query);
        std::vector<std::string> all;
        for (auto const& each : listed.body.at("data").as_array())
            all.emplace_back(each.as_object().at("id").as_string());
        return all;
    };
    CHECK(ids("").size() == 3);
    CHECK(ids("customer=" + p.customer).size() == 2);
    CHECK(ids("created[gte]=" + std::to_string(unix_seconds(noon) + 1)).back() == second);
    auto const page = p.b.get("/v1/payment_intents", "limit=1");
    CHECK(page.body.at("has_more").as_bool());
    auto const first = std::string(page.body.at("data").as_array().at(0).as_object().at("id").as_string());
    CHECK(ids("limit=1&starting_after=" + first) == std::vector<std::string>{second});
    auto const expanded =
        p.b.get("/v1/payment_intents", "expand[]=data.latest_charge&ending_before=" + second);
    CHECK(expanded.status == 200);
    CHECK(p.b.get("/v1/payment_intents", "status=succeeded").error("code") == "parameter_unknown");
    CHECK(p.b.get("/v1/payment_intents", "limit=101").status == 400);
}

TEST_CASE("the page says what the business wrote beside the button, and that the card is kept") {
    bench b;
    auto const plain = b.machine.page(b.open_session());
    CHECK(plain->note.empty());
    CHECK_FALSE(plain->keeps_card);
    auto const id = b.open_session(plan::keeping + "&custom_text[submit][message]=3+of+%E2%82%AC20");
    CHECK(b.machine.page(id)->note == "3 of €20");
    CHECK(b.machine.page(id)->keeps_card);
    CHECK(
        b.session(id).body.at("custom_text").as_object().at("submit").as_object().at("message").as_string() ==
        "3 of €20");
    auto const longest = bench::session_form + "&custom_text[submit][message]=" + std::string(1'201, 'x');
    CHECK(b.post("/v1/checkout/sessions", longest).status == 400);
    CHECK(b.post("/v1/checkout/sessions", bench::session_form + "&custom_text[button][message]=x")
              .error("code") == "parameter_unknown");
}
