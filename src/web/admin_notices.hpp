// What booking systems were told, as a page and as JSON.
#pragma once
#include "admin_health.hpp"

namespace quittance::web {

awaitable<http::response> answer_notices(shared_desk at, http::request asked, http::captures caught);
awaitable<http::response> answer_notices_json(shared_desk at, http::request asked, http::captures caught);

}  // namespace quittance::web
