// The same facts in every order, each told more than once: what is left has to be the same.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>

#include "story.hpp"

namespace quittance::domain {

// Each twice in a row, and all of them once more at the end.
inline domain::account told_in_order(story told, std::vector<command> const& facts,
                                     std::vector<std::size_t> const& order, instant when) {
    for (auto const i : order) told.then(facts[i], when).then(facts[i], when);
    for (auto const& again : facts) told.then(again, when);
    auto account = told.account();
    account.version = 0;
    return account;
}

inline void same_in_any_order(story const& start, std::vector<command> const& facts, instant when = noon) {
    std::vector<std::size_t> order;
    order.reserve(facts.size());
    for (std::size_t i = 0; i < facts.size(); ++i) order.push_back(i);
    auto const expected = told_in_order(start, facts, order, when);
    do {
        auto const after = told_in_order(start, facts, order, when);
        CHECK(after.client == expected.client);
        CHECK(after.bookings == expected.bookings);
    } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace quittance::domain
