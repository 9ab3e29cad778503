// Deadlines, caps and stopping. Limits are tiny here; nothing sleeps, everything waits for what it expects.
#include <doctest/doctest.h>

#include <future>

#include "rig.hpp"

using namespace quittance::http;
using namespace std::chrono_literals;

namespace {
std::string const get_echo = "GET /echo HTTP/1.1\r\nHost: a.example\r\n\r\n";
std::string const get_wait = "GET /wait HTTP/1.1\r\nHost: a.example\r\n\r\n";
bool ready(std::future<void> const& stopped, std::chrono::milliseconds limit) {
    return stopped.wait_for(limit) == std::future_status::ready;
}
}  // namespace

TEST_CASE("a header that takes too long is answered 408, however steadily it drips") {
    server_options options;
    options.limit.header_deadline = 60ms;
    rig here{options};
    raw_client client{here.port()};
    auto const began = std::chrono::steady_clock::now();
    client.say("GET /echo HTTP/1.1\r\nA: ");
    while (!client.answered_within(10ms) && std::chrono::steady_clock::now() < began + 1s) client.say("a");
    CHECK(status_of(client.until_closed()) == 408);
    CHECK(std::chrono::steady_clock::now() - began < 1s);
}

TEST_CASE("a body that takes too long is answered 408") {
    server_options options;
    options.limit.body_deadline = 60ms;
    rig here{options};
    raw_client client{here.port()};
    client.say("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
    CHECK(status_of(client.until_closed()) == 408);
    CHECK(here.seen().empty());
}

TEST_CASE("an idle connection is let go without a word, before and after a request") {
    server_options options;
    options.limit.idle_deadline = 500ms;
    rig here{options};
    raw_client silent{here.port()};
    CHECK(silent.until_closed().empty());
    raw_client client{here.port()};
    client.say(get_echo);
    CHECK(status_of(client.reply()) == 200);
    CHECK(client.until_closed().empty());
}

TEST_CASE("a client that does not read its reply loses the connection") {
    server_options options;
    options.limit.write_deadline = 60ms;
    rig here{options};
    raw_client client{here.port()};
    client.say("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const began = std::chrono::steady_clock::now();
    while (here.figures().find("route=\"large\"") == std::string::npos) {
        REQUIRE(std::chrono::steady_clock::now() - began < 2s);
    }
    CHECK(client.until_closed().size() < 16 * 1024 * 1024);
}

TEST_CASE("a handler at work has no deadline of the connection's") {
    server_options options;
    options.limit.idle_deadline = options.limit.header_deadline = options.limit.body_deadline = 20ms;
    rig here{options};
    raw_client client{here.port()};
    client.say(get_wait);
    here.await_waiter();
    CHECK_FALSE(client.answered_within(80ms));
    here.open_gate();
    CHECK(status_of(client.reply()) == 200);
}

TEST_CASE("connections above the cap are turned away with a word, and welcome again later") {
    server_options options;
    options.limit.connections = 2;
    rig here{options};
    auto const first = std::make_unique<raw_client>(here.port());
    raw_client second{here.port()};
    first->say(get_echo);
    second.say(get_echo);
    CHECK(status_of(first->reply()) == 200);
    CHECK(status_of(second.reply()) == 200);
    raw_client third{here.port()};
    CHECK(status_of(third.until_closed()) == 503);
    first->end_sending();
    CHECK(first->until_closed().empty());
    raw_client fourth{here.port()};
    fourth.say(get_echo);
    CHECK(status_of(fourth.reply()) == 200);
}

TEST_CASE("one address gets its share, and loopback is exempt unless told otherwise") {
    server_options options;
    options.limit.connections_per_address = 1;
    options.limit.loopback_exempt = false;
    rig here{options};
    raw_client first{here.port()};
    first.say(get_echo);
    CHECK(status_of(first.reply()) == 200);
    raw_client second{here.port()};
    CHECK(status_of(second.until_closed()) == 503);
    options.limit.loopback_exempt = true;
    rig open{options};
    raw_client third{open.port()};
    raw_client fourth{open.port()};
    third.say(get_echo);
    fourth.say(get_echo);
    CHECK(status_of(third.reply()) == 200);
    CHECK(status_of(fourth.reply()) == 200);
}

TEST_CASE(
    "draining: idle connections leave at once, the request in hand is answered, new ones are not taken") {
    rig here;
    raw_client idle{here.port()};
    idle.say(get_echo);
    CHECK(status_of(idle.reply()) == 200);
    raw_client busy{here.port()};
    busy.say(get_wait);
    here.await_waiter();
    auto const stopped = here.stop(10s);
    CHECK(idle.until_closed().empty());
    CHECK_FALSE(ready(stopped, 0ms));
    here.open_gate();
    auto const reply = busy.until_closed();
    CHECK(status_of(reply) == 200);
    CHECK(reply.find("Connection: close\r\n") != std::string::npos);
    CHECK(ready(stopped, 2s));
    CHECK_FALSE(raw_client::accepted(here.port()));
}

TEST_CASE("after the grace what is left is cut") {
    rig here;
    raw_client busy{here.port()};
    busy.say(get_wait);
    here.await_waiter();
    raw_client half{here.port()};
    half.say("GET /ec");
    auto const stopped = here.stop(50ms);
    CHECK(busy.until_closed().empty());
    CHECK(half.until_closed().empty());
    CHECK(ready(stopped, 2s));
}

TEST_CASE("a server with nobody connected stops at once") {
    rig here;
    CHECK(ready(here.stop(10s), 2s));
}

TEST_CASE("an address that is taken is named") {
    rig here;
    server_options options;
    options.port = here.port();
    CHECK_THROWS_WITH_AS(rig{options}, doctest::Contains(std::to_string(here.port()).c_str()),
                         std::system_error);
}
