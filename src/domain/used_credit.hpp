// Money taken by hand for one booking that was used as the client's credit: what it is called, here and
// there, and what of it can be taken back where it pays now.
#pragma once
#include <string>
#include <vector>

#include "quittance/domain/account.hpp"
#include "quittance/domain/command.hpp"

namespace quittance::domain {

// Of the counter-entry where it came, and of the payment that it became.
std::string use_correction_id(use_credit const& asked);
std::string use_reference(booking const& from, use_credit const& asked);

struct used_share {
    booking_id where;  // as it is called now
    intent_id intent;
    std::int64_t units = 0;
};
// The latest first; without those that were taken back or handed back, and of loaded bookings only.
std::vector<used_share> shares_elsewhere(account const& in, payment const& from);
// What was taken back there under this id.
std::int64_t taken_back_elsewhere(account const& in, payment const& from, std::string const& id);

}  // namespace quittance::domain
