// Something answers in Redis' place, or Redis answers what it never should: the question ends with an
// exception that the door names, and nothing is read that is not there.
#include <doctest/doctest.h>

#include "quittance/engine/store.hpp"
#include "reply.hpp"
#include "tape.hpp"

using namespace quittance;
using boost::asio::awaitable;
using redis_test::ask_tape;
using redis_test::somebody;

namespace {

awaitable<void> load(redis::database& there) {
    std::vector<domain::booking_id> const none;
    co_await there.accounts().load(somebody, none);
}
awaitable<void> load_whole(redis::database& there) { co_await there.accounts().load_whole(somebody); }
awaitable<void> read_parked(redis::database& there) { co_await there.registry().parked(3); }
awaitable<void> read_cursor(redis::database& there) { co_await there.registry().event_cursor(); }
awaitable<void> read_condition(redis::database& there) { co_await there.registry().condition(); }
awaitable<void> identify(redis::database& there) {
    engine::store_identity const fresh{"store", 1, "acct", false};
    co_await there.registry().identify(fresh);
}
awaitable<void> look(redis::database& there) { co_await there.registry().look(); }
awaitable<void> check_all(redis::database& there) {
    domain::policy const rules;
    co_await there.fsck(from_unix_seconds(1), rules);
}
awaitable<void> read_owner(redis::database& there) {
    domain::booking_identity const identity{"plain", domain::offer_id{"o"}, "r"};
    co_await there.accounts().find_identity(identity);
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

}  // namespace

TEST_CASE("an array that claims two thousand million elements costs no more than what came of it") {
    redis::reply_parser parser;
    parser.feed("*2147483647\r\n:1\r\n");
    CHECK(!parser.next());
    redis::reply_parser nested;
    nested.feed("*2\r\n*1000000000\r\n:1\r\n");
    CHECK(!nested.next());
}

TEST_CASE("an answer of another shape than asked for is a document that cannot be read") {
    struct row {
        std::string what;
        awaitable<void> (*question)(redis::database&);
        std::string answer;
    };
    auto const no_commits = repeated("$-1\r\n", 64);
    row const rows[] = {
        {"fewer fields than asked for", load, "*1\r\n$1\r\n3\r\n"},
        {"no array", load, "+OK\r\n"},
        {"nothing", load, "$-1\r\n"},
        {"a number where the fields are", load_whole, ":7\r\n"},
        {"a field without its value", load_whole, "*1\r\n$1\r\nv\r\n"},
        {"nil for an array of entries", read_parked, repeated("*-1\r\n", 64)},
        {"an entry without fields", read_parked, "*1\r\n*0\r\n" + repeated("*0\r\n", 63)},
        {"an entry that is a number", read_parked, "*1\r\n:1\r\n" + repeated("*0\r\n", 63)},
        {"a cursor of one part", read_cursor, "*1\r\n$1\r\na\r\n"},
        {"a cursor of none", read_cursor, "*0\r\n"},
        {"an identity of two parts", identify, "*2\r\n$1\r\na\r\n$1\r\n1\r\n"},
        {"a store that tells its id and nothing more", look, "*1\r\n$1\r\na\r\n" + no_commits},
        {"a store that tells nothing of itself", look, "*0\r\n" + no_commits},
        {"a store that is no list", look, "+OK\r\n" + no_commits},
        {"a store whose name is a number", look, "*7\r\n:1\r\n" + repeated("$-1\r\n", 6) + no_commits},
        {"a store whose account is a list", look,
         "*7\r\n$1\r\na\r\n$1\r\n1\r\n*0\r\n" + repeated("$-1\r\n", 4) + no_commits},
        {"an epoch that is no number", look,
         "*7\r\n$1\r\na\r\n$1\r\nx\r\n$1\r\nb\r\n$1\r\n1\r\n" + repeated("$-1\r\n", 3) + no_commits},
        {"a reason for closing that is a number", look,
         "*7\r\n" + repeated("$-1\r\n", 6) + ":1\r\n" + no_commits},
        {"a count of commits that is a list", look,
         "*7\r\n" + repeated("$-1\r\n", 7) + repeated("*0\r\n", 64)},
        {"a word for whether a store is there", redis_test::close_store, "+OK\r\n+OK\r\n"},
        {"a page of keys without its cursor", check_all, "*0\r\n"},
        {"a commit answered with another word", redis_test::commit_nothing, "$5\r\nMAYBE\r\n"},
        {"a commit answered with no count", redis_test::commit_nothing, ":0\r\n"},
        {"a number for an owner", read_owner, ":1\r\n"},
    };
    for (auto const& [what, question, answer] : rows) {
        CAPTURE(what);
        for (std::size_t const stride : {std::size_t{1}, std::size_t{4096}}) {
            CHECK_THROWS_AS(ask_tape(answer, stride, question), engine::document_unreadable);
        }
    }
}

TEST_CASE("a clock that is none leaves the condition without a skew") {
    CHECK_THROWS_AS(ask_tape("+OK\r\n*1\r\n$1\r\n5\r\n", 64, read_condition), engine::document_unreadable);
    CHECK_NOTHROW(ask_tape("+OK\r\n-ERR no time\r\n", 64, read_condition));
}
