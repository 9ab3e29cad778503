// Promises: which languages pages are written in. Refuses to guess: a tag it does not know is none of them.
#pragma once
#include <string_view>

namespace quittance::pages {

// English, German, French, Spanish and Portuguese, in whatever country: "de", "de-AT".
bool is_spoken(std::string_view tag);

}  // namespace quittance::pages
