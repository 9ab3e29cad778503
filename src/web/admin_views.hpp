// Bookings and accounts as the desk's pages show them.
#pragma once
#include "admin_forms.hpp"
#include "quittance/engine/bookings.hpp"
#include "quittance/pages/desk.hpp"

namespace quittance::web {

pages::booking_line line_of(domain::client_id const& client, domain::client const& person,
                            domain::booking const& what);
// One line for each entry that waits for a person, with the button that says it was dealt with.
std::vector<pages::booking_line> attention_lines(std::vector<engine::found_booking> const& found,
                                                 pages::business const& business);
pages::account_view view_of_account(domain::account const& whole, pages::business const& business);
// What the owner may do about each booking; one form may be in trouble.
void add_forms(pages::account_view& view, domain::account const& whole, desk_drawing const& by);

}  // namespace quittance::web
