#include "quittance/net/https_client.hpp"

#include <doctest/doctest.h>
#include <openssl/ssl.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>

#include "authority.hpp"
#include "peer.hpp"

using namespace quittance;
using namespace quittance::net;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
namespace asio = boost::asio;
using outcome = std::optional<result<client_reply>>;

namespace {

struct caller {
    explicit caller(client_options options) : client(loop.get_executor(), std::move(options)) {}

    // Starts a request; its outcome is in `into` once run() has returned.
    void start(outcome& into, std::string target, milliseconds patience = 5s, std::string body = {}) {
        client_request asked{
            body.empty() ? "GET" : "POST", std::move(target), {{"X-Key", "value"}}, std::move(body)};
        asio::co_spawn(loop, client.send(std::move(asked), patience),
                       [&into](std::exception_ptr thrown, result<client_reply> reply) {
                           if (thrown) std::rethrow_exception(thrown);
                           into = std::move(reply);
                       });
    }
    // Runs until `into` has its outcome.
    void await(outcome const& into) {
        loop.restart();
        while (!into) REQUIRE(loop.run_one() == 1);
    }
    result<client_reply> ask(std::string target, milliseconds patience = 5s, std::string body = {}) {
        outcome reply;
        start(reply, std::move(target), patience, std::move(body));
        await(reply);
        return *reply;
    }

    asio::io_context loop;
    https_client client;
};

authority const& ca() {
    static authority const one;
    return one;
}
client_options options_for(peer const& there) {
    client_options options;
    options.base = "https://localhost:" + there.port();
    options.ca_file = ca().file();
    options.most_reply_bytes = 1024 * 1024;
    return options;
}
client_options plain_options_for(peer const& there) {
    auto options = options_for(there);
    options.base = "http://127.0.0.1:" + there.port();
    options.allow_plain_loopback = true;
    return options;
}
issued good() { return ca().issue("localhost", -60, 3600); }

}  // namespace

TEST_CASE("a request to the right name is answered, and the next uses the same connection") {
    peer there{good()};
    caller here{options_for(there)};
    auto const first = here.ask("/ok?a=b", 5s, "name=value");
    REQUIRE(first.has_value());
    CHECK(first->status == 200);
    CHECK(first->body == "ok");
    CHECK(first->header("x-word") == "yes");
    CHECK(there.last_name() == "localhost");
    CHECK(there.last_request() == "POST /ok?a=b HTTP/1.1\r\nHost: localhost:" + there.port() +
                                      "\r\nX-Key: value\r\nContent-Length: 10\r\n\r\nname=value");
    CHECK(here.ask("/ok").has_value());
    CHECK(there.connections == 1);
    CHECK(there.requests == 2);
}

TEST_CASE("a certificate that does not prove the name gets no byte of the request") {
    authority const stranger;
    struct {
        char const* what;
        issued identity;
        int max_tls;
    } const rows[] = {
        {"another name", ca().issue("other.example", -60, 3600), 0},
        {"expired", ca().issue("localhost", -3600, -60), 0},
        {"not yet valid", ca().issue("localhost", 600, 3600), 0},
        {"unknown authority", stranger.issue("localhost", -60, 3600), 0},
        {"TLS 1.1", good(), TLS1_1_VERSION},
    };
    for (auto const& [what, identity, max_tls] : rows) {
        CAPTURE(what);
        peer there{identity, max_tls};
        caller here{options_for(there)};
        CHECK(here.ask("/ok").error() == client_errc::not_sent);
        CHECK(there.connections == 1);
        CHECK(there.requests == 0);
    }
}

TEST_CASE("TLS 1.2 is good enough") {
    peer there{good(), TLS1_2_VERSION};
    caller here{options_for(there)};
    CHECK(here.ask("/ok").has_value());
}

TEST_CASE("plain http goes to this machine only, and only when allowed") {
    peer there;
    caller here{plain_options_for(there)};
    CHECK(here.ask("/ok")->body == "ok");
    auto forbidden = plain_options_for(there);
    forbidden.allow_plain_loopback = false;
    CHECK_THROWS_AS(caller{forbidden}, std::invalid_argument);
}

TEST_CASE("nobody listening means not sent") {
    std::string port;
    {
        peer const gone;
        port = gone.port();
    }
    client_options options;
    options.base = "http://127.0.0.1:" + port;
    options.allow_plain_loopback = true;
    caller here{options};
    CHECK(here.ask("/ok").error() == client_errc::not_sent);
}

