// The description of the API, word for word as openapi.json beside this file.
#pragma once
#include <string>

namespace quittance::web {

std::string openapi_text();

}  // namespace quittance::web
