#include "waiting_words.hpp"

#include <algorithm>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/reminders.hpp"

namespace quittance::domain {
namespace {

bool was_acknowledged(booking const& what, handover const& said) {
    auto const& known = what.acknowledged;
    return std::binary_search(known.begin(), known.end(), said.reason + ':' + std::to_string(said.number));
}

// The money came, or the item has another day. A question is answered by a person alone.
bool was_answered(booking const& what, handover const& said) {
    if (said.reason == "question") return false;
    if (said.item == 0) return balance_of(what).open.is_zero();
    auto const one = std::find_if(what.items.begin(), what.items.end(),
                                  [&said](item const& i) { return i.number == said.item; });
    if (one == what.items.end() || open_of(what, {said.item}).is_zero()) return true;
    return said.due && *said.due != one->due;
}

// Each booking that was ever made is there, under the name that it moved to last.
bool is_whole(account const& all) {
    auto const there = std::count_if(all.bookings.begin(), all.bookings.end(),
                                     [](auto const& entry) { return entry.second.moved_to.empty(); });
    return there >= all.client.bookings;
}

}  // namespace

bool is_of_client(std::string_view reason) {
    return reason == "question" || reason == "says_paid" || reason == "asks_for_time";
}

bool words_wait(booking const& what) {
    return std::any_of(what.handovers.begin(), what.handovers.end(), [&what](handover const& said) {
        return is_of_client(said.reason) && !was_acknowledged(what, said) && !was_answered(what, said);
    });
}

rest const* rest_in_force(account const& all) {
    auto const& resting = all.client.correspondence.resting;
    if (!resting) return nullptr;
    bool const was_said = resting->author.empty() && is_of_client(resting->reason);
    bool const waits = !was_said || !is_whole(all) ||
                       std::any_of(all.bookings.begin(), all.bookings.end(),
                                   [](auto const& entry) { return words_wait(entry.second); });
    return waits ? &*resting : nullptr;
}

}  // namespace quittance::domain
