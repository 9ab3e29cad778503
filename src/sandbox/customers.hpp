#pragma once
#include "world.hpp"

namespace quittance::sandbox {

outcome create_customer(world& here, form const& given);
outcome update_customer(world& here, std::string const& id, form const& given);
std::string new_customer(world& here, std::string_view email, std::string_view name);
bool remove_customer(world& here, std::string_view id);
// Refuses an id that is nobody's.
std::optional<refusal> check_customer(world const& here, std::string const& id);

}  // namespace quittance::sandbox
