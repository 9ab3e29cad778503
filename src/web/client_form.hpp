// What a form of the client's page asks for, once it is whole; or what to say at which field.
#pragma once
#include <optional>
#include <variant>
#include <vector>

#include "plain_link.hpp"
#include "quittance/domain/command.hpp"
#include "quittance/pages/client.hpp"

namespace quittance::web {

enum class client_action { pay, more_time, split, question, paid, card, address, cadence };
// It is about the client as a whole; the booking named is any of theirs.
bool is_about_client(client_action what);

struct client_request {
    client_action what = client_action::question;
    std::vector<int> items;  // pay: ascending, each once; more_time, split: one
    std::string seen;        // of that one, as the form showed it; empty: the form did not say
    std::optional<civil_date> until;
    std::string words;
    std::string address;
    std::string cadence;  // by name; empty: the usual one
};

std::optional<client_action> client_action_named(std::string_view name);
// `one` is the booking that the form names, `today` the day in its zone.
std::variant<client_request, pages::client_trouble> read_client_form(form const& fields, client_action what,
                                                                     pages::client_booking const& one,
                                                                     civil_date today);

}  // namespace quittance::web
