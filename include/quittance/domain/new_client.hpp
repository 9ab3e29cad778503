// Promises: an id for a client nobody has met, which a person can name on a command line: it never begins
// with '-', so that no program takes it for one of its options.
#pragma once
#include "quittance/base/entropy.hpp"
#include "quittance/domain/ids.hpp"

namespace quittance::domain {

// 128 random bits, drawn again while they begin with '-' (once in 64). An id from outside may begin with
// one all the same: is_client_id takes it, as all that were made before.
client_id new_client_id(entropy& randomness);

}  // namespace quittance::domain
