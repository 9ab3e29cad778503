#include "origin.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace quittance::net;

TEST_CASE("a base address names scheme, host and port") {
    auto const plain = parse_origin("https://api.example.com", false);
    CHECK(plain.tls);
    CHECK(plain.host == "api.example.com");
    CHECK(plain.port == "443");
    CHECK(plain.authority == "api.example.com");
    CHECK_FALSE(plain.loopback);
    auto const other = parse_origin("https://[2001:db8::1]:8443/", false);
    CHECK(other.host == "2001:db8::1");
    CHECK(other.port == "8443");
    CHECK(other.authority == "[2001:db8::1]:8443");
}

TEST_CASE("plain http is for loopback, by any of its names, when allowed") {
    for (auto const* base :
         {"http://127.0.0.1:80", "http://127.1.2.3", "http://localhost:12111", "http://[::1]:1"}) {
        CAPTURE(base);
        CHECK_FALSE(parse_origin(base, true).tls);
        CHECK_THROWS_AS(parse_origin(base, false), std::invalid_argument);
    }
    for (auto const* base : {"http://10.0.0.1", "http://api.example.com", "http://localhost.example.com",
                             "http://127.0.0.1.example.com", "http://[::2]"}) {
        CAPTURE(base);
        CHECK_THROWS_AS(parse_origin(base, true), std::invalid_argument);
    }
}

TEST_CASE("anything beyond host and port is refused") {
    for (auto const* base :
         {"", "api.example.com", "ftp://a", "https://", "https://a/path", "https://a?q", "https://u:p@a",
          "https://a:", "https://a:x", "https://a:123456", "https://[::1", "https://a b", "https://a\r\nb"}) {
        CAPTURE(base);
        CHECK_THROWS_AS(parse_origin(base, true), std::invalid_argument);
    }
}
