#include "binding.hpp"

#include <doctest/doctest.h>

#include "folder.hpp"

using namespace quittance::app;

TEST_CASE("a state folder remembers the account and mode of its first start") {
    test_folder const folder;
    state_folder const state{folder.where()};
    CHECK_FALSE(read_binding(state));
    keep_binding(state, {"acct_1", true});
    auto const bound = read_binding(state);
    REQUIRE(bound);
    CHECK(bound->account == "acct_1");
    CHECK(bound->livemode);
}

TEST_CASE("another account or another mode is a conflict, an unknown account is not") {
    bound_account const bound{"acct_1", false};
    CHECK_FALSE(binding_conflict("the store", bound, {"acct_1", false}));
    CHECK_FALSE(binding_conflict("the store", bound, {"", false}));
    CHECK_FALSE(binding_conflict("the store", {"", false}, {"acct_2", false}));
    CHECK(binding_conflict("the store", bound, {"acct_2", false}));
    CHECK(binding_conflict("the store", bound, {"acct_1", true}));
    CHECK(binding_conflict("the store", {"", false}, {"", true}));
}

TEST_CASE("a damaged binding is not taken for a fresh folder") {
    test_folder const folder;
    state_folder const state{folder.where()};
    state.keep("processor_account", "garbage");
    CHECK_THROWS_AS(read_binding(state), std::runtime_error);
}
