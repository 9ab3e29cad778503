// Where an address leads: scheme, host and port.
#pragma once
#include <string>
#include <vector>

namespace quittance::app {

// "https://host:port" of an address, without its path.
std::string origin_of(std::string const& address);

// This machine has several names: a processor that was addressed by one may call its pages by another. All
// names of a plain loopback origin ("http://localhost:12111"); any other origin alone.
// Without [::1]: a content security policy has no word for it.
std::vector<std::string> names_of_origin(std::string const& own);

}  // namespace quittance::app
