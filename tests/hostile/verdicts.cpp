// Every hostile request gets its verdict: said at once, cut at every byte, and too slowly.
#include <doctest/doctest.h>

#include "corpus.hpp"
#include "prober.hpp"

using namespace quittance;
using namespace quittance::hostile;

namespace {

// Said in these pieces; the last one is followed by what the verdict needs to show.
struct exchange {
    std::vector<answer> answers;
    bool closed_by_itself = false;
    bool closed = false;
    std::size_t seen = 0;  // by routes
};

exchange held(http::rig& there, std::vector<std::string_view> const& pieces, bool bodyless) {
    auto const before = there.seen_count();
    exchange had;
    prober client{there};
    for (auto const piece : pieces) client.say(piece);
    had.closed_by_itself = client.closed();
    client.end_sending();
    had.closed = client.closes();
    had.answers = answers_in(client.heard(), bodyless);
    had.seen = there.seen_count() - before;
    return had;
}

std::vector<int> statuses_of(std::vector<answer> const& answers) {
    std::vector<int> all;
    all.reserve(answers.size());
    for (auto const& one : answers) all.push_back(one.status);
    return all;
}

bool is_head(hostile_request const& what) { return what.pieces.front().starts_with("HEAD "); }

void expect(hostile_request const& what, exchange const& had) {
    std::size_t expected_seen = 0;
    std::vector<int> expected;
    for (auto const& one : what.verdicts) {
        if (one.status != 0) expected.push_back(one.status);
        if (one.status == 200) ++expected_seen;
    }
    auto const got = statuses_of(had.answers);
    CHECK(got == expected);
    CHECK(had.seen == expected_seen);
    CHECK(had.closed);
    auto const& last = what.verdicts.back();
    if (last.status == 0 || got != expected) return;
    CHECK(had.answers.back().closes == last.closes());
    bool const at_once = last.kind != "taken";
    // A refusal lingers for the client's end, so that its reply is not lost: it has said that it closes.
    if (!at_once) CHECK_FALSE(had.closed_by_itself);
}

void expect_all_of(std::string const& table, std::size_t at_least) {
    http::rig there{http::rig::by_hand{}, {}};
    auto const all = read_table(table);
    CHECK(all.size() >= at_least);
    for (auto const& what : all) {
        CAPTURE(what.name);
        std::vector<std::string_view> const pieces(what.pieces.begin(), what.pieces.end());
        expect(what, held(there, pieces, is_head(what)));
    }
}

// Behind its first whole request the bytes that follow have not come yet: that one is rightly taken.
bool taken_before_the_rest(hostile_request const& what, exchange const& had) {
    return what.verdicts.back().kind == "leftover" && !had.answers.empty() &&
           had.answers.front().status == 200 && had.answers.size() <= 2 && had.seen <= had.answers.size();
}

void expect_cut_anywhere(http::rig& there, hostile_request const& what) {
    std::string_view const text = what.pieces.front();
    int taken_early = 0;
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        CAPTURE(cut);
        auto const had = held(there, {text.substr(0, cut), text.substr(cut)}, is_head(what));
        if (taken_before_the_rest(what, had)) {
            ++taken_early;
        } else {
            expect(what, had);
        }
    }
    CHECK(taken_early <= 1);
}

}  // namespace

TEST_CASE("smuggling: no trick makes two requests of one") { expect_all_of("smuggling", 100); }
TEST_CASE("chunks: a body is exactly chunks or refused") { expect_all_of("chunks", 30); }
TEST_CASE("framing: what is no plain request of HTTP/1.1 is refused") { expect_all_of("framing", 80); }
TEST_CASE("encodings: no disguise of a path reaches another route") { expect_all_of("encodings", 40); }
TEST_CASE("oversize: each limit holds to the byte") { expect_all_of("oversize", 25); }
TEST_CASE("splitting: requests on one connection stay in order") { expect_all_of("splitting", 15); }

TEST_CASE("every hostile request cut at every byte boundary gets the same verdict") {
    http::rig there{http::rig::by_hand{}, {}};
    std::size_t cuts = 0;
    for (auto const& what : read_all_tables()) {
        auto const& text = what.pieces.front();
        if (what.slow() || what.pieces.size() > 1 || text.size() > 600) continue;
        CAPTURE(what.name);
        expect_cut_anywhere(there, what);
        cuts += text.size();
    }
    MESSAGE(cuts, " cuts");
    CHECK(cuts > 20'000);
}

TEST_CASE("slow: what does not come in time is let go, however it drips") {
    using namespace std::chrono_literals;
    http::server_options options;
    options.limit.header_deadline = options.limit.body_deadline = 500ms;
    options.limit.idle_deadline = 1'000ms;
    for (auto const& what : read_table("slow")) {
        CAPTURE(what.name);
        http::rig there{options};
        http::raw_client client{there.port()};
        std::string heard;
        for (auto const& piece : what.pieces) {
            if (!heard.empty() || &piece != &what.pieces.front()) heard += client.reply();
            client.say(piece);
        }
        heard += client.until_closed();
        std::vector<int> expected;
        for (auto const& one : what.verdicts) {
            if (one.status != 0) expected.push_back(one.status);
        }
        CHECK(statuses_of(answers_in(heard, false)) == expected);
    }
}
