// Promises: what `quittance plan` was asked for, read against the configuration: the terms as a booking would
// freeze them, and the agreement. Refuses, by the option's name, what cannot be.
#pragma once
#include "commands.hpp"
#include "config.hpp"
#include "quittance/domain/schedule.hpp"

namespace quittance::app {

struct planned_sale {
    domain::sale_terms terms;
    domain::agreement made;
};
// Throws std::runtime_error.
planned_sale read_planned_sale(config const& settings, plan_options const& what);

}  // namespace quittance::app
