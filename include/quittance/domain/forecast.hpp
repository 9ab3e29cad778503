// Promises: which letters about money a client would get, and when, if nobody paid, answered or wrote first:
// the same decisions as the engine makes, on a copy of the account.
#pragma once
#include <vector>

#include "quittance/domain/reminders.hpp"

namespace quittance::domain {

struct forecast_letter {
    instant at{};
    letter_kind kind = letter_kind::reminder_before;
    std::vector<letter_item> about;
    bool hand_over = false;  // no letter: a person takes over
    friend bool operator==(forecast_letter const&, forecast_letter const&) = default;
};
// From `now` to `until`, in the order of time. `all` is whole. A kept card is taken to be charged.
std::vector<forecast_letter> forecast_of(account all, instant now, instant until, policy const& rules);

}  // namespace quittance::domain
