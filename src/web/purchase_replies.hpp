// One purchase, from click to reply: the page or redirect for every outcome.
#pragma once
#include "accept_language.hpp"
#include "error_responses.hpp"
#include "site.hpp"

namespace quittance::web {

pages::purchase_view view_of(domain::sale_terms const& terms, std::string const& locale);
// The link is known and nothing is created yet: a page with a button that goes on.
http::response ask_to_continue(site const& at, visitor const& by, engine::purchase const& what,
                               pages::button go_on);
// Gets or creates the checkout and sends the caller there. `press` is the button for pages that ask again.
// A plan that nobody agreed to shows its terms instead, unless `seen` is the hash of exactly them.
awaitable<http::response> send_to_payment(shared_site at, visitor by, engine::purchase what,
                                          pages::button press, std::string seen);
http::response outcome_reply(site const& at, visitor const& by, engine::purchase_result const& done,
                             pages::purchase_view const& view, pages::button press);
http::response refused_purchase(site const& at, visitor const& by, domain::refusal const& why,
                                pages::purchase_view const& view);
// A plan that is under way and asks for nothing today: opening a checkout would only take what is not due.
bool asks_nothing_today(site const& at, domain::booking const& what);
void log_purchase(site const& at, std::string const& request_id, engine::purchase_result const& done);
// Nothing when this address may not be a place to pay: the processor's reply is not believed blindly either.
bool is_payment_address(public_options const& options, std::string const& url);
// True and 429 in `reply` when the caller's network has used up its tokens.
bool link_is_limited(site& at, http::request const& asked, http::response& reply);

}  // namespace quittance::web
