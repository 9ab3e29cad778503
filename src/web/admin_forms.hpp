// The forms on an account's page: what the owner does about one booking, and which command comes of it. They
// are read by the rules of the API's bodies.
#pragma once
#include <variant>

#include "plain_link.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/pages/desk.hpp"
#include "replies.hpp"

namespace quittance::web {

// A form that could not be taken, with all that was typed into it.
struct desk_trouble {
    std::string what;     // the form's name
    std::string booking;  // id
    form typed;
    std::string sentence;
    std::vector<field_error> errors;
};

// One rendering of an account's page.
struct desk_drawing {
    domain::policy const& rules;
    instant now;
    std::string id;  // no other rendering has it
    desk_trouble const* trouble = nullptr;
};

// Those that make sense for this booking now; the one in trouble is open and as it was typed. A form has the
// id of its rendering and keeps it in trouble: pressed twice, it does what it says once, while two people who
// look at the same account say two things.
std::vector<pages::desk_form> desk_forms_of(domain::account const& all, domain::booking const& what,
                                            desk_drawing const& by);

// What a form asks for; or what is wrong with it, by its fields.
std::variant<domain::command, problem> read_desk_form(std::string_view what, form const& typed,
                                                      domain::booking const& about,
                                                      domain::policy const& rules);
// What the engine refuses, as a person reads it in a form about this booking.
problem desk_problem_of(domain::refusal const& why, domain::booking const& about);
// "12.50", "1250" or "12.500": as amounts are written in this currency.
std::string sample_amount(domain::currency const& unit);
// What to say after `what` was done ("again": it had been done before); empty for anything else.
std::string desk_done_text(std::string_view what);

}  // namespace quittance::web
