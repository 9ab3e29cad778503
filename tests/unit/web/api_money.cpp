// Money back and money by hand, as booking systems ask for them.
#include <doctest/doctest.h>

#include "paid_by_api.hpp"

using namespace quittance;
using namespace quittance::web_test;

TEST_CASE("a refund is ordered and told with its status") {
    paid_by_api w;
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
    paid_by_api w;
    CHECK(w.send("refunds", R"({"amount":2000,"author":"ann"})").status == 422);
    CHECK(w.send("refunds", R"({"amount":2000,"author":"ann"})", "key-1").status == 201);
    auto const again = w.send("refunds", R"({"amount":2000,"author":"ann"})", "key-1");
    CHECK(header_of(again, "Idempotent-Replayed") == "true");
    CHECK(w.bookings[0].booking.refund_orders.at(0).id == "key-1");
    CHECK(w.send("refunds", R"({"amount":2001,"author":"ann"})", "key-1").status == 422);
}

TEST_CASE("more than there is is refused, and says so") {
    paid_by_api w;
    auto const reply = w.send("refunds", R"({"amount":12001,"author":"ann","id":"r-1"})");
    CHECK(reply.status == 409);
    CHECK(reply.body.find("amount-too-large") != std::string::npos);
    CHECK(w.send("refunds", R"({"payment":"pi_x","author":"ann","id":"r-1"})").status == 404);
}

