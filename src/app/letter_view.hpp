// What a letter shows of an account.
#pragma once
#include "quittance/domain/decide.hpp"
#include "quittance/pages/letters.hpp"

namespace quittance::app {

// Fills in all that the account says; whom it comes from and its links are the caller's.
void paint(pages::letter_view& view, domain::account const& all, domain::letter const& what,
           domain::policy const& rules, instant now);

}  // namespace quittance::app
