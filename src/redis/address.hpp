// Where Redis is, as the operator wrote it.
#pragma once
#include <string>
#include <string_view>

namespace quittance::redis {

struct address {
    enum class transport { unix_socket, tcp, tls };
    transport over = transport::tcp;
    std::string path;  // of a Unix socket
    std::string host;
    std::string port;
    std::string user;
    std::string password;
    int database = 0;
};

// Throws std::invalid_argument with what is wrong; the text itself is not repeated, it may hold a password.
address parse_address(std::string_view url);

}  // namespace quittance::redis
