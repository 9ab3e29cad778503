// The Date header (RFC 9110, IMF-fixdate only): "Sun, 06 Nov 1994 08:49:37 GMT".
#pragma once
#include <optional>
#include <string_view>

#include "quittance/base/time.hpp"

namespace quittance::stripe {

std::optional<instant> parse_http_date(std::string_view text);

}  // namespace quittance::stripe
