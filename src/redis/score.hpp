// Scores of sorted sets: milliseconds, written by Redis as whole numbers (or 1.79e+12).
#pragma once
#include <string>

#include "quittance/base/time.hpp"

namespace quittance::redis {

instant parse_score(std::string const& text);

}  // namespace quittance::redis
