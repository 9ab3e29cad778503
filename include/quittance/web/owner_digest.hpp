// Promises: the day's digest in the words that the admin pages have for the same bookings.
#pragma once
#include "quittance/engine/owner_digest.hpp"
#include "quittance/pages/owner_digest.hpp"

namespace quittance::web {

// `desk`: address of the admin listener.
pages::digest_view digest_view_of(engine::digest_facts const& of, pages::business const& business,
                                  std::string desk);

}  // namespace quittance::web
