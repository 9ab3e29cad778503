// What events make of the record of a client's letters.
#pragma once
#include "quittance/domain/event.hpp"

namespace quittance::domain {

void note(correspondence& record, letter_ordered const& e);
void note(correspondence& record, letter_begun const& e);
void note(correspondence& record, letter_recorded const& e);
void note(correspondence& record, letter_bounced const& e);
void note(correspondence& record, reminders_resumed const& e);
void note(correspondence& record, reminders_begun_anew const& e);
// A booking moved, and its letters with it.
void rename(correspondence& record, booking_id const& from, booking_id const& to);

// A person took an item over from the reminders.
bool ends_reminders(handover const& what);

letter const* find_letter(correspondence const& record, int number);

}  // namespace quittance::domain
