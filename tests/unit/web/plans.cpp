#include <doctest/doctest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

domain::offer course() {
    domain::offer made = coaching();
    made.id = domain::offer_id{"course"};
    made.title = "Course";
    made.price = eur(130'001);
    made.plan.every = domain::rhythm::monthly;
    made.plan.count = 3;
    made.plan.deposit = eur(10'000);
    made.credits = {10, 365, true};
    made.cancellation.steps = {{48, 500'000}};
    made.cancellation.no_show_fee = eur(2'000);
    return made;
}

domain::offer workshop() {
    domain::offer made = coaching();
    made.id = domain::offer_id{"workshop"};
    made.plan.every = domain::rhythm::from_service;
    made.plan.offsets = {-14, 0};
    return made;
}

domain::offer retainer() {
    domain::offer made = coaching();
    made.id = domain::offer_id{"retainer"};
    made.plan.every = domain::rhythm::weekly;
    made.plan.retainer = true;
    return made;
}

domain::offer website() {
    domain::offer made = coaching();
    made.id = domain::offer_id{"website"};
    made.plan.every = domain::rhythm::milestones;
    made.plan.deposit_ppm = 200'000;
    made.plan.milestones = {"draft", "final"};
    return made;
}

domain::offer on_one_day(char const* day) {
    domain::offer made = coaching();
    made.id = domain::offer_id{"days"};
    made.plan.every = domain::rhythm::dates;
    made.plan.dates = {*parse_iso_date(day), *parse_iso_date("2027-06-01")};
    return made;
}

struct planning : world {
    planning() {
        boost::asio::io_context loop;
        engine::api_key_record record{to_hex(sha256("qk_test_key")), "test", time.at};
        boost::asio::co_spawn(loop, store.add_api_key(record), boost::asio::detached);
        loop.run();
        for (auto const& one : {course(), workshop(), retainer(), website()}) catalogue.emplace(one.id, one);
    }
    http::response plan(std::string const& offer, std::string query) {
        return get("/v1/offers/" + offer + "/plan", std::move(query),
                   {{"Authorization", "Bearer qk_test_key"}});
    }
};

boost::json::object json_of(http::response const& reply) {
    return boost::json::parse(reply.body).as_object();
}

std::string errors_of(http::response const& reply) {
    std::string all;
    auto const body = json_of(reply);
    if (!body.contains("errors")) return all;
    for (auto const& one : body.at("errors").as_array())
        all += std::string{one.at("field").as_string()} + ": " + std::string{one.at("detail").as_string()} +
               "\n";
    return all;
}

}  // namespace

TEST_CASE("a plan is told before purchase: each amount, date and moment of its charge") {
    planning w;
    auto const reply = w.plan("course", "from=2027-01-31&zone=Europe/Lisbon");
    REQUIRE(reply.status == 200);
    auto const body = json_of(reply);
    CHECK(body.at("offer") == "course");
    CHECK(body.at("amount").as_int64() == 130'001);
    CHECK(body.at("currency") == "EUR");
    CHECK(body.at("agreed") == "2027-01-31");
    CHECK(body.at("rhythm") == "monthly");
    CHECK(body.at("service").is_null());
    CHECK(body.at("items") == boost::json::parse(R"([
      {"number":1,"amount":10000,"due":"2027-01-31","milestone":null,"collected":"at_checkout","charged_at":null},
      {"number":2,"amount":40001,"due":"2027-02-28","milestone":null,"collected":"by_card",
       "charged_at":"2027-02-28T09:00:00.000Z"},
      {"number":3,"amount":40000,"due":"2027-03-31","milestone":null,"collected":"by_card",
       "charged_at":"2027-03-31T08:00:00.000Z"},
      {"number":4,"amount":40000,"due":"2027-04-30","milestone":null,"collected":"by_card",
       "charged_at":"2027-04-30T08:00:00.000Z"}])"));
    CHECK(body.at("retry_days") == boost::json::parse("[1,3,5,7]"));
    CHECK(body.at("credits") == boost::json::parse(R"({"granted":10,"valid_days":365,"carry_over":true})"));
    CHECK(body.at("cancellation") ==
          boost::json::parse(R"({"steps":[{"hours_before":48,"refund_ppm":500000}],"no_show_fee":2000})"));
}

TEST_CASE("a plan tells the messages that would follow, where letters are sent at all") {
    planning w;
    CHECK(json_of(w.plan("course", "from=2027-01-31")).at("messages").as_array().empty());
    w.settings.policy.reminders.letters = true;
    w.settings.policy.reminders.on = true;
    auto const body = json_of(w.plan("course", "from=2027-01-31&zone=Europe/Lisbon"));
    auto const& messages = body.at("messages").as_array();
    REQUIRE(messages.size() >= 2);
    CHECK(messages[0].at("at") == "2027-01-31T12:00:00.000Z");
    CHECK(messages[0].at("kind") == "plan_agreed");
    CHECK(messages[0].at("amount").is_null());
    CHECK(messages[1].at("kind") == "receipt");
    CHECK(messages[1].at("amount").as_int64() == 10'000);
    auto const notice = std::ranges::find_if(
        messages, [](auto const& one) { return one.at("kind") == "notice_before_charge"; });
    REQUIRE(notice != messages.end());
    CHECK(notice->at("items") == boost::json::parse("[2]"));
    CHECK(notice->at("amount").as_int64() == 40'001);
}

TEST_CASE("without a day the plan is agreed today, in the zone of the client") {
    planning w;
    w.time.at = *parse_rfc3339("2026-12-31T10:30:00Z");
    CHECK(json_of(w.plan("course", "zone=Pacific/Kiritimati")).at("agreed") == "2027-01-01");
    CHECK(json_of(w.plan("course", "zone=Pacific/Pago_Pago")).at("agreed") == "2026-12-30");
    CHECK(json_of(w.plan("course", "")).at("zone") == "UTC");
}

TEST_CASE("an offer without a plan is one item, paid at checkout") {
    planning w;
    auto const body = json_of(w.plan("coaching-60", "from=2027-01-31"));
    REQUIRE(body.at("items").as_array().size() == 1);
    CHECK(body.at("items").as_array()[0].at("collected") == "at_checkout");
    CHECK(body.at("credits").is_null());
}

TEST_CASE("a milestone has no date before it is reached") {
    planning w;
    auto const body = json_of(w.plan("website", "from=2027-01-31"));
    auto const& last = body.at("items").as_array().at(2);
    CHECK(last.at("milestone") == "final");
    CHECK(last.at("due").is_null());
    CHECK(last.at("collected") == "at_milestone");
}

TEST_CASE("a retainer tells as many periods as asked for") {
    planning w;
    CHECK(json_of(w.plan("retainer", "from=2027-01-31")).at("items").as_array().size() == 12);
    CHECK(json_of(w.plan("retainer", "from=2027-01-31&periods=1200")).at("items").as_array().size() == 1'200);
    CHECK(json_of(w.plan("retainer", "from=2027-01-31&periods=2")).at("retainer") == true);
}

TEST_CASE("an offer nobody knows is 404") {
    planning w;
    auto const reply = w.plan("curse", "from=2027-01-31");
    CHECK(reply.status == 404);
    CHECK(header_of(reply, "Content-Type") == "application/problem+json");
    CHECK(errors_of(reply) == "offer: is not in the catalogue\n");
}

TEST_CASE("parameters that cannot be taken are named, all at once") {
    struct row {
        char const* offer;
        char const* query;
        char const* expected;
    };
    for (auto const& one : {
             row{"course", "from=2027-02-30", "from: must be a date that exists, as YYYY-MM-DD\n"},
             row{"course", "from=2027-01-31&zone=Europe/Atlantis",
                 "zone: must be an IANA time zone, such as Europe/Vienna\n"},
             row{"course", "service=soon", "service: must be a date that exists, as YYYY-MM-DD\n"},
             row{"retainer", "periods=0", "periods: must be a whole number from 1 to 1200\n"},
             row{"retainer", "periods=1201", "periods: must be a whole number from 1 to 1200\n"},
             row{"retainer", "periods=3x", "periods: must be a whole number from 1 to 1200\n"},
             row{"course", "form=2027-01-31",
                 "form: is not a parameter of this request; did you mean `from`?\n"},
             row{"course", "xyzzyx=1", "xyzzyx: is not a parameter of this request\n"},
             row{"course", "from=x&service=y",
                 "from: must be a date that exists, as YYYY-MM-DD\nservice: must be a date that exists, as "
                 "YYYY-MM-DD\n"},
             row{"workshop", "from=2027-01-31",
                 "service: the plan is counted from the day of the service, which is not known\n"},
             row{"course", "from=9999-12-31", "from: an item would be due after the year 9999\n"},
         }) {
        CAPTURE(one.query);
        planning w;
        auto const reply = w.plan(one.offer, one.query);
        CHECK(reply.status == 422);
        CHECK(errors_of(reply) == one.expected);
    }
}

TEST_CASE("a plan that moves to another reference goes by its own days, not by the offer's of today") {
    struct row {
        char const* path;
        std::string offer;
    };
    for (auto const& one : {row{"/v1/checkouts", "days"}, row{"/v1/checkouts", "workshop"},
                            row{"/v1/bookings", "days"}, row{"/v1/bookings", "workshop"}}) {
        CAPTURE(one.path);
        CAPTURE(one.offer);
        planning w;
        w.catalogue.emplace(domain::offer_id{"days"}, on_one_day("2026-11-17"));
        w.refusal = domain::refusal{domain::refusal_reason::booking_is_closed, ""};  // asked, and that is all
        auto const send = [&] {
            return w.post(one.path,
                          R"({"reference":"B-2","previous_ref":"B-1","offer":")" + one.offer + "\"}",
                          {{"Authorization", "Bearer qk_test_key"}, {"Content-Type", "application/json"}});
        };
        CHECK(send().status == 422);
        REQUIRE(w.purchases.size() + w.claims.size() == 0);
        domain::booking former;
        former.identity = {"api", domain::offer_id{one.offer}, "B-1"};
        w.bookings.push_back({domain::client_id{"client-1"}, {}, former});
        CHECK(send().status == 409);
        CHECK(w.purchases.size() + w.claims.size() == 1);
    }
}

TEST_CASE("a plan is told to holders of a key only") {
    planning w;
    CHECK(w.get("/v1/offers/course/plan", "from=2027-01-31").status == 401);
    CHECK(w.purchases.empty());
}
