#include <doctest/doctest.h>

#include <numeric>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"

using namespace quittance;
using namespace quittance::contract;

namespace {

std::uint64_t commits_of(engine::store_look const& seen) {
    return std::accumulate(seen.commits.begin(), seen.commits.end(), std::uint64_t{0});
}

}  // namespace

TEST_CASE_TEMPLATE("a store keeps the identity it was given first", Place, memory_place, redis_place) {
    Place at;
    auto const first = at(at.registry().identify({"store-1", 3, "acct_1", true}));
    CHECK(first.store_id == "store-1");
    auto const second = at(at.registry().identify({"store-2", 1, "", false}));
    CHECK(second.store_id == "store-1");
    CHECK(second.epoch == 3);
    CHECK(second.account == "acct_1");
    CHECK(second.livemode);
}

TEST_CASE_TEMPLATE("a store opened before its account was known takes the first of its mode, and no other",
                   Place, memory_place, redis_place) {
    Place at;
    CHECK(at(at.registry().identify({"store-1", 1, "", false})).account.empty());
    CHECK(at(at.registry().identify({"store-2", 1, "acct_live", true})).account.empty());
    CHECK(at(at.registry().identify({"store-2", 1, "acct_1", false})).account == "acct_1");
    CHECK(at(at.registry().identify({"store-2", 1, "acct_2", false})).account == "acct_1");
}

TEST_CASE_TEMPLATE("API keys are listed by their hash; the same hash again replaces its name", Place,
                   memory_place, redis_place) {
    Place at;
    CHECK(at(at.registry().api_keys()).empty());
    at(at.registry().add_api_key({"bbbb", "second key", noon}));
    at(at.registry().add_api_key({"aaaa", "first", noon + minutes(1)}));
    at(at.registry().add_api_key({"bbbb", "renamed one", noon}));
    auto const keys = at(at.registry().api_keys());
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].hash == "aaaa");
    CHECK(keys[0].created == noon + minutes(1));
    CHECK(keys[1].name == "renamed one");
}

TEST_CASE_TEMPLATE("an idempotency key is claimed once", Place, memory_place, redis_place) {
    Place at;
    CHECK(!at(at.registry().begin_idempotent("key-1", "hash-1")));
    auto const under_way = at(at.registry().begin_idempotent("key-1", "hash-2"));
    REQUIRE(under_way);
    CHECK(under_way->status == 0);
    CHECK(under_way->body_hash == "hash-1");
    SUBCASE("and answered with the reply that was kept, every byte of it") {
        std::string const body = "{\"a\":\n\"b c\"}\r\n\0end";
        at(at.registry().keep_reply("key-1", {"hash-1", 201, body}));
        auto const kept = at(at.registry().begin_idempotent("key-1", "hash-1"));
        REQUIRE(kept);
        CHECK(kept->status == 201);
        CHECK(kept->body_hash == "hash-1");
        CHECK(kept->body == body);
    }
    SUBCASE("unless it was forgotten") {
        at(at.registry().forget_reply("key-1"));
        CHECK(!at(at.registry().begin_idempotent("key-1", "hash-3")));
    }
}

TEST_CASE_TEMPLATE("a parked event is kept whole until it is taken out", Place, memory_place, redis_place) {
    Place at;
    std::string const body("{\"id\":\"evt_1\"}\0\xff", 16);
    at(at.registry().park({"", "evt_1", "checkout.session.completed", body, "no such account", noon}));
    at(at.registry().park({"", "evt_2", "charge.refunded", "{}", "no such account", noon}));
    CHECK(at(at.registry().parked_count()) == 2);
    auto const all = at(at.registry().parked(10));
    REQUIRE(all.size() == 2);
    CHECK(at(at.registry().parked(1)).size() == 1);
    auto const& first = all[0].event_id == "evt_1" ? all[0] : all[1];
    CHECK(first.body == body);
    CHECK(first.type == "checkout.session.completed");
    CHECK(first.reason == "no such account");
    CHECK(first.at == noon);
    at(at.registry().unpark("nonsense"));
    at(at.registry().unpark(first.id));
    at(at.registry().unpark(first.id));
    CHECK(at(at.registry().parked_count()) == 1);
    CHECK(at(at.registry().parked(10)).at(0).event_id == "evt_2");
}

