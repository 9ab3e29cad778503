// Promises: the way one request travels to Stripe and what is known of it afterwards, without sockets, clocks
// or keys in the interface: a simulator, the sandbox's state machine or real HTTPS can sit behind the same
// adapter. Refuses to repeat anything (the retry rule does) and to call a lost connection a failure.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "quittance/base/log.hpp"
#include "quittance/base/metrics.hpp"
#include "quittance/base/secret.hpp"
#include "quittance/base/time.hpp"
#include "quittance/net/https_client.hpp"

namespace quittance::stripe {

using boost::asio::awaitable;

// Every request says it, and the webhook endpoint is made with it: what we read is what we were written for.
inline constexpr std::string_view api_version = "2026-10-28.endive";

using secret_key = secret<struct secret_key_tag>;          // sk_… or rk_…
using signing_secret = secret<struct signing_secret_tag>;  // whsec_…

struct request {
    enum class verb { get, post };
    verb method = verb::get;
    std::string path;             // "/v1/checkout/sessions", ids already percent-encoded
    std::string query;            // of a GET, form-encoded, without '?'
    std::string form;             // of a POST, form-encoded
    std::string idempotency_key;  // of a POST
};

// What came of one attempt.
struct delivery {
    enum class kind {
        not_sent,  // certainly nothing reached Stripe
        unknown,   // it may have been carried out; no reply that could be read
        reply,
    };
    kind what = kind::unknown;
    unsigned status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    milliseconds took{};  // by the transport's own, monotonic, time

    std::string_view header(std::string_view name) const;  // case does not matter; empty when absent
};

// What time it was at the processor, by its Date header; to the second.
std::optional<instant> date_of(delivery const& reply);

class transport {
public:
    transport() = default;
    transport(transport const&) = delete;
    transport& operator=(transport const&) = delete;
    virtual ~transport() = default;

    // `patience` covers everything from now to the last byte of the reply.
    virtual awaitable<delivery> send(request what, milliseconds patience) = 0;
    // Waits in the transport's own time, before an attempt is repeated.
    virtual awaitable<void> pause(milliseconds how_long) = 0;
};

// Over HTTPS: adds key, version and idempotency key; logs method, path, status, request id and duration,
// never keys, queries or bodies. `client`, `to` and `figures` must outlive it.
std::unique_ptr<transport> make_https_transport(net::https_client& client, secret_key key, log& to,
                                                metrics& figures);

}  // namespace quittance::stripe
