// Who asks: a person's click, or a program that only wants to see where a link leads. Only what announces
// itself is known; the caps on held bookings are for the rest.
#pragma once
#include "quittance/http/message.hpp"

namespace quittance::web {

// HEAD, prefetch and prerender, and link scanners by their User-Agent: they must create nothing.
bool only_looks(http::request const& asked);

// A form of another site must not press a button of ours: browsers say where a POST comes from.
bool is_cross_site(http::request const& asked);
// The same where a browser does not say so, because the desk is reached without TLS: then the form's origin
// has to be the host it was sent to.
bool is_foreign_form(http::request const& asked);
// The host that was asked for is an address or localhost, not a name that somebody made to lead here: then a
// page of theirs would pass for one of ours, with the same origin.
bool is_asked_by_address(http::request const& asked);

}  // namespace quittance::web
