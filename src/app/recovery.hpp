// Promises: the booking behind a session whose account is gone, as far as the session and the configuration
// tell: its reference is on the session, its id is made from page, offer and reference, so the right page and
// offer are the ones that give that id again. The price is the session's, and where it is the offer's whole
// price, so are the other terms; where more was agreed (parts, periods) or may have been, it says that they
// are lost. Nothing where none does.
#pragma once
#include <optional>

#include "config.hpp"
#include "quittance/engine/reconciliation.hpp"

namespace quittance::app {

std::optional<domain::book> recovered(config const& settings, engine::routed_session const& lost);

}  // namespace quittance::app
