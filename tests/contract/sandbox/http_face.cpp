// The sandbox as others see it: over real sockets, on one loop.
#include <doctest/doctest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>

#include "quittance/base/digest.hpp"
#include "quittance/http/server.hpp"
#include "quittance/net/https_client.hpp"
#include "quittance/sandbox/server.hpp"
#include "unit/sandbox/world.hpp"

using namespace sandbox_test;
namespace asio = boost::asio;

namespace {

// The test's time stands still unless the loop's timer moves it: sleeping is real, `now` is a base plus what
// slept.
class loop_clock : public quittance::clock {
public:
    explicit loop_clock(asio::io_context& loop) : loop_(loop), start_(std::chrono::steady_clock::now()) {}
    instant now() const override {
        return noon + std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start_);
    }
    asio::awaitable<void> sleep_until(instant when) override {
        asio::steady_timer timer(loop_, when - now());
        boost::system::error_code ignored;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }

private:
    asio::io_context& loop_;
    std::chrono::steady_clock::time_point start_;
};

struct hook {
    std::string signature, body;
};

struct stage {
    asio::io_context loop;
    loop_clock time{loop};
    std::unique_ptr<entropy> randomness = make_system_entropy();
    std::unique_ptr<quittance::log> lines = make_silent_log();
    std::unique_ptr<metrics> figures = make_metrics();
    std::vector<hook> hooks;
    unsigned refuse_first = 0;
    http::router receiver_routes;
    http::router routes;
    std::unique_ptr<http::server> receiver, listener;
    std::unique_ptr<processor> machine;
    std::unique_ptr<sandbox::server> face;
    std::unique_ptr<net::https_client> client;
    asio::cancellation_signal stop_face;

    explicit stage(trouble troubles = {}) {
        receiver_routes.add(
            http::method::post, "/hook", "hook",
            [this](http::request asked, http::captures const&) { return receive(std::move(asked)); });
        receiver = std::make_unique<http::server>(loop.get_executor(), http::server_options{.name = "hook"},
                                                  receiver_routes, *lines, *figures, *randomness);
        receiver->start();
        processor_options options;
        options.endpoint =
            configured_endpoint{.url = "http://127.0.0.1:" + std::to_string(receiver->port()) + "/hook",
                                .secrets = {"whsec_one"}};
        options.webhook_gaps = {std::chrono::seconds{1}};
        machine = std::make_unique<processor>(std::move(options));
        sandbox::server_options shown{.gateway = "http://127.0.0.1:8080", .troubles = troubles};
        shown.offers.push_back(
            {.id = "coaching-60", .title = "Coaching <1 h>", .price = "€60.00", .about = "One hour"});
        face = std::make_unique<sandbox::server>(loop.get_executor(), std::move(shown), *machine, nullptr,
                                                 time, *randomness, *lines);
        face->mount(routes);
        listener =
            std::make_unique<http::server>(loop.get_executor(), http::server_options{.name = "sandbox"},
                                           routes, *lines, *figures, *randomness);
        listener->start();
        client = std::make_unique<net::https_client>(
            loop.get_executor(),
            net::client_options{.base = "http://127.0.0.1:" + std::to_string(listener->port()),
                                .allow_plain_loopback = true});
        asio::co_spawn(loop, face->run(), asio::bind_cancellation_slot(stop_face.slot(), asio::detached));
    }

    ~stage() {
        stop_face.emit(asio::cancellation_type::terminal);
        client->close();
        face.reset();
        for (auto* const each : {listener.get(), receiver.get()})
            asio::co_spawn(loop, each->stop(std::chrono::milliseconds{100}), asio::detached);
        loop.run_for(std::chrono::seconds{2});
    }

    asio::awaitable<http::response> receive(http::request asked) {
        hooks.push_back({.signature = std::string(asked.header("Stripe-Signature")), .body = asked.body});
        bool const refused = refuse_first > 0;
        if (refused) --refuse_first;
        co_return http::response{.status = refused ? 500U : 200U};
    }

    void run_until(std::function<bool()> const& done) {
        auto const late = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (!done() && std::chrono::steady_clock::now() < late)
            loop.run_one_for(std::chrono::milliseconds{50});
        CHECK(done());
    }

