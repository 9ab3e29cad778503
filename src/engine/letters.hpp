// How a letter that was claimed goes out: look again, say so durably, then send; and what came of it.
#pragma once
#include "effect_kinds.hpp"

namespace quittance::engine {

// Why one was not tried: the mailer takes no more, and the next that does need not wait.
inline constexpr std::string_view mail_is_closed = "mail_is_closed";

awaitable<processor_result<domain::command>> send_letter(at_hand with, ordered_effect const& order,
                                                         bool repeated);
domain::command refuse_letter(ordered_effect const& order, std::string const& code);
awaitable<domain::command> give_up_letter(at_hand with, ordered_effect const& order);

}  // namespace quittance::engine
