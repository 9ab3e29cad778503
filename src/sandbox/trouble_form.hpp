// Trouble as a form says it, and as JSON shows it.
#pragma once
#include <optional>
#include <string>

#include "form.hpp"
#include "quittance/sandbox/trouble.hpp"
#include "refusal.hpp"

namespace quittance::sandbox {

// A sentence naming the field that cannot be read; nothing: `into` was changed.
std::optional<std::string> read_trouble(form const& given, trouble& into);
json::object show_trouble(trouble const& what);

}  // namespace quittance::sandbox
