// A million requests that were hostile to begin with and were then damaged, each alone on a connection: said
// at once it is one request or a refusal; said in pieces no more than the pieces; and the server always
// closes.
#include <doctest/doctest.h>

#include <chrono>

#include "corpus.hpp"
#include "prober.hpp"

using namespace quittance;
using namespace quittance::hostile;

namespace {

std::size_t taken_in(std::vector<answer> const& answers) {
    std::size_t taken = 0;
    for (auto const& one : answers) taken += one.status == 200 ? 1U : 0U;
    return taken;
}

// Empty: all is as it must be.
std::string problem_with(http::rig& there, std::string const& text, std::size_t pieces) {
    auto const before = there.seen_count();
    prober client{there};
    auto const size = text.size() / pieces + 1;
    for (std::size_t at = 0; at < text.size(); at += size)
        client.say(std::string_view{text}.substr(at, size));
    client.end_sending();
    if (!client.closes()) return "the server did not close";
    bool const bodyless = text.starts_with("HEAD ");
    auto const answers = answers_in(client.heard(), bodyless);
    auto const seen = there.seen_count() - before;
    if (seen != taken_in(answers)) return "a route saw what was not answered";
    if (answers.size() > pieces) return "more replies than could have been asked for";
    return {};
}

}  // namespace

TEST_CASE("no mutation of a hostile request is two requests, a hang or a crash") {
    using clock = std::chrono::steady_clock;
    auto const most = in_full() ? std::size_t{1'000'000} : std::size_t{100'000};
    auto const box = in_full() ? std::chrono::minutes{5} : std::chrono::seconds{12};
    auto const began = clock::now();
    mutator dice{read_all_tables()};
    auto there = std::make_unique<http::rig>(http::rig::by_hand{}, http::server_options{});
    std::size_t said = 0;
    while (said < most && clock::now() - began < box) {
        auto const text = dice.next();
        auto const wrong = problem_with(*there, text, 1 + said % 3);
        CHECK_MESSAGE(wrong.empty(), wrong, ": ", text);
        // What routes saw is kept: a new server now and then keeps it short.
        if (++said % 10'000 == 0) {
            there = std::make_unique<http::rig>(http::rig::by_hand{}, http::server_options{});
        }
    }
    MESSAGE(said, " mutations, ",
            static_cast<std::size_t>(static_cast<double>(said) /
                                     std::chrono::duration<double>(clock::now() - began).count()),
            " a second");
    CHECK(said > 1000);
}
