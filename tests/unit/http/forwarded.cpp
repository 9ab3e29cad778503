#include "forwarded.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace quittance::http;

namespace {
std::string client(header_list const& headers, char const* peer = "10.0.0.1") {
    trusted_proxies const proxies{{"10.0.0.0/8", "2001:db8::/32", "192.0.2.1"}};
    return proxies.client(boost::asio::ip::make_address(peer), headers).to_string();
}
}  // namespace

TEST_CASE("the last address no proxy of ours owns is the client's") {
    CHECK(client({{"X-Forwarded-For", "203.0.113.5"}}) == "203.0.113.5");
    CHECK(client({{"x-forwarded-for", "1.1.1.1, 203.0.113.5, 10.2.3.4"}}) == "203.0.113.5");
    CHECK(client({{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-For", "203.0.113.5"}}) == "203.0.113.5");
    CHECK(client({{"X-Forwarded-For", "203.0.113.5:1234"}}) == "203.0.113.5");
    CHECK(client({{"X-Forwarded-For", "10.9.9.9"}}) == "10.9.9.9");
    CHECK(client({{"Forwarded", "for=1.1.1.1, for=203.0.113.5;proto=https"}}) == "203.0.113.5");
    CHECK(client({{"Forwarded", "proto=https; For=\"[2001:db9::7]:4711\""}}) == "2001:db9::7");
    CHECK(client({{"X-Forwarded-For", "::ffff:203.0.113.5"}}, "::ffff:192.0.2.1") == "203.0.113.5");
    CHECK(client({}) == "10.0.0.1");
}

TEST_CASE("what is not an address ends the chain at the last proxy") {
    CHECK(client({{"X-Forwarded-For", "203.0.113.5, unknown"}}) == "10.0.0.1");
    CHECK(client({{"X-Forwarded-For", "203.0.113.5, nonsense, 10.3.3.3"}}) == "10.3.3.3");
    CHECK(client({{"X-Forwarded-For", ""}}) == "10.0.0.1");
    CHECK(client({{"Forwarded", "proto=https"}}) == "10.0.0.1");
    CHECK(client({{"Forwarded", "for=\"[::1\";for="}}) == "10.0.0.1");
}

TEST_CASE("a stranger's word does not count, nor do two headers that compete") {
    CHECK(client({{"X-Forwarded-For", "203.0.113.5"}}, "198.51.100.1") == "198.51.100.1");
    CHECK(client({{"X-Forwarded-For", "203.0.113.5"}, {"Forwarded", "for=1.1.1.1"}}) == "10.0.0.1");
}

TEST_CASE("a block that is none is named at the start") {
    for (auto const* text : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "proxy.example", "::/129"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(trusted_proxies({text}), std::invalid_argument);
    }
}
