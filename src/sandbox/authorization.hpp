#pragma once
#include "world.hpp"

namespace quittance::sandbox {

// 401 without the right key, 403 where a restricted key may not go.
std::optional<refusal> check_authorization(processor_options const& options, std::string_view header,
                                           std::string_view path);

}  // namespace quittance::sandbox
