// The parts of the client's page that are about the client as a whole.
#pragma once
#include "quittance/pages/client.hpp"
#include "sheet.hpp"
#include "words.hpp"

namespace quittance::pages {

// Where messages go, how reminders come, and all that is held.
void add_settings(sheet& page, business const& who, client_view const& view, words const& say);

}  // namespace quittance::pages
