// What a client's page shows of an account: never a stranger's held booking, nor one that ended without
// money.
#pragma once
#include "quittance/domain/account.hpp"
#include "quittance/pages/client.hpp"
#include "site.hpp"

namespace quittance::web {

// `address`: the page's own path.
pages::client_view client_view_of(site const& at, domain::account const& all, std::string const& address);
// The card that what is to come of a booking is charged to, as far as it is known.
std::optional<pages::client_card> shown_card(domain::booking const& what, instant now,
                                             domain::policy const& rules);
pages::client_booking const* find_shown(pages::client_view const& view, std::string_view booking);

}  // namespace quittance::web
