#include "journal_checks.hpp"

#include <rapidcheck.h>

#include <map>

namespace quittance::domain {
namespace {

std::int64_t units(money amount) { return amount.minor_units(); }

// Cash is what every payment left, in each currency.
void cash_agrees(booking const& what, std::vector<posting> const& totals) {
    std::map<currency, std::int64_t> there;
    for (auto const& p : what.payments)
        there[p.captured.unit()] += units(p.captured) - units(went_back_of(p));
    for (auto const& [unit, left] : there) {
        RC_ASSERT(sum_of(totals, book_account::processor_cash, unit) +
                      sum_of(totals, book_account::hand_cash, unit) ==
                  left);
    }
}

void balance_agrees(booking const& what, std::vector<posting> const& totals) {
    auto const sums = balance_of(what);
    auto const unit = what.terms.price.unit();
    auto const in = [&](book_account account) { return sum_of(totals, account, unit); };
    bool const owes = !what.closed_at && state_of(what) != booking_state::held;
    std::int64_t returned = 0;
    std::int64_t fees_received = 0;
    std::int64_t fees_charged = 0;
    for (auto const& s : standing_of(what)) {
        returned += units(s.returned);
        if (!s.what.fee) continue;
        fees_received += units(s.paid) - units(s.returned);
        fees_charged += (owes ? units(s.open) : 0) + units(s.waived) + units(s.paid);
    }
    RC_ASSERT(in(book_account::receivable) == (owes ? units(sums.open) : 0));
    RC_ASSERT(in(book_account::waived) + in(book_account::written_off) == units(sums.waived));
    RC_ASSERT(in(book_account::client_credit) == -units(sums.unallocated));
    RC_ASSERT(in(book_account::deferred) + in(book_account::earned) == fees_received - units(sums.received));
    RC_ASSERT(in(book_account::fees) == -fees_charged);
    RC_ASSERT(in(book_account::refunds) + in(book_account::disputes) == returned);
    RC_ASSERT(in(book_account::deferred) <= 0);
    RC_ASSERT(in(book_account::earned) <= 0);
}

}  // namespace

std::int64_t sum_of(std::vector<posting> const& all, book_account account, currency const& unit) {
    std::int64_t sum = 0;
    for (auto const& p : all) sum += p.account == account && p.amount.unit() == unit ? units(p.amount) : 0;
    return sum;
}

void books_agree(story const& told) {
    auto const journal = journal_of(told.ledger(), told.last(), told.rules);
    for (auto const& entry : journal) {
        RC_ASSERT(!entry.postings.empty());
        RC_ASSERT(balances(entry.postings));
    }
    auto by_booking = totals_by_booking(journal);
    for (auto const& [id, what] : told.account().bookings) {
        auto const totals = by_booking[id];
        RC_ASSERT(totals == position_of(what, told.last(), told.rules));
        cash_agrees(what, totals);
        balance_agrees(what, totals);
    }
    RC_ASSERT(balances(totals_of(journal)));
}

}  // namespace quittance::domain
