#include <algorithm>
#include <numeric>

#include "api_request.hpp"

namespace quittance::web {
namespace {

// Levenshtein's distance, one row at a time.
std::size_t distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            auto const replaced = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string_view nearest_name(std::string_view given, std::vector<std::string_view> const& known) {
    if (given.size() > 64) return {};
    std::string_view best;
    auto least = std::max<std::size_t>(2, given.size() / 3) + 1;
    for (auto const name : known) {
        auto const away = distance(given, name);
        if (away < least) {
            least = away;
            best = name;
        }
    }
    return best;
}

}  // namespace quittance::web
