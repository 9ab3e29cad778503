#include "quittance/domain/journal.hpp"

#include <algorithm>
#include <map>

#include "journal_sums.hpp"

namespace quittance::domain {
namespace {

// --- What happened, in words

struct headline {
    std::vector<booking_id> bookings;
    std::string what;
    std::string cause;
};

headline of(client_registered const&) { return {{}, "registered", {}}; }
headline of(booked const& e) { return {{e.what.id}, "booked", e.what.identity.reference}; }
headline of(session_recorded const& e) { return {{e.booking}, "payment", e.fact.intent.text()}; }
headline of(intent_recorded const& e) { return {{e.booking}, "payment", e.fact.intent.text()}; }
headline of(charge_recorded const& e) {
    return {{e.booking}, e.fact.refunded.is_zero() ? "payment" : "refund", e.fact.intent.text()};
}
headline of(refund_recorded const& e) { return {{e.booking}, "refund", e.fact.refund.text()}; }
headline of(dispute_recorded const& e) { return {{e.booking}, "dispute", e.fact.dispute.text()}; }
headline of(booking_closed const& e) { return {{e.booking}, "closed", e.reason}; }
headline of(booking_moved const& e) { return {{e.from, e.to}, "moved", e.identity.reference}; }
headline of(agreed const& e) { return {{e.booking}, "agreed", e.what.hash}; }
headline of(period_begun const& e) { return {{e.booking}, "period", std::to_string(e.what.number)}; }
headline of(taken_by_hand const& e) { return {{e.booking}, "taken by hand", e.what.reference}; }
headline of(corrected_by_hand const& e) { return {{e.booking}, "corrected by hand", e.what.id}; }
headline of(waived const& e) {
    return {{e.booking}, e.what.written_off ? "written off" : "waived", e.what.id};
}
headline of(items_changed const& e) { return {{e.booking}, "items changed", e.reason}; }
headline of(fee_added const& e) {
    auto const why = e.what.fee.value_or(fee_mark{});
    return {{e.booking},
            why.kind == fee_kind::late ? "late fee" : "no-show fee",
            why.kind == fee_kind::late ? std::to_string(why.item) : why.delivery};
}
headline of(service_moved const& e) { return {{e.booking}, "rescheduled", e.service_at}; }
headline of(delivered const& e) { return {{e.booking}, e.what.no_show ? "no-show" : "delivered", e.what.id}; }
headline of(credits_changed const& e) { return {{e.booking}, "credits changed", e.what.id}; }
headline of(credits_reserved const& e) { return {{e.booking}, "credits reserved", e.what.id}; }
headline of(credits_released const& e) { return {{e.booking}, "credits released", e.id}; }
headline of(delivery_taken_back const& e) { return {{e.booking}, "delivery taken back", e.id}; }
headline of(refund_ordered const& e) { return {{e.booking}, "refund ordered", e.what.id}; }
// Whatever else is recorded moves nothing; should it ever, it is told plainly.
template <class Event>
headline of(Event const& e) {
    if constexpr (requires { e.booking; }) {
        return {{e.booking}, "recorded", {}};
    } else {
        return {{}, "recorded", {}};
    }
}

// --- The books as they are written

class writer {
public:
    explicit writer(policy const& rules) : rules_(rules) {}

    void happens(event const& what, instant at) {
        auto const said = std::visit([](auto const& e) { return of(e); }, what);
        evolve(account_, what);
        for (auto const& which : said.bookings) note(which, at, said.what, said.cause);
    }
    // What has been earned since, without anything being recorded.
    void pass_time(instant as_of) {
        for (auto const& [id, what] : account_.bookings) note(id, as_of, "time passed", {});
    }
    std::vector<journal_entry> take() { return std::move(entries_); }

private:
    void note(booking_id const& which, instant at, std::string const& what, std::string const& cause) {
        auto const* const now_there = account_.find(which);
        auto stands = now_there == nullptr ? std::vector<posting>{} : position_of(*now_there, at, rules_);
        auto& stood = stood_[which];
        if (stands == stood) return;
        journal_sums moved;
        moved.add(stands);
        moved.subtract(stood);
        entries_.push_back({at, which, what, cause, moved.postings()});
        stood = std::move(stands);
    }

    policy const& rules_;
    account account_;
    std::map<booking_id, std::vector<posting>> stood_;
    std::vector<journal_entry> entries_;
};

}  // namespace

std::vector<journal_entry> journal_of(std::vector<recorded> const& ledger, instant as_of,
                                      policy const& rules) {
    writer books{rules};
    for (auto const& commit : ledger) {
        for (auto const& what : commit.events) books.happens(what, commit.at);
    }
    books.pass_time(as_of);
    return books.take();
}

std::vector<posting> totals_of(std::vector<journal_entry> const& journal) {
    journal_sums all;
    for (auto const& entry : journal) all.add(entry.postings);
    return all.postings();
}

std::map<booking_id, std::vector<posting>> totals_by_booking(std::vector<journal_entry> const& journal) {
    std::map<booking_id, journal_sums> all;
    for (auto const& entry : journal) all[entry.booking].add(entry.postings);
    std::map<booking_id, std::vector<posting>> told;
    for (auto const& [id, one] : all) told.emplace(id, one.postings());
    return told;
}

bool balances(std::vector<posting> const& all) {
    std::map<currency, std::int64_t> left;
    for (auto const& p : all) left[p.amount.unit()] += p.amount.minor_units();
    return std::all_of(left.begin(), left.end(), [](auto const& entry) { return entry.second == 0; });
}

}  // namespace quittance::domain
