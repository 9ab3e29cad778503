// What a session may ask for, beyond what the parameter table says.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

std::optional<refusal> check_session(world const& here, form const& given);

}  // namespace quittance::sandbox
