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

struct change_of_terms {
    booking_id booking;
    std::string reason;
    std::string author;
    instant at{};
    bool of_service = false;
};

std::vector<change_of_terms> changes_in(std::vector<event> const& events) {
    std::vector<change_of_terms> changes;
    for (auto const& e : events) {
        if (auto const* const items = std::get_if<items_changed>(&e))
            changes.push_back({items->booking, items->reason, items->author, items->at, false});
        if (auto const* const service = std::get_if<service_moved>(&e))
            changes.push_back({service->booking, service->reason, service->author, service->at, true});
    }
    return changes;
}

agreed_terms next_version(account const& all, booking const& what, change_of_terms const& change,
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
    auto const changes = changes_in(made.events);
    if (changes.empty()) return;
    account after = before;
    for (auto const& e : made.events) evolve(after, e);
    for (auto const& change : changes) {
        auto const& what = after.bookings.at(change.booking);
        // What was sold without a text owes the same on the same day: there is nothing to write down.
        bool const is_told = !change.of_service || !what.agreements.empty();
        if (!is_put_in_writing(what) || !is_told) continue;
        made.events.emplace_back(
            agreement_renewed{change.booking, next_version(after, what, change, rules.write_agreement)});
        evolve(after, made.events.back());
    }
}

}  // namespace quittance::domain
