// What has been said about an item, and the letters that facts order by themselves.
#pragma once
#include "deciding.hpp"
#include "quittance/domain/reminders.hpp"

namespace quittance::domain {

reminded const* find_reminded(account const& all, booking_id const& of, int item);

verdict do_remind(deciding& so_far, remind const& asked, instant now, policy const& rules);
verdict do_begin_letter(deciding& so_far, begin_letter const& asked, instant now, policy const& rules);
verdict do_letter(deciding& so_far, letter_answered const& asked, instant now);
verdict do_return(deciding& so_far, letter_came_back const& asked, instant now);
verdict do_say(deciding& so_far, client_says const& asked, instant now, policy const& rules);
verdict do_note(deciding& so_far, note_contact const& asked, instant now);
verdict do_rest(deciding& so_far, rest_reminders const& asked, instant now);
verdict do_resume(deciding& so_far, resume_reminders const& asked, instant now);
verdict do_choose_cadence(deciding& so_far, choose_cadence const& asked, instant now, policy const& rules);
verdict do_name_contacts(deciding& so_far, name_contacts const& asked, instant now);
verdict do_renew_link(deciding& so_far, renew_page_link const& asked, instant now);

// Another address, asked for on the client's page and confirmed by who reads mail there (decide_address.cpp).
verdict do_ask_address(deciding& so_far, ask_address const& asked, instant now, policy const& rules);
verdict do_confirm_address(deciding& so_far, confirm_address const& asked, instant now, policy const& rules);
// The link in this letter still changes something.
bool is_asked_still(account const& all, letter const& what, instant now);

// So long a letter is tried, where nothing ends its meaning before.
std::chrono::hours lifetime_of(letter_kind kind);

// A person takes over; the reminders rest.
void hand_over(deciding& so_far, booking_id const& which, handover what, instant now);
verdict let_rest(deciding& so_far, booking_id const& which, rest what);
// What the client said rests them no longer: a person has dealt with it.
void resume_if_dealt_with(deciding& so_far, booking_id const& which, instant now);

// What is due on another day from now on, open once more, or more than a small rest again, is reminded from
// the start (anew.cpp).
void begin_anew(decision& made, account const& before, instant now, policy const& rules);

// A change of what is owed, or when, becomes a new version of the agreement (renewal.cpp).
void renew_agreements(decision& made, account const& before, policy const& rules);

// Receipts, refunds, the written agreement, a charge that needs the client: ordered by the commit of the fact
// itself, so that no command can forget them.
void order_letters(decision& made, account const& before, instant now, policy const& rules);

}  // namespace quittance::domain
