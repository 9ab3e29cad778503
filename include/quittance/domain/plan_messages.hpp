// Promises: which messages a client would get under given terms, before anyone has bought, if every part is
// paid as the plan says: a booking that exists nowhere is carried through its plan by the decisions that
// carry real ones. What cannot be charged to a card because none would be kept is taken to stay unpaid.
#pragma once
#include <vector>

#include "quittance/domain/schedule.hpp"

namespace quittance::domain {

struct planned_message {
    instant at{};
    letter_kind kind = letter_kind::receipt;
    std::vector<int> items;  // whose payment is asked for or announced; none: it is about none
    money amount;            // that came, or is asked for or announced; no currency: none
    bool person = false;     // no letter: a person takes over
    friend bool operator==(planned_message const&, planned_message const&) = default;
};
// So many parts are carried through: the work grows with their third power (24: some 10 ms; 60: 170 ms), and
// it is done between the answers of a gateway.
inline constexpr std::size_t most_parts_foreseen = 24;
// In the order of time; none where no letters are sent at all, and where nobody could book it like this.
// `items` as schedule_of gave them: a milestone's are left out, for nobody knows their day, and what comes
// after the first most_parts_foreseen.
std::vector<planned_message> messages_of_plan(sale_terms const& terms, agreement const& made,
                                              std::vector<scheduled_item> const& items, policy const& rules);

}  // namespace quittance::domain
