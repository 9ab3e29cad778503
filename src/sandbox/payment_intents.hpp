#pragma once
#include "world.hpp"

namespace quittance::sandbox {

outcome create_intent(world& here, form const& given);
outcome confirm_intent(world& here, std::string const& id, form const& given);
outcome cancel_intent(world& here, std::string const& id, form const& given);

}  // namespace quittance::sandbox
