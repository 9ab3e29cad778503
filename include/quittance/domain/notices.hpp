// Promises: what a booking system is told about its bookings, as a function of an account before and after a
// decision: no command can forget it, and the same change says the same under the same id, however often it
// is decided. Bookings that moved took their money with them: what the old one told is not told again.
// Refuses to carry names, addresses or anything else a client typed about themselves.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/domain/event.hpp"

namespace quittance::domain {

enum class notice_kind {
    booking_confirmed,  // the first money that pays an item arrived
    booking_expired,    // the hold time was over without money
    item_paid,
    item_declined,   // a charge without the client was declined
    plan_completed,  // the last item of a plan was paid
    credit_used,     // a delivery used one
    payment_refunded
};
// "booking.confirmed", …; what a configuration and a receiver call it.
std::string_view name_of(notice_kind what);
std::vector<notice_kind> const& all_notice_kinds();

struct notice {
    notice_kind kind{};
    booking_id booking;
    std::string subject;  // which one of its kind: the same for the same fact, another for another
    std::optional<domain::item> item;
    intent_id payment;        // empty: of no payment
    money amount;             // of the item or the payment; of a refund: what went back with this change
    money went_back;          // of a refund: what went back of the payment so far
    std::string detail = {};  // of a decline: its code; of a credit: which delivery used it
    friend bool operator==(notice const&, notice const&) = default;
};

// `msg_` and 22 characters that say nothing by themselves.
std::string notice_id_of(notice const& what);

// Looks at the bookings that `after` holds; `before` must hold them too, as far as they existed.
std::vector<notice> notices_of(account const& before, account const& after, std::vector<event> const& events);

}  // namespace quittance::domain
