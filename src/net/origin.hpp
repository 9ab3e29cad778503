// Where a client's requests go: scheme, host and port of a base address, and nothing else.
#pragma once
#include <string>
#include <string_view>

namespace quittance::net {

struct origin {
    bool tls = true;
    bool loopback = false;
    std::string host;  // without brackets
    std::string port;
    std::string authority;  // as the Host header says it
};

// Throws std::invalid_argument with a sentence that says what to write instead.
origin parse_origin(std::string_view base, bool allow_plain_loopback);

}  // namespace quittance::net
