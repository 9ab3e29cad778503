#include "quittance/net/address_rules.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using quittance::net::address_rules;

TEST_CASE("what everybody can reach is permitted") {
    address_rules const rules;
    for (auto const* const address :
         {"1.1.1.1",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255", "100.128.0.0",
          "126.255.255.255", "128.0.0.0",       "169.253.255.255", "169.255.0.0",    "172.15.255.255",
          "172.32.0.0",      "192.0.1.0",       "192.167.255.255", "192.169.0.0",    "198.17.255.255",
          "198.20.0.0",      "223.255.255.255", "2000::1",         "2001:200::1",    "2606:4700::1111",
          "2a00::1",         "3ffe::1"}) {
        CAPTURE(address);
        CHECK(rules.permits(address));
    }
}

TEST_CASE("what is this machine's, a private network's, a link's or nobody's is not") {
    address_rules const rules;
    for (auto const* const address : {"0.0.0.0",
                                      "0.255.255.255",
                                      "10.0.0.0",
                                      "10.255.255.255",
                                      "100.64.0.0",
                                      "100.127.255.255",
                                      "127.0.0.1",
                                      "127.255.255.255",
                                      "169.254.0.0",
                                      "169.254.169.254",
                                      "169.254.255.255",
                                      "172.16.0.0",
                                      "172.31.255.255",
                                      "192.0.0.1",
                                      "192.0.2.1",
                                      "192.88.99.1",
                                      "192.168.0.0",
                                      "192.168.255.255",
                                      "198.18.0.0",
                                      "198.19.255.255",
                                      "198.51.100.1",
                                      "203.0.113.1",
                                      "224.0.0.1",
                                      "239.255.255.255",
                                      "240.0.0.1",
                                      "255.255.255.255",
                                      "::",
                                      "::1",
                                      "::7f00:1",
                                      "::ffff:127.0.0.1",
                                      "::ffff:10.0.0.1",
                                      "::ffff:1.1.1.1",
                                      "64:ff9b::a00:1",
                                      "100::1",
                                      "1fff::1",
                                      "2001::1",
                                      "2001:1ff::1",
                                      "2001:db8::1",
                                      "2002:a00:1::1",
                                      "2002:7f00:1::1",
                                      "3fff::1",
                                      "4000::1",
                                      "fc00::1",
                                      "fd12:3456::1",
                                      "fe80::1",
                                      "fec0::1",
                                      "ff02::1"}) {
        CAPTURE(address);
        CHECK(!rules.permits(address));
    }
}

TEST_CASE("what is no address is not permitted") {
    address_rules const rules;
    for (auto const* const text : {"", "localhost", "1.1.1", "1.1.1.1.1", "0x7f.1", "2130706433",
                                   "fe80::1%lo", "2606:4700::1111%lo", "1.1.1.1 ", "[::1]"}) {
        CAPTURE(text);
        CHECK(!rules.permits(text));
    }
}

TEST_CASE("a network the operator allowed is permitted, to its last address and not beyond") {
    address_rules const rules{{"10.1.0.0/16", "127.0.0.1", "172.16.4.0/22", "fd00:1::/32", "fe80::/10"}};
    for (auto const* const address : {"10.1.0.0", "10.1.255.255", "127.0.0.1", "172.16.4.0", "172.16.7.255",
                                      "fd00:1::1", "fd00:1:ffff::1", "fe80::1", "1.1.1.1"}) {
        CAPTURE(address);
        CHECK(rules.permits(address));
    }
    for (auto const* const address : {"10.0.255.255", "10.2.0.0", "127.0.0.2", "172.16.3.255", "172.16.8.0",
                                      "fd00:2::1", "fec0::1", "::ffff:10.1.0.1", "::ffff:127.0.0.1"}) {
        CAPTURE(address);
        CHECK(!rules.permits(address));
    }
}

TEST_CASE("what is no network is refused with a sentence") {
    for (auto const* const text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x",
                                   "fd00::/129", "localhost/8", "10.0.0.0/8/8", "10.0.0.0/ 8"}) {
        CAPTURE(text);
        CHECK_THROWS_WITH_AS(address_rules({text}), doctest::Contains("is no network; write it like"),
                             std::invalid_argument);
    }
}
