#include <doctest/doctest.h>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

bool shows(http::response const& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}

std::string put_booking(world& w) {
    engine::purchase what;
    what.identity = {"plain", domain::offer_id{"coaching-60"}, "B-1"};
    what.terms = *domain::terms_of(coaching());
    what.who = {"Kim Lee", "kim@example.org", "", ""};
    auto made = open_booking(what, w.time.at);
    auto address = made.address();
    w.pages.emplace(address, std::move(made));
    return address;
}

}  // namespace

TEST_CASE("an open booking's page looks the payment up once, and shows what the store says then") {
    world w;
    auto const address = put_booking(w);
    w.on_look = [&] { pay(w.pages.at(address), w.time.at); };
    auto const reply = w.get("/r/" + address);
    CHECK(w.looks == 1);
    CHECK(reply.status == 200);
    CHECK(shows(reply, "Payment received"));
    CHECK(shows(reply, "€120.50"));
    CHECK(shows(reply, "€20.08 VAT at 20% is included"));
    CHECK(shows(reply, "B-1"));
    CHECK(shows(reply, "ATU00000000"));
    CHECK_FALSE(shows(reply, "<button"));
}

TEST_CASE("the page never believes its own address") {
    world w;
    auto const address = put_booking(w);
    auto const reply = w.get("/r/" + address, "session_id=cs_paid&payment_status=paid&success=1");
    CHECK(reply.status == 200);
    CHECK(shows(reply, "This booking is open"));
    CHECK_FALSE(shows(reply, "Payment received"));
}

TEST_CASE("a paid booking's page asks nobody") {
    world w;
    auto const address = put_booking(w);
    pay(w.pages.at(address), w.time.at);
    CHECK(shows(w.get("/r/" + address), "Payment received"));
    CHECK(w.looks == 0);
}

TEST_CASE("a HEAD of the page asks nobody") {
    world w;
    auto const address = put_booking(w);
    CHECK(w.ask({http::method::head, "/r/" + address, "", {}, "", "", ""}).status == 200);
    CHECK(w.looks == 0);
}

TEST_CASE("the page says nothing about the person") {
    world w;
    auto const address = put_booking(w);
    auto const open = w.get("/r/" + address);
    pay(w.pages.at(address), w.time.at);
    for (auto const& reply : {open, w.get("/r/" + address)}) {
        CHECK_FALSE(shows(reply, "Kim"));
        CHECK_FALSE(shows(reply, "kim@example.org"));
    }
}

TEST_CASE("who comes back without paying finds a button that leads to the same booking") {
    world w;
    auto const address = put_booking(w);
    auto const page = w.get("/r/" + address, "back=1");
    CHECK(shows(page, "Pay now"));
    CHECK(shows(page, "action=\"/r/" + address + "/pay\""));
    auto const reply = w.post("/r/" + address + "/pay", "");
    CHECK(reply.status == 303);
    CHECK(header_of(reply, "Location") == payment_page);
    REQUIRE(w.purchases.size() == 1);
    CHECK(w.purchases[0].identity ==
          domain::booking_identity{"plain", domain::offer_id{"coaching-60"}, "B-1"});
    CHECK(w.purchases[0].pressed_button);
}

TEST_CASE("an unknown address is the polite page, for GET and for the button") {
    world w;
    CHECK(w.get("/r/client-1.b.wrong").status == 404);
    CHECK(w.post("/r/client-1.b.wrong/pay", "").status == 404);
    CHECK(w.purchases.empty());
    CHECK(w.looks == 0);
}
