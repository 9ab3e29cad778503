// Promises: what the processor knows of this store's bookings is compared with what the store knows, and
// (asked to) recorded through the commands that webhooks use: what was paid, refunded, disputed; a payment
// page that the store forgot becomes its booking's page again, and a charge without the client, paid or under
// way, its items' payer, so that nothing is charged a second time; a booking whose account is gone is made
// anew as far as its metadata tell, and a person is asked to look at one with which more may have been
// agreed. Run twice, the second time finds nothing. What cannot be rebuilt is said, and parked until a later
// run records it. Refuses to ask the processor for anything but reads, with one exception: where two pages
// could take money for one booking, the one the store forgot is closed. The processor keeps events for 30
// days: refunds and disputes older than that are known by their charge's sums. Throws store_unavailable,
// processor_unavailable: what was recorded until then stays, run it again.
#pragma once
#include <functional>
#include <memory>
#include <string_view>

#include "quittance/engine/accounts.hpp"
#include "quittance/engine/registry.hpp"

namespace quittance::engine {

// The type of what is parked here: no event, the body is the session's id.
inline constexpr std::string_view parked_by_reconciliation = "reconcile";

struct difference {
    domain::client_id client;
    domain::booking_id booking;
    std::string subject;  // the processor's object
    std::string what;     // a sentence for the operator
    bool needs_person = false;
};

struct reconciliation {
    std::vector<difference> found;
    std::size_t sessions = 0;  // of this store, that were looked at
    std::size_t charges = 0;   // likewise, of charges without the client that took money or may
};

// The command that makes a lost booking again, under the very identity its id was made from; nothing when
// that is not known any more.
using recover_booking = std::function<std::optional<domain::book>(routed_session const&)>;

class reconciler {
public:
    reconciler(accounts& books, store& where, registry& lists, processor& outside, clock& time,
               entropy& randomness, settings const& current, recover_booking recover);
    reconciler(reconciler const&) = delete;
    reconciler& operator=(reconciler const&) = delete;
    ~reconciler();

    // Sessions and charges created since `from`. Without `apply` nothing is changed anywhere.
    awaitable<reconciliation> run(instant from, bool apply);

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace quittance::engine
