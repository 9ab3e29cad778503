// Keys: the first request that began to run is remembered for 24 hours and replayed.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

std::string print_of(api_request const& asked, form const& given);
// A saved reply to send again, or a refusal (400 other parameters, 409 in flight); nothing: go ahead.
struct key_verdict {
    std::optional<saved_reply> again;
    std::optional<refusal> refused;
    std::string original_request;
};
key_verdict look_up_key(world const& here, std::string const& key, std::string const& print);
void remember(world& here, std::string const& key, saved_reply reply);
void forget_old_keys(world& here);

}  // namespace quittance::sandbox
