// Promises: why the processor would not take an amount, as a sentence for a person; nothing when it would.
#pragma once
#include <optional>
#include <string>

#include "quittance/domain/money.hpp"

namespace quittance::app {

std::optional<std::string> why_not_charged(domain::money amount);

}  // namespace quittance::app
