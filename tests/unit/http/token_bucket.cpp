#include "quittance/http/token_bucket.hpp"

#include <doctest/doctest.h>

using namespace quittance;
using http::token_buckets;

namespace {
constexpr instant noon = from_unix_seconds(1'800'000'000);
int taken(token_buckets& buckets, std::string_view key, instant now) {
    int count = 0;
    while (buckets.take(key, now)) ++count;
    return count;
}
}  // namespace

TEST_CASE("a burst at once, then as many as the minute gives") {
    token_buckets buckets{{60, 5}, 10};
    CHECK(taken(buckets, "a", noon) == 5);
    CHECK_FALSE(buckets.take("a", noon + milliseconds{999}));
    CHECK(buckets.take("a", noon + milliseconds{2000}));
    CHECK(taken(buckets, "a", noon + std::chrono::hours{1}) == 5);
}

TEST_CASE("one key's greed leaves the others' tokens alone") {
    token_buckets buckets{{60, 2}, 10};
    CHECK(taken(buckets, "greedy", noon) == 2);
    CHECK(taken(buckets, "modest", noon) == 2);
}

TEST_CASE("a clock set back gives no token and takes none for good") {
    token_buckets buckets{{60, 1}, 10};
    CHECK(buckets.take("a", noon));
    CHECK_FALSE(buckets.take("a", noon - std::chrono::hours{1}));
    CHECK(buckets.take("a", noon - std::chrono::hours{1} + std::chrono::minutes{1}));
}

TEST_CASE("when memory is full, the longest untouched key is forgotten") {
    token_buckets buckets{{0, 1}, 2};
    CHECK(buckets.take("first", noon));
    CHECK(buckets.take("second", noon));
    CHECK_FALSE(buckets.take("first", noon));  // touched again
    CHECK(buckets.take("third", noon));        // forgets "second"
    CHECK_FALSE(buckets.take("first", noon));
    CHECK(buckets.take("second", noon));
}

TEST_CASE("a stranger's addresses fall together") {
    CHECK(token_buckets::network_of("203.0.113.77") == "203.0.113.0/24");
    CHECK(token_buckets::network_of("::ffff:203.0.113.77") == "203.0.113.0/24");
    CHECK(token_buckets::network_of("2001:db8:1:22ff::1") == "2001:db8:1:2200::/56");
    CHECK(token_buckets::network_of("not an address") == "not an address");
}
