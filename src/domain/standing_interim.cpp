#include <algorithm>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/decide.hpp"

namespace quittance::domain {

std::string const& zone_of(contact const& who, policy const& rules) {
    return who.zone.empty() ? rules.zone : who.zone;
}

std::vector<item_standing> standing_of(booking const& what) {
    std::vector<item_standing> all;
    auto const paid = allocations_of(what);
    for (auto const& one : what.items) {
        auto left = one.amount.minor_units();
        for (auto const& part : paid)
            if (part.item == one.number) left -= part.amount.minor_units();
        all.push_back({one, money::minor(left, one.amount.unit())});
    }
    return all;
}

money open_of(booking const& what, std::vector<int> const& items) {
    std::int64_t sum = 0;
    for (auto const& one : standing_of(what))
        if (std::ranges::find(items, one.what.number) != items.end()) sum += one.open.minor_units();
    return money::minor(sum, what.terms.price.unit());
}

std::vector<int> items_due(booking const& what, civil_date today) {
    std::vector<int> due;
    for (auto const& one : standing_of(what))
        if (!one.open.is_zero() && one.what.milestone.empty() && one.what.due <= today)
            due.push_back(one.what.number);
    return due;
}

bool is_under_way(checkout const& what) { return what.off_session && !what.attempts.empty() &&
           what.attempts.back().outcome != attempt_outcome::declined && is_live(what); }


}  // namespace quittance::domain
