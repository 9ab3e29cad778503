#include "store_mark.hpp"

#include <doctest/doctest.h>

#include "folder.hpp"

using namespace quittance;
using namespace quittance::app;
using engine::store_standing;

namespace {

engine::store_look store_with(std::string id, std::uint64_t epoch, std::vector<std::uint64_t> commits) {
    engine::store_look seen;
    seen.identity = engine::store_identity{std::move(id), epoch, "acct_1", false};
    seen.sealed = epoch;
    seen.commits = std::move(commits);
    return seen;
}

store_standing standing_of(engine::store_look const& seen, std::vector<store_mark> const& known) {
    return judge(seen, known).what;
}

store_mark const known{"store-1", 2, {5, 0, 7}};

}  // namespace

TEST_CASE("a store that is as far as it was known to be, or further, is open") {
    CHECK(standing_of(store_with("store-1", 2, {5, 0, 7}), {known}) == store_standing::open);
    CHECK(standing_of(store_with("store-1", 2, {6, 1, 7}), {known}) == store_standing::open);
    CHECK(judge(store_with("store-1", 2, {6, 1, 7}), {known}).why.empty());
    CHECK(standing_of(store_with("store-1", 1, {}), {}) == store_standing::open);
}

TEST_CASE("one commit less in any part is noticed, however far the others went since") {
    auto const found = judge(store_with("store-1", 2, {1000, 1000, 6}), {known});
    CHECK(found.what == store_standing::behind);
    CHECK(found.why.find("quittance reconcile") != std::string::npos);
    CHECK(found.why.find("quittance reopen") != std::string::npos);
    CHECK(standing_of(store_with("store-1", 2, {4, 0, 7}), {known}) == store_standing::behind);
}

TEST_CASE("where only a sum was kept, the sum counts") {
    store_mark const sum{"store-1", 2, {12}};
    CHECK(standing_of(store_with("store-1", 2, {5, 0, 7}), {sum}) == store_standing::open);
    CHECK(standing_of(store_with("store-1", 2, {5, 0, 6}), {sum}) == store_standing::behind);
}

TEST_CASE("an older epoch is an older copy; a newer one was given by a person") {
    CHECK(standing_of(store_with("store-1", 1, {9, 9, 9}), {known}) == store_standing::behind);
    CHECK(standing_of(store_with("store-1", 3, {0, 0, 0}), {known}) == store_standing::open);
}

TEST_CASE("an empty store is fresh only where none was known") {
    CHECK(standing_of({}, {}) == store_standing::open);
    CHECK(standing_of({}, {known}) == store_standing::empty);
}

TEST_CASE("another store is another store, unless it took the place of the known one") {
    auto seen = store_with("store-2", 9, {99, 99, 99});
    CHECK(standing_of(seen, {known}) == store_standing::other);
    seen.replaces = "store-1";
    CHECK(standing_of(seen, {known}) == store_standing::open);
    seen.identity->epoch = 2;
    CHECK(standing_of(seen, {known}) == store_standing::other);
}

TEST_CASE("a store that was closed stays closed, though it got further since") {
    auto seen = store_with("store-1", 2, {100, 100, 100});
    seen.closed = "it was put back on Monday";
    auto const found = judge(seen, {known});
    CHECK(found.what == store_standing::behind);
    CHECK(found.why == "it was put back on Monday");
}

TEST_CASE("of several marks the strictest decides") {
    store_mark const newer{"store-1", 2, {6, 0, 7}};
    CHECK(standing_of(store_with("store-1", 2, {5, 0, 7}), {known, newer}) == store_standing::behind);
    CHECK(standing_of(store_with("store-1", 2, {5, 0, 7}), {newer, known}) == store_standing::behind);
}

TEST_CASE("a mark is read as it was kept, and a damaged one is none") {
    test_folder const folder;
    state_folder const state{folder.where()};
    CHECK_FALSE(read_mark(state));
    keep_mark(state, known);
    CHECK(read_mark(state) == known);
    for (auto const* const damaged : {"", "store-1", "store-1 2", "store-1 x 1,2", "store-1 2 1,,2"}) {
        CAPTURE(damaged);
        state.keep("store_mark", damaged);
        CHECK_FALSE(read_mark(state));
    }
}
