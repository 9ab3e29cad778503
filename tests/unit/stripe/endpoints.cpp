#include "quittance/stripe/endpoints.hpp"

#include <doctest/doctest.h>

#include "quittance/stripe/webhook.hpp"
#include "scripted_transport.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;
using namespace quittance::stripe_test;

std::string endpoint(std::string const& id, std::string const& version, std::string const& events,
                     std::string const& status = "enabled", std::string const& more = "") {
    return R"({"id":")" + id +
           R"(","object":"webhook_endpoint","url":"https://pay.example/webhooks/stripe",)"
           R"("livemode":false,"status":")" +
           status + R"(","api_version":)" + version + R"(,"enabled_events":[)" + events + "]" + more + "}";
}
std::string const ours = R"("2026-10-28.endive")";

struct registry_at_hand {
    explicit registry_at_hand(std::deque<delivery> answers)
        : over(std::move(answers)), port(make_endpoint_registry(over, jitter, lines, {})) {}
    no_entropy jitter;
    kept_log lines;
    scripted_transport over;
    std::unique_ptr<endpoint_registry> port;
};

TEST_CASE("endpoints are listed, and only one that lacks nothing serves us") {
    auto const page = R"({"object":"list","has_more":false,"data":[)" + endpoint("we_1", ours, R"("*")") +
                      "," + endpoint("we_2", "null", R"("*")") + "," +
                      endpoint("we_3", ours, R"("charge.refunded")") + "," +
                      endpoint("we_4", ours, R"("*")", "disabled") + "]}";
    registry_at_hand at{{answer(200, page)}};
    auto const all = run(at.port->list());
    REQUIRE(all.has_value());
    REQUIRE(all->size() == 4);
    CHECK(serves_us((*all)[0]));
    CHECK_FALSE(serves_us((*all)[1]));
    CHECK_FALSE(serves_us((*all)[2]));
    CHECK_FALSE(serves_us((*all)[3]));
    CHECK((*all)[1].version.empty());
}

TEST_CASE("an endpoint is made with our version and types; its secret is in the answer and not in the log") {
    registry_at_hand at{
        {answer(200, endpoint("we_1", ours, R"("*")", "enabled", R"(,"secret":"whsec_new")"))}};
    auto const made = run(at.port->create("key-1", "https://pay.example/webhooks/stripe"));
    REQUIRE(made.has_value());
    CHECK(made->secret.reveal() == "whsec_new");
    auto const& asked = at.over.asked[0];
    CHECK(asked.idempotency_key == "key-1");
    CHECK(asked.form.find("url=https%3A%2F%2Fpay.example%2Fwebhooks%2Fstripe&api_version=2026-10-28.endive"
                          "&enabled_events[0]=checkout.session.completed") == 0);
    CHECK(at.lines.text.find("whsec_new") == std::string::npos);
}

TEST_CASE("an endpoint is corrected and switched off, never deleted") {
    registry_at_hand at{{answer(200, endpoint("we_1", ours, R"("*")")),
                         answer(200, endpoint("we_1", ours, R"("*")", "disabled"))}};
    CHECK(run(at.port->correct("k1", "we_1"))->enabled);
    CHECK_FALSE(run(at.port->disable("k2", "we_1"))->enabled);
    CHECK(at.over.asked[0].form.find("disabled=false&enabled_events[0]=") == 0);
    CHECK(at.over.asked[1].path == "/v1/webhook_endpoints/we_1");
    CHECK(at.over.asked[1].form == "disabled=true");
}

TEST_CASE("what is marked on an endpoint is read again, and only what is ours") {
    auto const kept = R"(,"metadata":{"q_store":"s-1","q_commits":"17","team":"finance"})";
    registry_at_hand at{{answer(200, endpoint("we_1", ours, R"("*")", "enabled", kept))}};
    auto const marked = run(at.port->mark("k1", "we_1", {{"q_commits", "17"}, {"q_store", "s-1"}}));
    REQUIRE(marked.has_value());
    CHECK(marked->metadata == std::map<std::string, std::string>{{"q_commits", "17"}, {"q_store", "s-1"}});
    CHECK(at.over.asked[0].path == "/v1/webhook_endpoints/we_1");
    CHECK(at.over.asked[0].form == "metadata[q_commits]=17&metadata[q_store]=s-1");
    CHECK(at.over.asked[0].idempotency_key == "k1");
}

TEST_CASE("a key that may not see endpoints says so by its own code") {
    registry_at_hand at{{answer(403, "{}")}};
    CHECK(run(at.port->list()).error().code == "forbidden");
}

}  // namespace
