#include <doctest/doctest.h>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {
http::header_list const good{{"Stripe-Signature", "good"}};
double counted(world& w, std::string_view outcome) {
    return w.figures->count("quittance_webhooks_total", "", {{"outcome", outcome}}).value();
}
}  // namespace

TEST_CASE("a webhook is answered 200 once it was received, with its body whole") {
    world w;
    std::string const body(100'000, 'b');
    auto const reply = w.post("/webhooks/stripe", body, good);
    CHECK(reply.status == 200);
    CHECK(w.webhook_body == body);
    CHECK(w.watch.last == w.time.at);
    CHECK(counted(w, "applied") == 1);
}

TEST_CASE("a webhook with a bad signature is 400, and is not told why") {
    world w;
    auto const reply = w.post("/webhooks/stripe", "{}", {{"Stripe-Signature", "bad"}});
    CHECK(reply.status == 400);
    CHECK(reply.body.find("wrong_signature") == std::string::npos);
    CHECK(w.journal.all.find("wrong_signature") != std::string::npos);
    CHECK(w.webhooks.empty());
    CHECK_FALSE(w.watch.last);
    CHECK(counted(w, "bad_signature") == 1);
}

TEST_CASE("what is signed and is no event is not counted as a bad signature") {
    world w;
    w.gate = [](auto, auto, auto) -> std::variant<engine::webhook_event, web::webhook_rejection> {
        return web::webhook_rejection{"the body is not an event of Stripe", true};
    };
    CHECK(w.post("/webhooks/stripe", "{}", good).status == 400);
    CHECK(counted(w, "not_an_event") == 1);
    CHECK(counted(w, "bad_signature") == 0);
}

TEST_CASE("a webhook of another mode or another account is refused") {
    struct row {
        bool event_live;
        char const* event_account;
        bool our_live;
        char const* our_account;
        unsigned status;
    };
    for (auto const& expected :
         {row{true, "", false, "acct_1", 400}, row{false, "", true, "acct_1", 400},
          row{false, "acct_2", false, "acct_1", 400}, row{false, "acct_1", false, "acct_1", 200},
          row{false, "acct_2", false, "", 200}, row{true, "", true, "acct_1", 200}}) {
        world w;
        w.settings.livemode = expected.our_live;
        w.settings.processor_account = expected.our_account;
        w.gate = [&expected](auto, auto,
                             auto) -> std::variant<engine::webhook_event, web::webhook_rejection> {
            engine::webhook_event event;
            event.livemode = expected.event_live;
            event.account = expected.event_account;
            return event;
        };
        CHECK(w.post("/webhooks/stripe", "{}", good).status == expected.status);
        CHECK(w.webhooks.size() == (expected.status == 200 ? 1 : 0));
    }
}

TEST_CASE("what came of a webhook is counted, and all of it is 200") {
    using engine::webhook_outcome;
    for (auto const& [outcome, name] :
         {std::pair{webhook_outcome::applied, "applied"},
          std::pair{webhook_outcome::nothing_new, "nothing_new"},
          std::pair{webhook_outcome::foreign, "foreign"}, std::pair{webhook_outcome::ignored, "ignored"},
          std::pair{webhook_outcome::parked, "parked"}}) {
        world w;
        w.webhook_outcome = outcome;
        CHECK(w.post("/webhooks/stripe", "{}", good).status == 200);
        CHECK(counted(w, name) == 1);
    }
}

TEST_CASE("a webhook the store cannot take is 503, so that it is delivered again") {
    world w;
    w.thrown = std::make_exception_ptr(engine::store_unavailable("away"));
    auto const reply = w.post("/webhooks/stripe", "{}", good);
    CHECK(reply.status == 503);
    CHECK_FALSE(header_of(reply, "Retry-After").empty());
    CHECK(counted(w, "store_unavailable") == 1);
}

TEST_CASE("a webhook that breaks us is 500, never 200") {
    world w;
    w.thrown = std::make_exception_ptr(engine::document_unreadable("format 9"));
    CHECK(w.post("/webhooks/stripe", "{}", good).status == 500);
    CHECK(counted(w, "failed") == 1);
}

TEST_CASE("webhooks may be large and are not slowed by buckets") {
    world w;
    CHECK(w.routes.body_limit("/webhooks/stripe") == 1024 * 1024);
    CHECK(w.routes.body_limit("/v1/checkouts") == 64 * 1024);
    for (int i = 0; i < 500; ++i) REQUIRE(w.post("/webhooks/stripe", "{}", good).status == 200);
    CHECK(w.get("/webhooks/stripe").status == 405);
}
