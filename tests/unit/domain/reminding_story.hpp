// Clients who owe something and can be written to: the words that tests of letters are written in. Days in
// Lisbon; 21 November 2026 is a Saturday.
#pragma once
#include <string>
#include <vector>

#include "collecting_story.hpp"

namespace quittance::domain {

using lines = std::vector<std::string>;

instant at(std::string const& text);

// Sold by the business itself for 200.00, due on a day, of a client who can be written to.
book an_invoice(std::string const& due, std::string ref = "ref-1");
story with_letters();
story owing(std::string const& due);  // such an invoice, booked on 2 November
// Three monthly parts of 60.00, the first one paid; no letter has gone out yet.
void sell_plan_by_mail(story& told, std::string const& ref, instant when);
story plan_by_mail();

std::vector<letter> letters_under_way(story const& told);
void deliver_all(story& told, instant when, letter_state how = letter_state::accepted);
void deliver_all(story& told);
// Delivers and reminds until the last automatic letter is claimed.
void remind_to_the_last(story& told);
// Looks whenever it is to be looked, until a day; answers what was sent on which day.
lines sent_until(story& told, std::string const& end, std::string const& ref = "ref-1");

}  // namespace quittance::domain
