// Promises: the double-entry books of an account, derived from its ledger and nothing else: each event that
// moves value is an entry whose postings sum to zero in every currency, and the sums of all entries are what
// the booking's facts say now. Pure: read with the same facts and the same `as_of`, they are the same.
// Refuses to invent: the processor's own fees are not in the facts, so they are not in the books.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/domain/decide.hpp"

namespace quittance::domain {

// A positive amount is a debit. Two halves, each of which sums to zero: what was agreed and is not paid
// (receivable, waived, written off, refunds, disputes, against agreed), and the money that is there
// (processor_cash, hand_cash, against client_credit, deferred, earned). What is owed beside the price has one
// account against it in both: `fees` holds all that was ever charged, and what became of it stands opposite.
enum class book_account {
    receivable,      // still to be paid; a held or closed booking owes nothing
    agreed,          // the contract's side of all that was agreed and is not, or no longer, paid
    waived,          // given up
    written_off,     // owed, and will not come
    refunds,         // was paid, went back, and is not owed again
    disputes,        // was paid, was taken back by the bank, and is not owed again
    processor_cash,  // what the processor took and did not give back, before its fees
    hand_cash,       // what a person took and did not give back
    client_credit,   // money that fits nothing agreed, or nothing yet
    deferred,        // paid, and not delivered
    earned,          // paid and delivered
    fees             // charged beside the price
};
std::string_view name_of(book_account which);

struct posting {
    book_account account = book_account::receivable;
    money amount;
    friend bool operator==(posting const&, posting const&) = default;
};

// Where a booking stands, as sums of its accounts; none of them is zero. Delivered is what the credits used
// and expired are worth; where there are none, all of it from the service on, and without a day of service
// as soon as it is paid. A cancelled booking keeps what it keeps for good.
std::vector<posting> position_of(booking const& what, instant as_of, policy const& rules);

// Events that were committed together, in the order of the ledger.
struct recorded {
    instant at{};
    std::vector<event> events;
};

struct journal_entry {
    instant at{};  // when it was recorded
    booking_id booking;
    std::string what;   // "booked", "payment", "refund", "waived", …; "time passed" for what no event did
    std::string cause;  // the processor's object, the reference or id it was said under; may be empty
    std::vector<posting> postings;
    friend bool operator==(journal_entry const&, journal_entry const&) = default;
};
std::vector<journal_entry> journal_of(std::vector<recorded> const& ledger, instant as_of,
                                      policy const& rules);

// The sum of each account, none of them zero: of all bookings, or of each.
std::vector<posting> totals_of(std::vector<journal_entry> const& journal);
std::map<booking_id, std::vector<posting>> totals_by_booking(std::vector<journal_entry> const& journal);
// Whether postings sum to zero in every currency.
bool balances(std::vector<posting> const& all);

}  // namespace quittance::domain
