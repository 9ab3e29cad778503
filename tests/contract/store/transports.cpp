// The same Redis over TCP and TLS.
#include <doctest/doctest.h>

#include <cstdlib>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"

using namespace quittance;
using namespace quittance::contract;

namespace {

// Whether a gateway with this address gets through.
bool connects(std::string url, std::string ca_file = {}) {
    boost::asio::io_context loop;
    auto const lines = make_silent_log();
    auto const figures = make_metrics();
    redis::options how;
    how.url = std::move(url);
    how.ca_file = std::move(ca_file);
    auto const database = redis::make_database(loop.get_executor(), how, *lines, *figures);
    bool through = true;
    try {
        finish(loop, database->connect());
        CHECK(finish(loop, database->accounts().load_whole(client_named("anna"))).account.version == 0);
    } catch (engine::store_unavailable const&) {
        through = false;
    }
    database->close();
    loop.restart();
    loop.run();
    return through;
}

}  // namespace

TEST_CASE("over TCP a user gets in with the right password, and only with it") {
    auto const port = free_port();
    tests::redis_server const server(
        {"--port", port, "--user", "pay", "on", ">s3/cret", "~*", "&*", "+@all"});
    CHECK(connects("redis://pay:s3%2Fcret@127.0.0.1:" + port + "/2"));
    CHECK(!connects("redis://pay:wrong@127.0.0.1:" + port));
}

TEST_CASE("over TLS the server's name and its authority are checked") {
    tests::redis_server server;
    auto const port = free_port();
    auto const cert = (server.folder() / "cert.pem").string();
    auto const key = (server.folder() / "key.pem").string();
    auto const made =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout " +
        key + " -out " + cert + " 2>/dev/null";
    REQUIRE(std::system(made.c_str()) == 0);
    tests::redis_server const tls(
        {"--tls-port", port, "--tls-cert-file", cert, "--tls-key-file", key, "--tls-auth-clients", "no"});
    CHECK(connects("rediss://localhost:" + port, cert));
    CHECK(!connects("rediss://127.0.0.1:" + port, cert));  // another name
    CHECK(!connects("rediss://localhost:" + port));        // an authority nobody vouched for
}

TEST_CASE("nobody there is said at once") {
    CHECK(!connects("redis://127.0.0.1:" + free_port()));
    CHECK(!connects("unix:/nonexistent/redis.sock"));
}
