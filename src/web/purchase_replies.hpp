// One purchase, from click to reply: the page or redirect for every outcome.
#pragma once
#include "error_responses.hpp"
#include "site.hpp"

namespace quittance::web {

pages::purchase_view view_of(domain::sale_terms const& terms, std::string const& locale);
// The link is known and nothing is created yet: a page with a button that goes on.
http::response ask_to_continue(site const& at, engine::purchase const& what, pages::button go_on);
// Gets or creates the checkout and sends the caller there. `press` is the button for pages that ask again;
// the request's id is for the log.
awaitable<http::response> send_to_payment(shared_site at, std::string request_id, engine::purchase what,
                                          pages::button press);
void log_purchase(site const& at, std::string const& request_id, engine::purchase_result const& done);
// Nothing when this address may not be a place to pay: the processor's reply is not believed blindly either.
bool is_payment_address(public_options const& options, std::string const& url);
// True and 429 in `reply` when the caller's network has used up its tokens.
bool link_is_limited(site& at, http::request const& asked, http::response& reply);

}  // namespace quittance::web
