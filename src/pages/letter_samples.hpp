// Views to try templates with: what a kind can say at most, the least it can, and the strangest.
#pragma once
#include "quittance/pages/letters.hpp"

namespace quittance::pages {

letter_view full_sample(letter_kind kind);
letter_view bare_sample(letter_kind kind);
letter_view edge_sample(letter_kind kind);

}  // namespace quittance::pages
