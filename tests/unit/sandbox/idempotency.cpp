#include <doctest/doctest.h>

#include "world.hpp"

using namespace sandbox_test;

namespace {
std::string const form = "email=ada@example.com&name=Ada";
}

TEST_CASE("the same key and parameters get the first reply again, and nothing happens twice") {
    bench b;
    auto const first = b.post("/v1/customers", form, "key-1");
    auto const again = b.post("/v1/customers", "name=Ada&email=ada%40example.com", "key-1");
    CHECK(again.body == first.body);
    CHECK(again.header("Idempotent-Replayed") == "true");
    CHECK(again.header("Original-Request") == first.header("Request-Id"));
    CHECK(again.header("Request-Id") != first.header("Request-Id"));
    CHECK(b.machine.count().customers == 1);
}

TEST_CASE("the same key with other parameters or another path is refused and does nothing") {
    bench b;
    b.post("/v1/customers", form, "key-1");
    for (auto const& [path, body] :
         {std::pair<std::string, std::string>{"/v1/customers", "email=other@example.com"},
          {"/v1/payment_intents", "amount=500&currency=eur"}}) {
        auto const refused = b.post(path, body, "key-1");
        CHECK(refused.status == 400);
        CHECK(refused.error("type") == "idempotency_error");
    }
    CHECK(b.machine.count().customers == 1);
    CHECK(b.machine.count().intents == 0);
}

TEST_CASE("a key in flight is 409 until its request ends") {
    bench b;
    CHECK(b.machine.begin("key-1"));
    CHECK_FALSE(b.machine.begin("key-1"));
    auto const busy = b.post("/v1/customers", form, "key-1");
    CHECK(busy.status == 409);
    CHECK(busy.error("code") == "idempotency_key_in_use");
    b.machine.end("key-1");
    CHECK(b.post("/v1/customers", form, "key-1").status == 200);
}

TEST_CASE("a declined charge is replayed, not tried again") {
    bench b;
    std::string const body =
        "amount=500&currency=eur&confirm=true&payment_method=pm_card_visa_chargeDeclined";
    auto const first = b.post("/v1/payment_intents", body, "key-1");
    CHECK(first.status == 402);
    CHECK(b.post("/v1/payment_intents", body, "key-1").body == first.body);
    CHECK(b.machine.count().intents == 1);
}

TEST_CASE("a 500 is replayed too, whether the work was done or not") {
    for (auto const trouble : {mishap::server_error_before, mishap::server_error_after}) {
        bench b;
        CHECK(b.call("POST", "/v1/customers", form, "key-1", trouble).status == 500);
        CHECK(b.post("/v1/customers", form, "key-1").status == 500);
        CHECK(b.machine.count().customers == (trouble == mishap::server_error_after ? 1 : 0));
        CHECK(b.post("/v1/customers", form, "key-2").status == 200);
    }
}

TEST_CASE("what was refused before it ran is not stored") {
    bench b;
    CHECK(b.call("POST", "/v1/customers", form, "key-1", mishap::rate_limited).status == 429);
    CHECK(b.call("POST", "/v1/customers", form, "key-1", mishap::lock_timeout).error("code") ==
          "lock_timeout");
    CHECK(b.post("/v1/customers", "nonsense=1", "key-1").status == 400);
    auto const no_key = b.machine.handle({.method = "POST",
                                          .path = "/v1/customers",
                                          .body = form,
                                          .authorization = "Bearer sk_test_wrong",
                                          .idempotency_key = "key-1"},
                                         noon);
    CHECK(no_key.status == 401);
    CHECK(b.post("/v1/customers", form, "key-1").status == 200);
}

TEST_CASE("a key is forgotten after 24 hours") {
    bench b;
    auto const first = b.post("/v1/customers", form, "key-1");
    b.now = noon + std::chrono::hours{24} - std::chrono::seconds{1};
    CHECK(b.post("/v1/customers", form, "key-1").body == first.body);
    b.now = noon + std::chrono::hours{24};
    CHECK(b.post("/v1/customers", form, "key-1").text("id") != first.text("id"));
    CHECK(b.machine.count().customers == 2);
}

TEST_CASE("a key of 256 characters is refused") {
    bench b;
    CHECK(b.post("/v1/customers", form, std::string(255, 'k')).status == 200);
    CHECK(b.post("/v1/customers", form, std::string(256, 'k')).status == 400);
}
