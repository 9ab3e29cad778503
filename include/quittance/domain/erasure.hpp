// Promises: what it means to erase the person behind an account. Every text in the ledger that says who they
// are, how they are reached or what was written to, by or about them is replaced by a mark: names, addresses,
// notes, the client's words, reasons that somebody typed, replies of mail servers, the last digits of a card.
// What the law keeps stays: money, dates, items, what was sold, the agreements with their hashes, references,
// the processor's ids, the hashes of letters, and who of the business decided what.
// The ledger is a chain of hashes, so an entry cannot change in its place: all entries are chained anew, and
// the last one, `person_erased`, says by whom and when, and the digest that the chain ended with before. What
// is proven from then on is the new chain; that digest shows whether a copy made before was this account's.
// The account is the fold of the new ledger as it was of the old one.
// Refuses to erase while money, mail or a person is still to come to an end: what is open would be forgotten.
// An event that nobody has decided about does not compile (without_person.cpp).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "quittance/domain/command.hpp"
#include "quittance/domain/decide.hpp"

namespace quittance::domain {

inline constexpr std::string_view erased_mark = "[erased]";

enum class erasure_obstacle_kind {
    held,           // waits for its first payment
    open_money,     // something is still to be paid
    retainer_runs,  // the next period would add an item
    payer_lives,    // a page or a charge may still take money
    dispute_open,   // the bank has not decided
    refund_under_way,
    money_unallocated,  // money that fits nothing agreed: a person decides first
    card_page_open,
    customer_ordered,  // the processor is being asked for a customer
    letter_under_way   // one is on its way this moment
};
struct erasure_obstacle {
    erasure_obstacle_kind what{};
    booking_id booking;  // empty: of the client
    friend bool operator==(erasure_obstacle const&, erasure_obstacle const&) = default;
};
// Needs all bookings. Empty: the person may be erased.
std::vector<erasure_obstacle> obstacles_to_erasure(account const& all, instant now);

// The names and addresses that an event says; where what was sold names one of them, it goes from there, too.
void add_person_words(std::vector<std::string>& words, event const& said);
// The event without the person. Whether anything had to go.
bool erase_person(event& from, std::vector<std::string> const& words);

// What nobody can ask of a client who was erased.
bool needs_a_person(account const& current, command const& asked);

}  // namespace quittance::domain
