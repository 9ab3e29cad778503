// Credits that are used, and those that are kept for sessions to come, are never more than were sold and
// given.
#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

std::int64_t sum_of(std::vector<json::object> const& all) {
    std::int64_t sum = 0;
    for (auto const& each : all)
        if (!flag_in(each, "taken_back")) sum += number_in(each, "credits", 1);
    return sum;
}

}  // namespace

void auditor::state::judge_credits(booking_model const& what, std::string const& name, instant at) {
    auto const granted = number_in(object_in(object_in(what.agreed, "terms"), "credits"), "granted");
    if (granted == 0) return;
    auto const sold = granted * (is_retainer(what) ? what.periods : 1);
    auto const given = sum_of(what.credit_changes);
    auto const taken = sum_of(what.deliveries) + sum_of(what.reservations);
    if (taken > sold + given)
        report(31, at,
               name + ": " + std::to_string(taken) + " credits are used or kept, of " + std::to_string(sold) +
                   " sold and " + std::to_string(given) + " given");
}

}  // namespace quittance::simulation
