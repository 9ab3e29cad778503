// The Date header (RFC 9110, IMF-fixdate): "Sun, 06 Nov 1994 08:49:37 GMT".
#pragma once
#include <string>

#include "quittance/base/time.hpp"

namespace quittance::sandbox {

std::string http_date(instant when);

}  // namespace quittance::sandbox
