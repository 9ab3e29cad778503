// Promises: `--trouble name=0.25`, `--trouble name=3x`: what goes wrong from the start, by the names the
// sandbox's /_sandbox/trouble uses. Throws std::runtime_error for a name or a dose nobody knows.
#pragma once
#include <string>
#include <vector>

#include "quittance/sandbox/trouble.hpp"

namespace quittance::app {

sandbox::trouble trouble_of(std::vector<std::string> const& flags);

}  // namespace quittance::app
