#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

bool shows(http::response const& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}

made_booking named_booking(world const& w, std::string name) {
    engine::purchase what;
    what.identity = {"plain", domain::offer_id{"coaching-60"}, "B-1"};
    what.terms = *domain::terms_of(coaching());
    what.who.name = std::move(name);
    return open_booking(what, w.time.at);
}

void park_one(world& w) {
    boost::asio::io_context loop;
    boost::asio::co_spawn(loop, w.store.park({"", "evt_1", "x", "{}", "no account", w.time.at}),
                          boost::asio::detached);
    loop.run();
}

}  // namespace

TEST_CASE("alive is alive even without a store; ready is not") {
    world w;
    CHECK(w.desk("/livez").status == 200);
    CHECK(w.desk("/readyz").status == 200);
    w.store.unavailable = true;
    CHECK(w.desk("/livez").status == 200);
    auto const reply = w.desk("/readyz");
    CHECK(reply.status == 503);
    CHECK(shows(reply, "the store cannot be written"));
}

TEST_CASE("a store in quarantine is shown everywhere, with what to do; webhooks can still be taken") {
    world w;
    w.settings.standing = engine::store_standing::behind;
    w.settings.standing_reason = "The store was put back; run `quittance reconcile`.";
    auto const ready = w.desk("/readyz");
    CHECK(ready.status == 200);
    CHECK(shows(ready, "quittance reconcile"));
    auto const health = w.desk("/healthz");
    CHECK(health.status == 503);
    CHECK(shows(health, "store:standing"));
    CHECK(shows(health, "quittance reconcile"));
    CHECK(shows(w.desk("/"), "quittance reconcile"));
    w.settings.standing = engine::store_standing::other;
    CHECK(w.desk("/readyz").status == 503);
    w.settings.standing = engine::store_standing::checking;
    CHECK(w.desk("/healthz").status == 200);
}

TEST_CASE("health tells a failure by status and a warning by its figure") {
    world w;
    auto const fine = w.desk("/healthz");
    CHECK(fine.status == 200);
    CHECK(header_of(fine, "Content-Type") == "application/health+json");
    CHECK(boost::json::parse(fine.body).at("status") == "pass");
    park_one(w);
    auto const warned = w.desk("/healthz");
    CHECK(warned.status == 200);
    auto const body = boost::json::parse(warned.body).as_object();
    CHECK(body.at("status") == "warn");
    CHECK(body.at("checks").at("events:parked").at(0).at("status") == "warn");
    w.store.unavailable = true;
    CHECK(w.desk("/healthz").status == 503);
}

TEST_CASE("a day without a webhook is worth a look, unless nobody could send one") {
    world w;
    w.watch.last = w.time.at - std::chrono::hours{25};
    // A Sunday on which nobody buys anything tells nothing.
    CHECK(boost::json::parse(w.desk("/healthz").body).at("status") == "pass");
    w.silence.found_otherwise(engine::news_kind::payments, w.time.at);
    CHECK(boost::json::parse(w.desk("/healthz").body).at("status") == "warn");
    w.desk_options.polling = true;
    CHECK(boost::json::parse(w.desk("/healthz").body).at("status") == "pass");
}

TEST_CASE("metrics are told as text") {
    world w;
    w.post("/webhooks/stripe", "{}", {{"Stripe-Signature", "good"}});
    auto const reply = w.desk("/metrics");
    CHECK(shows(reply, "quittance_webhooks_total{outcome=\"applied\"} 1"));
    CHECK(shows(reply, "quittance_webhook_seconds_count 1"));
}

TEST_CASE("metrics tell how long effects and wake-ups have been due, or that nobody knows") {
    world w;
    CHECK(shows(w.desk("/metrics"), "quittance_oldest_due_seconds{queue=\"effects\"} 0"));
    w.store.unavailable = true;
    auto const reply = w.desk("/metrics");
    CHECK(reply.status == 200);
    CHECK(shows(reply, "quittance_oldest_due_seconds{queue=\"wakeups\"} Nan"));
}

TEST_CASE("the overview opens with the store away, and says so") {
    world w;
    CHECK(w.desk("/").status == 200);
    w.store.unavailable = true;
    auto const reply = w.desk("/");
    CHECK(reply.status == 200);
    CHECK(shows(reply, "Store can be written"));
    CHECK(shows(reply, "class=\"bad\""));
}

TEST_CASE("the open list and an account show who owes what, and why, as text") {
    world w;
    auto made = named_booking(w, "<script>\"'&");
    w.bookings.push_back({made.client, made.account.client, made.booking()});
    w.pages.emplace(made.address(), made);
    auto const list = w.desk("/open");
    CHECK(shows(list, "&lt;script&gt;"));
    CHECK_FALSE(shows(list, "<script"));
    CHECK(shows(list, "€120.50"));
    CHECK(shows(list, "/account/client-1"));
    auto const account = w.desk("/account/client-1");
    CHECK(account.status == 200);
    CHECK_FALSE(shows(account, "<script"));
    CHECK(shows(account, "Payment page 1 for €120.50"));
    CHECK(w.desk("/account/nobody").status == 404);
}

