#include <algorithm>
#include <array>

#include "text.hpp"

namespace quittance::stripe {

namespace {

using namespace std::string_view_literals;

constexpr std::array names{
    "bg"sv,  "cs"sv, "da"sv,    "de"sv,    "el"sv, "en"sv, "en-GB"sv, "es"sv,    "es-419"sv, "et"sv, "fi"sv,
    "fil"sv, "fr"sv, "fr-CA"sv, "hi-IN"sv, "hr"sv, "hu"sv, "id"sv,    "it"sv,    "ja"sv,     "ko"sv, "lt"sv,
    "lv"sv,  "ms"sv, "mt"sv,    "nb"sv,    "nl"sv, "pl"sv, "pt"sv,    "pt-BR"sv, "ro"sv,     "ru"sv, "sk"sv,
    "sl"sv,  "sv"sv, "th"sv,    "tr"sv,    "vi"sv, "zh"sv, "zh-HK"sv, "zh-TW"sv};

struct alias {
    std::string_view from;
    std::string_view to;
};
// Closest page for what Stripe has under another name.
constexpr std::array aliases{alias{"no", "nb"},
                             alias{"nn", "nb"},
                             alias{"hi", "hi-IN"},
                             alias{"tl", "fil"},
                             alias{"in", "id"},
                             alias{"zh-Hant", "zh-TW"},
                             alias{"zh-Hant-TW", "zh-TW"},
                             alias{"zh-Hant-HK", "zh-HK"},
                             alias{"zh-MO", "zh-HK"},
                             alias{"en-IE", "en-GB"},
                             alias{"es-MX", "es-419"},
                             alias{"es-AR", "es-419"},
                             alias{"es-CL", "es-419"},
                             alias{"es-CO", "es-419"},
                             alias{"es-PE", "es-419"}};

char folded(char c) {
    if (c == '_') return '-';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return folded(a) == folded(b); });
}

std::string_view named(std::string_view language) {
    for (auto const& [from, to] : aliases) {
        if (same(from, language)) language = to;
    }
    auto const found =
        std::find_if(names.begin(), names.end(), [language](auto name) { return same(name, language); });
    return found == names.end() ? std::string_view{} : *found;
}

}  // namespace

std::string_view stripe_locale(std::string_view language) {
    // The longest prefix that has a name: "de-AT-1996", "de-AT", "de".
    while (!language.empty()) {
        auto const name = named(language);
        if (!name.empty()) return name;
        auto const cut = language.find_last_of("-_");
        language = cut == std::string_view::npos ? std::string_view{} : language.substr(0, cut);
    }
    return {};
}

}  // namespace quittance::stripe
