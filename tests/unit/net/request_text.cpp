#include "request_text.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace quittance::net;

namespace {
std::string text(client_request const& request) {
    return request_text(parse_origin("https://api.example.com", false), request);
}
}  // namespace

TEST_CASE("a request says where it goes and how long its body is") {
    CHECK(text({"GET", "/v1/a?b=c", {{"X-Key", "k"}}, ""}) ==
          "GET /v1/a?b=c HTTP/1.1\r\nHost: api.example.com\r\nX-Key: k\r\n\r\n");
    CHECK(text({"POST", "/", {}, ""}) ==
          "POST / HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 0\r\n\r\n");
    CHECK(text({"DELETE", "/", {}, "ab"}) ==
          "DELETE / HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 2\r\n\r\nab");
}

TEST_CASE("what would end its line is never sent, and never repeated in the message") {
    client_request const rows[] = {
        {"GET", "/a b", {}, ""},
        {"GET", "/a\r\nX: y", {}, ""},
        {"GET", "a", {}, ""},
        {"G T", "/", {}, ""},
        {"", "/", {}, ""},
        {"GET", "/", {{"X-Key", "secret\r\nX: y"}}, ""},
        {"GET", "/", {{"X-Key", "secret\n"}}, ""},
        {"GET", "/", {{"X:Key", "secret"}}, ""},
        {"GET", "/", {{"", "secret"}}, ""},
    };
    for (auto const& request : rows) {
        CAPTURE(request.target);
        try {
            text(request);
            FAIL("was accepted");
        } catch (std::invalid_argument const& refused) {
            CHECK(std::string{refused.what()}.find("secret") == std::string::npos);
        }
    }
}
