#include <doctest/doctest.h>

#include "rig.hpp"

using namespace quittance::http;

namespace {
std::string get(std::string const& target, std::string const& more = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: pay.example\r\n" + more + "\r\n";
}
std::string post(std::string const& target, std::string const& body) {
    return "POST " + target +
           " HTTP/1.1\r\nHost: pay.example\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}
bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }
}  // namespace

TEST_CASE("two requests on one connection are both answered, each under its own id") {
    rig here;
    raw_client client{here.port()};
    client.say(get("/echo?a=b"));
    auto const first = client.reply();
    CHECK(has(first, "HTTP/1.1 200 OK\r\n"));
    CHECK(has(first, "[/echo?a=b|||127.0.0.1]"));
    client.say(post("/echo", "hello"));
    auto const second = client.reply();
    CHECK(has(second, "|hello|"));
    auto const id_of = [](std::string const& reply) {
        return reply.substr(reply.find("X-Request-Id: "), 36);
    };
    CHECK(id_of(first) != id_of(second));
}

TEST_CASE("every reply carries the headers that keep a browser from doing more than show it") {
    rig here;
    for (auto const* target : {"/echo", "/nowhere", "/throws"}) {
        CAPTURE(target);
        raw_client client{here.port()};
        client.say(get(target));
        auto const reply = client.reply();
        CHECK(has(reply, "Content-Security-Policy: default-src 'none'"));
        CHECK(has(reply, "frame-ancestors 'none'"));
        CHECK(has(reply, "X-Content-Type-Options: nosniff\r\n"));
        CHECK(has(reply, "Referrer-Policy: no-referrer\r\n"));
        CHECK(has(reply, "Cache-Control: no-store\r\n"));
        CHECK_FALSE(has(reply, "Strict-Transport-Security"));
        CHECK_FALSE(has(reply, "secret detail"));
    }
}

TEST_CASE("HEAD is answered like GET, with the length and without the body") {
    rig here;
    raw_client client{here.port()};
    client.say("HEAD /echo HTTP/1.1\r\nHost: pay.example\r\n\r\n");
    auto const reply = client.reply(true);
    CHECK(has(reply, "Content-Length: 20\r\n"));
    client.say(get("/echo"));
    CHECK(client.reply().starts_with("HTTP/1.1 200"));
}

TEST_CASE("a request that comes byte by byte is the same request") {
    rig here;
    raw_client client{here.port()};
    for (char const c : post("/echo", "slowly")) client.say({&c, 1});
    CHECK(has(client.reply(), "|slowly|"));
}

TEST_CASE("a known path with another method is refused with what it takes") {
    rig here;
    raw_client client{here.port()};
    client.say("DELETE /echo HTTP/1.1\r\nHost: pay.example\r\n\r\n");
    auto const reply = client.reply();
    CHECK(status_of(reply) == 405);
    CHECK(has(reply, "Allow: GET, HEAD, POST\r\n"));
}

TEST_CASE("a reply larger than the socket takes at once arrives whole") {
    rig here;
    raw_client client{here.port()};
    client.say(get("/large", "Connection: close\r\n"));
    auto const reply = client.until_closed();
    CHECK(reply.size() > 16 * 1024 * 1024);
    CHECK(reply.size() < 16 * 1024 * 1024 + 1024);
}

TEST_CASE("a header that would start another is answered 500 instead of sent") {
    rig here;
    raw_client client{here.port()};
    client.say(get("/split?/a%0D%0ASet-Cookie:%20evil=1"));
    auto const reply = client.until_closed();
    CHECK(status_of(reply) == 500);
    CHECK_FALSE(has(reply, "Set-Cookie"));
}

TEST_CASE("HTTP/1.0 is answered and closed, as nginx asks by default") {
    rig here;
    raw_client client{here.port()};
    client.say("GET /echo HTTP/1.0\r\nHost: pay.example\r\nConnection: keep-alive\r\n\r\n");
    CHECK(status_of(client.until_closed()) == 200);
}

TEST_CASE("who waits to be invited is invited before the body is read") {
    rig here;
    raw_client client{here.port()};
    client.say("POST /echo HTTP/1.1\r\nHost: a.example\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.reply() == "HTTP/1.1 100 Continue\r\n\r\n");
    client.say("ok");
    CHECK(has(client.reply(), "|ok|"));
}

TEST_CASE("a chunked body is taken where the route allows it, and only there") {
    rig here;
    std::string const head = " HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n";
    raw_client client{here.port()};
    client.say("POST /hook" + head + "5\r\nhello\r\n");
    client.say("1\r\n!\r\n0\r\n\r\n");
    CHECK(has(client.reply(), "|hello!|"));
    raw_client other{here.port()};
    other.say("POST /echo" + head + "0\r\n\r\n");
    CHECK(status_of(other.until_closed()) == 501);
}

TEST_CASE("requests are counted by route and class of status") {
    rig here;
    raw_client client{here.port()};
    client.say(get("/pay/one"));
    client.reply();
    client.say(get("/pay/two"));
    client.reply();
    client.say(get("/nowhere"));
    client.reply();
    auto const figures = here.figures();
    CHECK(has(figures, R"(route="pay",status="2xx"} 2)"));
    CHECK(has(figures, R"(route="none",status="4xx"} 1)"));
    CHECK(has(figures, R"(quittance_http_connections{listener="test"} 1)"));
}

TEST_CASE("behind a proxy that ends TLS, replies say so to browsers") {
    server_options options;
    options.tls_in_front = true;
    rig here{options};
    raw_client client{here.port()};
    client.say(get("/echo"));
    CHECK(has(client.reply(), "Strict-Transport-Security: max-age="));
}

TEST_CASE("a trusted proxy says whose request it is; a stranger may not") {
    std::string const more = "X-Forwarded-For: 203.0.113.7, 198.51.100.9\r\n";
    server_options trusting;
    trusting.trusted_proxies = {"127.0.0.0/8"};
    rig behind{trusting};
    raw_client proxy{behind.port()};
    proxy.say(get("/echo", more));
    CHECK(has(proxy.reply(), "|198.51.100.9]"));
    rig open;
    raw_client stranger{open.port()};
    stranger.say(get("/echo", more));
    CHECK(has(stranger.reply(), "|127.0.0.1]"));
}

TEST_CASE("what was refused before any route saw it is counted by its reason") {
    server_options options;
    options.allowed_hosts = {"pay.example"};
    rig here{options};
    raw_client client{here.port()};
    client.say("GET /echo HTTP/1.1\r\nHost: 192.0.2.1\r\n\r\n");
    CHECK(status_of(client.until_closed()) == 421);
    auto const figures = here.figures();
    CHECK(has(figures, R"(quittance_http_refused_total{listener="test",why="host_not_served"} 1)"));
    CHECK(has(figures, R"(route="refused",status="4xx"} 1)"));
}