TEST_CASE("an attention entry is shown in words, with a button that says it was dealt with") {
    world w;
    auto made = named_booking(w, "Kim");
    pay(made, w.time.at);
    domain::dispute_fact fact;
    fact.dispute = domain::dispute_id{"dp_1"};
    fact.intent = domain::intent_id{"pi_test_1"};
    fact.status = domain::dispute_status::needs_response;
    fact.amount = eur(12'050);
    fact.at = w.time.at;
    made.apply(domain::dispute_seen{made.booking().id, fact}, w.time.at);
    w.bookings.push_back({made.client, made.account.client, made.booking()});
    auto const reply = w.desk("/attention");
    CHECK(shows(reply, "A dispute is open"));
    CHECK(shows(reply, "action=\"/attention/ack\""));
    auto const done = w.desk_post("/attention/ack", "client=client-1&booking=" + made.booking().id.text() +
                                                        "&entry=dispute_open%3Adp_1");
    CHECK(done.status == 303);
    CHECK(header_of(done, "Location") == "/attention");
    REQUIRE(w.applied.size() == 1);
    CHECK(std::get<domain::acknowledge>(w.applied[0].what).attention == "dispute_open:dp_1");
}

TEST_CASE("what is dealt with is decided over all bookings of the client, which reminders go on for") {
    world w;
    auto const made = named_booking(w, "Kim");
    w.whole = made.account;
    w.whole.id = made.client;
    auto other = made.booking();
    other.id = domain::booking_id{"another"};
    w.whole.bookings.emplace(other.id, other);
    w.desk_post("/attention/ack", "client=" + made.client.text() + "&booking=" + made.booking().id.text() +
                                      "&entry=question%3A1");
    REQUIRE(w.applied.size() == 1);
    CHECK(w.applied[0].bookings == std::vector{made.booking().id, other.id});
}

TEST_CASE("another site cannot press the owner's button") {
    world w;
    auto const reply =
        w.desk_post("/attention/ack", "client=a&booking=b&entry=c", {{"Sec-Fetch-Site", "cross-site"}});
    CHECK(reply.status == 400);
    CHECK(w.applied.empty());
}

TEST_CASE("the desk's pages forbid scripts and frames, and unknown ones are 404") {
    world w;
    for (auto const* path : {"/", "/open", "/attention", "/nothing"}) {
        CAPTURE(path);
        auto const policy = header_of(w.desk(path), "Content-Security-Policy");
        CHECK(policy.starts_with("default-src 'none'"));
        CHECK(policy.find("form-action 'self';") != std::string::npos);
    }
    CHECK(w.desk("/nothing").status == 404);
    CHECK(w.desk("/pay/coaching-60").status == 404);
}

TEST_CASE("health says which webhooks stay away, and stops saying so when one comes") {
    world w;
    w.silence.found_otherwise(engine::news_kind::refunds, w.time.at);
    CHECK(boost::json::parse(w.desk("/healthz").body).at("status") == "pass");
    w.time.at += std::chrono::minutes{11};
    auto const warned = boost::json::parse(w.desk("/healthz").body);
    CHECK(warned.at("status") == "warn");
    auto const& figure = warned.at("checks").at("webhook:missed").at(0);
    CHECK(figure.at("observedValue").as_double() == 1.0);
    auto const advice = std::string{figure.at("output").as_string()};
    CHECK(advice.find("refunds since 2026-11-18T") != std::string::npos);
    w.silence.heard(engine::news_kind::checkouts, w.time.at);
    CHECK(boost::json::parse(w.desk("/healthz").body).at("status") == "warn");
    w.silence.heard(engine::news_kind::refunds, w.time.at);
    CHECK(boost::json::parse(w.desk("/healthz").body).at("status") == "pass");
}

TEST_CASE("a quiet day is told without a warning, unless something happened that no webhook told") {
    world w;
    w.watch.last = w.time.at;
    w.time.at += w.desk_options.quiet_limit + std::chrono::hours{1};
    auto const quiet = boost::json::parse(w.desk("/healthz").body);
    CHECK(quiet.at("status") == "pass");
    CHECK(quiet.at("checks").at("webhook:lastSeen").at(0).at("observedValue").as_double() > 0);
    w.silence.found_otherwise(engine::news_kind::payments, w.time.at);
    auto const warned = boost::json::parse(w.desk("/healthz").body);
    CHECK(warned.at("checks").at("webhook:lastSeen").at(0).at("status") == "warn");
}

TEST_CASE("what is found just after a webhook of its kind came is not missed") {
    engine::webhook_silence silence;
    auto const at = from_unix_seconds(1'795'000'000);
    silence.heard(engine::news_kind::refunds, at);
    CHECK_FALSE(silence.found_otherwise(engine::news_kind::refunds, at + std::chrono::seconds{2}));
    CHECK(silence.found_otherwise(engine::news_kind::payments, at + std::chrono::seconds{2}));
    CHECK(silence.found_otherwise(engine::news_kind::refunds, at + std::chrono::minutes{11}));
}
