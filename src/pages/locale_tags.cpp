#include "locale_tags.hpp"

#include <algorithm>

namespace quittance::pages {

std::string dashed(std::string_view tag) {
    std::string made{tag};
    std::ranges::replace(made, '_', '-');
    return made;
}

std::string folded(std::string_view tag) {
    auto made = dashed(tag);
    for (auto& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return made;
}

bool same_language(std::string_view one, std::string_view other) {
    return folded(one.substr(0, one.find('-'))) == folded(other.substr(0, other.find('-')));
}

std::string with_country(std::string const& locale, std::string const& of_business) {
    if (locale.find('-') != locale.npos) return locale;
    if (same_language(locale, of_business)) return of_business;
    if (same_language(locale, "en")) return "en-GB";
    return same_language(locale, "pt") ? "pt-PT" : locale;
}

}  // namespace quittance::pages
