// What the pages of a plan and of an account both say about its amounts.
#pragma once
#include <string>
#include <vector>

#include "quittance/pages/plan.hpp"
#include "words.hpp"

namespace quittance::pages {

bool has_amount(plan_view const& view, amount_state state);
std::string when_of(plan_amount const& one, words const& say);
// When a fee is due, and what it is for.
std::string fee_moment(domain::fee_mark const& why, civil_date due, words const& say);
// What has become of it, how much of it is open, and what of it was waived.
std::string how_of(plan_view const& view, plan_amount const& one, words const& say);
// How the amounts of a retainer follow one another; empty for any other plan.
std::string goes_on_text(plan_view const& view, words const& say);
std::string label_of(plan_amount const& one, words const& say);  // "€200.00, Sun, 28 Feb 2027"

// Something is open, and no card pays any of it alone: it is with a person.
bool only_small_rests(plan_view const& view);

using chosen_amounts = std::vector<plan_amount const*>;
bool is_asked_now(plan_amount const& one);
// None where all of it is less than a card can pay.
chosen_amounts payable_of(plan_view const& view);
// What is due or rests; where nothing is, the next one; all of it where that is less than a card can pay.
chosen_amounts first_to_pay(plan_view const& view, chosen_amounts const& payable);
std::string sum_text(chosen_amounts const& which, std::string_view locale);

}  // namespace quittance::pages
