// Somebody with the link to a client's page: what it leads to, and how a request for it is refused.
#pragma once
#include "accept_language.hpp"
#include "quittance/pages/client.hpp"
#include "site.hpp"

namespace quittance::web {

struct client_visit {
    domain::account all;  // as read for this request
    pages::client_view view;
    std::string token;
    std::string address;  // the page's own path
    visitor by;
};

// Nothing for a token we did not make, one that was revoked and one whose client is gone.
awaitable<std::optional<client_visit>> visit_of(shared_site at, std::string token, visitor by);
// The same for all of these.
http::response no_such_page(site const& at, http::request const& asked);
http::response page_of(site const& at, unsigned status, client_visit const& visit);
// Browsers say where a form comes from; ours come from pages that tell nobody their address ("null").
bool is_from_elsewhere(site const& at, http::request const& asked);

}  // namespace quittance::web
