// One operation, already authorised and with parameters that fit the table.
#pragma once
#include "parameters.hpp"
#include "world.hpp"

namespace quittance::sandbox {

outcome run(world& here, named_operation const& operation, form const& given);

}  // namespace quittance::sandbox
