#include <doctest/doctest.h>

#include <filesystem>
#include <functional>
#include <limits>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"

using namespace quittance;
using namespace quittance::contract;
using engine::commit_outcome;

namespace {

auto const anna = client_named("anna");

draft first_commit(redis_side& at, std::string commit_id = "commit-1") {
    draft made(at(at.accounts().load_whole(anna)), std::move(commit_id));
    made.with(booking_of("r" + std::to_string(made.account.version)));
    return made;
}

std::string text_of_refusal(redis_side& at, draft& made) {
    try {
        at(at.accounts().commit(made.ready()));
    } catch (engine::store_unavailable const& error) {
        return error.what();
    }
    return {};
}

// How long Redis ran scripts for `what`, in microseconds: the least of some tries, because the machine is
// shared.
long script_time(redis_side& at, std::function<void(redis_side&)> const& what) {
    long least = std::numeric_limits<long>::max();
    for (int i = 0; i < 5; ++i) {
        shared_server().command("CONFIG RESETSTAT");
        what(at);
        auto const told = shared_server().command("INFO commandstats");
        auto const line = told.find("cmdstat_evalsha:");
        REQUIRE(line != std::string::npos);
        least = std::min(least, std::stol(told.substr(told.find("usec=", line) + 5)));
    }
    return least;
}

}  // namespace

