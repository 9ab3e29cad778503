// What a person's browser does with our pages: addresses, forms, what they show.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "quittance/http/message.hpp"

namespace quittance::simulation {

http::request get(std::string path, std::string query = {});
// Path and query of an address of ours.
http::request at_address(std::string const& url);
// From `before`, looked for from `from` on, to the next quotation mark.
std::string between(std::string const& text, std::string_view before, std::size_t& from);
// The forms of a page of ours, as a browser would send each; of a choice only its first mark.
std::vector<http::request> forms_of(std::string const& page);
// The forms of the client's page that hold this button, filled in but for what is typed.
std::vector<http::request> forms_with(std::string const& page, std::string const& button);
bool shows(http::response const& reply, std::string_view what);
std::string location_of(http::response const& reply);
// "https://checkout.stripe.com/c/pay/cs_…" to its session.
std::string session_in(std::string const& url);

}  // namespace quittance::simulation
