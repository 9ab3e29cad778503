// Promises: requests to one fixed origin over a pool of kept-alive connections: TLS 1.2+ with certificate and
// host name verified (plain HTTP only where the caller allows loopback), at most `most_in_flight` at once,
// waiters first come first served, one absolute deadline for waiting, connecting, sending and reading.
// Replies larger than the limit are refused. Refuses redirects (never followed), and to call a lost
// connection a failure: whether the request may have reached the other side is part of the answer.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "quittance/base/result.hpp"
#include "quittance/net/address_rules.hpp"

namespace quittance::net {

enum class client_errc {
    not_sent =
        1,  // certainly nothing reached the other side: no connection, TLS refused, no free slot in time
    outcome_unknown,  // sent at least in part, and no complete reply came
    reply_too_large,  // a reply came that we refuse to read whole; the request was carried out
    address_refused,  // certainly nothing was sent: the name leads to addresses that may not be connected to
};
boost::system::error_code make_error_code(client_errc code);

struct client_request {
    std::string method;  // "GET", "POST", "DELETE"
    std::string target;  // origin form
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};
struct client_reply {
    unsigned status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string_view header(std::string_view name) const;
};

struct client_options {
    std::string base;  // "https://api.stripe.com" or "http://127.0.0.1:12111"
    bool allow_plain_loopback = false;
    std::string ca_file;  // empty: the system's
    std::size_t most_in_flight = 32;
    std::size_t most_reply_bytes = 4 * 1024 * 1024;
    std::chrono::seconds idle_keep{20};
    // Asked of every address before it is connected to; plain HTTP then goes to loopback addresses alone.
    // Nothing: any.
    std::optional<address_rules> addresses;
};

// What is wrong with a base address, as a sentence; nothing when a client can be made of it.
std::optional<std::string> problem_with_base(std::string_view base, bool allow_plain_loopback);

class https_client {
public:
    // Throws std::invalid_argument with a sentence when `base` is not https, or is http to anything but
    // loopback.
    https_client(boost::asio::any_io_executor executor, client_options options);
    https_client(https_client const&) = delete;
    https_client& operator=(https_client const&) = delete;
    ~https_client();

    // `patience` counts from now and covers everything.
    boost::asio::awaitable<result<client_reply>> send(client_request request,
                                                      std::chrono::milliseconds patience);
    void close();

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace quittance::net

template <>
struct boost::system::is_error_code_enum<quittance::net::client_errc> : std::true_type {};
