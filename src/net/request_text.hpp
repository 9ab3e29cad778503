// A request as it goes on the wire. Throws std::invalid_argument when a part of it would end its line.
#pragma once
#include <string>

#include "origin.hpp"
#include "quittance/net/https_client.hpp"

namespace quittance::net {

std::string request_text(origin const& there, client_request const& request);

}  // namespace quittance::net
