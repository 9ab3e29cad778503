// The reply kept for an idempotency key, as text: "<status> <hash of the request's body>\n<reply>".
#pragma once
#include <string>
#include <string_view>

#include "quittance/engine/registry.hpp"

namespace quittance::redis {

inline constexpr std::string_view reply_lifetime = "86400";  // seconds
// A claim whose gateway crashed is free again after this; longer than any request takes.
inline constexpr std::string_view claim_lifetime = "120";

std::string write_reply(engine::idempotent_reply const& kept);
engine::idempotent_reply read_reply(std::string_view text);

}  // namespace quittance::redis
