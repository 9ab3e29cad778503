// Why something was not done, and what to do about it, as a sentence for a terminal.
#pragma once
#include <string>

#include "quittance/domain/decide.hpp"

namespace quittance::app {

std::string sentence_for(domain::refusal const& why);

}  // namespace quittance::app
