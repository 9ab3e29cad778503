#include "url.hpp"

#include <doctest/doctest.h>

#include "quittance/notify/notifier.hpp"

using namespace quittance;
using namespace quittance::notify;

namespace {

std::string problem(std::string const& url, std::vector<std::string> const& allowed = {}) {
    return problem_with_url(url, net::address_rules{allowed}).value_or("");
}

}  // namespace

TEST_CASE("an address is taken apart into whom to connect to and what to ask for") {
    auto const one = parse_url("https://booking.example.com:8443/hooks/pay?key=a/b");
    CHECK(one.base == "https://booking.example.com:8443");
    CHECK(one.host == "booking.example.com");
    CHECK(one.target == "/hooks/pay?key=a/b");
    CHECK(parse_url("https://a.example").target == "/");
    CHECK(parse_url("https://a.example?x=1").target == "/?x=1");
    CHECK(parse_url("https://[2606:4700::1]:8443/x").host == "2606:4700::1");
}

TEST_CASE("an address a booking system can have is taken") {
    for (auto const* const url :
         {"https://booking.example.com/hooks", "https://booking.example.com", "https://1.1.1.1/x",
          "https://[2606:4700::1111]:8443/", "http://localhost:3000/hooks"}) {
        CAPTURE(url);
        CHECK(problem(url) == "");
    }
}

TEST_CASE("an address that would be refused later is refused at the start, with what to do") {
    struct row {
        std::string url;
        char const* expected;
    };
    for (auto const& [url, expected] : {
             row{"http://booking.example.com/hooks", "must begin with https://"},
             row{"booking.example.com", "must be like https://"},
             row{"ftp://booking.example.com", "must be like https://"},
             row{"https://", "must be like https://"},
             row{"https://user:word@example.com/", "must be like https://"},
             row{"https://example.com/a b", "without spaces"},
             row{"https://example.com/\r\nX: y", "without spaces"},
             row{"https://b\xC3\xBC"
                 "cher.example/",
                 "without spaces"},
             row{"https://example.com/#part", "a '#'"},
             row{"https://example.com/" + std::string(2'000, 'a'), "2000 characters"},
             row{"https://10.0.0.1/",
                 "not a public address; if it is meant, add it to notify.allowed_networks"},
             row{"https://169.254.169.254/latest", "not a public address"},
             row{"https://[::1]/", "not a public address"},
             row{"https://2130706433/", "not a public address"},
             row{"http://127.0.0.1:3000/", "not a public address"},
         }) {
        CAPTURE(url);
        CHECK(problem(url).find(expected) != std::string::npos);
    }
}

TEST_CASE("an address in an allowed network is taken") {
    CHECK(problem("https://10.0.0.1/", {"10.0.0.0/8"}) == "");
    CHECK(problem("http://127.0.0.1:3000/", {"127.0.0.1"}) == "");
    CHECK(problem("http://10.0.0.1/", {"10.0.0.0/8"}) != "");
}
