// Promises: the known word somebody probably meant, or nothing when none is near.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quittance::app {

// Insertions, deletions and replacements from one word to the other.
std::size_t edit_distance(std::string_view left, std::string_view right);

std::optional<std::string> nearest_of(std::string_view word, std::vector<std::string> const& known);

// "; did you mean 'x'?" or an empty text.
std::string did_you_mean(std::string_view word, std::vector<std::string> const& known);

}  // namespace quittance::app
