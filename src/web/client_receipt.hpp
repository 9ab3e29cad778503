// The receipts of a booking, one for each payment that came.
#pragma once
#include "quittance/domain/decide.hpp"
#include "quittance/pages/client.hpp"

namespace quittance::web {

// As the client's page lists them, the newest last; `address` is that page's own path.
std::vector<pages::client_receipt> receipts_of(domain::booking const& what, std::string const& zone,
                                               std::string const& address);

}  // namespace quittance::web
