// POST /v1/bookings: what the business bills, booked without a page at the processor.
#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <set>

#include "harness.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/engine/store.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

struct api : world {
    api() {
        options.page_key = web::page_key{std::string(32, 'p')};
        boost::asio::io_context loop;
        engine::api_key_record record{to_hex(sha256("qk_test_key")), "test", time.at};
        boost::asio::co_spawn(loop, store.add_api_key(record), boost::asio::detached);
        loop.run();
    }
    http::response send(std::string path, std::string body, std::string key = "") {
        http::header_list all{{"Authorization", "Bearer qk_test_key"}, {"Content-Type", "application/json"}};
        if (!key.empty()) all.emplace_back("Idempotency-Key", std::move(key));
        return post(std::move(path), std::move(body), all);
    }
    http::response book(std::string body, std::string key = "") {
        return send("/v1/bookings", std::move(body), std::move(key));
    }
};

boost::json::object json_of(http::response const& reply) {
    return boost::json::parse(reply.body).as_object();
}

constexpr auto billed =
    R"({"reference":"B-1","offer":"coaching-60","email":"kim@example.org","due":"2027-01-31"})";

}  // namespace

TEST_CASE("what is billed is made once, is open, and has our page to pay from") {
    api w;
    auto const made = w.book(billed);
    CHECK(made.status == 201);
    auto const told = json_of(made);
    CHECK(told.at("state") == "open");
    CHECK(told.at("checkout_url").is_null());
    CHECK(told.at("url") == told.at("page_url"));
    CHECK(told.at("items").at(0).at("due") == "2027-01-31");
    CHECK(w.book(billed).status == 200);
    REQUIRE(w.claims.size() == 2);
    CHECK(w.claims[0].origin == domain::origin::api);
    CHECK(w.purchases.empty());
    CHECK(w.journal.all.find("kim@example.org") == std::string::npos);
}

TEST_CASE("what is billed and was closed answers 409") {
    api w;
    w.book(billed);
    domain::cancel_booking over;
    over.booking = w.claimed->booking().id;
    over.reason = "ill";
    over.author = "ann";
    w.claimed->apply(over, w.time.at);
    CHECK(w.book(billed).status == 409);
}

TEST_CASE("an Idempotency-Key of a checkout is not that of a booking, though the body is the same") {
    api w;
    CHECK(w.send("/v1/checkouts", billed, "key-1").status == 201);
    auto const other = w.book(billed, "key-1");
    CHECK(other.status == 422);
    CHECK(w.claims.empty());
    CHECK(w.book(billed, "key-2").status == 201);
    CHECK(header_of(w.book(billed, "key-2"), "Idempotent-Replayed") == "true");
    CHECK(w.claims.size() == 1);
}

TEST_CASE("what cannot be billed is refused with its field, and nothing is made") {
    api w;
    CHECK(w.book(R"({"offer":"coaching-60"})").status == 422);
    CHECK(w.book(R"({"reference":"B-1","offer":"coaching-60","amount":-1,"currency":"EUR"})").status == 422);
    CHECK(w.book("{").status == 400);
    CHECK(w.claims.empty());
    w.refusal = domain::refusal{domain::refusal_reason::terms_differ, "amount"};
    CHECK(w.book(billed).status == 409);
}

TEST_CASE("a plan that is billed waits for its client's agreement") {
    api w;
    w.catalogue.emplace(domain::offer_id{"half-year"}, course());
    auto const made = w.book(R"({"reference":"P-1","offer":"half-year"})");
    CHECK(made.status == 201);
    CHECK(json_of(made).at("plan").at("agreement").is_null());
}

TEST_CASE("who pays becomes a client before anything is booked, once for a key") {
    api w;
    auto const body = R"({"name":"Kim's parents","email":"pays@example.org","locale":"de"})";
    auto const made = w.send("/v1/clients", body, "key-1");
    CHECK(made.status == 201);
    CHECK(json_of(made).at("email") == "pays@example.org");
    CHECK(json_of(made).at("bookings").as_int64() == 0);
    CHECK(json_of(w.send("/v1/clients", body, "key-1")).at("client") == json_of(made).at("client"));
    CHECK(w.registered == 1);
    CHECK(w.journal.all.find("pays@example.org") == std::string::npos);
}

TEST_CASE("a client whose answer was lost is the same client when asked for again") {
    api w;
    auto const body = R"({"name":"Kim's parents","email":"pays@example.org"})";
    w.lost = std::make_exception_ptr(engine::store_unavailable("away"));
    CHECK(w.send("/v1/clients", body, "key-1").status == 503);
    auto const first = w.whole.id.text();
    auto const again = w.send("/v1/clients", body, "key-1");
    CHECK(again.status == 200);
    CHECK(json_of(again).at("client").as_string() == first);
    CHECK(json_of(again).at("email") == "pays@example.org");
    CHECK(w.registered == 1);
}

TEST_CASE("each key is a client of its own, by an id that a command takes") {
    api w;
    auto const body = R"({"email":"pays@example.org"})";
    std::set<std::string> ids;
    for (int i = 0; i < 150; ++i) {
        auto const made = w.send("/v1/clients", body, "key-" + std::to_string(i));
        CHECK(made.status == 201);
        auto const id = std::string{json_of(made).at("client").as_string()};
        CHECK(domain::is_client_id(id));
        CHECK(id.front() != '-');
        ids.insert(id);
    }
    CHECK(ids.size() == 150);
    auto const without = w.send("/v1/clients", body);
    CHECK(without.status == 422);
    CHECK(json_of(without).at("errors").at(0).at("field") == "Idempotency-Key");
    CHECK(w.registered == 150);
}

TEST_CASE("a client who was erased is not made again under their key") {
    api w;
    auto const body = R"({"email":"pays@example.org"})";
    w.lost = std::make_exception_ptr(engine::store_unavailable("away"));
    CHECK(w.send("/v1/clients", body, "key-1").status == 503);
    w.whole.client.erased.emplace();
    auto const again = w.send("/v1/clients", body, "key-1");
    CHECK(again.status == 409);
    CHECK(again.body.find("new Idempotency-Key") != std::string::npos);
}

TEST_CASE("a client without an address to write to is none") {
    api w;
    for (auto const* const body :
         {R"({"name":"Kim"})", R"({"email":"kim"})", R"({"email":"a@b.example","phone":"1"})"}) {
        CAPTURE(body);
        CHECK(w.send("/v1/clients", body).status == 422);
    }
    CHECK(w.registered == 0);
}
