// Promises: what a booking under given terms would owe, and when and how each part would be collected, before
// anyone has bought: for the page that shows the terms, the API, and the operator. The same items as the
// booking will hold, by the same function.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "quittance/domain/decide.hpp"
#include "quittance/domain/offer.hpp"

namespace quittance::domain {

enum class collection {
    at_checkout,  // the client pays it on the processor's page, which keeps the card for the rest
    by_card,      // charged to the kept card when due
    at_milestone  // charged to the kept card once a person says the milestone is reached
};
std::string_view name_of(collection how);

struct scheduled_item {
    item what;
    collection how = collection::at_checkout;
    std::optional<instant> charged_at;  // by_card: the hour of the policy, in the client's zone
    friend bool operator==(scheduled_item const&, scheduled_item const&) = default;
};

struct agreement {
    civil_date agreed{};                // in `zone`
    std::optional<civil_date> service;  // the day of the service, where it is known
    std::string zone;                   // the client's; it must exist (is_zone)
    int periods = 12;                   // of a retainer: how many are shown, at most its own count
};

// Refuses what items_of refuses. Of a retainer: its first periods.
result<std::vector<scheduled_item>> schedule_of(sale_terms const& terms, agreement const& made,
                                                policy const& rules);

}  // namespace quittance::domain
