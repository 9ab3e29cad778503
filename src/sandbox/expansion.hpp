// expand[]: objects where ids were.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

std::optional<refusal> expand(world const& here, json::object& shown, form const& given);

}  // namespace quittance::sandbox