TEST_CASE("money by hand is recorded once for its reference") {
    paid_by_api w;
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

TEST_CASE("a missed session costs its fee, which is told as one beside the price") {
    paid_by_api w;
    w.bookings[0].booking.terms.cancellation.no_show_fee = eur(2'000);
    auto const told =
        json_of(w.send("deliveries", R"({"id":"s-1","on":"2026-11-20","no_show":true,"author":"ann"})"));
    CHECK(told.at("amount").as_int64() == 12'000);
    CHECK(told.at("fees").as_int64() == 2'000);
    CHECK(told.at("open").as_int64() == 2'000);
    CHECK(told.at("credits").at("left").as_int64() == 10);
    auto const& fee = told.at("items").at(1).at("fee");
    CHECK(fee == boost::json::parse(R"({"kind":"no_show","delivery":"s-1","day":"2026-11-20"})"));
    CHECK_FALSE(told.at("items").at(0).as_object().contains("fee"));
}

TEST_CASE("a service is moved to a moment or a day, once, with who and why") {
    paid_by_api w;
    auto const* const body = R"({"service_at":"2027-07-03T14:00:00Z","reason":"the hall","author":"ann"})";
    CHECK(w.send("service", body).status == 201);
    CHECK(w.bookings[0].booking.service_at == "2027-07-03T14:00:00Z");
    CHECK(w.send("service", body).status == 200);
    CHECK(w.send("service", R"({"service_at":"2027-07-04","reason":"rain","author":"ann"})").status == 201);
    auto const wrong = w.send("service", R"({"service_at":"soon"})");
    CHECK(wrong.status == 422);
    for (auto const* field : {"\"service_at\"", "\"reason\"", "\"author\""})
        CHECK(wrong.body.find(field) != std::string::npos);
}

TEST_CASE("every wrong field of a money request is named at once") {
    paid_by_api w;
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
    paid_by_api w;
    auto const reply = w.post("/v1/bookings/B-1/refunds", "{}", {{"Content-Type", "application/json"}});
    CHECK(reply.status == 401);
    http::header_list const known{{"Authorization", "Bearer qk_test_key"},
                                  {"Content-Type", "application/json"}};
    CHECK(w.post("/v1/bookings/B-9/refunds", "{}", known).status == 404);
    CHECK(w.applied.empty());
}

TEST_CASE("one key used for two bookings of the same reference is two requests") {
    paid_by_api w;
    engine::purchase what;
    what.identity = {"api", coaching().id, "B-1"};
    what.origin = domain::origin::api;
    what.terms = *domain::terms_of(coaching());
    auto other = open_booking(what, w.time.at);
    pay(other, w.time.at);
    w.bookings.push_back({other.client, {}, other.booking()});
    http::header_list const with_key{{"Authorization", "Bearer qk_test_key"},
                                     {"Content-Type", "application/json"},
                                     {"Idempotency-Key", "key-1"}};
    auto const refund = [&](std::string query) {
        return w.ask({http::method::post, "/v1/bookings/B-1/refunds", std::move(query), with_key,
                      R"({"amount":2000,"author":"ann"})", "", ""});
    };
    CHECK(refund("offer=custom").status == 201);
    CHECK(refund("offer=coaching-60").status == 422);
    CHECK(w.bookings[1].booking.refund_orders.empty());
}

TEST_CASE("part of an item is waived once, with name and reason") {
    paid_by_api w;
    w.bookings[0].booking.payments.clear();
    w.bookings[0].booking.checkouts.clear();
    auto const body = R"({"item":1,"amount":2000,"reason":"sorry","author":"ann","id":"w-1"})";
    auto const reply = w.send("waivers", body);
    CHECK(reply.status == 201);
    auto const told = json_of(reply);
    CHECK(told.at("open").as_int64() == 10'000);
    CHECK(told.at("waivers").at(0).at("reason") == "sorry");
    CHECK(told.at("waivers").at(0).at("written_off").as_bool() == false);
    CHECK(w.send("waivers", body).status == 200);
    CHECK(w.send("waivers", R"({"item":1,"amount":100,"author":"ann","id":"w-2"})").status == 422);
    CHECK(w.send("waivers", R"({"amount":100,"reason":"x","author":"ann","id":"w-2"})").status == 422);
    CHECK(w.send("waivers", R"({"item":7,"reason":"x","author":"ann","id":"w-2"})").status == 404);
}

TEST_CASE("an item is due on another day, or becomes several") {
    paid_by_api w;
    w.bookings[0].booking.payments.clear();
    w.bookings[0].booking.checkouts.clear();
    auto const moved =
        w.send("changes", R"({"item":1,"parts":[{"due":"2027-01-31"}],"reason":"ill","author":"ann"})");
    CHECK(moved.status == 201);
    CHECK(json_of(moved).at("items").at(0).at("due") == "2027-01-31");
    auto const body = R"({"item":1,"parts":[{"amount":5000,"due":"2027-01-31"},
        {"amount":7000,"due":"2027-02-28"}],"reason":"ill","author":"ann"})";
    auto const without_key = w.send("changes", body);
    CHECK(without_key.status == 422);
    CHECK(without_key.body.find("Idempotency-Key") != std::string::npos);
    CHECK(json_of(w.send("changes", body, "split-1")).at("items").as_array().size() == 2);
    CHECK(json_of(w.send("changes", body, "split-1")).at("items").as_array().size() == 2);
    auto const wrong = w.send("changes", R"({"item":1,"parts":[{"amount":"5","due":"2027-02-30","to":1},{}],
        "reason":"ill","author":"ann"})");
    for (auto const* field :
         {"parts[0].amount", "parts[0].due", "parts[0].to", "parts[1].amount", "parts[1].due"}) {
        CAPTURE(field);
        CHECK(wrong.body.find(field) != std::string::npos);
    }
    for (auto const* parts : {"[]", "{}", "[1]", "null"}) {
        CAPTURE(parts);
        auto const said = R"({"item":1,"reason":"x","author":"ann","parts":)" + std::string{parts} + "}";
        CHECK(w.send("changes", said).status == 422);
    }
}

TEST_CASE("a cancelled booking gives back what is said, once, and is closed") {
    paid_by_api w;
    auto const body = R"({"refund":3000,"reason":"moved away","author":"ann"})";
    auto const reply = w.send("cancellation", body);
    CHECK(reply.status == 201);
    auto const told = json_of(reply);
    CHECK(told.at("state") == "closed");
    CHECK(told.at("closed").at("reason") == "cancelled");
    CHECK(told.at("refunds").at(0).at("amount").as_int64() == 3'000);
    CHECK(w.send("cancellation", body).status == 200);
    CHECK(w.bookings[0].booking.refund_orders.size() == 1);
    CHECK(w.send("cancellation", R"({"service_at":"soon","reason":"x","author":"ann"})").status == 422);
}

TEST_CASE("a delivery is taken back with a reason, and money by hand corrected by a counter-entry") {
    paid_by_api w;
    CHECK(w.send("deliveries", R"({"id":"s-1","on":"2026-11-20","author":"ann"})").status == 201);
    CHECK(w.send("deliveries", R"({"id":"s-1","taken_back":true,"author":"ann"})").status == 422);
    CHECK(
        w.send("deliveries", R"({"id":"s-1","taken_back":true,"on":"2026-11-20","reason":"x","author":"a"})")
            .status == 422);
    auto const back = w.send("deliveries", R"({"id":"s-1","taken_back":true,"reason":"ill","author":"ann"})");
    CHECK(json_of(back).at("credits").at("left").as_int64() == 10);
    constexpr auto taken =
        R"({"amount":500,"reference":"bank-1","kind":"transfer","on":"2026-11-20","author":"ann"})";
    CHECK(w.send("payments", taken).status == 201);
    auto const mended = json_of(
        w.send("corrections", R"({"reference":"bank-1","reason":"a slip","author":"ann","id":"c-1"})"));
    CHECK(mended.at("credit").as_int64() == 0);
    CHECK(mended.at("payments").at(0).at("by_hand").at("corrections").at(0).at("amount").as_int64() == 500);
}

TEST_CASE("whom a client named is told, and named anew as a whole") {
    paid_by_api w;
    auto const named = [&w] {
        return json_of(w.get("/v1/bookings/B-1/contacts", "", {{"Authorization", "Bearer qk_test_key"}}));
    };
    CHECK(named().at("addresses").as_array().empty());
    auto const body = R"({"addresses":["office@client.example","ana@client.example"],"author":"ann"})";
    CHECK(w.send("contacts", body).status == 201);
    CHECK(named().at("addresses").as_array().size() == 2);
    CHECK(named().at("addresses").at(0) == "office@client.example");
    CHECK(named().at("reference") == "B-1");
    CHECK(w.send("contacts", body).status == 200);
    CHECK(w.send("contacts", R"({"addresses":[],"author":"ann"})").status == 201);
    CHECK(named().at("addresses").as_array().empty());
}

TEST_CASE("contacts that no letter can go to, too many of them, or by nobody, are refused whole") {
    paid_by_api w;
    for (auto const* const wrong :
         {R"({"author":"ann"})", R"({"addresses":["office"],"author":"ann"})",
          R"({"addresses":"office@client.example","author":"ann"})", R"({"addresses":[7],"author":"ann"})",
          R"({"addresses":["a@x.example"]})",
          R"({"addresses":["a@x.example\r\nBcc: b@x.example"],"author":"ann"})",
          R"({"addresses":["a@x.example","b@x.example","c@x.example","d@x.example"],"author":"ann"})"}) {
        CAPTURE(wrong);
        CHECK(w.send("contacts", wrong).status == 422);
    }
    CHECK(w.bookings[0].person.further.empty());
    CHECK(w.get("/v1/bookings/B-1/contacts").status == 401);
}

TEST_CASE("nothing is noted about a client who was erased, and the refusal says so") {
    paid_by_api w;
    w.bookings[0].person.erased = domain::erasure{w.time.at, "ann", "head", 3};
    auto const reply = w.send("contacts", R"({"addresses":["a@x.example"],"author":"ann"})");
    CHECK(reply.status == 409);
    CHECK(json_of(reply).at("type") == "urn:quittance:problem:client-erased");
}

namespace {

// Three open parts, and nothing paid.
struct api_with_parts : paid_by_api {
    api_with_parts() {
        auto& booking = bookings.front().booking;
        booking.payments.clear();
        booking.checkouts.clear();
        booking.items = {{1, eur(4'000), *parse_iso_date("2027-01-31"), {}},
                         {2, eur(4'000), *parse_iso_date("2027-02-28"), {}},
                         {3, eur(4'000), *parse_iso_date("2027-03-31"), {}}};
    }
    std::string days() const {
        std::string all;
        for (auto const& i : bookings.front().booking.items) all += iso_date(i.due) + ' ';
        return all;
    }
};

}  // namespace

TEST_CASE("a whole plan is moved by days, once, however often it is asked") {
    api_with_parts w;
    auto const asked = R"({"days":14,"from":"2027-01-31","author":"ann","reason":"ill"})";
    CHECK(w.send("moves", asked).status == 201);
    CHECK(w.days() == "2027-02-14 2027-03-14 2027-04-14 ");
    CHECK(w.send("moves", asked).status == 200);
    CHECK(w.days() == "2027-02-14 2027-03-14 2027-04-14 ");
    auto const keyed = R"({"days":1,"author":"ann","reason":"ill"})";
    CHECK(w.send("moves", keyed).status == 422);
    CHECK(w.send("moves", keyed, "k-1").status == 201);
    CHECK(w.send("moves", keyed, "k-1").status == 201);
    CHECK(w.days() == "2027-02-15 2027-03-15 2027-04-15 ");
}

TEST_CASE("what was done is told as done, and is not done twice, though its answer could not be kept") {
    api_with_parts w;
    auto const keyed = R"({"days":14,"author":"ann","reason":"ill"})";
    w.on_apply = [&w] { w.store.unavailable = true; };
    CHECK(w.send("moves", keyed, "k-1").status == 201);
    CHECK(w.journal.all.find("idempotent_reply_not_kept") != std::string::npos);
    w.on_apply = nullptr;
    w.store.unavailable = false;
    w.time.at += std::chrono::minutes{3};  // the claim is over
    auto const again = w.send("moves", keyed, "k-1");
    CHECK(again.status == 200);
    CHECK(header_of(again, "Idempotent-Replayed").empty());
    CHECK(w.days() == "2027-02-14 2027-03-14 2027-04-14 ");
    CHECK(w.send("moves", keyed, "k-2").status == 201);
    CHECK(w.days() == "2027-02-28 2027-03-28 2027-04-28 ");
}

TEST_CASE("a plan that is not as the caller saw it is not moved") {
    api_with_parts w;
    auto const reply =
        w.send("moves", R"({"to":"2027-05-01","from":"2027-01-30","author":"ann","reason":"ill"})");
    CHECK(reply.status == 409);
    CHECK(reply.body.find("plan-differs") != std::string::npos);
    CHECK(w.days() == "2027-01-31 2027-02-28 2027-03-31 ");
}

TEST_CASE("how a plan is moved is said whole") {
    api_with_parts w;
    for (auto const* body :
         {R"({"author":"ann","reason":"ill"})",
          R"({"days":1,"to":"2027-05-01","from":"2027-01-31","author":"ann","reason":"ill"})",
          R"({"days":0,"from":"2027-01-31","author":"ann","reason":"ill"})",
          R"({"days":3661,"from":"2027-01-31","author":"ann","reason":"ill"})",
          R"({"days":-3661,"from":"2027-01-31","author":"ann","reason":"ill"})",
          R"({"days":-9223372036854775808,"from":"2027-01-31","author":"ann","reason":"ill"})",
          R"({"days":"1","from":"2027-01-31","author":"ann","reason":"ill"})",
          R"({"to":"2027-02-30","author":"ann","reason":"ill"})", R"({"to":"2027-05-01","reason":"ill"})",
          R"({"to":"2027-05-01","author":"ann"})"}) {
        CAPTURE(body);
        CHECK(w.send("moves", body).status == 422);
    }
    CHECK(w.days() == "2027-01-31 2027-02-28 2027-03-31 ");
}

TEST_CASE("the remaining plan becomes the list that is sent, and the same list changes nothing") {
    api_with_parts w;
    auto const asked =
        R"({"items":[{"amount":2000,"due":"2027-01-31"},{"amount":10000,"due":"2027-06-30"}],"author":"ann","reason":"new job"})";
    auto const reply = w.send("remaining", asked);
    CHECK(reply.status == 201);
    CHECK(json_of(reply).at("items").as_array().size() == 2);
    CHECK(w.send("remaining", asked).status == 200);
    CHECK(w.send("remaining", R"({"items":[{"amount":2000,"due":"2027-01-31"}],"author":"ann","reason":"x"})")
              .status == 422);
    CHECK(w.send("remaining", R"({"items":[{"due":"2027-01-31"}],"author":"ann","reason":"x"})").status ==
          422);
    CHECK(w.send("remaining", R"({"items":[],"author":"ann","reason":"x"})").status == 422);
}

TEST_CASE("every version of what was agreed is told, with who changed it and why") {
    paid_by_api w;
    auto& booking = w.bookings.front().booking;
    booking.agreements.push_back({1, "hash-1", "", w.time.at, "first", "", ""});
    booking.agreements.push_back({2, "hash-2", "", w.time.at, "second", "ill", "ann"});
    auto const reply = w.get("/v1/bookings/B-1/agreements", "", {{"Authorization", "Bearer qk_test_key"}});
    CHECK(reply.status == 200);
    auto const told = json_of(reply).at("agreements").as_array();
    REQUIRE(told.size() == 2);
    CHECK(told.at(0).at("author").is_null());
    CHECK(told.at(0).at("text") == "first");
    CHECK(told.at(1).at("version") == 2);
    CHECK(told.at(1).at("author") == "ann");
    CHECK(told.at(1).at("reason") == "ill");
}
