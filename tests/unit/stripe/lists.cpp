#include <doctest/doctest.h>

#include "scripted_transport.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;
using namespace quittance::stripe_test;

std::string list(std::vector<std::string> const& entries, bool has_more) {
    std::string text;
    for (auto const& one : entries) text += (text.empty() ? "" : ",") + one;
    return R"({"object":"list","data":[)" + text + R"(],"has_more":)" + (has_more ? "true" : "false") + "}";
}
std::string session(std::string const& id) {
    return R"({"id":")" + id + R"(","object":"checkout.session","created":5,"status":"open"})";
}
std::string event(std::string const& id) {
    return R"({"id":"evt_)" + id +
           R"(","object":"event","type":"charge.refunded","created":7,"api_version":"2019-01-01",)"
           R"("data":{"object":{"id":"ch_1","object":"charge","payment_intent":"pi_1","metadata":{"q_client":"c"}}}})";
}
auto events_after(stripe_at_hand& at, std::string after, std::size_t most = 100,
                  engine::event_bodies bodies = engine::event_bodies::keep) {
    return run(at.port->list_events(std::move(after), from_unix_seconds(6), most, bodies));
}
std::string ids(std::vector<engine::event_pointer> const& pointers) {
    std::string text;
    for (auto const& one : pointers) text += one.event_id + " ";
    return text;
}

TEST_CASE("sessions are listed to the last page, between the two times") {
    stripe_at_hand at{{answer(200, list({session("cs_3"), session("cs_2")}, true)),
                       answer(200, list({session("cs_1")}, false))}};
    auto const all = run(at.port->list_sessions(from_unix_seconds(10), from_unix_seconds(20)));
    REQUIRE(all.has_value());
    REQUIRE(all->size() == 3);
    CHECK(all->back().fact.session.text() == "cs_1");
    std::string const asked =
        "limit=100&created[gte]=10&created[lte]=20&expand[]=data.payment_intent.latest_charge";
    CHECK(at.over.asked[0].query == asked);
    CHECK(at.over.asked[1].query == asked + "&starting_after=cs_2");
}

TEST_CASE("a list that breaks off is a failure, never a shorter list: absence proves a session dead") {
    stripe_at_hand lost{{answer(200, list({session("cs_3")}, true)), no_answer(), no_answer(), no_answer()}};
    CHECK_FALSE(run(lost.port->list_sessions({}, {})).has_value());
    stripe_at_hand unreadable{{answer(200, list({session("cs_3"), R"({"id":"cs_2","object":"?"})"}, false))}};
    CHECK(run(unreadable.port->list_sessions({}, {})).error().code == "malformed_reply");
    stripe_at_hand circular{{answer(200, list({}, true))}};
    CHECK(run(circular.port->list_sessions({}, {})).error().code == "malformed_reply");
    stripe_at_hand endless{std::deque<delivery>(1001, answer(200, list({session("cs_1")}, true)))};
    CHECK(run(endless.port->list_sessions({}, {})).error().code == "list_too_long");
}

TEST_CASE("events come oldest first, from after the cursor on, whatever version they were made in") {
    stripe_at_hand at{{answer(200, list({event("5"), event("4")}, true)),
                       answer(200, list({event("3"), event("2"), event("1")}, true))}};
    auto const found = events_after(at, "evt_2");
    REQUIRE(found.has_value());
    CHECK(ids(*found) == "evt_3 evt_4 evt_5 ");
    auto const& first = found->front();
    CHECK(first.object_id == "ch_1");
    CHECK(first.intent == "pi_1");
    CHECK(first.type == "charge.refunded");
    CHECK(first.whose.client.text() == "c");
    CHECK(first.created == from_unix_seconds(7));
    CHECK(first.body == event("3"));
    CHECK(at.over.asked[0].query.find("created[gte]=6&types[]=checkout.session.completed") !=
          std::string::npos);
    CHECK(at.over.asked[1].query.find("starting_after=evt_4") != std::string::npos);
}

TEST_CASE("an event that nobody can read does not stand in the way of those around it") {
    auto const odd = std::string{R"({"id":"evt_2","object":"event","type":7,"created":7,"data":[]})"};
    auto const hollow = std::string{R"({"id":"evt_4","object":"event","type":"x","created":7,"data":7})"};
    stripe_at_hand at{{answer(200, list({event("5"), hollow, event("3"), odd, event("1")}, false))}};
    auto const found = events_after(at, "");
    REQUIRE(found.has_value());
    CHECK(ids(*found) == "evt_1 evt_3 evt_4 evt_5 ");
    CHECK((*found)[2].object_id.empty());
}

TEST_CASE("who asks for very many events is not given their bodies") {
    stripe_at_hand at{{answer(200, list({event("2"), event("1")}, false))}};
    auto const found = events_after(at, "", 100'000, engine::event_bodies::drop);
    CHECK(ids(*found) == "evt_1 evt_2 ");
    for (auto const& one : *found) {
        CHECK(one.object_id == "ch_1");
        CHECK(one.body.empty());
    }
}

TEST_CASE("when more events wait than were asked for, the oldest come first, so that none is skipped") {
    stripe_at_hand at{{answer(200, list({event("5"), event("4"), event("3")}, true)),
                       answer(200, list({event("2"), event("1")}, false))}};
    CHECK(ids(*events_after(at, "", 2)) == "evt_1 evt_2 ");
    stripe_at_hand gone{{answer(200, list({event("2"), event("1")}, false))}};
    CHECK(ids(*events_after(gone, "evt_forgotten_by_stripe")) == "evt_1 evt_2 ");
    stripe_at_hand none{{answer(200, list({}, false))}};
    CHECK(events_after(none, "evt_2")->empty());
}

}  // namespace
