// How facts merge into an account: monotonically. Whatever order they come in, however often, the same facts
// leave the same account; nothing here reads a clock or depends on what was merged before.
#pragma once
#include "quittance/domain/account.hpp"

namespace quittance::domain {

void merge(checkout& into, session_fact const& fact, bool async_failed);
void merge(checkout& into, intent_fact const& fact);
void merge(card_page& into, card_page_fact const& fact);

// The payment of this intent, added in its place when it is new.
payment& payment_of(booking& what, intent_id const& intent, instant at);
void merge(booking& into, session_fact const& fact, int checkout);
void merge(booking& into, intent_fact const& fact, int checkout);
void merge(booking& into, charge_fact const& fact);
void merge(booking& into, refund_fact const& fact);
void merge(booking& into, dispute_fact const& fact);

checkout* find_checkout(booking& what, int number);

}  // namespace quittance::domain
