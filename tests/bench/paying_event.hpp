// Promises: the event a processor would send when a booking's checkout is paid: checkout.session.completed,
// complete as documented, 1.5 to 4 KB, on one line. The same booking always gives the same event.
#pragma once
#include <cstdint>
#include <string>

namespace quittance::bench {

struct open_checkout {
    std::string booking;
    std::string client;
    std::string session;  // cs_…
    std::string currency = "eur";
    std::int64_t amount = 0;
    int checkout = 1;
};

// `number` makes the ids of event and intent distinct; `created` in unix seconds.
std::string paying_event(open_checkout const& what, std::string const& store, std::uint64_t number,
                         std::int64_t created);

}  // namespace quittance::bench
