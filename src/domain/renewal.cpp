// What was agreed, in writing, after a command changed it: ordered by the change itself, so that no command
// can forget it.
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "reminding.hpp"

namespace quittance::domain {
namespace {

// Nobody agreed to it yet, or it owes nothing: there is nothing to renew.
bool is_put_in_writing(booking const& what) {
    if (!what.moved_to.empty() || state_of(what) == booking_state::held) return false;
    return !what.terms.plan.is_plan() || !what.agreements.empty();
}

agreed_terms next_version(account const& all, booking const& what, items_changed const& change,
                          agreement_writer const& write) {
    agreed_terms made;
    made.version = what.agreements.empty() ? 1 : what.agreements.back().version + 1;
    made.at = change.at;
    made.reason = change.reason;
    made.author = change.author;
    auto words = write(all, what, made);
    made.text = std::move(words.text);
    made.hash = std::move(words.hash);
    made.note = std::move(words.note);
    return made;
}

}  // namespace

void renew_agreements(decision& made, account const& before, policy const& rules) {
    if (!rules.write_agreement || planted(bug::change_unwritten)) return;
    std::vector<items_changed> changes;
    for (auto const& e : made.events) {
        if (auto const* const change = std::get_if<items_changed>(&e)) changes.push_back(*change);
    }
    if (changes.empty()) return;
    account after = before;
    for (auto const& e : made.events) evolve(after, e);
    for (auto const& change : changes) {
        auto const& what = after.bookings.at(change.booking);
        if (!is_put_in_writing(what)) continue;
        made.events.emplace_back(
            agreement_renewed{change.booking, next_version(after, what, change, rules.write_agreement)});
        evolve(after, made.events.back());
    }
}

}  // namespace quittance::domain
