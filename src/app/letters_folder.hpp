// Promises: where the words of mails are. Shipped: `templates` beside quittance.toml, else config/templates
// of the folder we run in, else /etc/quittance/templates. An operator's own: `own-templates` beside
// quittance.toml, where a file takes the place of the shipped one of the same name.
#pragma once
#include <string>

#include "quittance/pages/letters.hpp"

namespace quittance::app {

pages::letter_sources find_letters(std::string const& config_folder);
// Throws a sentence that names every problem with file and line.
pages::letter_book read_letters(std::string const& config_folder);

}  // namespace quittance::app
