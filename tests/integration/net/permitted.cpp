// To whom a client with address rules connects: asked after the name was resolved, of the address itself.
#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "peer.hpp"
#include "quittance/net/https_client.hpp"

using namespace quittance;
using namespace quittance::net;

namespace {

result<client_reply> ask(std::string base, std::vector<std::string> const& allowed,
                         std::string const& ca_file = {}) {
    boost::asio::io_context loop;
    client_options options;
    options.base = std::move(base);
    options.allow_plain_loopback = true;
    options.ca_file = ca_file;
    options.addresses.emplace(allowed);
    https_client client(loop.get_executor(), std::move(options));
    std::optional<result<client_reply>> answer;
    client_request asked{"POST", "/ok", {}, "body"};
    boost::asio::co_spawn(loop, client.send(std::move(asked), std::chrono::seconds{5}),
                          [&answer](std::exception_ptr thrown, result<client_reply> reply) {
                              if (thrown) std::rethrow_exception(thrown);
                              answer = std::move(reply);
                          });
    while (!answer) REQUIRE(loop.run_one() == 1);
    client.close();
    return *answer;
}

}  // namespace

TEST_CASE("an address that is not permitted is not connected to, however it is written") {
    authority const ca;
    peer there{ca.issue("localhost", -60, 3600)};
    for (auto const* const host :
         {"127.0.0.1", "localhost", "[::1]", "2130706433", "0177.1", "0.0.0.0", "[::ffff:127.0.0.1]"}) {
        CAPTURE(host);
        auto const reply = ask("https://" + std::string{host} + ":" + there.port(), {}, ca.file());
        REQUIRE(reply.has_error());
        CHECK(reply.error() == client_errc::address_refused);
    }
    CHECK(there.connections == 0);
}

TEST_CASE("a name that leads to an allowed network is connected to there") {
    authority const ca;
    peer there{ca.issue("localhost", -60, 3600)};
    auto const reply = ask("https://localhost:" + there.port(), {"127.0.0.0/8"}, ca.file());
    REQUIRE(reply.has_value());
    CHECK(reply->status == 200);
    SUBCASE("and not to another that it leads to as well") {
        CHECK(ask("https://localhost:" + there.port(), {"10.0.0.0/8"}, ca.file()).error() ==
              client_errc::address_refused);
    }
}

TEST_CASE("plain http is spoken to an allowed loopback alone") {
    peer there;
    CHECK(ask("http://127.0.0.1:" + there.port(), {"127.0.0.1"})->status == 200);
    CHECK(ask("http://localhost:" + there.port(), {}).error() == client_errc::address_refused);
    CHECK(there.requests == 1);
}

TEST_CASE("what would be wrong with a base address is told before a client is made") {
    CHECK(!problem_with_base("https://example.com", false));
    CHECK(!problem_with_base("http://127.0.0.1:1", true));
    CHECK(problem_with_base("http://example.com", true));
    CHECK(problem_with_base("https://example.com/path", true));
}
