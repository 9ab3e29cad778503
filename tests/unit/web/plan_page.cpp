// The client's page of a plan, its buttons, and the same told by the API.
#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "harness.hpp"
#include "plan_view.hpp"
#include "quittance/domain/balance.hpp"

using namespace quittance;
using namespace quittance::web_test;
using pages::amount_state;

namespace {

bool shows(http::response const& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}

civil_date day(char const* text) { return *parse_iso_date(text); }

// As it stands once the client agreed on 31 January 2027: nothing paid yet.
domain::booking agreed_course() {
    domain::booking made;
    made.identity = {"plain", domain::offer_id{"half-year"}, "B-1"};
    made.id = domain::booking_id_of(made.identity);
    made.terms = *domain::terms_of(course());
    made.page_token = "0123456789abcdefghijkl";
    made.anchor = day("2027-01-31");
    made.items = domain::items_of(made.terms.plan, made.terms.price, *made.anchor, {}).value();
    made.agreements.push_back({1, "AbCdEfGhIjKlMnOp", "", from_unix_seconds(1'801'396'800)});
    return made;
}

domain::checkout payer(int number, std::vector<int> items, std::int64_t amount) {
    domain::checkout made;
    made.number = number;
    made.items = std::move(items);
    made.amount = eur(amount);
    made.status = domain::session_status::open;
    made.intent = domain::intent_id{"pi_" + std::to_string(number)};
    return made;
}

void take(domain::booking& what, domain::checkout by, char const* when) {
    by.status = domain::session_status::complete;
    by.payment = domain::payment_status::paid;
    domain::payment money_in;
    money_in.intent = by.intent;
    money_in.checkout = by.number;
    money_in.captured = by.amount;
    money_in.at = *parse_rfc3339(when);
    money_in.refunded_total = eur(0);
    what.checkouts.push_back(std::move(by));
    what.payments.push_back(std::move(money_in));
}

domain::booking running_course() {
    auto made = agreed_course();
    take(made, payer(1, {1}, 10'000), "2027-01-31T10:00:00Z");
    made.kept.emplace();
    made.kept->customer = domain::customer_id{"cus_1"};
    made.kept->method = domain::method_id{"pm_1"};
    made.kept->checkout = 1;
    return made;
}

domain::checkout charge(domain::attempt_outcome outcome) {
    auto made = payer(2, {2}, 20'000);
    made.status = domain::session_status::unknown;
    made.off_session = true;
    made.attempts.push_back({1, domain::method_id{"pm_1"}, {}, outcome, "", {}});
    return made;
}

amount_state second_of(domain::booking const& what, char const* today = "2027-02-28") {
    return web::amounts_of(what, day(today), "UTC").at(1).state;
}

std::string put(world& w, domain::booking what) {
    made_booking made;
    made.account.id = made.client;
    auto const id = what.id;
    made.account.bookings.emplace(id, std::move(what));
    auto address = made.address();
    w.pages.insert_or_assign(address, std::move(made));
    return address;
}

struct api : world {
    api() {
        boost::asio::io_context loop;
        engine::api_key_record record{to_hex(sha256("qk_test_key")), "test", time.at};
        boost::asio::co_spawn(loop, store.add_api_key(record), boost::asio::detached);
        loop.run();
    }
    http::response create(std::string body) {
        return post("/v1/checkouts", std::move(body),
                    {{"Authorization", "Bearer qk_test_key"}, {"Content-Type", "application/json"}});
    }
    void know(domain::booking what) {
        bookings.push_back({domain::client_id{"client-1"}, {}, std::move(what)});
    }
};

boost::json::object json_of(http::response const& reply) {
    return boost::json::parse(reply.body).as_object();
}

}  // namespace

TEST_CASE("what was stopped for a former card is due again once another one was named") {
    auto what = running_course();
    what.stops = {{2, "declined_for_good", {}, domain::method_id{"pm_lost"}}};
    CHECK(second_of(what) == amount_state::due);
    what.stops = {{2, "declined_for_good", from_unix_seconds(9), domain::method_id{"pm_1"}}};
    CHECK(second_of(what) == amount_state::declined);
    what.kept->renewed = from_unix_seconds(10);
    CHECK(second_of(what) == amount_state::due);
}

TEST_CASE("an amount of a plan is told by what the facts say of it") {
    auto what = running_course();
    CHECK(web::amounts_of(what, day("2027-02-01"), "UTC").at(0).state == amount_state::paid);
    CHECK(rfc3339(*web::amounts_of(what, day("2027-02-01"), "UTC").at(0).paid_at) ==
          "2027-01-31T10:00:00.000Z");
    CHECK(second_of(what, "2027-02-27") == amount_state::later);
    CHECK(second_of(what) == amount_state::due);
    what.checkouts.push_back(charge(domain::attempt_outcome::waiting));
    CHECK(second_of(what) == amount_state::charging);
    what.checkouts.back() = charge(domain::attempt_outcome::declined);
    what.stops = {{2, "authentication_required", {}, domain::method_id{"pm_1"}}};
    CHECK(second_of(what) == amount_state::confirm);
    what.stops = {{2, "declined", {}, domain::method_id{"pm_1"}}};
    CHECK(second_of(what) == amount_state::declined);
    what.stops = {{2, "declined_for_good", {}, domain::method_id{"pm_1"}}};
    CHECK(second_of(what) == amount_state::declined);
    what.stops = {{2, "no_card", {}, domain::method_id{"pm_1"}}};
    CHECK(second_of(what) == amount_state::no_card);
    what.stops = {{3, "no_card", {}, domain::method_id{"pm_1"}}};
    what.checkouts.back() = payer(2, {2}, 20'000);
    CHECK(second_of(what) == amount_state::due);
    what.checkouts.back().status = domain::session_status::complete;
    CHECK(second_of(what) == amount_state::paying);
    what.closed_at = from_unix_seconds(1'801'396'900);
    CHECK(second_of(what) == amount_state::ended);
}

TEST_CASE("what is being charged, paid or disputed cannot be paid a second time") {
    auto what = running_course();
    CHECK_FALSE(web::amounts_of(what, day("2027-02-28"), "UTC").at(0).payable);
    CHECK(web::amounts_of(what, day("2027-02-28"), "UTC").at(1).payable);
    what.checkouts.push_back(charge(domain::attempt_outcome::unanswered));
    CHECK_FALSE(web::amounts_of(what, day("2027-02-28"), "UTC").at(1).payable);
    what.payments[0].disputes.push_back(
        {domain::dispute_id{"dp_1"}, eur(10'000), domain::dispute_status::needs_response, true, false, {}});
    for (auto const& one : web::amounts_of(what, day("2027-02-28"), "UTC")) CHECK_FALSE(one.payable);
}

TEST_CASE("money that fits nothing is told, and nothing is promised or offered meanwhile") {
    world w;
    w.time.at = *parse_rfc3339("2027-02-01T12:00:00Z");
    auto what = running_course();
    CHECK(shows(w.get("/r/" + put(w, what)), "charged to the kept card"));
    what.waivers.push_back({2, eur(20'000), false, "a gift", "ann", "w-1", {}});
    take(what, payer(2, {2}, 20'000), "2027-02-01T10:00:00Z");
    REQUIRE(domain::holds_unallocated_money(what));
    for (auto const& one : web::amounts_of(what, day("2027-02-28"), "UTC")) CHECK_FALSE(one.payable);
    auto const page = w.get("/r/" + put(w, what));
    CHECK(shows(page, "A payment for this booking is being looked at"));
    CHECK_FALSE(shows(page, "charged to the kept card"));
    CHECK_FALSE(shows(page, "<button"));
}

TEST_CASE("a retainer shows the period that comes next, which nobody pays yet") {
    auto what = agreed_course();
    what.terms.plan = {};
    what.terms.plan.every = domain::rhythm::monthly;
    what.terms.plan.retainer = true;
    what.terms.price = eur(19'000);
    what.items = {{1, eur(19'000), day("2027-01-31"), {}}};
    take(what, payer(1, {1}, 19'000), "2027-01-31T10:00:00Z");
    auto const view = web::plan_view_of(what, day("2027-02-01"), "UTC", "/r/x/pay");
    REQUIRE(view.amounts.size() == 2);
    CHECK(view.amounts[1].day == day("2027-02-28"));
    CHECK_FALSE(view.amounts[1].payable);
    REQUIRE(view.goes_on);
    CHECK(view.goes_on->every == domain::rhythm::monthly);
}

TEST_CASE("the page of a running plan lists its amounts, and its button pays the one it names") {
    world w;
    w.time.at = *parse_rfc3339("2027-02-01T12:00:00Z");
    auto const address = put(w, running_course());
    auto const page = w.get("/r/" + address);
    CHECK(page.status == 200);
    CHECK(shows(page, "<h1>Paid as agreed so far</h1>"));
    CHECK(shows(page, "paid on 31 January 2027"));
    CHECK(shows(page, "Pay €200.00 now</button>"));
    CHECK(shows(page, "AbCdEfGhIj, 31 January 2027"));
    auto const reply = w.post("/r/" + address + "/pay", "item=2");
    CHECK(reply.status == 303);
    CHECK(header_of(reply, "Location") == payment_page);
    REQUIRE(w.payments.size() == 1);
    CHECK(w.payments[0].items == std::vector{2});
    CHECK(w.payments[0].page_token == "0123456789abcdefghijkl");
    CHECK_FALSE(w.payments[0].agreed);
    w.post("/r/" + address + "/pay", "item=2&item=3&item=x&item=&other=4");
    CHECK(w.payments[1].items == std::vector{2, 3});
    CHECK(w.purchases.empty());
}

TEST_CASE("what the page itself can say is said there") {
    for (auto const outcome :
         {engine::purchase_outcome::already_paid, engine::purchase_outcome::payment_under_way}) {
        world w;
        auto const address = put(w, running_course());
        w.outcome = outcome;
        auto const reply = w.post("/r/" + address + "/pay", "item=2");
        CHECK(reply.status == 303);
        CHECK(header_of(reply, "Location") == "/r/" + http::percent_encode(address));
    }
    world away;
    auto const address = put(away, running_course());
    away.outcome = engine::purchase_outcome::try_again;
    auto const reply = away.post("/r/" + address + "/pay", "item=2");
    CHECK(reply.status == 503);
    CHECK(shows(reply, R"(name="item" value="2")"));
    CHECK(shows(reply, "Try again</button>"));
}

TEST_CASE("a plan that the API booked is agreed to on its own page") {
    world w;
    auto what = agreed_course();
    what.agreements.clear();
    what.anchor.reset();
    what.items = {{1, eur(130'000), day("2026-11-18"), {}}};
    auto const address = put(w, what);
    auto const page = w.get("/r/" + address);
    CHECK(shows(page, "<h1>What you agree to</h1>"));
    CHECK(shows(page, "Wed, 18 Nov 2026"));
    CHECK(shows(page, "action=\"/r/" + address + "/pay\""));
    CHECK(shows(w.post("/r/" + address + "/pay", ""), "<h1>What you agree to</h1>"));
    CHECK(w.payments.empty());
    auto const at = page.body.find("name=\"agreed_terms\" value=\"") + 27;
    auto const hash = page.body.substr(at, 43);
    CHECK(w.post("/r/" + address + "/pay", "agreed_terms=" + hash).status == 303);
    REQUIRE(w.payments.size() == 1);
    REQUIRE(w.payments[0].agreed);
    CHECK(w.payments[0].agreed->hash == hash);
    CHECK(w.payments[0].items.empty());
    w.time.at += std::chrono::hours{24};
    CHECK(shows(w.post("/r/" + address + "/pay", "agreed_terms=" + hash), "These terms were renewed"));
    CHECK(w.payments.size() == 1);
}

TEST_CASE("a link to a running plan asks for nothing before the next amount is due") {
    world w;
    w.time.at = *parse_rfc3339("2027-02-01T12:00:00Z");
    w.bookings.push_back({domain::client_id{"client-1"}, {}, running_course()});
    auto const plain = w.get("/pay/half-year", "ref=B-1");
    CHECK(plain.status == 200);
    CHECK(shows(plain, "Nothing is due today"));
    CHECK_FALSE(shows(plain, "0123456789abcdefghijkl"));
    web::signed_fields fields;
    fields.offer = "half-year";
    fields.reference = "B-1";
    auto const token = web::mint(w.options.link_keys[0], fields, w.time.at + std::chrono::hours{1});
    auto const led = w.get("/l/" + token);
    CHECK(led.status == 303);
    CHECK(header_of(led, "Location").find("0123456789abcdefghijkl") != std::string::npos);
    CHECK(w.purchases.empty());
    w.time.at = *parse_rfc3339("2027-02-28T12:00:00Z");
    w.get("/pay/half-year", "ref=B-1");
    CHECK(w.purchases.size() == 1);
}

TEST_CASE("a signed link that moves a running plan leads to its page, and does not call it paid") {
    world w;
    w.time.at = *parse_rfc3339("2027-02-01T12:00:00Z");
    w.moved = engine::found_booking{domain::client_id{"client-1"}, {}, running_course()};
    w.outcome = engine::purchase_outcome::already_paid;
    web::signed_fields fields;
    fields.offer = "half-year";
    fields.reference = "B-2";
    fields.previous_reference = "B-1";
    auto const token = web::mint(w.options.link_keys[0], fields, w.time.at + std::chrono::hours{1});
    auto const led = w.get("/l/" + token);
    CHECK(led.status == 303);
    CHECK(header_of(led, "Location").find("0123456789abcdefghijkl") != std::string::npos);
    auto& all = w.moved->booking.payments[0];
    all.by_hand.emplace();
    all.captured = w.moved->booking.terms.price;
    CHECK(shows(w.get("/l/" + token), "already paid"));
}

TEST_CASE("the API books a plan, tells its amounts, and sends the client to our page") {
    api w;
    auto const reply = w.create(R"({"reference":"B-1","offer":"half-year","zone":"Europe/Lisbon"})");
    CHECK(reply.status == 201);
    auto const told = json_of(reply);
    CHECK(told.at("checkout_url").is_null());
    CHECK(told.at("url") == told.at("page_url"));
    CHECK(std::string{told.at("url").as_string()}.starts_with("https://pay.example/r/"));
    auto const& plan = told.at("plan").as_object();
    CHECK(plan.at("agreed_at").is_null());
    auto const& items = plan.at("items").as_array();
    REQUIRE(items.size() == 7);
    CHECK(items[0].at("state") == "due");
    CHECK(items[0].at("amount") == 10'000);
    CHECK(items[1].at("state") == "later");
    CHECK(items[1].at("due") == "2026-12-18");
}

TEST_CASE("the API tells a running plan as it stands, and opens nothing that is not due") {
    api w;
    w.time.at = *parse_rfc3339("2027-02-01T12:00:00Z");
    auto what = running_course();
    what.identity.source = "api";
    what.stops = {{2, "authentication_required", {}, domain::method_id{"pm_1"}}};
    w.know(what);
    auto const reply = w.create(R"({"reference":"B-1","offer":"half-year"})");
    CHECK(reply.status == 200);
    CHECK(w.purchases.empty());
    auto const plan = json_of(reply).at("plan").as_object();
    CHECK(plan.at("agreement") == "AbCdEfGhIjKlMnOp");
    CHECK(plan.at("items").as_array()[0].at("paid_at") == "2027-01-31T10:00:00.000Z");
    CHECK(plan.at("items").as_array()[1].at("state") == "authentication_required");
    w.create(R"({"reference":"B-1","offer":"half-year","amount":5000,"currency":"EUR"})");
    CHECK(w.purchases.size() == 1);
}

TEST_CASE("a plan that nobody can agree to is refused by the API, with the field that is missing") {
    api w;
    auto around = course();
    around.id = domain::offer_id{"workshop"};
    around.plan = {};
    around.plan.every = domain::rhythm::from_service;
    around.plan.offsets = {-14, 0};
    w.catalogue.emplace(around.id, around);
    auto const missing = w.create(R"({"reference":"B-1","offer":"workshop"})");
    CHECK(missing.status == 422);
    CHECK(json_of(missing).at("errors").as_array()[0].at("field") == "service_at");
    CHECK(w.purchases.empty());
    CHECK(w.create(R"({"reference":"B-1","offer":"workshop","service_at":"2027-05-01"})").status == 201);
}

TEST_CASE("a single session's answer says where to send the client too") {
    api w;
    auto const told = json_of(w.create(R"({"reference":"B-1","offer":"coaching-60"})"));
    CHECK(told.at("url") == payment_page);
    CHECK(told.at("plan").is_null());
}
