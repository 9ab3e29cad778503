#include "words.hpp"

#include <unicode/msgfmt.h>

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <vector>

#include "catalogue.hpp"
#include "locale_tags.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/pages/languages.hpp"

namespace quittance::pages {
namespace {

using sentences = std::map<std::string, std::string, std::less<>>;

std::map<std::string_view, sentences> const& catalogues() {
    static auto const all = [] {
        std::map<std::string_view, sentences> made;
        for (auto const& one : embedded_words()) made.emplace(one.language, read_catalogue(one.text));
        return made;
    }();
    return all;
}

// The language of a tag, if pages speak it.
std::string_view spoken(std::string_view tag) {
    auto const language = folded(tag.substr(0, tag.find_first_of("-_")));
    auto const found = catalogues().find(language);
    return found == catalogues().end() ? std::string_view{} : found->first;
}

icu::UnicodeString wide(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
}

std::unique_ptr<icu::MessageFormat> parsed(std::string_view language, std::string const& sentence) {
    UErrorCode status = U_ZERO_ERROR;
    auto made = std::make_unique<icu::MessageFormat>(wide(sentence),
                                                     icu::Locale{std::string{language}.c_str()}, status);
    QUITTANCE_ASSERT(U_SUCCESS(status) != 0);
    return made;
}

// ICU takes a while to read a sentence, and may keep notes in it while formatting: one for each thread.
icu::MessageFormat const& format_of(std::string_view language, std::string const& sentence) {
    thread_local std::map<std::string const*, std::unique_ptr<icu::MessageFormat>> all;
    auto& one = all[&sentence];
    if (one == nullptr) one = parsed(language, sentence);
    return *one;
}

icu::Formattable formattable(named_value const& one) {
    if (auto const* const number = std::get_if<std::int64_t>(&one.value)) return icu::Formattable{*number};
    return icu::Formattable{wide(std::get<std::string>(one.value))};
}

// ICU writes a value that is missing as its name in braces.
bool has_all(icu::MessageFormat const& format, std::vector<icu::UnicodeString> const& names) {
    UErrorCode status = U_ZERO_ERROR;
    auto& of_format = const_cast<icu::MessageFormat&>(format);  // NOLINT: it changes nothing
    std::unique_ptr<icu::StringEnumeration> const asked{of_format.getFormatNames(status)};
    while (U_SUCCESS(status) != 0 && asked != nullptr) {
        auto const* const name = asked->snext(status);
        if (name == nullptr) break;
        if (std::ranges::find(names, *name) == names.end()) return false;
    }
    return true;
}

std::string formatted(icu::MessageFormat const& format, std::initializer_list<named_value> with) {
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    for (auto const& one : with) {
        names.push_back(wide(one.name));
        values.push_back(formattable(one));
    }
    QUITTANCE_ASSERT(has_all(format, names));
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString text;
    format.format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), text, status);
    QUITTANCE_ASSERT(U_SUCCESS(status) != 0);
    std::string said;
    text.toUTF8String(said);
    return said;
}

}  // namespace

std::string words::operator()(std::string_view name, std::initializer_list<named_value> with) const {
    auto const& of_language = catalogues().at(language_);
    auto const found = of_language.find(name);
    QUITTANCE_ASSERT(found != of_language.end());
    if (found->second.find('{') == std::string::npos) return found->second;
    return formatted(format_of(language_, found->second), with);
}

words words_for(business const& who, std::string_view locale) {
    auto const own = dashed(who.locale);
    for (auto const& one : {dashed(locale), own})
        if (auto const language = spoken(one); !language.empty()) return {language, with_country(one, own)};
    return {"en", "en-GB"};
}

words desk_words(business const& who) { return {"en", who.locale}; }

bool is_spoken(std::string_view tag) { return !spoken(tag).empty(); }

}  // namespace quittance::pages
