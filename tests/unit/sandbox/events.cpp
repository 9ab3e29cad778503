#include <doctest/doctest.h>

#include "quittance/base/digest.hpp"
#include "world.hpp"

using namespace sandbox_test;

TEST_CASE("events are listed newest first, by cursor, type and time") {
    bench b;
    for (int i = 0; i < 3; ++i) {
        b.now += std::chrono::seconds{1};
        b.pay(b.open_session());
    }
    auto const all = b.get("/v1/events", "limit=100").body.at("data").as_array();
    CHECK(all.size() == 12);
    CHECK(all.front().as_object().at("type").as_string() == "checkout.session.completed");
    auto const page = b.get("/v1/events", "limit=5");
    CHECK(page.body.at("has_more").as_bool());
    std::string const last(page.body.at("data").as_array().back().as_object().at("id").as_string());
    auto const rest = b.get("/v1/events", "limit=100&starting_after=" + last);
    CHECK(rest.body.at("data").as_array().size() == 7);
    auto const newer = b.get("/v1/events", "limit=2&ending_before=" + last);
    CHECK(newer.body.at("data").as_array().size() == 2);
    CHECK(newer.body.at("data").as_array().front() == all[2]);
    CHECK(b.get("/v1/events", "types[]=charge.succeeded&types[]=charge.failed")
              .body.at("data")
              .as_array()
              .size() == 3);
    CHECK(b.get("/v1/events", "type=payment_intent.*").body.at("data").as_array().size() == 6);
    CHECK(b.get("/v1/events", "created[gte]=" + std::to_string(unix_seconds(b.now)))
              .body.at("data")
              .as_array()
              .size() == 4);
    CHECK(b.get("/v1/events", "limit=101").status == 400);
    CHECK(b.get("/v1/events", "starting_after=evt_none").status == 400);
    CHECK(b.get("/v1/events", "type=a&types[]=b").status == 400);
}

TEST_CASE("events are gone after 30 days") {
    bench b;
    b.pay(b.open_session());
    b.now = noon + std::chrono::hours{24 * 30};
    CHECK(b.get("/v1/events").body.at("data").as_array().size() == 4);
    b.now += std::chrono::seconds{1};
    CHECK(b.get("/v1/events").body.at("data").as_array().empty());
}

TEST_CASE("a webhook is signed for each secret, over the raw body") {
    auto options = bench::options();
    options.endpoint->secrets = {"whsec_old", "whsec_new"};
    bench b(options);
    b.pay(b.open_session());
    auto const due = b.machine.take_webhooks(noon);
    REQUIRE(due.size() == 4);
    std::string const at = std::to_string(unix_seconds(noon));
    std::string wanted = "t=" + at;
    for (char const* secret : {"whsec_old", "whsec_new"})
        wanted += ",v1=" + to_hex(hmac_sha256{secret}({at, ".", due.front().body}));
    CHECK(due.front().signature == wanted);
    CHECK(due.back().type == "checkout.session.completed");
    CHECK(b.machine.take_webhooks(noon).empty());
}

TEST_CASE(
    "a webhook that is refused comes back after growing gaps, with the same event and a fresh signature") {
    bench b;
    b.post("/v1/customers");
    instant now = noon;
    auto const first = b.machine.take_webhooks(now);
    REQUIRE(first.size() == 1);
    b.machine.delivered(first.front().delivery, false, now);
    CHECK(b.machine.take_webhooks(now).empty());
    CHECK(b.machine.next_due() == now + std::chrono::seconds{2});
    now += std::chrono::seconds{2};
    auto const second = b.machine.take_webhooks(now);
    REQUIRE(second.size() == 1);
    CHECK(second.front().event == first.front().event);
    CHECK(second.front().attempt == 2);
    CHECK(second.front().signature != first.front().signature);
    CHECK(b.get("/v1/events", "delivery_success=false").body.at("data").as_array().size() == 1);
    b.machine.delivered(second.front().delivery, true, now);
    b.now = now;
    CHECK(b.get("/v1/events", "delivery_success=false").body.at("data").as_array().empty());
    CHECK(b.get("/v1/events", "delivery_success=true").body.at("data").as_array().size() == 1);
}

TEST_CASE("a webhook is given up after the last gap, and can be sent again by hand") {
    auto options = bench::options();
    options.webhook_gaps = {std::chrono::seconds{1}};
    bench b(options);
    b.post("/v1/customers");
    std::string event;
    for (int i = 0; i < 2; ++i) {
        b.now += std::chrono::seconds{2};
        auto const due = b.machine.take_webhooks(b.now);
        REQUIRE(due.size() == 1);
        event = due.front().event;
        b.machine.delivered(due.front().delivery, false, b.now);
    }
    b.now += std::chrono::hours{100};
    CHECK(b.machine.take_webhooks(b.now).empty());
    CHECK(b.machine.deliveries().front().state == "given_up");
    CHECK(b.machine.resend(event, b.now));
    CHECK(b.machine.take_webhooks(b.now).size() == 1);
    CHECK_FALSE(b.machine.resend("evt_none", b.now));
}

TEST_CASE("an endpoint gets what it asked for, shows its secret once and rests when disabled") {
    bench b(processor_options{});
    auto const made =
        b.post("/v1/webhook_endpoints",
               "url=http://127.0.0.1:9/hook&api_version=2026-10-28.endive&enabled_events[]=charge.succeeded");
    REQUIRE(made.status == 200);
    CHECK(made.text("secret").starts_with("whsec_"));
    auto const list = b.get("/v1/webhook_endpoints").body.at("data").as_array();
    REQUIRE(list.size() == 1);
    CHECK_FALSE(list.front().as_object().contains("secret"));
    b.pay(b.open_session());
    auto const due = b.machine.take_webhooks(noon);
    REQUIRE(due.size() == 1);
    CHECK(due.front().type == "charge.succeeded");
    auto const off = b.post("/v1/webhook_endpoints/" + made.text("id"), "disabled=true");
    CHECK(off.text("status") == "disabled");
    b.pay(b.open_session());
    CHECK(b.machine.take_webhooks(noon).empty());
}

TEST_CASE("customer and card events carry what was before") {
    bench b;
    auto const id = b.post("/v1/customers", "email=ada@example.com").text("id");
    b.post("/v1/customers/" + id, "email=ada.new@example.com");
    CHECK(b.last_event("customer.updated")
              .at("data")
              .as_object()
              .at("previous_attributes")
              .as_object()
              .at("email")
              .as_string() == "ada@example.com");
    b.pay(b.open_session("&customer=" + id + "&payment_intent_data[setup_future_usage]=off_session"));
    auto const method = json::parse(b.machine.objects("payment_method").front()).as_object();
    std::string const card(method.at("id").as_string());
    CHECK(b.machine.update_card(card, 2039, noon));
    CHECK(b.types().back() == "payment_method.automatically_updated");
    CHECK(b.machine.delete_customer(id, noon));
    CHECK(b.types().back() == "customer.deleted");
    CHECK(b.get("/v1/customers/" + id).body.at("deleted").as_bool());
    CHECK(b.post("/v1/checkout/sessions", bench::session_form + "&customer=" + id).status == 400);
    CHECK_FALSE(b.machine.delete_customer(id, noon));
    CHECK(b.last_event("payment_method.detached")
              .at("data")
              .as_object()
              .at("object")
              .as_object()
              .at("customer")
              .is_null());
}