TEST_CASE("a connection lost after the request went out leaves the outcome unknown") {
    for (bool const tls : {true, false}) {
        CAPTURE(tls);
        auto const there = tls ? std::make_unique<peer>(good()) : std::make_unique<peer>();
        caller here{tls ? options_for(*there) : plain_options_for(*there)};
        for (auto const* target : {"/cut", "/drop"}) {
            CAPTURE(target);
            CHECK(here.ask(target).error() == client_errc::outcome_unknown);
        }
        CHECK(here.ask("/ok").has_value());
    }
}

TEST_CASE("no answer in time is an unknown outcome, and the connection is not used again") {
    peer there{good()};
    caller here{options_for(there)};
    auto const began = std::chrono::steady_clock::now();
    CHECK(here.ask("/silent", 60ms).error() == client_errc::outcome_unknown);
    CHECK(std::chrono::steady_clock::now() - began < 1s);
    there.open_gate();
    CHECK(here.ask("/ok").has_value());
    CHECK(there.connections == 2);
}

TEST_CASE("a reply above the limit is refused, and is not called unknown") {
    peer there{good()};
    auto options = options_for(there);
    {
        caller here{options};
        CHECK(here.ask("/large").error() == client_errc::reply_too_large);
        CHECK(here.ask("/ok").has_value());
    }
    options.most_reply_bytes = 1024 * 1024 + 1;
    caller here{options};
    CHECK(here.ask("/large")->body.size() == 1024 * 1024 + 1);
}

TEST_CASE("a redirect is an answer, not an order") {
    peer there{good()};
    caller here{options_for(there)};
    CHECK(here.ask("/moved")->status == 302);
    CHECK(there.requests == 1);
}

TEST_CASE("an interim reply is not the answer") {
    peer there{good()};
    caller here{options_for(there)};
    CHECK(here.ask("/early")->body == "ok");
}

TEST_CASE("a kept connection that the other side closed is replaced before anything is sent") {
    for (bool const tls : {true, false}) {
        CAPTURE(tls);
        auto const there = tls ? std::make_unique<peer>(good()) : std::make_unique<peer>();
        caller here{tls ? options_for(*there) : plain_options_for(*there)};
        CHECK(here.ask("/bye").has_value());
        while (there->gone == 0) std::this_thread::yield();
        CHECK(here.ask("/ok").has_value());
        CHECK(there->connections == 2);
    }
}

TEST_CASE("a connection idle too long is closed") {
    peer there{good()};
    auto options = options_for(there);
    options.idle_keep = 0s;
    caller here{options};
    CHECK(here.ask("/ok").has_value());
    CHECK(here.ask("/ok").has_value());
    CHECK(there.connections == 2);
}

TEST_CASE("no more than the limit are in flight; the others wait and are served in order") {
    peer there{good()};
    auto options = options_for(there);
    options.most_in_flight = 2;
    caller here{options};
    std::vector<outcome> replies(6);
    for (auto& reply : replies) here.start(reply, "/gate");
    while (there.waiting < 2) here.loop.poll();
    for (int i = 0; i < 100; ++i) here.loop.poll();
    CHECK(there.waiting == 2);
    there.open_gate();
    for (auto& reply : replies) here.await(reply);
    for (auto& reply : replies) CHECK(reply->has_value());
    CHECK(there.most_waiting <= 2);
    CHECK(there.connections == 2);
}

TEST_CASE("who waits too long for a place has sent nothing, and its place goes to the next") {
    peer there{good()};
    auto options = options_for(there);
    options.most_in_flight = 1;
    caller here{options};
    outcome first;
    outcome impatient;
    outcome patient;
    here.start(first, "/gate");
    while (there.waiting < 1) here.loop.poll();
    here.start(impatient, "/ok", 30ms);
    here.start(patient, "/ok");
    here.await(impatient);
    CHECK(impatient->error() == client_errc::not_sent);
    there.open_gate();
    here.await(patient);
    CHECK(first->has_value());
    CHECK(patient->has_value());
    CHECK(there.requests == 2);
}

TEST_CASE("closing ends what is under way") {
    peer there{good()};
    auto options = options_for(there);
    options.most_in_flight = 1;
    caller here{options};
    outcome sent;
    outcome waiting;
    here.start(sent, "/silent");
    while (there.waiting < 1) here.loop.poll();
    here.start(waiting, "/ok");
    here.loop.poll();
    here.client.close();
    here.await(sent);
    here.await(waiting);
    CHECK(sent->error() == client_errc::outcome_unknown);
    CHECK(waiting->error() == client_errc::not_sent);
    CHECK(here.ask("/ok").error() == client_errc::not_sent);
}
