// Promises: what the command line says about a signed link, as the link will say it. Throws
// std::runtime_error naming the option that makes no sense.
#pragma once
#include "commands.hpp"
#include "quittance/web/signed_link.hpp"

namespace quittance::app {

web::signed_fields fields_of(link_options const& what);

}  // namespace quittance::app
