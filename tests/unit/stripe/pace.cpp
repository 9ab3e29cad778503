#include "quittance/stripe/pace.hpp"

#include <doctest/doctest.h>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "quittance/base/suspension.hpp"
#include "scripted_transport.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;
using namespace quittance::stripe_test;

class moving_clock final : public clock {
public:
    instant now() const override { return at; }
    boost::asio::awaitable<void> sleep_until(instant) override { co_return; }
    instant at = from_unix_seconds(1'798'761'600);
};

// Notes when each request goes out; a pause is time that passes. With `gates`, replies wait to be let
// through.
class road final : public transport {
public:
    explicit road(moving_clock& time) : time_(time) {}
    awaitable<delivery> send(request what, milliseconds patience) override {
        sent.emplace_back(std::move(what.path), time_.at);
        patiences.push_back(patience);
        if (gates) {
            auto& gate = *waiting.emplace_back(std::make_unique<suspension>());
            co_await gate.wait();
        }
        co_return answer(200, "{}");
    }
    awaitable<void> pause(milliseconds how_long) override {
        time_.at += how_long;
        ++pauses;
        auto const executor = co_await boost::asio::this_coro::executor;
        co_await boost::asio::post(executor, boost::asio::use_awaitable);
    }

    std::vector<std::pair<std::string, instant>> sent;
    std::vector<milliseconds> patiences;
    std::vector<std::unique_ptr<suspension>> waiting;
    int pauses = 0;
    bool gates = false;

private:
    moving_clock& time_;
};

struct paced {
    explicit paced(pace limits) : port(make_paced_transport(over, time, limits)) {}
    static request write(std::string path, std::string form = {}) {
        return {request::verb::post, std::move(path), {}, std::move(form), "k"};
    }
    delivery ask(request what = write("/v1/customers"), milliseconds patience = milliseconds{15'000}) {
        return run(port->send(std::move(what), patience));
    }
    milliseconds since_first(std::size_t which) const {
        return over.sent[which].second - over.sent[0].second;
    }

    moving_clock time;
    road over{time};
    std::unique_ptr<transport> port;
};

TEST_CASE("no second holds more requests than are taken, after those that may go together") {
    paced p{{20, 10}};
    for (int i = 0; i < 70; ++i) CHECK(p.ask().what == delivery::kind::reply);
    CHECK(p.since_first(9) == milliseconds{0});
    CHECK(p.since_first(10) == milliseconds{50});
    CHECK(p.since_first(69) == milliseconds{3'000});
    p.time.at += std::chrono::hours{1};
    auto const before = p.time.at;
    for (int i = 0; i < 10; ++i) p.ask();
    CHECK(p.time.at == before);
    p.ask();
    CHECK(p.time.at == before + milliseconds{50});
}

TEST_CASE("waiting counts as time the request took, and leaves less for the rest") {
    paced p{{2, 1}};
    p.ask();
    auto const second = p.ask();
    CHECK(second.took == milliseconds{600});  // 500 for its turn
    CHECK(p.over.patiences[1] == milliseconds{14'500});
}

TEST_CASE("who cannot have a turn within his patience sends nothing, and takes nobody's turn") {
    paced p{{1, 1}};
    p.ask();
    for (int i = 0; i < 5; ++i) {
        auto const late = p.ask(paced::write("/v1/customers"), milliseconds{1'000});
        CHECK(late.what == delivery::kind::not_sent);
    }
    CHECK(p.over.sent.size() == 1);
    CHECK(p.ask().what == delivery::kind::reply);
    CHECK(p.since_first(1) == milliseconds{1'000});
}

TEST_CASE("a clock that is set back holds nobody up, one that jumps on gives no more than a quiet time") {
    paced p{{10, 1}};
    p.ask();
    p.time.at -= std::chrono::hours{24};
    CHECK(p.ask().what == delivery::kind::reply);
    CHECK(p.over.sent[1].second == p.over.sent[0].second - std::chrono::hours{24} + milliseconds{100});
    p.time.at += std::chrono::hours{48};
    p.ask();
    auto const before = p.time.at;
    p.ask();
    CHECK(p.time.at == before + milliseconds{100});
}

TEST_CASE("without limits nothing waits") {
    paced p{{}};
    for (int i = 0; i < 1'000; ++i) p.ask();
    CHECK(p.over.pauses == 0);
    CHECK(pace_for("http://127.0.0.1:12111", false).per_second == 0);
    CHECK(pace_for("https://api.stripe.com", true).per_second == 80);
    CHECK(pace_for("https://api.stripe.com", false).per_second == 20);
}

TEST_CASE("gateways side by side share the processor's limit in equal parts, and each has one") {
    for (int const gateways : {1, 2, 3, 7, 80}) {
        CAPTURE(gateways);
        auto const part = pace_for("https://api.stripe.com", true, gateways);
        CHECK(part.per_second * gateways <= 80);
        CHECK(part.per_second >= 1);
        CHECK(part.at_once >= 1);
    }
    CHECK(pace_for("https://api.stripe.com", true, 2).per_second == 40);
}

// Starts both, and counts what is out while the first has no reply.
std::size_t out_together(request first, request second) {
    paced p{{}};
    p.over.gates = true;
    boost::asio::io_context loop;
    int done = 0;
    for (auto* const each : {&first, &second}) {
        boost::asio::co_spawn(loop, p.port->send(std::move(*each), milliseconds{15'000}),
                              [&done](std::exception_ptr const&, delivery const&) { ++done; });
    }
    for (int i = 0; i < 30; ++i) loop.poll_one();
    auto const together = p.over.sent.size();
    p.over.gates = false;
    for (auto const& each : p.over.waiting) each->resume();
    loop.run();
    CHECK(done == 2);
    CHECK(p.over.sent.size() == 2);
    return together;
}

TEST_CASE("one write after another on the same object; reads and other objects do not wait") {
    auto const confirm = paced::write("/v1/payment_intents/pi_1/confirm", "payment_method=pm_1");
    auto const cancel = paced::write("/v1/payment_intents/pi_1/cancel");
    auto const other = paced::write("/v1/payment_intents/pi_2/confirm");
    auto const refund = paced::write("/v1/refunds", "payment_intent=pi_1&amount=5");
    request read;
    read.path = "/v1/payment_intents/pi_1";
    CHECK(out_together(confirm, cancel) == 1);
    CHECK(out_together(confirm, refund) == 1);
    CHECK(out_together(confirm, other) == 2);
    CHECK(out_together(confirm, read) == 2);
    CHECK(out_together(paced::write("/v1/customers"), paced::write("/v1/customers")) == 2);
}

TEST_CASE("an object that stays busy longer than the patience is not asked; a lost frame frees it") {
    paced p{{}};
    p.over.gates = true;
    boost::asio::io_context loop;
    auto const what = paced::write("/v1/payment_intents/pi_1/confirm");
    auto const nobody = [](std::exception_ptr const&, delivery const&) {};
    boost::asio::co_spawn(loop, p.port->send(what, milliseconds{15'000}), nobody);
    for (int i = 0; i < 10; ++i) loop.poll_one();
    REQUIRE(p.over.sent.size() == 1);
    auto const late = p.ask(what, milliseconds{1'000});
    CHECK(late.what == delivery::kind::not_sent);
    CHECK(late.took >= milliseconds{900});
    CHECK(p.over.sent.size() == 1);
    p.over.waiting.clear();  // as a crash would; its frames unwind through their executor
    loop.poll();
    p.over.gates = false;
    CHECK(p.ask(what).what == delivery::kind::reply);
}

}  // namespace
