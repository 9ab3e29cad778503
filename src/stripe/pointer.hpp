// An event's envelope: which object it is about, and whose that is as far as its metadata says.
#pragma once
#include "json.hpp"
#include "quittance/engine/processor.hpp"

namespace quittance::stripe {

// Lenient about the object, whose version is not ours to rely on: only its id must be there; the
// body is left out. Throws malformed.
engine::event_pointer pointer_of(node const& event);

}  // namespace quittance::stripe
