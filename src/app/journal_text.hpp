// The books of an account as a person reads them, and as a spreadsheet or a bookkeeper's program does.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "quittance/domain/journal.hpp"

namespace quittance::app {

using booking_names = std::map<domain::booking_id, std::string>;  // its reference
std::string journal_text(std::vector<domain::journal_entry> const& journal, booking_names const& names);
// One posting a line, RFC 4180; a text that a spreadsheet would take for a formula gets a ' before it.
std::string journal_csv(std::vector<domain::journal_entry> const& journal, booking_names const& names);

}  // namespace quittance::app
