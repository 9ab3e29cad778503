#include "refusals.hpp"

#include <doctest/doctest.h>

using namespace quittance::redis;

namespace {

observed_settings durable() { return {"7.0.15", "master", true, "always", "noeviction"}; }

// How many sentences, and the first.
std::string only_sentence(observed_settings const& seen, bool accept_power_loss = false) {
    auto const said = judge(seen, accept_power_loss);
    return said.size() == 1 ? said.front() : std::to_string(said.size()) + " sentences";
}

}  // namespace

TEST_CASE("a durable Redis is taken") { CHECK(judge(durable(), false).empty()); }

TEST_CASE("each way to lose a payment is refused with one sentence that says what to do") {
    auto seen = durable();
    SUBCASE("old") {
        seen.version = "6.2.7";
        CHECK(only_sentence(seen).find("install 7.0") != std::string::npos);
    }
    SUBCASE("replica") {
        seen.role = "slave";
        CHECK(only_sentence(seen).find("master") != std::string::npos);
    }
    SUBCASE("no append-only file, even when power loss is accepted") {
        seen.append_only = false;
        CHECK(only_sentence(seen, true).find("appendonly yes") != std::string::npos);
    }
    SUBCASE("everysec") {
        seen.fsync = "everysec";
        CHECK(only_sentence(seen).find("accept_power_loss") != std::string::npos);
        CHECK(judge(seen, true).empty());
    }
    SUBCASE("a Redis that does not tell its fsync") {
        seen.fsync.reset();
        CHECK(only_sentence(seen).find("does not tell") != std::string::npos);
        CHECK(judge(seen, true).empty());
    }
    SUBCASE("eviction") {
        seen.eviction = "allkeys-lru";
        CHECK(only_sentence(seen).find("noeviction") != std::string::npos);
    }
}

TEST_CASE("a Redis that says nothing about itself is refused for everything") {
    CHECK(judge({}, false).size() == 5);
}
