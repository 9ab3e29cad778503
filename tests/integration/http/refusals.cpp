#include <doctest/doctest.h>

#include <memory>
#include <vector>

#include "rig.hpp"

using namespace quittance::http;

namespace {

std::string const host = "Host: pay.example\r\n";
std::string const hidden = "GET /pay/smuggled HTTP/1.1\r\nHost: pay.example\r\n\r\n";

std::string post(std::string const& fields, std::string const& body, std::string const& path = "/hook") {
    return "POST " + path + " HTTP/1.1\r\n" + host + fields + "\r\n" + body;
}
std::string length(std::size_t bytes) { return "Content-Length: " + std::to_string(bytes) + "\r\n"; }

// Says `bytes`, expects one refusal of that status, then the end; and that no route saw anything.
void refused(std::string const& bytes, int status, server_options options = {}) {
    rig here{std::move(options)};
    raw_client client{here.port()};
    client.say(bytes);
    auto const all = client.until_closed();
    CHECK(status_of(all) == status);
    CHECK(all.find("Connection: close\r\n") != std::string::npos);
    CHECK(all.find("HTTP/1.1 ", 1) == std::string::npos);  // one reply, not two
    CHECK(here.seen().empty());
}

}  // namespace

TEST_CASE("each smuggling trick is refused on the socket and the hidden request is never seen") {
    struct {
        char const* what;
        std::string bytes;
        int status;
    } const rows[] = {
        {"CL.TE", post(length(6) + "Transfer-Encoding: chunked\r\n", "0\r\n\r\nG" + hidden), 400},
        {"TE.CL", post("Transfer-Encoding: chunked\r\n" + length(4), "5c\r\n" + hidden + "0\r\n\r\n"), 400},
        {"TE.TE", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n", "0\r\n\r\n" + hidden),
         501},
        {"identity", post("Transfer-Encoding: identity\r\n", hidden), 501},
        {"xchunked", post("Transfer-Encoding: xchunked\r\n", hidden), 501},
        {"chunked, identity", post("Transfer-Encoding: chunked, identity\r\n", hidden), 501},
        {"chunked, chunked", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n" + hidden), 501},
        {"space before colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n" + hidden), 400},
        {"folded encoding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n" + hidden), 400},
        {"underscored length", post("Content_Length: 5\r\n", "hello" + hidden), 400},
        {"two lengths", post(length(0) + length(hidden.size()), hidden), 400},
        {"length list", post("Content-Length: 1, 1\r\n", "a" + hidden), 400},
        {"length zero with a body", post(length(0), hidden), 400},
        {"no length with a body", post("", hidden), 400},
        {"GET with a body", "GET /echo HTTP/1.1\r\n" + host + length(hidden.size()) + "\r\n" + hidden, 400},
        {"pipelined", "GET /echo HTTP/1.1\r\n" + host + "\r\n" + hidden, 400},
        {"after the last chunk", post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n" + hidden), 400},
        {"chunk extension", post("Transfer-Encoding: chunked\r\n", "1;a=b\r\nx\r\n0\r\n\r\n"), 400},
        {"trailer", post("Transfer-Encoding: chunked\r\n", "0\r\nHost: evil\r\n\r\n"), 400},
        {"bare line feeds", "POST /hook HTTP/1.1\nHost: pay.example\n\n", 400},
        {"chunked over HTTP/1.0", "POST /hook HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n",
         501},
        {"no host", "GET /echo HTTP/1.1\r\n\r\n", 400},
        {"two hosts", "GET /echo HTTP/1.1\r\n" + host + "Host: evil\r\n\r\n", 400},
        {"absolute form", "GET http://evil/echo HTTP/1.1\r\n" + host + "\r\n", 400},
        {"raw 0x80", "GET /echo\x80 HTTP/1.1\r\n" + host + "\r\n", 400},
        {"TLS hello", std::string{"\x16\x03\x01\x02\x00\n", 6}, 400},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
    };
    for (auto const& [what, bytes, status] : rows) {
        CAPTURE(what);
        refused(bytes, status);
    }
}

TEST_CASE("bytes that arrive while a request is answered are never read as another") {
    rig here;
    raw_client client{here.port()};
    client.say("GET /wait HTTP/1.1\r\n" + host + "\r\n");
    here.await_waiter();
    client.say(hidden);
    here.open_gate();
    auto const all = client.until_closed();
    CHECK(all.find("waited") != std::string::npos);
    CHECK(all.find("Connection: close") != std::string::npos);
    CHECK(here.seen().empty());
}

