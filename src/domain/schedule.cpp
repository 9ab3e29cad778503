#include "quittance/domain/schedule.hpp"

#include <algorithm>

#include "quittance/domain/calendar.hpp"

namespace quittance::domain {
namespace {

result<std::vector<item>> periods_of(sale_terms const& terms, agreement const& made) {
    auto const& plan = terms.plan;
    int const last = plan.count > 0 ? std::min(plan.count, made.periods) : made.periods;
    std::vector<item> items;
    for (int number = 1; number <= last; ++number) {
        auto const period = period_of(plan, terms.price, made.agreed, number);
        if (!period) return period.error();
        items.push_back(*period);
    }
    return items;
}

scheduled_item scheduled(item what, agreement const& made, policy const& rules) {
    scheduled_item shown{std::move(what), collection::by_card, std::nullopt};
    if (paid_at_checkout(shown.what, made.agreed)) {
        shown.how = collection::at_checkout;
    } else if (!shown.what.milestone.empty()) {
        shown.how = collection::at_milestone;
    } else {
        shown.charged_at = at_hour(made.zone, shown.what.due, rules.collect_at);
    }
    return shown;
}

}  // namespace

std::string_view name_of(collection how) {
    switch (how) {
        case collection::at_checkout: return "at_checkout";
        case collection::by_card: return "by_card";
        case collection::at_milestone: return "at_milestone";
    }
    return "unknown";
}

result<std::vector<scheduled_item>> schedule_of(sale_terms const& terms, agreement const& made,
                                                policy const& rules) {
    auto items = terms.plan.retainer ? periods_of(terms, made)
                                     : items_of(terms.plan, terms.price, made.agreed, made.service);
    if (!items) return items.error();
    std::vector<scheduled_item> all;
    for (auto& what : *items) all.push_back(scheduled(std::move(what), made, rules));
    return all;
}

}  // namespace quittance::domain
