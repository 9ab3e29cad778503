// What is done for each form of the client's page.
#pragma once
#include "client_form.hpp"
#include "client_visit.hpp"

namespace quittance::web {

// Where the client is sent, or what is shown.
awaitable<http::response> do_client_action(shared_site at, client_visit visit, std::string booking,
                                           client_request asked);
// The page again, with a word about what happened.
http::response back_to(client_visit const& visit, pages::client_notice what);

}  // namespace quittance::web
