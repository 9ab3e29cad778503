// Money back, money by hand and credits, as booking systems ask for them.
#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

struct api : world {
    api() {
        boost::asio::io_context loop;
        engine::api_key_record record{to_hex(sha256("qk_test_key")), "test", time.at};
        boost::asio::co_spawn(loop, store.add_api_key(record), boost::asio::detached);
        loop.run();
        engine::purchase what;
        what.identity = {"api", domain::offer_id{"custom"}, "B-1"};
        what.origin = domain::origin::api;
        what.terms.title = "Ten hours";
        what.terms.offer = domain::offer_id{"custom"};
        what.terms.price = eur(12'000);
        what.terms.credits = {10, 0, true};
        auto made = open_booking(what, time.at);
        pay(made, time.at);
        bookings.push_back({made.client, {}, made.booking()});
    }
    http::response send(std::string path, std::string body, std::string key = "") {
        http::header_list all{{"Authorization", "Bearer qk_test_key"}, {"Content-Type", "application/json"}};
        if (!key.empty()) all.emplace_back("Idempotency-Key", std::move(key));
        return post("/v1/bookings/B-1/" + path, std::move(body), all);
    }
};

boost::json::object json_of(http::response const& reply) {
    return boost::json::parse(reply.body).as_object();
}

}  // namespace

TEST_CASE("a refund is ordered and told with its status") {
    api w;
    auto const reply = w.send("refunds", R"({"amount":2000,"author":"ann","reason":"ill","id":"r-1"})");
    CHECK(reply.status == 201);
    auto const told = json_of(reply);
    auto const& refund = told.at("refunds").at(0);
    CHECK(refund.at("amount").as_int64() == 2'000);
    CHECK(refund.at("status") == "ordered");
    CHECK(refund.at("payment") == "pi_test_1");
    CHECK(refund.at("author") == "ann");
    CHECK(w.send("refunds", R"({"amount":2000,"author":"ann","reason":"ill","id":"r-1"})").status == 200);
    CHECK(w.bookings[0].booking.refund_orders.size() == 1);
}

TEST_CASE("the Idempotency-Key names a refund that has no id of its own") {
    api w;
    CHECK(w.send("refunds", R"({"amount":2000,"author":"ann"})").status == 422);
    CHECK(w.send("refunds", R"({"amount":2000,"author":"ann"})", "key-1").status == 201);
    auto const again = w.send("refunds", R"({"amount":2000,"author":"ann"})", "key-1");
    CHECK(header_of(again, "Idempotent-Replayed") == "true");
    CHECK(w.bookings[0].booking.refund_orders.at(0).id == "key-1");
    CHECK(w.send("refunds", R"({"amount":2001,"author":"ann"})", "key-1").status == 422);
}

TEST_CASE("more than there is is refused, and says so") {
    api w;
    auto const reply = w.send("refunds", R"({"amount":12001,"author":"ann","id":"r-1"})");
    CHECK(reply.status == 409);
    CHECK(reply.body.find("amount-too-large") != std::string::npos);
    CHECK(w.send("refunds", R"({"payment":"pi_x","author":"ann","id":"r-1"})").status == 404);
}

TEST_CASE("money by hand is recorded once for its reference") {
    api w;
    constexpr auto body =
        R"({"amount":500,"reference":"bank-1","kind":"transfer","on":"2026-11-20","author":"ann"})";
    auto const told = json_of(w.send("payments", body));
    CHECK(told.at("credit").as_int64() == 500);
    CHECK(told.at("payments").at(0).at("by_hand").at("reference") == "bank-1");
    CHECK(w.send("payments", body).status == 200);
    auto const other =
        w.send("payments", R"({"amount":600,"reference":"bank-1","on":"2026-11-20","author":"ann"})");
    CHECK(other.status == 409);
}

TEST_CASE("a delivery uses a credit until none is left") {
    api w;
    auto const told = json_of(w.send("deliveries", R"({"id":"s-1","on":"2026-11-20","author":"ann"})"));
    CHECK(told.at("credits").at("left").as_int64() == 9);
    CHECK(w.send("deliveries", R"({"id":"s-2","on":"2026-11-20","credits":10,"author":"ann"})").status ==
          409);
}

TEST_CASE("every wrong field of a money request is named at once") {
    api w;
    auto const reply = w.send("payments", R"({"amount":-1,"kind":"gold","on":"2026-02-30","autor":"ann"})");
    CHECK(reply.status == 422);
    for (auto const* field :
         {"\"amount\"", "\"reference\"", "\"kind\"", "\"on\"", "\"author\"", "\"autor\""}) {
        CAPTURE(field);
        CHECK(reply.body.find(field) != std::string::npos);
    }
    auto const refund =
        w.send("refunds", R"({"currency":"USD","items":[0],"reopens":1,"author":"a","id":"r"})");
    for (auto const* field : {"\"currency\"", "\"items\"", "\"reopens\""})
        CHECK(refund.body.find(field) != std::string::npos);
    CHECK(w.applied.empty());
}

TEST_CASE("nobody without a key moves money, and an unknown booking is 404") {
    api w;
    auto const reply = w.post("/v1/bookings/B-1/refunds", "{}", {{"Content-Type", "application/json"}});
    CHECK(reply.status == 401);
    http::header_list const known{{"Authorization", "Bearer qk_test_key"},
                                  {"Content-Type", "application/json"}};
    CHECK(w.post("/v1/bookings/B-9/refunds", "{}", known).status == 404);
    CHECK(w.applied.empty());
}
