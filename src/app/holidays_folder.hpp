// Promises: holidays by country from files: `<folder>/<CC>.toml`, each with its zones and the rule of each
// day.
#pragma once
#include <string>

#include "quittance/domain/decide.hpp"

namespace quittance::app {

// Beside the configuration, else where the shipped ones are; empty: there are none.
std::string find_holidays(std::string const& config_folder);
// Fills in countries and zones, and the business's country where it is not said: that of its zone. Throws
// config_refused with file and line for what cannot be read, and where the country that is said has no file.
void read_holidays(std::string const& folder, std::string const& business_zone,
                   domain::reminder_policy& into);
// Whose holidays nobody knows, as a sentence for the start; empty: the business's country has its own.
std::string missing_holidays(domain::policy const& rules);

}  // namespace quittance::app
