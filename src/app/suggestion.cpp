#include "suggestion.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace quittance::app {

std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        auto diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= right.size(); ++j) {
            auto const replaced = diagonal + (left[i - 1] == right[j - 1] ? 0U : 1U);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

std::optional<std::string> nearest_of(std::string_view word, std::vector<std::string> const& known) {
    std::optional<std::string> best;
    auto least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (auto const& candidate : known) {
        auto const distance = edit_distance(word, candidate);
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, std::vector<std::string> const& known) {
    auto const near = nearest_of(word, known);
    return near ? "; did you mean '" + *near + "'?" : std::string{};
}

}  // namespace quittance::app