    result<net::client_reply> send(std::string method, std::string target, std::string body = "",
                                   std::string const& key = "") {
        std::optional<result<net::client_reply>> got;
        net::client_request asked{
            .method = std::move(method), .target = std::move(target), .body = std::move(body)};
        asked.headers = {{"Authorization", "Bearer sk_test_sandbox"},
                         {"Content-Type", "application/x-www-form-urlencoded"}};
        if (!key.empty()) asked.headers.emplace_back("Idempotency-Key", key);
        asio::co_spawn(
            loop, client->send(std::move(asked), std::chrono::milliseconds{5'000}),
            [&](std::exception_ptr const&, result<net::client_reply> reply) { got = std::move(reply); });
        run_until([&] { return got.has_value(); });
        return *got;
    }
    net::client_reply must(std::string method, std::string target, std::string body = "") {
        auto reply = send(std::move(method), std::move(target), std::move(body));
        REQUIRE(reply.has_value());
        return *reply;
    }
    std::string open_session(std::string const& more = "") {
        auto const made = must("POST", "/v1/checkout/sessions", bench::session_form + more);
        REQUIRE(made.status == 200);
        return std::string(json::parse(made.body).at("id").as_string());
    }
    std::size_t hooks_of(std::string const& type) const {
        return static_cast<std::size_t>(std::count_if(hooks.begin(), hooks.end(), [&](hook const& each) {
            return json::parse(each.body).at("type").as_string() == type;
        }));
    }
};

std::string const card =
    "method=card&number=4242+4242+4242+4242&expiry=12+%2F+34&cvc=123&email=ada%40example.com";

}  // namespace

TEST_CASE("a person pays on the page and is sent back, and a signed webhook arrives") {
    stage s;
    auto const id = s.open_session();
    auto const page = s.must("GET", "/c/pay/" + id);
    CHECK(page.status == 200);
    CHECK(page.body.find("€60.00") != std::string::npos);
    CHECK(page.body.find("href=\"https://pay.example/back\"") != std::string::npos);
    CHECK(page.header("Content-Security-Policy").find("script") == std::string_view::npos);
    CHECK(page.header("Content-Security-Policy").find("default-src 'none'") != std::string_view::npos);
    auto const paid = s.must("POST", "/c/pay/" + id, card);
    CHECK(paid.status == 303);
    CHECK(paid.header("Location") == "https://pay.example/done?s=" + id);
    s.run_until([&] { return s.hooks_of("checkout.session.completed") == 1; });
    auto const& last = s.hooks.back();
    auto const at = last.signature.substr(2, last.signature.find(',') - 2);
    CHECK(last.signature == "t=" + at + ",v1=" + to_hex(hmac_sha256{"whsec_one"}({at, ".", last.body})));
    CHECK(s.must("GET", "/c/pay/" + id).body.find("already completed") != std::string::npos);
}

TEST_CASE("a decline is shown, a challenge asks, an unknown page is 404") {
    stage s;
    auto const id = s.open_session();
    auto declined = card;
    declined.replace(declined.find("4242+4242+4242+4242"), 19, "4000000000000002");
    CHECK(s.must("POST", "/c/pay/" + id, declined).header("Location") == "/c/pay/" + id);
    CHECK(s.must("GET", "/c/pay/" + id).body.find("Your card was declined.") != std::string::npos);
    auto asked = card;
    asked.replace(asked.find("4242+4242+4242+4242"), 19, "4000000000003220");
    s.must("POST", "/c/pay/" + id, asked);
    CHECK(s.must("GET", "/c/pay/" + id).body.find("Complete authentication") != std::string::npos);
    CHECK(s.must("POST", "/c/pay/" + id + "/challenge", "answer=complete").header("Location") ==
          "https://pay.example/done?s=" + id);
    CHECK(s.must("GET", "/c/pay/cs_none").status == 404);
    CHECK(s.must("GET", "/v1/nothing").status == 404);
}

TEST_CASE("the page repeats the terms and says that the card is kept; a charge without the payer is told") {
    stage s;
    CHECK(s.must("GET", "/c/pay/" + s.open_session()).body.find("id=\"kept\"") == std::string::npos);
    auto const id = s.open_session(
        "&customer_creation=always&payment_intent_data[setup_future_usage]=off_session"
        "&custom_text[submit][message]=3+%C3%97+%E2%82%AC20+%3Cb%3E");
    auto const page = s.must("GET", "/c/pay/" + id).body;
    CHECK(page.find("id=\"kept\"") != std::string::npos);
    CHECK(page.find("3 × €20 &lt;b&gt;") != std::string::npos);
    auto paying = card;
    paying.replace(paying.find("4242+4242+4242+4242"), 19, "4000000000000341");
    s.must("POST", "/c/pay/" + id, paying);
    auto const paid =
        json::parse(s.must("GET", "/v1/checkout/sessions/" + id + "?expand[]=payment_intent").body);
    std::string const customer(paid.at("customer").as_string());
    std::string const method(paid.at("payment_intent").at("payment_method").as_string());
    auto const made = json::parse(
        s.must("POST", "/v1/payment_intents", "amount=2000&currency=eur&customer=" + customer).body);
    auto const declined =
        s.must("POST", "/v1/payment_intents/" + std::string(made.at("id").as_string()) + "/confirm",
               "off_session=true&payment_method=" + method);
    CHECK(declined.status == 402);
    CHECK(json::parse(declined.body).at("error").at("advice_code").as_string() == "try_again_later");
    s.run_until([&] { return s.hooks_of("payment_intent.payment_failed") == 1; });
    CHECK(s.must("GET", "/v1/payment_intents?limit=1").body.find("\"has_more\":true") != std::string::npos);
}

TEST_CASE("the demo page leads to the gateway, with a fresh reference each time") {
    stage s;
    auto const first = s.must("GET", "/demo").body;
    auto const second = s.must("GET", "/demo").body;
    CHECK(first != second);
    CHECK(first.find("Coaching &lt;1 h&gt;") != std::string::npos);
    auto const booked = s.must(
        "GET", "/demo/book?offer=coaching-60&ref=demo-1&email=a%40b.c&name=Ada&start=2027-01-20T10%3A00");
    CHECK(booked.status == 303);
    CHECK(booked.header("Location") ==
          "http://127.0.0.1:8080/pay/coaching-60?ref=demo-1&email=a%40b.c&name=Ada&start=2027-01-20T10%3A00");
    CHECK(s.must("GET", "/demo/book?offer=other").status == 404);
}

TEST_CASE("a webhook the receiver refuses comes again") {
    stage s;
    s.refuse_first = 1;
    s.must("POST", "/v1/customers", "email=ada@example.com");
    s.run_until([&] { return s.hooks_of("customer.created") == 2; });
    CHECK(s.hooks.front().body == s.hooks.back().body);
}

TEST_CASE("trouble on request: doubled, dropped, lost, cut, 429, 500") {
    stage s;
    CHECK(s.must("POST", "/_sandbox/trouble", "webhook_duplicate=1x").status == 200);
    s.must("POST", "/v1/customers", "email=a@example.com");
    s.run_until([&] { return s.hooks.size() == 2; });
    s.must("POST", "/_sandbox/trouble", "reset=true&webhook_drop=1x&reply_lost=1x");
    auto const lost = s.send("POST", "/v1/customers", "email=b@example.com", "key-b");
    CHECK(lost.error() == net::client_errc::outcome_unknown);
    CHECK(s.machine->count().customers == 2);
    CHECK(s.send("POST", "/v1/customers", "email=b@example.com", "key-b")->header("Idempotent-Replayed") ==
          "true");
    s.must("POST", "/_sandbox/trouble", "cut=1x&status_429=1x&status_500_after=1x");
    CHECK(s.send("POST", "/v1/customers", "email=c@example.com").error() ==
          net::client_errc::outcome_unknown);
    CHECK(s.machine->count().customers == 2);
    auto const limited = s.must("POST", "/v1/customers", "email=c@example.com");
    CHECK(limited.status == 429);
    CHECK(limited.header("Stripe-Rate-Limited-Reason") == "global-rate");
    CHECK(s.must("POST", "/v1/customers", "email=c@example.com").status == 500);
    CHECK(s.machine->count().customers == 3);
    CHECK(s.must("POST", "/_sandbox/trouble", "webhook_drop=2").status == 400);
    CHECK(s.must("POST", "/_sandbox/trouble", "nonsense=1x").status == 400);
}

TEST_CASE("the dashboard refunds, disputes and sends again") {
    stage s;
    auto const id = s.open_session();
    s.must("POST", "/c/pay/" + id, card);
    auto const state = json::parse(s.must("GET", "/_sandbox/state").body);
    CHECK(state.at("requests").at("POST /v1/checkout/sessions").to_number<int>() == 1);
    std::string const intent(state.at("intents").as_array().front().at("id").as_string());
    CHECK(s.must("POST", "/_sandbox/refund", "amount=100&payment_intent=" + intent).status == 200);
    auto const dispute = json::parse(s.must("POST", "/_sandbox/dispute", "payment_intent=" + intent).body);
    std::string const name(dispute.at("id").as_string());
    CHECK(s.must("POST", "/_sandbox/dispute", "close=lost&dispute=" + name).status == 200);
    s.run_until([&] { return s.hooks_of("charge.dispute.closed") == 1; });
    std::string const event(json::parse(s.hooks.front().body).at("id").as_string());
    auto const before = s.hooks.size();
    CHECK(s.must("POST", "/_sandbox/resend", "event=" + event).status == 200);
    s.run_until([&] { return s.hooks.size() > before; });
    CHECK(s.must("POST", "/_sandbox/resend", "event=evt_none").status == 404);
}
