#include <doctest/doctest.h>

#include "contract/store/places.hpp"

using namespace quittance;
using namespace quittance::contract;

namespace {

// What a Redis with these settings is refused for, all sentences in one text.
std::string refusals_with(std::vector<std::string> const& settings) {
    for (auto const& line : settings) shared_server().command(line);
    redis_side at(shared_server());
    std::string all;
    for (auto const& sentence : at(at.database().refusals())) all += sentence + "\n";
    return all;
}

}  // namespace

TEST_CASE("a durable Redis is refused for nothing") { CHECK(refusals_with({}) == ""); }

TEST_CASE("a Redis that may lose acknowledged payments is refused with what to do") {
    CHECK(refusals_with({"CONFIG SET appendfsync everysec"}).find("set `appendfsync always`") !=
          std::string::npos);
    shared_server().command("CONFIG SET appendfsync always");
    CHECK(refusals_with({"CONFIG SET appendonly no"}).find("set `appendonly yes`") != std::string::npos);
    shared_server().command("CONFIG SET appendonly yes");
    CHECK(refusals_with({"CONFIG SET maxmemory-policy allkeys-lru"})
              .find("set `maxmemory-policy noeviction`") != std::string::npos);
    shared_server().command("CONFIG SET maxmemory-policy noeviction");
    CHECK(refusals_with({"REPLICAOF 127.0.0.1 1"}).find("connect to the master") != std::string::npos);
    shared_server().command("REPLICAOF NO ONE");
    CHECK(refusals_with({}) == "");
}

TEST_CASE("everysec is taken when the operator accepts what a power cut costs") {
    shared_server().command("CONFIG SET appendfsync everysec");
    boost::asio::io_context loop;
    auto const lines = make_silent_log();
    auto const figures = make_metrics();
    redis::options how;
    how.url = shared_server().url();
    how.accept_power_loss = true;
    auto const database = redis::make_database(loop.get_executor(), how, *lines, *figures);
    CHECK(finish(loop, database->refusals()).empty());
    database->close();
    loop.restart();
    loop.run();
    shared_server().command("CONFIG SET appendfsync always");
}

TEST_CASE("an address that cannot be read is refused at once") {
    boost::asio::io_context loop;
    auto const lines = make_silent_log();
    auto const figures = make_metrics();
    for (auto const* const url : {"", "localhost:6379", "http://localhost", "unix:", "redis://",
                                  "redis://h/x", "redis://u:%zz@h", "unix:/tmp/x?nonsense"}) {
        CAPTURE(url);
        redis::options how;
        how.url = url;
        CHECK_THROWS_AS(redis::make_database(loop.get_executor(), how, *lines, *figures),
                        std::invalid_argument);
    }
}
