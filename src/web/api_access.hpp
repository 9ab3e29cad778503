// Who may call the API: bearer keys, stored hashed, compared in constant time, a token bucket for each.
#pragma once
#include "plain_link.hpp"
#include "site.hpp"

namespace quittance::web {

struct api_caller {
    std::string key_hash;  // hex; names the caller where the key itself must not be written
};
// Nothing when `refused` holds the reply: 401, or 429 above the caller's rate. Throws store_unavailable.
awaitable<std::optional<api_caller>> admit(shared_site at, http::request const& asked,
                                           http::response& refused);
// The same of a request without a body, and what its query says: 400 also where that cannot be read.
awaitable<std::optional<form>> admit_query(shared_site at, http::request const& asked,
                                           http::response& refused);

}  // namespace quittance::web
