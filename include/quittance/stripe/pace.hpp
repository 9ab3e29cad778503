// Promises: the processor's limits are kept before it has to say so: no more requests in a second than it
// takes, and one write after another on the same object (two at once cost one of them its turn:
// lock_timeout). Who waits, waits within the patience it came with; longer, and nothing is sent. Refuses to
// know how many gateways share the limit: give each its part.
#pragma once
#include <memory>

#include "quittance/base/clock.hpp"
#include "quittance/stripe/transport.hpp"

namespace quittance::stripe {

struct pace {
    int per_second = 0;  // 0: as many as come
    int at_once = 1;     // may go out together after a quiet time
};

// Of the processor itself there are documented limits (100 in a second live, 25 with a test key), kept with
// some room and in equal parts by so many `gateways`, each at least one in a second; of anything else at
// `base` none.
pace pace_for(std::string_view base, bool livemode, int gateways = 1);

// `over` and `time` must outlive it. A clock that is set back does not hold anybody up.
std::unique_ptr<transport> make_paced_transport(transport& over, clock const& time, pace limits);

}  // namespace quittance::stripe
