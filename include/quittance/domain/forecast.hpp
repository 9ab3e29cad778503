// Promises: which letters about money a client would get, and which late fees would be added, and when, if
// nobody paid, answered or wrote first: the same decisions as the engine makes, on a copy of the account.
#pragma once
#include <optional>
#include <vector>

#include "quittance/domain/reminders.hpp"

namespace quittance::domain {

struct forecast_letter {
    instant at{};
    letter_kind kind = letter_kind::reminder_before;
    std::vector<letter_item> about;
    bool hand_over = false;   // no letter: a person takes over
    std::optional<item> fee;  // no letter: this is owed from now on; `about` is what was not paid in time
    friend bool operator==(forecast_letter const&, forecast_letter const&) = default;
};
// From `now` to `until`, in the order of time. `all` is whole. A kept card is taken to be charged.
std::vector<forecast_letter> forecast_of(account all, instant now, instant until, policy const& rules);

}  // namespace quittance::domain
