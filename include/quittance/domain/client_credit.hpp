// Promises: which bookings a word about money taken by hand needs beside its own: those that the client's
// credit of it pays by now. Answers from what is loaded; pure.
#pragma once
#include <vector>

#include "quittance/domain/account.hpp"
#include "quittance/domain/command.hpp"

namespace quittance::domain {

// Those of them that are not loaded yet, each under the name it goes by as far as that is known.
std::vector<booking_id> uses_to_load(account const& loaded, correct_by_hand const& asked);

}  // namespace quittance::domain
