// A plan that is sold, paid for the first time, and charged: the words its tests are written in.
#pragma once
#include "story.hpp"

namespace quittance::domain {

extern instant const first_due;  // 21 December, nine o'clock in Lisbon

// 180.00 in three monthly items from today, of a client in Lisbon.
book a_plan_booking(std::string ref = "ref-1");
consent consent_of(instant when);

session_fact page_open(std::string id, int checkout);
session_fact page_paid(std::string id, int checkout, std::string intent, std::string method);
intent_fact intent_made(std::string intent = "pi_2");
intent_fact intent_paid(std::string intent = "pi_2");
// The decline of its `attempt`-th confirmation: each leaves a charge of its own.
intent_fact intent_declined(std::string code, int attempt);

story plan_sold();         // its first page is open
story plan_paid_first();   // with pm_1
story charge_under_way();  // item 2's intent pi_2 is being confirmed
story charge_declined(std::string code);

}  // namespace quittance::domain
