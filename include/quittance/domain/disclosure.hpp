// Promises: what of an account's record is handed to the client it is about, when they ask for all of it on
// their page: what they booked, owed, paid and were given back, agreed to, said and were written, and what
// was decided about it. Held back, each under a mark that says so: the notes and reasons that the business
// wrote for itself, who of its people did something, addresses of others, and whatever opens a page. What is
// only the program's or the desk's own working is not told at all. That a note was made is told, so that they
// can ask for it: `quittance evidence` has everything, for the business to answer with (GDPR, article 15); a
// link that came by mail is not enough to prove who asks. An event that nobody has decided about does not
// compile (for_client.cpp).
#pragma once
#include <string_view>

#include "quittance/domain/event.hpp"

namespace quittance::domain {

inline constexpr std::string_view held_back_mark = "[held back]";
inline constexpr std::string_view business_mark = "[the business]";

// False: nothing of it is theirs.
bool keep_for_client(event& told);
void keep_for_client(booking& told);
void keep_for_client(client& told);

}  // namespace quittance::domain
