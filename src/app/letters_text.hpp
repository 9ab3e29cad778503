// Promises: what became of a client's letters, as the owner wants to read it on a terminal: each one with its
// kind, state, time and the reason, what rests them, and which comes next and when, or why none comes now.
#pragma once
#include <string>
#include <vector>

#include "quittance/domain/decide.hpp"

namespace quittance::app {

// `ledger`: everything that happened to the account, in its order. The account is whole.
std::string letters_text(domain::account const& account, std::vector<domain::event> const& ledger,
                         domain::policy const& rules, instant now);

}  // namespace quittance::app
