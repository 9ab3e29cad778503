// A response as it goes on the wire. Every reply carries the security headers its handler did not set itself.
#pragma once
#include <string>
#include <string_view>

#include "quittance/http/message.hpp"

namespace quittance::http {

struct wire_rules {
    std::string_view request_id;
    bool close = false;
    bool tls_in_front = false;
};

// Status line and headers up to and with the empty line; the body goes out beside it, uncopied.
std::string head_of(response const& reply, wire_rules const& rules);
// A header that would end early or start another (our bug, possibly fed by a client): such a reply is not
// sent.
bool splits(response const& reply);
bool has_body(unsigned status);

// A refusal as small plain text that explains nothing internal.
response plain_problem(unsigned status, std::string_view sentence);
std::string_view reason(unsigned status);

}  // namespace quittance::http
