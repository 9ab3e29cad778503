#include <doctest/doctest.h>

#include "doctor_address.hpp"
#include "doctor_webhook.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

stripe::webhook_endpoint endpoint_at(std::string id, std::string url) {
    stripe::webhook_endpoint one;
    one.id = std::move(id);
    one.url = std::move(url);
    one.version = std::string{stripe::api_version};
    one.events = {"*"};
    one.enabled = true;
    return one;
}

std::string const ours = "https://pay.example/webhooks/stripe";

}  // namespace

TEST_CASE("an endpoint at our address with our version and events needs nothing") {
    auto const found = judge_endpoints({endpoint_at("we_1", ours)}, ours);
    CHECK(found.need == endpoint_need::none);
    CHECK(found.id == "we_1");
}

TEST_CASE("endpoints of others are left alone: ours is created") {
    CHECK(judge_endpoints({endpoint_at("we_1", "https://other.example/hook")}, ours).need ==
          endpoint_need::create);
    CHECK(judge_endpoints({}, ours).need == endpoint_need::create);
}

TEST_CASE("a wrong version gets a second endpoint, because a version cannot be changed") {
    auto old = endpoint_at("we_old", ours);
    old.version = "2020-01-01";
    auto const found = judge_endpoints({old}, ours);
    CHECK(found.need == endpoint_need::replace);
    CHECK(found.id == "we_old");
    CHECK(judge_endpoints({old, endpoint_at("we_new", ours)}, ours).need == endpoint_need::none);
}

TEST_CASE("a switched-off endpoint of our version, or one that lacks events, is corrected") {
    auto off = endpoint_at("we_off", ours);
    off.enabled = false;
    CHECK(judge_endpoints({off}, ours).need == endpoint_need::correct);
    auto narrow = endpoint_at("we_narrow", ours);
    narrow.events = {"charge.refunded"};
    CHECK(judge_endpoints({narrow}, ours).need == endpoint_need::correct);
}

TEST_CASE("a switched-off endpoint of another version is history: ours is created") {
    auto old = endpoint_at("we_old", ours);
    old.version = "2020-01-01";
    old.enabled = false;
    CHECK(judge_endpoints({old}, ours).need == endpoint_need::create);
}

TEST_CASE("only a gateway's own description of its API shows that the public address leads to one") {
    CHECK_FALSE(judge_answer(200, R"({"openapi":"3.1.0","info":{"title":"Quittance","version":"1"}})"));
    for (auto const* body : {"", "<h1>Welcome to nginx</h1>", "[]", "{}", R"({"info":"Quittance"})",
                             R"({"info":{"title":"Bookings"}})", R"({"info":{"title":7}})"}) {
        CAPTURE(body);
        auto const found = judge_answer(200, body);
        REQUIRE(found);
        CHECK(found->what == "answers 200, but not as a gateway");
    }
}

TEST_CASE("an error at the public address is told apart from somebody else who answers there") {
    auto const gateways = R"({"info":{"title":"Quittance"}})";
    CHECK(judge_answer(502, gateways).value().advice.find("start the gateway") != std::string::npos);
    CHECK(judge_answer(421, "").value().advice.find("[public] allowed_hosts") != std::string::npos);
    CHECK(judge_answer(404, "").value().what == "answers 404, but not as a gateway");
    CHECK(judge_answer(301, gateways).value().what == "answers 301, but not as a gateway");
}