TEST_CASE_TEMPLATE("a redelivered event that is parked is not parked twice", Place, memory_place,
                   redis_place) {
    Place at;
    at(at.registry().park({"", "evt_1", "charge.refunded", "{}", "first", noon}));
    at(at.registry().park({"", "evt_1", "charge.refunded", "{}", "second", noon + minutes(1)}));
    CHECK(at(at.registry().parked_count()) == 1);
    auto const kept = at(at.registry().parked(10)).at(0);
    CHECK(kept.reason == "first");
    at(at.registry().unpark(kept.id));
    at(at.registry().park({"", "evt_1", "charge.refunded", "{}", "third", noon}));
    CHECK(at(at.registry().parked_count()) == 1);
}

TEST_CASE_TEMPLATE("the event cursor is where it was moved to", Place, memory_place, redis_place) {
    Place at;
    CHECK(!at(at.registry().event_cursor()));
    at(at.registry().move_event_cursor({"evt_1", noon}));
    at(at.registry().move_event_cursor({"evt_2", noon + minutes(1)}));
    auto const cursor = at(at.registry().event_cursor());
    REQUIRE(cursor);
    CHECK(cursor->event_id == "evt_2");
    CHECK(cursor->created == noon + minutes(1));
}

TEST_CASE_TEMPLATE("the desk's lists are in order of time over all accounts", Place, memory_place,
                   redis_place) {
    Place at;
    for (int i = 0; i < 20; ++i) {
        auto const client = client_named("c" + std::to_string(i));
        draft made(at(at.accounts().load_whole(client)), "commit");
        made.with(booking_of("r1"));
        made.request.open = {{booking_of("r1").id, noon - minutes(i)}};
        made.request.held = {{booking_of("r1").id, noon}};
        made.request.attention = {
            {booking_of("r1").id, "refund_failed:re_" + std::to_string(i), noon - minutes(i)}};
        REQUIRE(at(at.accounts().commit(made.ready())).outcome == engine::commit_outcome::committed);
    }
    CHECK(at(at.registry().open_count()) == 20);
    CHECK(at(at.registry().held_count()) == 20);
    CHECK(at(at.registry().attention_count()) == 20);
    auto const open = at(at.registry().open_list(5));
    REQUIRE(open.size() == 5);
    CHECK(open[0].client == client_named("c19"));
    CHECK(open[4].at == noon - minutes(15));
    auto const attention = at(at.registry().attention_list(1));
    REQUIRE(attention.size() == 1);
    CHECK(attention[0].attention == "refund_failed:re_19");
    CHECK(attention[0].booking == booking_of("r1").id);
    CHECK(at(at.registry().open_list(0)).empty());
}

TEST_CASE_TEMPLATE("held bookings are counted by network", Place, memory_place, redis_place) {
    Place at;
    CHECK(at(at.registry().held_from("net-1")) == 0);
    CHECK(at(at.registry().count_held_from("net-1")) == 1);
    CHECK(at(at.registry().count_held_from("net-1")) == 2);
    CHECK(at(at.registry().held_from("net-1")) == 2);
    CHECK(at(at.registry().count_held_from("net-2")) == 1);
}

TEST_CASE_TEMPLATE("a store that can write says so", Place, memory_place, redis_place) {
    Place at;
    auto const condition = at(at.registry().condition());
    CHECK(condition.writable);
    CHECK(condition.reason.empty());
}

TEST_CASE_TEMPLATE("a store nobody used says so, and being looked at leaves no trace", Place, memory_place,
                   redis_place) {
    Place at;
    auto const seen = at(at.registry().look());
    CHECK(!seen.identity);
    CHECK(seen.sealed == 0);
    CHECK(commits_of(seen) == 0);
    at(at.registry().close("nothing to close"));
    CHECK(!at(at.registry().look()).identity);
    CHECK(at(at.registry().look()).closed.empty());
}

TEST_CASE_TEMPLATE("a sealed store says whose it is, in which epoch, and why it is closed", Place,
                   memory_place, redis_place) {
    Place at;
    at(at.registry().seal({"store-1", 4, "acct_1", true}, "store-0", "it was restored", "by hand"));
    auto const seen = at(at.registry().look());
    REQUIRE(seen.identity);
    CHECK(seen.identity->store_id == "store-1");
    CHECK(seen.identity->epoch == 4);
    CHECK(seen.identity->account == "acct_1");
    CHECK(seen.identity->livemode);
    CHECK(seen.sealed == 4);
    CHECK(seen.replaces == "store-0");
    CHECK(seen.closed == "it was restored");
    at(at.registry().seal({"store-1", 5, "acct_1", true}, "", "", "looked through"));
    CHECK(at(at.registry().look()).closed.empty());
    at(at.registry().close("again"));
    CHECK(at(at.registry().look()).closed == "again");
}
