// Promises: what can be bought and under which terms. An offer is the catalogue's; a booking freezes a copy
// of its terms, so that editing the catalogue changes only new bookings.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "quittance/domain/ids.hpp"
#include "quittance/domain/money.hpp"
#include "quittance/domain/plan.hpp"

namespace quittance::domain {

struct tax_terms {
    std::string name;           // "VAT", "MwSt."; empty: no tax is shown
    std::int32_t rate_ppm = 0;  // parts per million; 19 % = 190000
    bool included = true;       // the price already contains it
    friend bool operator==(tax_terms const&, tax_terms const&) = default;
};

// What a booking was sold under. `price` is what is paid in all: where tax comes on top it is already added.
struct sale_terms {
    offer_id offer;
    std::string title;
    std::string description;
    money price;
    tax_terms tax;
    plan_terms plan;
    credit_terms credits;
    cancellation_terms cancellation;
    late_fee_terms late_fee;
    std::int32_t hold_hours = 0;  // 0: as the policy says
    friend bool operator==(sale_terms const&, sale_terms const&) = default;
};

struct offer {
    offer_id id;
    std::string title;
    std::string description;
    money price;  // as the catalogue states it
    tax_terms tax;
    bool open_link = true;  // a plain link may sell it; else only signed links and the API
    plan_terms plan;
    credit_terms credits;
    cancellation_terms cancellation;
    late_fee_terms late_fee;
    std::int32_t hold_hours = 0;  // how long a plain link's booking waits for money; 0: as the policy says
    friend bool operator==(offer const&, offer const&) = default;
};

// The terms a booking of `what` made now freezes; overflow when tax on top does not fit.
result<sale_terms> terms_of(offer const& what);

using catalogue = std::map<offer_id, offer>;

}  // namespace quittance::domain
