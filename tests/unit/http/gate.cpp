#include "gate.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace quittance::http;

namespace {

std::string with(std::string const& fields, std::string const& line = "POST / HTTP/1.1") {
    return line + "\r\n" + fields + "\r\n";
}
std::string const host = "Host: pay.example\r\n";

// The status a block is refused with; 0 when it passes.
unsigned verdict(std::string const& block, gate_rules const& rules = {}) {
    auto const scan = find_head_end(block, 0);
    if (scan.what == head_scan::found::bare_line_feed) return 400;
    REQUIRE(scan.what == head_scan::found::complete);
    REQUIRE(scan.length == block.size());
    auto const passed = gate(block, rules);
    return passed ? 0 : passed.error().status;
}

struct row {
    char const* what;
    std::string block;
    unsigned expected;
};

}  // namespace

TEST_CASE("framing that two readers may read differently is refused") {
    std::string const one = "Content-Length: 1\r\n";
    std::vector<row> const rows{
        {"one length", with(host + one), 0},
        {"no length", with(host), 0},
        {"leading zeros", with(host + "Content-Length: 0001\r\n"), 0},
        {"length twice, the same", with(host + one + one), 400},
        {"length twice, different", with(host + one + "Content-Length: 2\r\n"), 400},
        {"length as a list", with(host + "Content-Length: 1, 1\r\n"), 400},
        {"length with a sign", with(host + "Content-Length: +1\r\n"), 400},
        {"negative length", with(host + "Content-Length: -1\r\n"), 400},
        {"hexadecimal length", with(host + "Content-Length: 0x1\r\n"), 400},
        {"length with a space inside", with(host + "Content-Length: 1 1\r\n"), 400},
        {"empty length", with(host + "Content-Length:\r\n"), 400},
        {"length above 64 bits", with(host + "Content-Length: 99999999999999999999\r\n"), 413},
        {"chunked", with(host + "Transfer-Encoding: chunked\r\n"), 0},
        {"chunked without the space", with(host + "Transfer-Encoding:chunked\r\n"), 0},
        {"length and chunked", with(host + one + "Transfer-Encoding: chunked\r\n"), 400},
        {"chunked and length", with(host + "Transfer-Encoding: chunked\r\n" + one), 400},
        {"identity", with(host + "Transfer-Encoding: identity\r\n"), 501},
        {"xchunked", with(host + "Transfer-Encoding: xchunked\r\n"), 501},
        {"chunked in capitals", with(host + "Transfer-Encoding: Chunked\r\n"), 501},
        {"chunked, chunked", with(host + "Transfer-Encoding: chunked, chunked\r\n"), 501},
        {"chunked, identity", with(host + "Transfer-Encoding: chunked, identity\r\n"), 501},
        {"gzip, chunked", with(host + "Transfer-Encoding: gzip, chunked\r\n"), 501},
        {"encoding twice", with(host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 501},
        {"empty encoding", with(host + "Transfer-Encoding:\r\n"), 501},
        {"vertical tab",
         with(host + "Transfer-Encoding: \x0b"
                     "chunked\r\n"),
         400},
        {"quoted", with(host + "Transfer-Encoding: \"chunked\"\r\n"), 501},
        {"chunked on HTTP/1.0", with(host + "Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0"), 501},
        {"chunked on GET", with(host + "Transfer-Encoding: chunked\r\n", "GET / HTTP/1.1"), 501},
        {"body on GET", with(host + one, "GET / HTTP/1.1"), 400},
        {"no body on GET, said aloud", with(host + "Content-Length: 0\r\n", "GET / HTTP/1.1"), 0},
        {"body on HEAD", with(host + one, "HEAD / HTTP/1.1"), 400},
    };
    for (auto const& [what, block, expected] : rows) {
        CAPTURE(what);
        CHECK(verdict(block) == expected);
    }
}

TEST_CASE("lines that another reader may split differently are refused") {
    using namespace std::string_literals;
    std::vector<row> const rows{
        {"folded", with(host + "A: b\r\n c\r\n"), 400},
        {"folded with a tab", with(host + "A: b\r\n\tc\r\n"), 400},
        {"folded first line", with(" Host: a\r\n"), 400},
        {"space before the colon", with("Host : a\r\n"), 400},
        {"tab before the colon", with(host + "Transfer-Encoding\t: chunked\r\n"), 400},
        {"no colon", with(host + "Transfer-Encoding\r\n"), 400},
        {"no name", with(host + ": a\r\n"), 400},
        {"underscore", with(host + "Content_Length: 1\r\n"), 400},
        {"a name with a byte above ASCII", with(host + "A\xC3\xA4: 1\r\n"), 400},
        {"NUL in a value", with(host + "A: b\0c\r\n"s), 400},
        {"NUL in a name", with(host + "A\0: b\r\n"s), 400},
        {"carriage return in a value", with(host + "A: b\rc\r\n"), 400},
        {"escape in a value", with(host + "A: \x1b[0m\r\n"), 400},
        {"delete in a value", with(host + "A: \x7f\r\n"), 400},
        {"tab in a value", with(host + "A: b\tc\r\n"), 0},
        {"UTF-8 in a value", with(host + "A: \xC3\xA4\r\n"), 0},
        {"empty value", with(host + "A:\r\n"), 0},
        {"line feed alone ends a line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
        {"line feed alone ends the block", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
        {"line feed alone inside a value", with(host + "A: b\nTransfer-Encoding: chunked\r\n"), 400},
    };
    for (auto const& [what, block, expected] : rows) {
        CAPTURE(what);
        CHECK(verdict(block) == expected);
    }
}

TEST_CASE("a request line has three parts, a target of ours and a version we speak") {
    std::vector<row> const rows{
        {"plain", with(host, "GET /a/b?c=d%20e HTTP/1.1"), 0},
        {"HTTP/1.0", with(host, "GET / HTTP/1.0"), 0},
        {"HTTP/1.2", with(host, "GET / HTTP/1.2"), 505},
        {"HTTP/2.0", with(host, "PRI * HTTP/2.0"), 505},
        {"no version", with(host, "GET /"), 400},
        {"lower-case version", with(host, "GET / http/1.1"), 400},
        {"version with more digits", with(host, "GET / HTTP/1.10"), 400},
        {"version with a space behind", with(host, "GET / HTTP/1.1 "), 400},
        {"two spaces", with(host, "GET  / HTTP/1.1"), 400},
        {"space in the target", with(host, "GET /a b HTTP/1.1"), 400},
        {"tab for a space", with(host, "GET\t/ HTTP/1.1"), 400},
        {"leading space", with(host, " GET / HTTP/1.1"), 400},
        {"empty line first", "\r\n" + with(host), 400},
        {"absolute form", with(host, "GET http://pay.example/ HTTP/1.1"), 400},
        {"authority form", with(host, "CONNECT pay.example:443 HTTP/1.1"), 400},
        {"asterisk form", with(host, "OPTIONS * HTTP/1.1"), 400},
        {"byte above ASCII", with(host, "GET /\x80 HTTP/1.1"), 400},
        {"control byte", with(host, "GET /\x01 HTTP/1.1"), 400},
        {"fragment", with(host, "GET /#a HTTP/1.1"), 400},
        {"method with a slash", with(host, "GE/T / HTTP/1.1"), 400},
        {"a method nobody knows", with(host, "BREW /pot HTTP/1.1"), 0},
        {"an endless method", with(host, std::string(33, 'A') + " / HTTP/1.1"), 400},
    };
    for (auto const& [what, block, expected] : rows) {
        CAPTURE(what);
        auto const scan = find_head_end(block, 0);
        if (scan.length == 2) {  // the empty line is a block of its own
            CHECK(gate(block.substr(0, 2), {}).error().status == expected);
            continue;
        }
        CHECK(verdict(block) == expected);
    }
}

TEST_CASE("exactly one host, and one that we serve") {
    std::vector<std::string> const served{"pay.example", "[::1]"};
    gate_rules rules;
    rules.hosts = served;
    struct {
        char const* value;
        unsigned expected;
    } const rows[] = {
        {"pay.example", 0},
        {"PAY.example", 0},
        {"pay.example:8443", 0},
        {"[::1]", 0},
        {"[::1]:80", 0},
        {"other.example", 421},
        {"pay.example.evil", 421},
        {"", 400},
        {"pay.example:", 400},
        {"pay.example:port", 400},
        {"pay.example:123456", 400},
        {"a@pay.example", 400},
        {"pay.example/x", 400},
        {"pay.example, other", 400},
        {"pay example", 400},
        {"[::1", 400},
        {"[]", 400},
        {"[::1]x", 400},
        {":80", 400},
        {"pay_example", 400},
        {"pay.example\xC3\xA4", 400},
        {"-pay.example", 400},
    };
    for (auto const& [value, expected] : rows) {
        CAPTURE(value);
        CHECK(verdict(with("Host: " + std::string{value} + "\r\n", "GET / HTTP/1.1"), rules) == expected);
    }
    CHECK(verdict(with("A: b\r\n")) == 400);
    CHECK(verdict(with(host + host)) == 400);
    CHECK(verdict(with("A: b\r\n", "GET / HTTP/1.0")) == 400);
    CHECK(verdict(with("Host: anything.at.all\r\n")) == 0);
}

TEST_CASE("where addresses are allowed they are served beside the names, and so is localhost") {
    std::vector<std::string> const named{"desk.example"};
    gate_rules rules;
    rules.hosts = named;
    auto const asked_as = [&rules](std::string const& name) {
        return verdict(with("Host: " + name + "\r\n", "GET / HTTP/1.1"), rules);
    };
    auto const addresses = {"127.0.0.1", "127.0.0.1:8081", "192.0.2.7", "[::1]:8081", "LocalHost:8081"};
    for (std::string const address : addresses) CHECK(asked_as(address) == 421);
    rules.addresses = true;
    for (std::string const address : addresses) CHECK(asked_as(address) == 0);
    CHECK(asked_as("desk.example") == 0);
    for (std::string const name : {"rebound.example", "127.0.0.1.rebound.example",
                                   "localhost.rebound.example", "1.2.3", "1.2.3.4.5"}) {
        CAPTURE(name);
        CHECK(asked_as(name) == 421);
    }
}

TEST_CASE("what only one answer can be true of comes once") {
    for (auto const* name : {"Authorization", "Content-Type", "Idempotency-Key", "Cookie", "Origin"}) {
        CAPTURE(name);
        std::string const line = std::string{name} + ": a\r\n";
        CHECK(verdict(with(host + line)) == 0);
        CHECK(verdict(with(host + line + line)) == 400);
    }
    CHECK(verdict(with(host + "Accept: a\r\nAccept: b\r\n")) == 0);
}

TEST_CASE("the only expectation met is 100-continue") {
    CHECK(verdict(with(host + "Expect: 100-continue\r\n")) == 0);
    CHECK(verdict(with(host + "Expect: 100-Continue\r\n")) == 0);
    CHECK(verdict(with(host + "Expect: 200-ok\r\n")) == 417);
    CHECK(verdict(with(host + "Expect: 100-continue\r\nExpect: 100-continue\r\n")) == 417);
}

TEST_CASE("each limit holds to the byte and to the line") {
    gate_rules const rules;
    auto const line_of = [](std::size_t target) {
        return "GET /" + std::string(target - 1, 'a') + " HTTP/1.1";
    };
    CHECK(verdict(with(host, line_of(rules.target_bytes))) == 0);
    CHECK(verdict(with(host, line_of(rules.target_bytes + 1))) == 414);

    auto const fields = [](std::size_t count) {
        std::string all = host;
        for (std::size_t i = 1; i < count; ++i) all += "A: b\r\n";
        return all;
    };
    CHECK(verdict(with(fields(rules.header_lines))) == 0);
    CHECK(verdict(with(fields(rules.header_lines + 1))) == 431);

    auto const of_size = [](std::size_t size) {
        auto const empty = with(host + "A: \r\n");
        return with(host + "A: " + std::string(size - empty.size(), 'b') + "\r\n");
    };
    CHECK(of_size(rules.header_bytes).size() == rules.header_bytes);
    CHECK(verdict(of_size(rules.header_bytes)) == 0);
    CHECK(verdict(of_size(rules.header_bytes + 1)) == 431);
    CHECK(too_long_to_wait_for(std::string(9000, 'a')).status == 414);
    CHECK(too_long_to_wait_for("GET / HTTP/1.1\r\n" + std::string(9000, 'a')).status == 431);
}

TEST_CASE("the end of a block is found wherever the pieces were cut") {
    auto const block = with(host, "GET / HTTP/1.1");
    for (std::size_t cut = 0; cut < block.size(); ++cut) {
        CAPTURE(cut);
        CHECK(find_head_end(std::string_view{block}.substr(0, cut), 0).what == head_scan::found::incomplete);
        auto const found = find_head_end(block + "body\n", cut);
        CHECK(found.what == head_scan::found::complete);
        CHECK(found.length == block.size());
    }
}

TEST_CASE("what passes is the request, split and trimmed, and how its body is framed") {
    auto const passed = gate(
        "POST /pay/x?a=b?c HTTP/1.1\r\nHost: a\r\nX-Word: \t two words \r\ncontent-LENGTH: 12\r\n"
        "Expect: 100-continue\r\nConnection: x, Close\r\n\r\n",
        {});
    REQUIRE(passed.has_value());
    CHECK(passed->asked.verb == method::post);
    CHECK(passed->asked.path == "/pay/x");
    CHECK(passed->asked.query == "a=b?c");
    CHECK(passed->asked.header("x-word") == "two words");
    CHECK(passed->asked.header("absent").empty());
    CHECK(passed->content_length == 12);
    CHECK(passed->expects_continue);
    CHECK_FALSE(passed->keep_alive);
    CHECK(gate("GET / HTTP/1.1\r\nHost: a\r\n\r\n", {})->keep_alive);
    CHECK_FALSE(gate("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", {})->keep_alive);
}
