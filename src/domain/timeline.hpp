// What money was used for, told in the order of time: payments, what was given up, what was opened again.
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include "quittance/domain/balance.hpp"

namespace quittance::domain {

struct settled {
    std::vector<allocation> shares;          // in the order they were made; none is zero
    std::vector<std::int64_t> open, waived;  // by the item's place in the booking
    std::vector<std::int64_t> counted;       // by the waiver's place: how much of it was open then
    std::int64_t used_of(intent_id const& intent) const;
};
settled settle(booking const& what);
// What of a payment fits nothing agreed and did not go back.
std::int64_t unused_of(settled const& story, payment const& from);

// What of a payment went back without being owed again, by the number of the item it had paid.
using units_by_item = std::vector<std::pair<int, std::int64_t>>;
units_by_item returned_of(booking const& what, settled const& story, payment const& from);

// In minor units of `unit`, zero where it is another currency.
std::int64_t units_in(money amount, currency const& unit);
// The bank has the money: taken and not given back, or given back and taken again after an appeal.
bool is_gone(dispute const& what);
// A refund that was refused after all, or taken back.
bool came_to_nothing(refund const& what);

}  // namespace quittance::domain
