// Decisions that only record what was reported: an event when it changes the account, nothing when it does
// not.
#pragma once
#include "deciding.hpp"

namespace quittance::domain {

// A page that is over takes no second try: with nothing under way its delayed method has failed, whether or
// not anybody was told so.
bool shows_failed_method(session_fact const& fact);

decided decide_fact(account const& current, checkout_created const& asked);
decided decide_fact(account const& current, checkout_refused const& asked);
decided decide_fact(account const& current, checkout_abandoned const& asked);
decided decide_fact(account const& current, checkout_absent const& asked, instant now);
decided decide_fact(account const& current, session_seen const& asked);
decided decide_fact(account const& current, intent_seen const& asked);
decided decide_fact(account const& current, charge_seen const& asked);
decided decide_fact(account const& current, refund_seen const& asked);
decided decide_fact(account const& current, dispute_seen const& asked);
decided decide_fact(account const& current, refund_refused const& asked);
decided decide_fact(account const& current, refund_abandoned const& asked);

}  // namespace quittance::domain
