// Promises: a request and a response as plain values. What reaches a handler has passed the gate: one Host
// that we serve, an origin-form ASCII target of at most 2 KiB, a body within its limit and complete. Refuses
// to carry a library's type, so that routes are tested without a socket.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "quittance/base/time.hpp"

namespace quittance::http {

enum class method { get, head, post, options, other };

// Names are compared without regard to case; kept in the order they came.
using header_list = std::vector<std::pair<std::string, std::string>>;

struct request {
    method verb = method::get;
    std::string path;   // as received, still percent-encoded, without the query
    std::string query;  // as received, without the question mark
    header_list headers;
    std::string body;
    std::string peer;  // the client's address as text: the connection's, or the one a trusted proxy forwards
    std::string request_id;  // ours, unguessable; also sent back as X-Request-Id

    std::string_view header(std::string_view name) const;  // the first of that name, or empty
};

struct response {
    unsigned status = 200;
    header_list headers;
    std::string body;
    bool close = false;    // close the connection after this reply
    bool abandon = false;  // close it without any reply: the sandbox loses replies on request
};

// Decoded name=value pairs of a query or an application/x-www-form-urlencoded body, in order.
// Empty optional: what percent_decode refuses, or more than 512 pairs.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text);
// Empty optional: a broken percent escape, a NUL, or text that is not UTF-8 once decoded.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);
std::string percent_encode(std::string_view text);  // everything but RFC 3986 unreserved

}  // namespace quittance::http
