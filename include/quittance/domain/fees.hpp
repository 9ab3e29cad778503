// Promises: what is owed beside the price, each an item of its own that says what it is for. A late fee only
// where the client agreed to terms that state it, once for each part of the price, ever; a no-show fee once
// for each missed session, as the terms of the booking state it. A fee is paid by its client on their page,
// by hand, or out of their credit; it is given up, sent back and moved like any other item. Money by hand
// pays it after everything that was owed before it. Refuses to charge the kept card: nobody agreed to that.
// Refuses a fee on a fee, and a late fee while somebody is paying, while the card is still being tried, while
// a dispute or the client's own word (a question, a promise, a pause) rests what is asked for, and for a rest
// that is less than the processor takes. A booking that
// is cancelled owes nothing more: what is open of its fees is given up with the rest, what was paid of them
// stays paid and is no part of what the terms give back. A no-show that is taken back takes the open part of
// its fee along.
#pragma once
#include <string>
#include <vector>

#include "quittance/domain/decide.hpp"

namespace quittance::domain {

inline bool is_fee(item const& what) { return what.fee.has_value(); }

// What a missed session uses or costs.
enum class no_show_rule { credit, fee, nothing };
no_show_rule no_show_rule_of(sale_terms const& terms);
std::string_view name_of(no_show_rule what);

// The client agreed, on the page of the terms, to a text that states the late fee.
bool agreed_to_late_fee(booking const& what);
// The fees that have come by `now`, as the items they become.
std::vector<item> late_fees_due(account const& all, booking const& what, instant now, policy const& rules);
// The next moment from `now` on at which one may come; nothing: as things are, none will.
std::optional<instant> next_late_fee(account const& all, booking const& what, instant now,
                                     policy const& rules);

// What of a booking's items cannot be, each a sentence: a price that is not their sum, a fee that is for
// nothing, for a fee, or for what had one before. Empty for a sound booking.
std::vector<std::string> faults_of_items(booking const& what);

}  // namespace quittance::domain
