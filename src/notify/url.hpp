// An endpoint's address, taken apart: whom to connect to, and what to ask for there.
#pragma once
#include <string>

namespace quittance::notify {

struct url {
    std::string base;    // "https://host[:port]"
    std::string host;    // without brackets and port
    std::string target;  // "/path?query"
};

// As written; problem_with_url says whether it can be used.
url parse_url(std::string const& text);

}  // namespace quittance::notify
