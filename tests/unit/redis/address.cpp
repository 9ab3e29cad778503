#include "address.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using quittance::redis::address;
using quittance::redis::parse_address;

TEST_CASE("a Unix socket is a path, with a database when one is said") {
    auto const plain = parse_address("unix:/run/redis/redis.sock");
    CHECK(plain.over == address::transport::unix_socket);
    CHECK(plain.path == "/run/redis/redis.sock");
    CHECK(plain.database == 0);
    CHECK(parse_address("unix:/run/r.sock?db=3").database == 3);
}

TEST_CASE("a host has the port, the user and the password that were said") {
    auto const bare = parse_address("redis://redis.internal");
    CHECK(bare.over == address::transport::tcp);
    CHECK(bare.host == "redis.internal");
    CHECK(bare.port == "6379");
    CHECK(bare.password.empty());
    auto const full = parse_address("rediss://pay:p%40ss%3Aw%2Ford@redis.internal:6380/2");
    CHECK(full.over == address::transport::tls);
    CHECK(full.user == "pay");
    CHECK(full.password == "p@ss:w/ord");
    CHECK(full.host == "redis.internal");
    CHECK(full.port == "6380");
    CHECK(full.database == 2);
    CHECK(parse_address("redis://:secret@h").password == "secret");
    CHECK(parse_address("redis://[::1]:7000").host == "::1");
    CHECK(parse_address("redis://[::1]:7000").port == "7000");
}

TEST_CASE("an address that cannot be read is refused without repeating its password") {
    for (auto const* const url : {"", "redis.internal", "http://h", "unix:", "redis://", "redis://:secret@",
                                  "redis://:secret@h/two", "redis://:secret%g@h", "unix:/s?secret=1"}) {
        CAPTURE(url);
        try {
            parse_address(url);
            FAIL("it was taken");
        } catch (std::invalid_argument const& error) {
            CHECK(std::string(error.what()).find("secret") == std::string::npos);
        }
    }
}
