#pragma once
#include "world.hpp"

namespace quittance::sandbox {

endpoint configured(processor_options const& options);
json::object render_endpoint(world const& here, endpoint const& from);
outcome create_endpoint(world& here, form const& given);
outcome update_endpoint(world& here, std::string const& id, form const& given);

}  // namespace quittance::sandbox
