#include <algorithm>

#include "quittance/domain/balance.hpp"
#include "timeline.hpp"

namespace quittance::domain {
namespace {

using shares = units_by_item;

std::int64_t& units_of(shares& all, int item) {
    for (auto& [number, units] : all) {
        if (number == item) return units;
    }
    return all.emplace_back(item, 0).second;
}

// What went back of a payment without being owed again: from the items an order names, then from whatever
// else it paid, the newest first.
shares taken_back(booking const& what, settled const& story, payment const& from) {
    shares returned;
    auto const used = story.used_of(from.intent);
    auto left = went_back_of(from).minor_units();
    left -= std::min(left, from.captured.minor_units() - used);
    if (left == 0) return returned;
    shares there;
    for (auto const& a : story.shares) {
        if (a.intent == from.intent) there.emplace_back(a.item, a.amount.minor_units());
    }
    auto const take = [&](int item, std::int64_t most) {
        auto& units = units_of(there, item);
        auto const taken = std::min({most, units, left});
        units -= taken;
        left -= taken;
        if (taken > 0) units_of(returned, item) += taken;
        return taken;
    };
    for (auto const& r : from.refunds) {
        auto const order = std::find_if(what.refund_orders.begin(), what.refund_orders.end(),
                                        [&r](refund_order const& o) { return o.number == r.order; });
        if (order == what.refund_orders.end() || order->reopens || came_to_nothing(r)) continue;
        auto rest = r.amount.minor_units();
        for (int const number : order->items) rest -= take(number, rest);
    }
    for (auto i = there.size(); i-- > 0;) take(there[i].first, there[i].second);
    return returned;
}

}  // namespace

units_by_item returned_of(booking const& what, settled const& story, payment const& from) {
    if (from.captured.unit() != what.terms.price.unit()) return {};
    return taken_back(what, story, from);
}

std::vector<item_standing> standing_of(booking const& what) {
    auto const story = settle(what);
    shares paid;
    shares returned;
    for (auto const& a : story.shares) units_of(paid, a.item) += a.amount.minor_units();
    for (auto const& p : what.payments) {
        for (auto const& [number, units] : returned_of(what, story, p)) units_of(returned, number) += units;
    }
    std::vector<item_standing> all;
    all.reserve(what.items.size());
    for (std::size_t i = 0; i < what.items.size(); ++i) {
        auto const& one = what.items[i];
        auto const in_unit = [&one](std::int64_t units) { return money::minor(units, one.amount.unit()); };
        all.push_back({one, in_unit(story.open[i]), in_unit(units_of(paid, one.number)),
                       in_unit(story.waived[i]), in_unit(units_of(returned, one.number))});
    }
    return all;
}

money open_of(booking const& what, std::vector<int> const& items) {
    auto const story = settle(what);
    std::int64_t units = 0;
    for (std::size_t i = 0; i < what.items.size(); ++i) {
        if (std::find(items.begin(), items.end(), what.items[i].number) != items.end())
            units += story.open[i];
    }
    return money::minor(units, what.terms.price.unit());
}

std::vector<item> untouched_items(booking const& what) {
    std::vector<item> list;
    for (auto const& s : standing_of(what)) {
        if (!s.what.fee && !s.open.is_zero() && s.open == s.what.amount) list.push_back(s.what);
    }
    std::ranges::sort(list, {}, [](item const& i) { return std::pair{i.due, i.number}; });
    return list;
}

std::optional<civil_date> first_open_day(booking const& what) {
    for (auto const& one : untouched_items(what)) {
        if (one.milestone.empty()) return one.due;
    }
    return std::nullopt;
}

}  // namespace quittance::domain
