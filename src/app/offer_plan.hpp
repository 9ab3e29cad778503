// Promises: what an offer of the catalogue says about paying in parts (`plan`, `retainer`) and about what is
// granted and given back (`credits`, `cancellation`, `no_show_fee`, `no_show`), and costs when it is late
// (`late_fee`), read into the domain's terms. Refuses plans that cannot be: each is computed once with the
// offer's price.
#pragma once
#include "quittance/domain/offer.hpp"
#include "toml_section.hpp"

namespace quittance::app {

// `into` has its price and tax.
void read_plan(toml_section& from, domain::offer& into);
void read_credits(toml_section& from, domain::offer& into);
void read_cancellation(toml_section& from, domain::offer& into);
void read_late_fee(toml_section& from, domain::offer& into);

}  // namespace quittance::app