TEST_CASE("a host that is not ours is misdirected") {
    server_options options;
    options.allowed_hosts = {"pay.example"};
    refused("GET /echo HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421, options);
    rig here{options};
    raw_client client{here.port()};
    client.say("GET /echo HTTP/1.1\r\nHost: Pay.Example:8443\r\n\r\n");
    CHECK(status_of(client.reply()) == 200);
}

TEST_CASE("a listener that allows addresses serves them beside the names it was told, and no other name") {
    server_options options;
    options.allowed_hosts = {"desk.example"};
    options.addresses_allowed = true;
    refused("GET /echo HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421, options);
    rig here{options};
    for (auto const* served : {"127.0.0.1:8081", "desk.example"}) {
        CAPTURE(served);
        raw_client client{here.port()};
        client.say("GET /echo HTTP/1.1\r\nHost: " + std::string{served} + "\r\n\r\n");
        CHECK(status_of(client.reply()) == 200);
    }
}

TEST_CASE("each size limit holds to the byte") {
    struct {
        char const* what;
        std::size_t bytes;
        std::string (*build)(std::size_t);
        int status;
    } const rows[] = {
        {"body", 64 * 1024, [](std::size_t n) { return post(length(n), std::string(n, 'a'), "/echo"); }, 413},
        {"webhook body", 1024 * 1024, [](std::size_t n) { return post(length(n), std::string(n, 'a')); },
         413},
        {"target", 2048,
         [](std::size_t n) {
             return "GET /pay/" + std::string(n - 5, 'a') + " HTTP/1.1\r\n" + host + "\r\n";
         },
         414},
        {"header", 8192,
         [](std::size_t n) {
             auto const rest = "GET /echo HTTP/1.1\r\n" + host + "A: \r\n\r\n";
             return "GET /echo HTTP/1.1\r\n" + host + "A: " + std::string(n - rest.size(), 'a') + "\r\n\r\n";
         },
         431},
    };
    for (auto const& [what, bytes, build, status] : rows) {
        CAPTURE(what);
        rig here;
        raw_client client{here.port()};
        client.say(build(bytes));
        CHECK(status_of(client.reply()) == 200);
        refused(build(bytes + 1), status);
    }
}

TEST_CASE("a header without end is refused at the limit, not read on") {
    refused("GET /" + std::string(100'000, 'a'), 414);
    refused("GET / HTTP/1.1\r\nA: " + std::string(100'000, 'a'), 431);
}

TEST_CASE("chunks together count against the limit of the route") {
    std::string const chunk = "10000\r\n" + std::string(0x10000, 'a') + "\r\n";
    std::string body;
    for (int i = 0; i < 16; ++i) body += chunk;
    rig here;
    raw_client client{here.port()};
    client.say(post("Transfer-Encoding: chunked\r\n", body + "0\r\n\r\n"));
    CHECK(status_of(client.reply()) == 200);
    refused(post("Transfer-Encoding: chunked\r\n", body + "1\r\na\r\n0\r\n\r\n"), 413);
}

TEST_CASE("more bytes in flight than allowed are answered 503 and may come again") {
    server_options options;
    options.limit.bytes_in_flight = 1000;
    rig here{options};
    raw_client slow{here.port()};
    slow.say(post(length(700), std::string(600, 'a')));
    raw_client probe{here.port()};  // its reply proves that the slow one's header was read
    probe.say("GET /echo HTTP/1.1\r\n" + host + "\r\n");
    CHECK(status_of(probe.reply()) == 200);
    raw_client second{here.port()};
    second.say(post(length(401), std::string(401, 'a')));
    auto const reply = second.until_closed();
    CHECK(status_of(reply) == 503);
    CHECK(reply.find("Retry-After: ") != std::string::npos);
    slow.say(std::string(100, 'a'));
    CHECK(status_of(slow.reply()) == 200);
    raw_client third{here.port()};
    third.say(post(length(1000), std::string(1000, 'a')));
    CHECK(status_of(third.reply()) == 200);
}

TEST_CASE("bodies that are announced and do not come keep nobody out") {
    server_options options;
    options.limit.bytes_in_flight = 2 * 1024 * 1024;
    rig here{options};
    std::vector<std::unique_ptr<raw_client>> silent;
    for (int i = 0; i < 8; ++i) {
        silent.push_back(std::make_unique<raw_client>(here.port()));
        silent.back()->say(i % 2 == 0 ? post(length(1024 * 1024), "{")
                                      : post("Transfer-Encoding: chunked\r\n", "100000\r\n{"));
        raw_client probe{here.port()};  // its reply proves that the silent one's header was read
        probe.say("GET /echo HTTP/1.1\r\n" + host + "\r\n");
        CHECK(status_of(probe.reply()) == 200);
    }
    raw_client honest{here.port()};
    honest.say(post(length(5), "hello"));
    CHECK(status_of(honest.reply()) == 200);
}
