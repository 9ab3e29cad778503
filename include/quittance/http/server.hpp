// Promises: a listener that speaks HTTP/1.1 through the strict gate: what is ambiguous is refused on the raw
// header block and the connection closed (Beast 1.81 alone takes `Transfer-Encoding: xchunked` as an empty
// body and reads the payload as the next request). Deadlines are absolute: header 5 s, body 10 s, write 15 s,
// idle 30 s. Stopping has two strengths: drain (idle connections leave at once, requests in hand are
// answered), then cut.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "quittance/base/entropy.hpp"
#include "quittance/base/log.hpp"
#include "quittance/base/metrics.hpp"
#include "quittance/http/router.hpp"

namespace quittance::http {

struct limits {
    std::size_t header_bytes = 8 * 1024;
    std::size_t header_lines = 64;
    std::size_t target_bytes = 2 * 1024;
    std::size_t connections = 20'000;
    std::size_t connections_per_address = 64;  // loopback and trusted proxies are exempt
    bool loopback_exempt = true;
    std::size_t bytes_in_flight = 64 * 1024 * 1024;
    std::chrono::milliseconds header_deadline{5'000};
    std::chrono::milliseconds body_deadline{10'000};
    std::chrono::milliseconds write_deadline{15'000};
    std::chrono::milliseconds idle_deadline{30'000};
};

struct server_options {
    std::string name;                // "public" or "admin": labels metrics and logs
    std::string host = "127.0.0.1";  // numeric address to listen on
    std::uint16_t port = 0;          // 0: any free one, see server::port()
    std::vector<std::string>
        allowed_hosts;  // Host values served, without port, IPv6 in brackets; empty: any valid one
    bool addresses_allowed = false;  // an IP address or localhost is served, whatever allowed_hosts names
    std::vector<std::string>
        trusted_proxies;        // addresses or CIDR blocks whose Forwarded / X-Forwarded-For counts
    bool share_port = false;    // SO_REUSEPORT, for several processes
    bool tls_in_front = false;  // a proxy terminates TLS: replies carry Strict-Transport-Security
    limits limit;
};

// One thread: everything here runs on the executor's. What is passed by reference outlives the server, and
// its connections too when the loop runs on after it: await stop() first.
class server {
public:
    // Binds and listens; throws std::system_error with a sentence naming the address when it cannot.
    server(boost::asio::any_io_executor executor, server_options options, router const& routes, log& journal,
           metrics& figures, entropy& randomness);
    server(server const&) = delete;
    server& operator=(server const&) = delete;
    ~server();

    std::uint16_t port() const;
    void start();
    // Stops accepting, lets idle connections go at once and requests in hand finish; after `grace` cuts the
    // rest.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace quittance::http
