// What stands behind the server's door, shared by its routes and its sender.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "quittance/net/https_client.hpp"
#include "quittance/sandbox/server.hpp"

namespace quittance::sandbox {

struct server_state : std::enable_shared_from_this<server_state> {
    server_state(boost::asio::any_io_executor on, server_options given, processor& of, journal* file,
                 clock& ticks, entropy& source, log& lines)
        : executor(std::move(on)),
          options(std::move(given)),
          machine(of),
          kept(file),
          time(ticks),
          randomness(source),
          out(lines) {}

    boost::asio::any_io_executor executor;
    server_options options;
    processor& machine;
    journal* kept;
    clock& time;
    entropy& randomness;
    log& out;
    std::map<std::string, std::unique_ptr<net::https_client>> clients;  // by origin
    std::size_t sending = 0;
    bool stopped = false;

    // After every input: writes the journal, then sends what is due.
    void settle();
    void send_due();
    bool roll(dose& each);
    net::https_client* client_for(std::string const& origin);
};

using shared_state = std::shared_ptr<server_state>;

}  // namespace quittance::sandbox
