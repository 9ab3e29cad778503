// Which booking an API call is about: by its reference in the path, narrowed by `source` and `offer` in the
// query.
#pragma once
#include "site.hpp"

namespace quittance::web {

// Nothing when `refused` holds the reply: 400, 404, 409 (more than one) or 422.
awaitable<std::optional<engine::found_booking>> find_the_one(shared_site at, http::request const& asked,
                                                             http::captures const& caught,
                                                             http::response& refused);
bool is_json(http::request const& asked);
http::response not_json_reply();

}  // namespace quittance::web
