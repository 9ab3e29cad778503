// Promises: what erasing a client would do, or what stands against it and what to do about that, in words.
// Says nothing of the person that is not said already by asking: no name, no address.
#pragma once
#include <string>

#include "quittance/engine/erasure.hpp"

namespace quittance::app {

std::string erasure_text(engine::erasure_view const& view);
// Of one that was done: where copies are that this program cannot reach.
std::string elsewhere_text(domain::account const& all);

}  // namespace quittance::app
