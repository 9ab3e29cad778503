// Promises: one view over all bookings of a client, as the API and the command line tell it: sums kept apart
// by currency, the credits, and what would be charged next. Pure. A held booking is a stranger's word so far,
// and counts nowhere, nor once its hold ended without money; one that moved counts where it lives now.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/decide.hpp"

namespace quittance::web {

// In minor units of one currency; what each is: domain/balance.hpp.
struct currency_sums {
    std::int64_t booked = 0;
    std::int64_t fees = 0;
    std::int64_t due = 0;
    std::int64_t open = 0;
    std::int64_t received = 0;
    std::int64_t went_back = 0;
    std::int64_t waived = 0;
    std::int64_t credit = 0;
    std::int64_t unallocated = 0;
};

struct coming_charge {
    domain::booking_id booking;
    std::string reference;
    int item = 0;
    domain::money amount;
    civil_date due{};
    instant at{};  // on that day; in the past where the charge is tried again
};

struct client_sums {
    std::map<domain::currency, currency_sums> by_currency;
    domain::credit_balance credits;
    bool has_credits = false;  // an offer with credits is among the bookings
    std::optional<coming_charge> next;
    std::int64_t bookings = 0;
    std::int64_t attention = 0;
};
bool counts_for_client(domain::booking const& what);
client_sums client_sums_of(domain::account const& whole, domain::policy const& rules, instant now);

}  // namespace quittance::web
