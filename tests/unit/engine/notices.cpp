#include <doctest/doctest.h>

#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

std::vector<ordered_notice> waiting_for(world const& all, std::string const& endpoint) {
    std::vector<ordered_notice> found;
    auto const there = all.store.inside().notices.find(endpoint);
    if (there == all.store.inside().notices.end()) return found;
    for (auto const& entry : there->second) found.push_back(entry.second.notice);
    return found;
}

// The client pays; what the processor says about it.
webhook_event paid(world& all, std::string event = "evt_1") {
    auto const session = all.processor.last_session();
    all.processor.pay(session);
    return all.processor.event_of(session, std::move(event));
}

}  // namespace

TEST_CASE("a payment orders its notices in the commit that takes it, for those who want them") {
    world all;
    using domain::notice_kind;
    all.current.notice_endpoints = {{"calendar", {notice_kind::booking_confirmed, notice_kind::item_paid}},
                                    {"crm", {notice_kind::item_paid}},
                                    {"other", {notice_kind::plan_completed}}};
    gateway here{all};
    int told = 0;
    here.books.on_notices([&told] { ++told; });
    auto what = a_click();
    what.who = {"Zoe Example", "zoe@example.org", "de-DE", "Europe/Berlin"};
    buy(here, std::move(what));
    CHECK(told == 0);
    auto const commits = all.store.commits;
    deliver(here, paid(all));
    CHECK(all.store.commits == commits + 1);
    CHECK(told == 1);
    CHECK(waiting_for(all, "calendar").size() == 2);
    REQUIRE(waiting_for(all, "crm").size() == 1);
    CHECK(waiting_for(all, "other").empty());
    auto const one = waiting_for(all, "crm").front();
    CHECK(one.kind == "item.paid");
    CHECK(one.client == all.only_client());
    CHECK(one.ordered_at == all.time.now());
    auto const has = [&one](std::string_view text) { return one.body.find(text) != std::string::npos; };
    for (auto const* const text :
         {R"("type":"item.paid")", R"("reference":"ref-1")", R"("source":"page")", R"("offer":"coaching-60")",
          R"("state":"paid")", R"("currency":"EUR")", R"("price":12000)", R"("received":12000)",
          R"("open":0)", R"("item":{"number":1,"amount":12000,"currency":"EUR","due":"2026-11-21"})",
          R"("amount":12000,"currency":"EUR"}}})"}) {
        CAPTURE(text);
        CHECK(has(text));
    }
    auto const intent = all.only_booking().payments.at(0).intent.text();
    CHECK(has(R"("payment":{"id":")" + intent + '"'));
    CHECK(!has("zoe"));
    CHECK(!has("Zoe"));
    SUBCASE("and the same payment told again orders nothing") {
        deliver(here, paid(all));
        deliver(here, paid(all, "evt_2"));
        CHECK(waiting_for(all, "calendar").size() == 2);
        CHECK(told == 1);
    }
}

TEST_CASE("a decision whose reply was lost orders once, under the id it would have had") {
    world all;
    all.current.notice_endpoints = {{"calendar", domain::all_notice_kinds()}};
    gateway here{all};
    buy(here);
    SUBCASE("before it was applied") { all.store.next_commit = doubles::memory_store::trouble::lost_before; }
    SUBCASE("after") { all.store.next_commit = doubles::memory_store::trouble::lost_after; }
    deliver(here, paid(all));
    CHECK(waiting_for(all, "calendar").size() == 2);
}

TEST_CASE("where no booking system is configured nothing is ordered") {
    world all;
    gateway here{all};
    buy(here);
    deliver(here, paid(all));
    CHECK(all.store.inside().notices.empty());
}

TEST_CASE("a hold that is over is told when it is closed, and its slot is free again") {
    world all;
    all.current.notice_endpoints = {{"calendar", domain::all_notice_kinds()}};
    gateway here{all};
    buy(here);
    work_through(all, {&here}, 30h);
    auto const told = waiting_for(all, "calendar");
    REQUIRE(told.size() == 1);
    CHECK(told[0].kind == "booking.expired");
    CHECK(told[0].body.find(R"("state":"closed")") != std::string::npos);
    SUBCASE("and goes with the account when that is erased") {
        work_through(all, {&here}, std::chrono::hours{24 * 31}, 1h);
        CHECK(all.store.clients().empty());
        CHECK(waiting_for(all, "calendar").empty());
    }
}
