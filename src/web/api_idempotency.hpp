// Idempotency-Key: the same key and body give the stored reply again, another body is 422, a call under way
// is 409. What may turn out differently next time (409, 429, 5xx) is not kept.
#pragma once
#include <functional>

#include "api_access.hpp"

namespace quittance::web {

// Runs `work` once for this caller and key; without the header it is simply run.
awaitable<http::response> once_per_key(shared_site at, api_caller caller, std::string key,
                                       std::string body_hash,
                                       std::function<awaitable<http::response>()> work);

}  // namespace quittance::web
