// Promises: an account as facts: what was agreed, what the processor (or a person) said. Whether something is
// paid, open, held or needs a person is a function of these facts and of today's date, never a stored flag.
// Plain data: `evolve` (ledger.hpp) is the only code that changes it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "quittance/base/time.hpp"
#include "quittance/domain/address.hpp"
#include "quittance/domain/cards.hpp"
#include "quittance/domain/facts.hpp"
#include "quittance/domain/ids.hpp"
#include "quittance/domain/letters.hpp"
#include "quittance/domain/offer.hpp"
#include "quittance/domain/plan.hpp"

namespace quittance::domain {

// How a booking came to be. A plain link is a stranger's word; the other two are the business's own claim.
enum class origin { plain_link, signed_link, api };

// What a booking page says about the person. Hints fill in forms; they never select an account.
struct contact {
    std::string name;
    std::string email;
    std::string locale;  // BCP 47, or empty
    std::string zone;    // IANA, or empty
    friend bool operator==(contact const&, contact const&) = default;
};

// One confirmation of a charge without the client.
enum class attempt_outcome {
    waiting,     // ordered; its effect is under way
    unanswered,  // it may have been done: only a look at the intent tells
    not_done,    // certainly nothing happened, and nobody refused
    declined,    // certainly no money; `code` says why
    taken        // the intent moved on with it: paid, or on its way
};
struct attempt {
    int number = 1;  // from 1; a key of its own at the processor
    method_id method;
    instant at{};  // when it was ordered
    attempt_outcome outcome = attempt_outcome::waiting;
    std::string code;  // of the decline
    charge_id charge;  // that was declined; tells its decline from an earlier one's
    friend bool operator==(attempt const&, attempt const&) = default;
};

// One way that was ordered to take money for items: a hosted checkout, or a charge of the kept card without
// the client. While it may still take money it is the payer of its items.
struct checkout {
    int number = 1;          // from 1; told to the processor as q_checkout
    std::vector<int> items;  // item numbers it pays
    money amount;            // their sum as asked for
    instant ordered_at{};
    instant expires_at{};           // as asked for; the processor's own once known; a charge's says nothing
    bool off_session = false;       // a charge without the client: an intent and no session
    bool keeps_card = false;        // what pays here serves the rest of the plan
    std::vector<attempt> attempts;  // off-session only
    int closings = 0;               // how often its death was ordered
    bool closing = false;           // the last such order is under way
    instant close_again{};          // the last one came to nothing: not ordered again before
    // What the processor said:
    session_id session;  // empty until known
    std::string url;     // where the payer goes; empty once closed
    session_status status =
        session_status::unknown;  // the furthest seen: unknown < open < expired < complete
    payment_status payment = payment_status::unknown;  // the furthest seen: unknown < unpaid < paid
    intent_id intent;
    bool intent_canceled = false;
    bool dead = false;  // the session was expired while its intent was null, canceled or without a way to pay
    bool async_failed = false;          // a delayed method failed: certainly no money from this session
    std::vector<std::string> declines;  // codes of refused tries, sorted, each once
    // What was proven or found out about the order itself:
    std::string refusal;     // the processor refused to create it (its error code): certainly no session
    bool abandoned = false;  // no longer repeated; dead only when proven
    bool absent = false;     // after expires_at the processor's list did not hold it: proven dead
    friend bool operator==(checkout const&, checkout const&) = default;
};

struct refund {
    refund_id id;
    money amount;
    refund_status status = refund_status::unknown;
    instant at{};
    int order = 0;  // our refund_order; 0: not ours, the processor's dashboard made it
    friend bool operator==(refund const&, refund const&) = default;
};

struct dispute {
    dispute_id id;
    money amount;
    dispute_status status = dispute_status::unknown;
    bool withdrawn = false;
    bool reinstated = false;
    instant at{};
    friend bool operator==(dispute const&, dispute const&) = default;
};

// A counter-entry to money taken by hand.
struct hand_correction {
    std::string id;     // of who asked: the same one counts once
    money amount;       // was not received after all, and is owed again
    money handed_back;  // was received and went back: what is owed is lower by it
    std::string reason;
    std::string author;
    instant at{};
    booking_id used_for;  // it was credit, and pays that booking now
    friend bool operator==(hand_correction const&, hand_correction const&) = default;
};

// Money that a person says they received; credit: it came for another booking of the client, and fitted
// nothing there.
enum class hand_kind { transfer, cash, cheque, voucher, other, credit };
struct by_hand {
    hand_kind kind = hand_kind::transfer;
    std::string reference;  // as the person wrote it
    civil_date on{};        // the day it was received
    std::string author;
    std::vector<hand_correction> corrections;
    friend bool operator==(by_hand const&, by_hand const&) = default;
};

// Money that arrived, keyed by its intent: a PaymentIntent takes money at most once. Refunds and disputes may
// be heard of before the payment itself; then `captured` is still zero. Money taken by hand goes by the
// intent `hand:<reference>`; its `captured` is what was taken less what corrections say never came.
struct payment {
    intent_id intent;
    int checkout = 0;  // 0: not known
    money captured;
    instant at{};  // the earliest time any fact of it carried
    charge_id charge;
    money refunded_total;           // the largest charge.amount_refunded seen
    std::vector<refund> refunds;    // by id
    std::vector<dispute> disputes;  // by id
    std::optional<domain::by_hand> by_hand;
    friend bool operator==(payment const&, payment const&) = default;
};

// What the client agreed to, and each written version that a granted change made of it. A booking without a
// plan has none until its days or parts change: its first version confirms the new ones in writing.
struct agreed_terms {
    int version = 1;
    std::string hash;  // SHA-256 of the exact text, base64url
    std::string note;  // what the processor's page repeats of it
    instant at{};
    std::string text;    // exactly
    std::string reason;  // of the change; empty: the client agreed on the page of the terms
    std::string author;  // who asked for it; "client": on their page
    friend bool operator==(agreed_terms const&, agreed_terms const&) = default;
};

// This item is not charged to this card any more: the client pays it, or keeps another card.
struct collection_stop {
    int item = 0;
    std::string
        reason;  // no_card, card_detached, authentication_required, declined, declined_for_good, refused
    instant at{};
    method_id method;  // empty: there was none
    friend bool operator==(collection_stop const&, collection_stop const&) = default;
};

// Money back that we ask the processor for. What comes of it are the refunds that carry its number.
struct refund_order {
    int number = 1;  // from 1; told to the processor as q_refund
    intent_id intent;
    money amount;
    bool reopens = false;    // what goes back is owed again
    std::vector<int> items;  // what it is taken from, in this order
    std::string reason;
    std::string author;
    std::string id;  // of who asked: under the same one it is ordered once
    instant at{};
    std::string refusal;     // the processor's error code: certainly nothing goes back
    bool abandoned = false;  // no longer repeated; whether it was done is not known
    friend bool operator==(refund_order const&, refund_order const&) = default;
};

// Part of an item that nobody has to pay any more.
struct waiver {
    int item = 0;
    money amount;
    bool written_off = false;  // it was owed and will not come; else it was given
    std::string reason;
    std::string author;
    std::string id;  // of who asked: the same one counts once
    instant at{};
    friend bool operator==(waiver const&, waiver const&) = default;
};

// One use of a package or retainer, or a no-show that used one.
struct delivery {
    std::string id;   // the business's own; the same one counts once
    civil_date on{};  // in the client's zone
    int credits = 1;
    bool no_show = false;
    bool taken_back = false;
    std::string author;
    instant at{};  // when it was said
    friend bool operator==(delivery const&, delivery const&) = default;
};

// Credits kept for a session that is scheduled and has not taken place: the delivery of the same id uses
// them.
struct reservation {
    std::string id;   // of the session, the business's own
    civil_date on{};  // in the client's zone
    int credits = 1;
    std::string author;
    instant at{};  // when it was said
    friend bool operator==(reservation const&, reservation const&) = default;
};

// Credits that a person grants beside what was sold, or takes away.
struct credit_change {
    std::string id;                   // of who asked: the same one counts once
    int credits = 0;                  // below zero: taken away
    civil_date on{};                  // from this day on, in the client's zone
    std::optional<civil_date> until;  // granted: the first day they are of no use any more
    std::string reason;
    std::string author;
    instant at{};
    friend bool operator==(credit_change const&, credit_change const&) = default;
};

struct booking {
    booking_id id;
    booking_identity identity;
    domain::origin origin = domain::origin::plain_link;
    sale_terms terms;
    contact who;
    std::string service_at;  // when the service takes place, as the booking page said it; may be empty
    std::string page_token;  // unguessable; the return page's address
    instant booked_at{};
    instant hold_until{};  // a held booking closes after this, once its payer is proven dead
    std::vector<item> items;
    std::vector<checkout> checkouts;
    std::vector<payment> payments;     // by intent
    std::optional<instant> closed_at;  // closed: takes no new checkout
    std::string close_reason;          // "hold_expired", "moved", "cancelled"
    booking_id moved_to;               // its money and checkouts live there now
    booking_id moved_from;
    std::vector<std::string> acknowledged;  // attention entries a person has dealt with, sorted
    std::optional<civil_date> anchor;       // of a plan: the day it was agreed on, in the client's zone
    std::optional<civil_date> service;      // the day of the service, where the plan needs it
    std::vector<agreed_terms> agreements;   // newest last
    std::optional<kept_method> kept;
    std::vector<collection_stop> stops;
    int periods = 1;  // of a retainer: how many have begun
    std::vector<refund_order> refund_orders;
    std::vector<waiver> waivers;
    std::vector<delivery> deliveries;  // in the order they were said
    std::vector<handover> handovers;
    std::vector<card_page> card_pages;
    std::vector<credit_change> credit_changes;  // in the order they were said
    std::vector<reservation> reservations;      // of sessions to come, likewise
    std::vector<std::string> plan_moves;        // ids under which the plan was moved, likewise
    friend bool operator==(booking const&, booking const&) = default;
};

// The person behind the account was taken out of it (erasure.hpp).
struct erasure {
    instant at{};
    std::string author;
    std::string former_head;   // digest of the ledger's last entry as it was before
    std::int64_t entries = 0;  // how many there were
    friend bool operator==(erasure const&, erasure const&) = default;
};

struct client {
    contact who;
    instant since{};
    std::int64_t bookings = 0;  // how many were ever made: a bound, not an index
    customer_id customer;       // the processor's object for this client; empty until a card is to be kept
    booking_id customer_for;    // whose checkout waits for it; empty: none was ordered
    domain::correspondence correspondence;
    std::vector<std::string>
        further;  // addresses the client named: the last automatic letter goes there, too
    std::optional<erasure> erased;
    std::optional<new_address> address_asked;  // not in force: whoever reads mail there has not said yes
    int address_asks = 0;                      // so far
    std::vector<instant> asked_lately;         // when, of the latest asks; at most most_address_asks
    int customer_change = 0;  // the processor's customer does not have the address yet: the order's number
    friend bool operator==(client const&, client const&) = default;
};

// As loaded: the client and the bookings asked for. A missing booking that was asked for is simply not there.
struct account {
    client_id id;
    std::uint64_t version = 0;  // commits so far; 0: does not exist yet
    domain::client client;
    std::map<booking_id, booking> bookings;
    friend bool operator==(account const&, account const&) = default;

    booking const* find(booking_id const& which) const {
        auto const found = bookings.find(which);
        return found == bookings.end() ? nullptr : &found->second;
    }
};

}  // namespace quittance::domain
