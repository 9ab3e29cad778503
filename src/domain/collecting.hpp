// When and what to charge to the kept card: read from the facts alone.
#pragma once
#include "quittance/domain/decide.hpp"

namespace quittance::domain {

// The card is tried again only if this is empty: the word of a decline after which trying is useless.
std::string final_reason(std::string const& code, std::string const& advice);

inline constexpr civil_date last_day{std::chrono::year{9'999}, std::chrono::month{12}, std::chrono::day{31}};

// Something was paid and stays paid, and nobody contests it or asks a person to look.
bool is_running(booking const& what);

// A lost, stolen or detached card is none for every item.
bool is_card_out(booking const& what);

// How often this card was declined for this item.
int declines_of(booking const& what, int item, method_id const& method);

// Open, of a known day, and not resting; no small rest (rests.hpp).
std::vector<item> collectable(booking const& what, policy const& rules);

// The next moment from `now` on at which collecting has something to do; nothing while it rests.
std::optional<instant> next_charge(booking const& what, instant now, policy const& rules);
// What would be charged now, in the order of the plan: everything due that is not stopped, once any of it has
// come to its next try.
std::vector<int> items_to_charge(booking const& what, instant now, policy const& rules);

// Since when charges for this item come to nothing without a word of the bank, day after day; nothing while
// that may be a bad hour.
std::optional<instant> fruitless_since(booking const& what, int item);

// When the end of a charge that still lives is ordered again, after the last order came to nothing.
instant next_closing(booking const& what, checkout const& payer, instant now, policy const& rules);
// So often has it come to nothing that a person looks.
bool cannot_be_ended(checkout const& payer);

// Whether a charge may be made at this time of the client's day.
bool in_window(booking const& what, instant now, policy const& rules);

// When the client's day that `now` is in ends for charges.
instant end_of_window(booking const& what, instant now, policy const& rules);

// A charge that rests, and for which nothing is owed any more as it was asked for: it is to be ended, or it
// would stand for ever. Nothing if there is none.
checkout const* needless_charge(booking const& what);

// The next period of a retainer, if it has begun: of one that is running, or whose periods so far were given
// up.
std::optional<item> next_period(booking const& what, civil_date today);

// When to look again at a charge that may be under way, or at a paid checkout whose card is not known.
std::optional<instant> next_intent_look(booking const& what, checkout const& payer, instant now);

}  // namespace quittance::domain
