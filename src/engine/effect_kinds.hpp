// How each kind of ordered effect is carried out: which call of the port it is, and which command each end of
// it becomes. What is common to all (leases, repeats, committing the outcome) is in effects.cpp.
#pragma once
#include <string_view>

#include "quittance/base/clock.hpp"
#include "quittance/engine/accounts.hpp"
#include "quittance/engine/letters.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/engine/queues.hpp"
#include "quittance/engine/settings.hpp"

namespace quittance::engine {

struct at_hand {
    accounts& books;
    processor& outside;
    clock& time;
    settings const& current;
    queues& waiting;
    post_office* post;  // nullptr: no mail is sent
};

struct effect_kind {
    std::string_view name;
    // Sends it, and answers what it came to. `repeated`: a reply may be an old one, stored by the processor.
    awaitable<processor_result<domain::command>> (*send)(at_hand with, ordered_effect const& order,
                                                         bool repeated);
    // A final no.
    domain::command (*refused)(ordered_effect const& order, std::string const& code);
    // No longer repeated: whether it was done is not known.
    awaitable<domain::command> (*given_up)(at_hand with, ordered_effect const& order);
    std::string_view refused_line;  // in the log
    milliseconds least_pause{0};    // before it is tried again
    bool needs_post = false;        // who sends no mail leaves it to who does
};

// Nullptr: a newer program ordered it, and that program may do it.
effect_kind const* find_kind(std::string_view name);

}  // namespace quittance::engine
