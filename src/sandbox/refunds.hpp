#pragma once
#include "world.hpp"

namespace quittance::sandbox {

outcome create_refund(world& here, form const& given);
void settle_refund(world& here, std::string const& id);

}  // namespace quittance::sandbox
