// Promises: what identifies things in accounts, as types that do not mix.
#pragma once
#include "quittance/base/id.hpp"

namespace quittance::domain {

using client_id = id<struct client_tag>;    // random, 22 characters; never derived from what a stranger typed
using booking_id = id<struct booking_tag>;  // derived from the booking's identity, see booking_id_of
using offer_id = id<struct offer_tag>;      // the catalogue's name: lower case, digits, '-'
using session_id = id<struct session_tag>;  // the processor's hosted checkout, cs_…
using intent_id = id<struct intent_tag>;    // the processor's PaymentIntent, pi_…
using charge_id = id<struct charge_tag>;    // ch_…
using refund_id = id<struct refund_tag>;    // re_…
using customer_id = id<struct customer_tag>;  // the processor's customer, cus_…
using method_id = id<struct method_tag>;      // a kept way to pay, pm_…
using dispute_id = id<struct dispute_tag>;    // dp_… / du_…

// Whether a client id of ours may look like this; whoever names one from outside is asked for the shape
// first.
bool is_client_id(std::string_view text);

// What makes two links the same purchase. `source` is the booking page's name in the configuration ("" is
// refused).
struct booking_identity {
    std::string source;
    offer_id offer;
    std::string reference;
    friend bool operator==(booking_identity const&, booking_identity const&) = default;
};

// The same identity gives the same id (16 characters of base64url of its SHA-256), so that a booking is found
// by its identity without an index inside the account.
booking_id booking_id_of(booking_identity const& identity);

}  // namespace quittance::domain
