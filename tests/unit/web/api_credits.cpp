// Credits of a package, for sessions held and to come, and the client's own, as booking systems ask for them.
#include <doctest/doctest.h>

#include "paid_by_api.hpp"

using namespace quittance;
using namespace quittance::web_test;

TEST_CASE("a delivery uses a credit until none is left") {
    paid_by_api w;
    auto const told = json_of(w.send("deliveries", R"({"id":"s-1","on":"2026-11-20","author":"ann"})"));
    CHECK(told.at("credits").at("left").as_int64() == 9);
    CHECK(w.send("deliveries", R"({"id":"s-2","on":"2026-11-20","credits":10,"author":"ann"})").status ==
          409);
}

TEST_CASE("what came too much for one booking pays another one of the client") {
    paid_by_api w;
    CHECK(w.send("payments", R"({"amount":5000,"reference":"slip-1","on":"2026-11-20","author":"ann"})")
              .status == 201);
    engine::purchase more;
    more.identity = {"api", domain::offer_id{"custom"}, "B-2"};
    more.origin = domain::origin::api;
    more.terms = w.bookings[0].booking.terms;
    auto made = open_booking(more, w.time.at);
    made.client = w.bookings[0].client;
    w.bookings.push_back({made.client, {}, made.booking()});
    auto const to = made.booking().id.text();
    auto const reply =
        w.send("client-credit", R"({"author":"ann","id":"u-1","amount":3000,"to":")" + to + "\"}");
    CHECK(reply.status == 201);
    CHECK(json_of(reply).at("credit").as_int64() == 2'000);
    CHECK(w.bookings[1].booking.payments.at(0).by_hand->kind == domain::hand_kind::credit);
    CHECK(w.send("client-credit", R"({"author":"ann","id":"u-1","amount":3000,"to":")" + to + "\"}").status ==
          200);
    CHECK(w.send("client-credit", R"({"author":"ann","id":"u-2","amount":3000,"to":")" + to + "\"}").status ==
          409);
    CHECK(w.send("client-credit", R"({"author":"ann","id":"u-3","to":"no-such"})").status == 404);
    for (auto const* wrong :
         {R"({"author":"ann","id":"u"})", R"({"to":"b","id":"u"})", R"({"author":"ann","to":"b"})"})
        CHECK(w.send("client-credit", wrong).status == 422);
}

TEST_CASE("a session that is scheduled keeps credits, is moved, held or taken off") {
    paid_by_api w;
    auto const first = w.send("reservations", R"({"id":"s-1","on":"2026-12-01","credits":9,"author":"cal"})");
    CHECK(first.status == 201);
    CHECK(json_of(first).at("credits").at("left").as_int64() == 1);
    CHECK(json_of(first).at("credits").at("reserved").as_int64() == 9);
    CHECK(w.send("reservations", R"({"id":"s-2","on":"2026-12-02","credits":2,"author":"cal"})").status ==
          409);
    CHECK(w.send("deliveries", R"({"id":"s-2","on":"2026-11-20","credits":2,"author":"ann"})").status == 409);
    CHECK(w.send("reservations", R"({"id":"s-2","on":"2026-12-02","author":"cal"})").status == 201);
    auto const moved = w.send("reservations", R"({"id":"s-1","on":"2026-12-03","author":"cal"})");
    CHECK(json_of(moved).at("reservations").at(0) ==
          boost::json::parse(R"({"id":"s-1","on":"2026-12-03","credits":9})"));
    auto const held = w.send("deliveries", R"({"id":"s-1","on":"2026-12-03","author":"ann"})");
    CHECK(json_of(held).at("credits").at("used").as_int64() == 9);
    auto const off = w.send("reservations", R"({"id":"s-2","released":true,"author":"cal"})");
    CHECK(json_of(off).at("credits").at("left").as_int64() == 1);
    CHECK(json_of(off).at("reservations").as_array().empty());
    CHECK(w.send("reservations", R"({"id":"s-2","released":true,"author":"cal"})").status == 200);
    CHECK(w.send("reservations", R"({"id":"s-1","released":true,"author":"cal"})").status == 404);
    CHECK(w.send("reservations", R"({"id":"s-1","on":"2026-12-04","author":"cal"})").status == 409);
}

TEST_CASE("a reservation that cannot be read names what is wrong") {
    paid_by_api w;
    for (auto const* wrong :
         {R"({"on":"2026-12-01","author":"cal"})", R"({"id":"s-1","author":"cal"})",
          R"({"id":"s-1","on":"2026-12-01"})", R"({"id":"s-1","on":"2026-12-01","credits":0,"author":"cal"})",
          R"({"id":"s-1","on":"2026-12-01","credits":10001,"author":"cal"})",
          R"({"id":"s-1","on":"2026-12-01","reason":"r","author":"cal"})",
          R"({"id":"s-1","on":"2026-12-01","released":true,"author":"cal"})",
          R"({"released":true,"author":"cal"})", R"({"id":"s-1","on":"2026-12-01","author":"cal","x":1})"}) {
        CAPTURE(wrong);
        CHECK(w.send("reservations", wrong).status == 422);
    }
    CHECK(w.bookings[0].booking.reservations.empty());
}

TEST_CASE("credits are granted and taken away by hand, each id once") {
    paid_by_api w;
    constexpr auto gift = R"({"credits":2,"until":"2027-06-30","reason":"a gift","author":"ann","id":"c-1"})";
    auto const reply = w.send("credits", gift);
    CHECK(reply.status == 201);
    CHECK(json_of(reply).at("credits").at("granted").as_int64() == 12);
    CHECK(w.send("credits", gift).status == 200);
    auto const less = w.send("credits", R"({"credits":-12,"reason":"given up","author":"ann"})", "k-1");
    CHECK(json_of(less).at("credits").at("left").as_int64() == 0);
    CHECK(w.send("credits", R"({"credits":-1,"reason":"given up","author":"ann","id":"c-2"})").status == 409);
    for (auto const* const wrong :
         {R"({"credits":0,"reason":"r","author":"ann","id":"c-3"})",
          R"({"reason":"r","author":"ann","id":"c"})", R"({"credits":1,"author":"ann","id":"c-3"})",
          R"({"credits":1,"reason":"r","id":"c-3"})", R"({"credits":1,"reason":"r","author":"ann"})",
          R"({"credits":-1,"until":"2027-06-30","reason":"r","author":"ann","id":"c-3"})",
          R"({"credits":10001,"reason":"r","author":"ann","id":"c-3"})"})
        CHECK(w.send("credits", wrong).status == 422);
}

TEST_CASE("credits of a booking that was sold without any are not changed") {
    paid_by_api w;
    w.bookings[0].booking.terms.credits = {};
    CHECK(w.send("credits", R"({"credits":1,"reason":"a gift","author":"ann","id":"c-1"})").status == 409);
}
