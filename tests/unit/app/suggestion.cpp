#include "suggestion.hpp"

#include <doctest/doctest.h>

using namespace quittance::app;

TEST_CASE("the distance counts letters put in, taken out and replaced") {
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("same", "same") == 0);
}

TEST_CASE("a near word is suggested, a far one is not") {
    CHECK(did_you_mean("lisen", {"listen", "address"}) == "; did you mean 'listen'?");
    CHECK(did_you_mean("banana", {"listen", "address"}).empty());
    CHECK(did_you_mean("x", {}).empty());
}
