// Credits that are used, and those that are kept for sessions to come, are never more than were sold and
// given.
#include <algorithm>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

std::int64_t sum_of(std::vector<json::object> const& all) {
    std::int64_t sum = 0;
    for (auto const& each : all)
        if (!flag_in(each, "taken_back")) sum += number_in(each, "credits", 1);
    return sum;
}

std::int64_t sold_credits(booking_model const& what) {
    auto const granted = number_in(object_in(object_in(what.agreed, "terms"), "credits"), "granted");
    return granted * (is_retainer(what) ? what.periods : 1);
}

}  // namespace

std::int64_t most_credits(booking_model const& what) {
    auto given = sold_credits(what);
    for (auto const& each : what.credit_changes)
        given += std::max<std::int64_t>(0, number_in(each, "credits"));
    return given;
}

void auditor::state::judge_credits(booking_model const& what, std::string const& name, instant at) {
    auto const sold = sold_credits(what);
    if (sold == 0) return;
    auto const given = sum_of(what.credit_changes);
    auto const taken = sum_of(what.deliveries) + sum_of(what.reservations);
    if (taken > sold + given)
        report(31, at,
               name + ": " + std::to_string(taken) + " credits are used or kept, of " + std::to_string(sold) +
                   " sold and " + std::to_string(given) + " given");
}

}  // namespace quittance::simulation
