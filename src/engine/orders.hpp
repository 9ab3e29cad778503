// From what a decision orders to what is stored and sent: the key, the exact body, and until when it may be
// repeated. One overload for each kind of effect.
#pragma once
#include "quittance/engine/processor.hpp"
#include "quittance/engine/settings.hpp"

namespace quittance::engine {

ordered_effect as_ordered(domain::effect const& order, domain::client_id const& client,
                          processor const& forms, settings const& current, instant now);

}  // namespace quittance::engine
