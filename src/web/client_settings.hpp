// What a client decides about their account as a whole: where messages go, and how reminders come.
#pragma once
#include "client_visit.hpp"

namespace quittance::web {

// What the page shows of them.
void add_settings(site const& at, domain::account const& all, pages::client_view& view);

// `booking`: any of theirs.
awaitable<http::response> ask_address(shared_site at, client_visit visit, std::string booking,
                                      std::string address);
awaitable<http::response> choose_cadence(shared_site at, client_visit visit, std::string booking,
                                         std::string name);

}  // namespace quittance::web