TEST_CASE("parking an event, again and out of it costs the same beside 100,000 others that are parked") {
    redis_place at;
    auto const event = [](std::string id) {
        return engine::parked_event{"", std::move(id), "charge.refunded", "{}", "lost", noon};
    };
    at(at.registry().park(event("evt_1")));
    auto const key = shared_server().command("KEYS q:{s*}:parked");
    auto const stream = key.substr(key.find("q:{"), std::string_view("q:{s00}:parked").size());
    shared_server().command(
        "EVAL \"for i = 1, 100000 do redis.call('XADD', KEYS[1], '*', 'event', 'other' .. i) end\" 1 " +
        stream);
    REQUIRE(at(at.registry().parked_count()) == 100'001);
    constexpr long most = 20'000;  // walking them all takes 100,000 and more
    CHECK(script_time(at, [&](auto& there) { there(there.registry().park(event("evt_1"))); }) < most);
    CHECK(at(at.registry().parked_count()) == 100'001);
    std::string const entry = at(at.registry().parked(1)).at(0).id;
    CHECK(script_time(at, [&](auto& there) { there(there.registry().unpark(entry)); }) < most);
    CHECK(at(at.registry().parked_count()) == 100'000);
    at(at.registry().park(event("evt_1")));
    CHECK(at(at.registry().parked_count()) == 100'001);
}

TEST_CASE(
    "an idempotency key whose gateway crashed is free again within minutes; a reply is kept for a day") {
    redis_place at;
    auto const seconds_left = [] {
        auto const key = shared_server().command("KEYS q:{s*}:idem:*");
        auto const from = key.find("q:{");
        REQUIRE(from != std::string::npos);
        auto const left = shared_server().command("TTL " + key.substr(from, key.find('\r', from) - from));
        return std::stol(left.substr(1));
    };
    REQUIRE(!at(at.registry().begin_idempotent("key-1", "hash-1")));
    CHECK(seconds_left() > 60);
    CHECK(seconds_left() <= 120);
    at(at.registry().keep_reply("key-1", {"hash-1", 201, "{}"}));
    CHECK(seconds_left() > 86'000);
}

TEST_CASE("a Redis that forgot its scripts is told them again") {
    redis_place at;
    auto first = first_commit(at);
    REQUIRE(at(at.accounts().commit(first.ready())).outcome == commit_outcome::committed);
    shared_server().command("SCRIPT FLUSH");
    auto second = first_commit(at, "commit-2");
    CHECK(at(at.accounts().commit(second.ready())).outcome == commit_outcome::committed);
    CHECK(at.figures().render().find("quittance_redis_script_loads_total 1") != std::string::npos);
}

TEST_CASE("a connection that was cut is made again, and reads do not notice") {
    redis_place at;
    for (int i = 0; i < 20; ++i) {
        shared_server().command("CLIENT KILL TYPE normal SKIPME yes");
        CHECK(at(at.accounts().load_whole(anna)).account.version == 0);
    }
}

TEST_CASE("a commit whose connection is cut is never called a failure: unknown, and found by loading") {
    redis_place at;
    std::uint64_t version = 0;
    for (int i = 0; i < 50; ++i) {
        auto made = first_commit(at, "commit-" + std::to_string(i));
        version = made.account.version;
        std::optional<commit_outcome> outcome;
        boost::asio::co_spawn(at.loop(), at.accounts().commit(made.ready()),
                              [&](std::exception_ptr const& error, engine::commit_result result) {
                                  REQUIRE(!error);
                                  outcome = result.outcome;
                              });
        at.loop().poll();  // the command is on its way
        shared_server().command("CLIENT KILL TYPE normal SKIPME yes");
        while (!outcome) at.loop().run_one();
        auto const after = at(at.accounts().load_whole(anna));
        auto const landed = after.last_commit == "commit-" + std::to_string(i);
        CHECK(landed == (after.account.version == version));
        if (*outcome == commit_outcome::committed) CHECK(landed);
    }
}

TEST_CASE("a Redis without memory or with a master elsewhere is unavailable, and nothing was written") {
    redis_place at;
    auto made = first_commit(at);
    SUBCASE("out of memory") {
        shared_server().command("CONFIG SET maxmemory 1");
        CHECK(text_of_refusal(at, made).find("maxmemory") != std::string::npos);
        CHECK(!at(at.registry().condition()).writable);
        shared_server().command("CONFIG SET maxmemory 0");
    }
    SUBCASE("a replica") {
        shared_server().command("REPLICAOF 127.0.0.1 1");
        CHECK(text_of_refusal(at, made).find("replica") != std::string::npos);
        auto const condition = at(at.registry().condition());
        CHECK(!condition.writable);
        CHECK(condition.reason.find("master") != std::string::npos);
        shared_server().command("REPLICAOF NO ONE");
    }
    CHECK(at(at.accounts().load_whole(anna)).account.version == 0);
    CHECK(at(at.accounts().commit(made.ready())).outcome == commit_outcome::committed);
}

TEST_CASE("a master that became a replica is left, and the address is asked again") {
    tests::redis_server former;
    tests::redis_server master;
    redis_side at(former, 1);
    int lost = 0;
    at.database().on_connection_lost([&lost] { ++lost; });
    auto before = first_commit(at);
    REQUIRE(at(at.accounts().commit(before.ready())).outcome == commit_outcome::committed);
    auto refused = first_commit(at, "commit-2");
    REQUIRE(refused.account.version == 2);
    former.command("REPLICAOF 127.0.0.1 1");
    std::filesystem::rename(master.socket_path(), former.socket_path());
    CHECK(text_of_refusal(at, refused).find("replica") != std::string::npos);
    auto after = first_commit(at, "commit-3");
    CHECK(after.account.version == 1);
    CHECK(lost == 1);
    // It is another one, and it is told so: this master was never told what the former one had acknowledged.
    CHECK(at(at.accounts().commit(after.ready())).outcome == commit_outcome::store_changed);
    CHECK(at(at.registry().condition()).writable);
    CHECK(lost == 1);
}

TEST_CASE("a key of a wrong type makes the commit fail before its first write") {
    redis_place at;
    for (int shard = 0; shard < 64; ++shard) {
        auto const text = (shard < 10 ? "0" : "") + std::to_string(shard);
        shared_server().command("SET q:{s" + text + "}:attention broken");
    }
    auto made = first_commit(at);
    made.request.wakes = {{booking_of("r1").id, noon}};
    made.request.attention = {{booking_of("r1").id, "amount_differs:pi_1", noon}};
    CHECK(text_of_refusal(at, made).find("WRONGTYPE") != std::string::npos);
    CHECK(at(at.accounts().load_whole(anna)).account.version == 0);
    CHECK(!at(at.queues().oldest_wake()));
}

TEST_CASE("a Redis that does not answer in time is given up, and found again later") {
    redis_side at(emptied_server(), 1, milliseconds{500});
    auto made = first_commit(at);
    shared_server().command("CLIENT PAUSE 3000 ALL");
    CHECK(at(at.accounts().commit(made.ready())).outcome == commit_outcome::unknown);
    CHECK_THROWS_AS(at(at.accounts().load_whole(anna)), engine::store_unavailable);
    for (;;) {
        try {
            at(at.accounts().load_whole(anna));
            break;
        } catch (engine::store_unavailable const&) {
            at.loop().run_one();
        }
    }
}

TEST_CASE("what was acknowledged survives kill -9 of Redis") {
    tests::redis_server server;
    redis_side at(server);
    for (int i = 1; i <= 50; ++i) {
        auto made = first_commit(at, "commit-" + std::to_string(i));
        REQUIRE(at(at.accounts().commit(made.ready())).outcome == commit_outcome::committed);
    }
    auto const before = at(at.accounts().load_whole(anna));
    server.kill_hard();
    CHECK_THROWS_AS(at(at.accounts().load_whole(anna)), engine::store_unavailable);
    CHECK(!at(at.registry().condition()).writable);
    server.start();
    redis_side after(server);
    auto const loaded = after(after.accounts().load_whole(anna));
    CHECK(loaded.account == before.account);
    CHECK(loaded.last_commit == "commit-50");
    CHECK(loaded.chain_head == before.chain_head);
}

TEST_CASE("a Redis restart loses the worker's group: there is none, what was due is claimed after it") {
    tests::redis_server server;
    redis_side one(server);
    redis_side two(server);
    constexpr int bookings = 6;
    for (int i = 0; i < bookings; ++i) {
        auto const who = client_named("c" + std::to_string(i));
        draft made(one(one.accounts().load_whole(who)), "commit-" + std::to_string(i));
        made.with(booking_of("r1"));
        made.request.wakes = {{booking_of("r1").id, noon}};
        made.request.effects = {effect_of(who, booking_of("r1").id, 1)};
        REQUIRE(one(one.accounts().commit(made.ready())).outcome == commit_outcome::committed);
    }
    constexpr milliseconds lease{30'000};
    auto const in_hand = one(one.queues().claim_wakes(noon, lease, 2));
    REQUIRE(in_hand.size() == 2);
    server.kill_hard();
    CHECK_THROWS_AS(one(one.queues().claim_wakes(noon, lease, 100)), engine::store_unavailable);
    server.start();
    // Both workers go on as they are, and so does whatever one of them had in hand.
    auto const claim = [&](redis_side& at, instant when) {
        for (;;) {
            try {
                return at(at.queues().claim_wakes(when, lease, 100)).size();
            } catch (engine::store_unavailable const&) {
                at.loop().run_one();  // the connection is made again
            }
        }
    };
    CHECK(claim(two, noon) == bookings - in_hand.size());
    CHECK(claim(one, noon) == 0);
    CHECK(claim(one, noon + lease) == bookings);
    CHECK(two(two.queues().claim_effects(noon + std::chrono::hours{1}, lease, 100)).size() == bookings);
}

TEST_CASE("a closed store answers that it is unavailable") {
    redis_place at;
    at.database().close();
    CHECK_THROWS_AS(at(at.accounts().load_whole(anna)), engine::store_unavailable);
}
