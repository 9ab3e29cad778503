#include "keys.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace quittance;
using namespace quittance::redis;

TEST_CASE("keys of one client share a shard, and the shards of today are those of for ever") {
    domain::client_id const client{"AAECAwQFBgcICQoLDA0ODw"};
    auto const shard = shard_of(client.text());
    CHECK(account_key(client) == shard_key(shard, "a:AAECAwQFBgcICQoLDA0ODw"));
    CHECK(ledger_key(client) == shard_key(shard, "l:AAECAwQFBgcICQoLDA0ODw"));
    CHECK(letter_key(client, 12) == shard_key(shard, "m:AAECAwQFBgcICQoLDA0ODw:12"));
    CHECK(token_key("0af3") == shard_key(shard_of("0af3"), "x:mail:0af3"));
    CHECK(shard_key(7, "t") == "q:{s07}:t");
    CHECK(shard_key(63, "t") == "q:{s63}:t");
    CHECK(shard_of("") == 1);
    CHECK(shard_of("AAECAwQFBgcICQoLDA0ODw") == 53);
}

TEST_CASE("clients spread over all shards") {
    std::set<unsigned> seen;
    for (int i = 0; i < 2000; ++i) seen.insert(shard_of("client-" + std::to_string(i)));
    CHECK(seen.size() == shard_count);
}

TEST_CASE("an index member says client, booking and attention") {
    domain::client_id const client{"c-1"};
    domain::booking_id const booking{"b_2"};
    auto const two = parse_member(member_of(client, booking));
    CHECK(two.client == client);
    CHECK(two.booking == booking);
    CHECK(two.attention.empty());
    auto const three = parse_member(member_of(client, booking, "refund_failed:re_1/x"));
    CHECK(three.booking == booking);
    CHECK(three.attention == "refund_failed:re_1/x");
}

TEST_CASE("an effect key names its client even where ids hold a dash") {
    std::string const client = "-AECAw-FBgcICQoLDA0OD-";
    CHECK(client_of(engine::effect_key{"12-" + client + "-b-k-c3"}) == domain::client_id{client});
    CHECK(!client_of(engine::effect_key{""}));
    CHECK(!client_of(engine::effect_key{"1-short-2-3"}));
    CHECK(!client_of(engine::effect_key{"1" + client}));
}
