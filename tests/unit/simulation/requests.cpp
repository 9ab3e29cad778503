#include "history.hpp"

namespace quittance::simulation {
namespace {

constexpr char const* create = "/v1/checkout/sessions";

call_seen post(history const& told, std::string path, std::string key, std::string body) {
    return {0, told.at, "POST", std::move(path), std::move(key), std::move(body), 200, "{}"};
}

}  // namespace

TEST_CASE("6: acting on an object that no commit names is seen, on a committed one it is not") {
    history told;
    told.books_and_orders();
    told.session_is_made();
    told.judge.called(post(told, "/v1/payment_intents/pi_9/confirm", told.order_key(), told.order_body()));
    CHECK(told.violations_of(6) == 1);
    told.judge.called(post(told, "/v1/checkout/sessions/cs_1/expire", told.order_key(), told.order_body()));
    CHECK(told.violations_of(6) == 1);
}

TEST_CASE("7: a request that no commit ordered is seen, a read needs no order") {
    history told;
    told.judge.called({0, told.at, "GET", create, "", "", 200, "{}"});
    CHECK(told.judge.violation_count() == 0);
    told.judge.called(post(told, create, told.order_key(), told.order_body()));
    CHECK(told.violations_of(7) == 1);
    told.judge.called(post(told, create, "", told.order_body()));
    CHECK(told.violations_of(7) == 2);
}

TEST_CASE("7: another body than the ordered one, and a key with two bodies, are seen") {
    history told;
    told.books_and_orders();
    told.judge.called(post(told, create, told.order_key(), told.order_body()));
    told.judge.called(post(told, create, told.order_key(), told.order_body()));
    CHECK(told.judge.violation_count() == 0);
    told.judge.called(post(told, create, told.order_key(), told.order_body() + "&locale=de"));
    CHECK(told.violations_of(7) == 2);
}

TEST_CASE("7: a death needs its order and not its words, but the same words each time") {
    history told;
    told.books_and_orders();
    told.session_is_made();
    auto const dies = [&told](std::string key, std::string body) {
        told.judge.called(post(told, "/v1/checkout/sessions/cs_1/expire", std::move(key), std::move(body)));
    };
    dies(told.order_key(), "expand[]=payment_intent");
    CHECK(told.violations_of(7) == 0);
    dies(told.order_key(), "");
    CHECK(told.violations_of(7) == 1);
    dies("never-ordered", "");
    CHECK(told.violations_of(7) == 2);
}

TEST_CASE("7: a repeat under a new key is seen") {
    history told;
    told.books_and_orders();
    told.judge.called(post(told, create, told.order_key() + "-again", told.order_body()));
    CHECK(told.violations_of(7) == 1);
}

TEST_CASE("13: an order that is removed before its outcome is committed is seen, after it is not") {
    history told;
    told.books_and_orders();
    told.judge.order_removed(told.order_key(), told.at);
    CHECK(told.violations_of(13) == 1);
    told.session_is_made();
    told.judge.order_removed(told.order_key(), told.at);
    CHECK(told.violations_of(13) == 1);
}

}  // namespace quittance::simulation
