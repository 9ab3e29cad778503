// What an opened signed link asks for, checked field by field: the signature says who wrote it, not that it
// makes sense.
#pragma once
#include <optional>
#include <string>

#include "quittance/domain/offer.hpp"
#include "quittance/engine/checkouts.hpp"
#include "quittance/web/options.hpp"

namespace quittance::web {

// The purchase, or the field that cannot be taken. `booked`: what was agreed under this reference, where the
// catalogue does not hold the offer.
boost::system::result<engine::purchase, std::string> purchase_of(
    signed_fields const& fields, public_options const& options, domain::catalogue const& catalogue,
    std::optional<domain::sale_terms> const& booked);
// Which booking the link means; nothing when it cannot be any.
std::optional<domain::booking_identity> identity_of(signed_fields const& fields,
                                                    public_options const& options);

}  // namespace quittance::web
