#include "tone_lint.hpp"

#include <unicode/normalizer2.h>
#include <unicode/regex.h>

#include <algorithm>
#include <array>
#include <map>

#include "quittance/base/time.hpp"
#include "seen_text.hpp"

namespace quittance::pages {
namespace {

constexpr std::array<std::string_view, 6> categories{"blame", "pressure",           "threat",
                                                     "guilt", "passive aggression", "false warmth"};
constexpr std::string_view third_party = "third party";
constexpr std::string_view allowed = "allowed capitals";

icu::UnicodeString composed(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    auto const raw =
        icu::UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
    auto const* const form = icu::Normalizer2::getNFCInstance(status);
    auto made = U_SUCCESS(status) != 0 ? form->normalize(raw, status) : raw;
    return U_SUCCESS(status) != 0 ? made : raw;
}

std::string utf8(icu::UnicodeString const& text) {
    std::string made;
    text.toUTF8String(made);
    return made;
}

// A line of a list as a pattern: `*` is any run of letters, a blank any gap, an apostrophe either one.
std::string pattern_of(std::string_view words) {
    std::string made;
    for (std::size_t at = 0; at < words.size(); ++at) {
        char const c = words[at];
        if (c == '*')
            made += "\\w*";
        else if (c == ' ')
            made += "\\s+";
        else if (c == '\'')
            made += "['\xE2\x80\x99]";
        else if (std::string_view{".?+()[]{}|^$\\-"}.find(c) != std::string_view::npos)
            made.append("\\").append(1, c);
        else
            made += c;
    }
    return made;
}

std::unique_ptr<icu::RegexPattern> compiled(std::string const& pattern, std::uint32_t flags) {
    UErrorCode status = U_ZERO_ERROR;
    auto made =
        std::unique_ptr<icu::RegexPattern>{icu::RegexPattern::compile(composed(pattern), flags, status)};
    return U_SUCCESS(status) != 0 ? std::move(made) : nullptr;
}

struct hit {
    std::string words;
    int line;
};

std::vector<hit> hits(icu::RegexPattern const& pattern, icu::UnicodeString const& text) {
    std::vector<hit> all;
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::RegexMatcher> const matcher{pattern.matcher(text, status)};
    while (U_SUCCESS(status) != 0 && matcher->find(status) != 0) {
        auto const at = matcher->start(status);
        int line = 1;
        for (std::int32_t i = 0; i < at; ++i) line += text.charAt(i) == '\n' ? 1 : 0;
        all.push_back({utf8(matcher->group(status)), line});
    }
    return all;
}

std::string trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(" \t") - first + 1)};
}

using word_lists = std::map<std::string, std::vector<std::string>, std::less<>>;

void read_list(letter_file const& file, word_lists& into, problems& wrong) {
    std::string category;
    int number = 0;
    for (std::string_view rest = file.text; !rest.empty();) {
        auto const end = std::min(rest.find('\n'), rest.size());
        auto const line = trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(rest.size(), end + 1));
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        if (line.starts_with('[') && line.ends_with(']')) {
            category = line.substr(1, line.size() - 2);
            if (std::ranges::find(categories, category) == categories.end() && category != third_party &&
                category != allowed)
                wrong.push_back({file.path, number, "there is no category '" + category + "'"});
        } else if (category.empty()) {
            wrong.push_back({file.path, number, "a word stands before the first [category]"});
        } else {
            into[category].push_back(line);
        }
    }
}

// "{{! signed-off: Name, 2027-01-31, why }}"
std::vector<std::string_view> sign_offs(std::string_view text) {
    constexpr std::string_view mark = "{{! signed-off:";
    std::vector<std::string_view> all;
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + 1))
        all.push_back(text.substr(at + mark.size(), text.find("}}", at) - at - mark.size()));
    return all;
}

int line_of(std::string_view text, std::string_view part) {
    auto const before = text.substr(0, static_cast<std::size_t>(part.data() - text.data()));
    return static_cast<int>(1 + std::ranges::count(before, '\n'));
}

bool is_complete(std::string_view sign_off) {
    auto const name = sign_off.find(',');
    if (name == sign_off.npos || trimmed(sign_off.substr(0, name)).empty()) return false;
    auto const rest = sign_off.substr(name + 1);
    auto const date = rest.find(',');
    return date != rest.npos && parse_iso_date(trimmed(rest.substr(0, date))) &&
           !trimmed(rest.substr(date + 1)).empty();
}

}  // namespace

struct tone_lint::patterns {
    std::map<std::string, std::unique_ptr<icu::RegexPattern>, std::less<>> words;
    std::unique_ptr<icu::RegexPattern> exclamation =
        compiled("[!\xC2\xA1\xE2\x80\xBC\xEF\xBC\x81\xE2\x81\x89\xE2\x81\x88]", 0);
    std::unique_ptr<icu::RegexPattern> capitals =
        compiled("(?<![\\p{L}\\p{N}])\\p{Lu}[\\p{Lu}\\p{M}]+(?![\\p{L}\\p{N}])", 0);
    // The signs of rights and marks are pictographs by name only.
    std::unique_ptr<icu::RegexPattern> pictures =
        compiled("[[\\p{Extended_Pictographic}\\p{Emoji_Presentation}]--[\\u00A9\\u00AE\\u2122]]", 0);
    std::set<std::string, std::less<>> allowed_capitals;
};

tone_lint::tone_lint(language_files const& from, problems& wrong) : all_(std::make_unique<patterns>()) {
    word_lists lists;
    for (std::string_view const name : {"tone.txt", "tone-own.txt"})
        if (auto const found = from.files.find(name); found != from.files.end())
            read_list(found->second, lists, wrong);
    auto const take = [&](std::string_view category) {
        auto const& words = lists[std::string{category}];
        if (words.empty()) {
            wrong.push_back({from.folder + "/tone.txt", 0, "lists no words of " + std::string{category}});
            return;
        }
        std::string any;
        for (auto const& one : words) any.append(any.empty() ? "" : "|").append(pattern_of(one));
        auto made = compiled("(?<!\\w)(?:" + any + ")(?!\\w)", UREGEX_CASE_INSENSITIVE);
        if (made == nullptr)
            wrong.push_back({from.folder + "/tone.txt", 0, "cannot be understood: " + std::string{category}});
        else
            all_->words.emplace(category, std::move(made));
    };
    for (auto const category : categories) take(category);
    take(third_party);
    for (auto const& one : lists[std::string{allowed}]) all_->allowed_capitals.insert(one);
}

tone_lint::~tone_lint() = default;
tone_lint::tone_lint(tone_lint&&) noexcept = default;

void tone_lint::check(letter_file const& file, problems& wrong) const {
    auto const text = composed(seen_text(file.text, file.path.ends_with(".html")));
    auto const find = [&](icu::RegexPattern const& pattern, std::string_view category) {
        for (auto const& one : hits(pattern, text))
            wrong.push_back({file.path, one.line, std::string{category} + ": \"" + one.words + "\""});
    };
    auto const signed_off = sign_offs(file.text);
    for (auto const& one : signed_off)
        if (!is_complete(one))
            wrong.push_back(
                {file.path, line_of(file.text, one), "a sign-off says: name, date (2027-01-31), reason"});
    for (auto const& [category, pattern] : all_->words)
        if (category != third_party && (category != "threat" || signed_off.empty())) find(*pattern, category);
    find(*all_->exclamation, "pressure");
    find(*all_->pictures, "false warmth");
    for (auto const& one : hits(*all_->capitals, text))
        if (!all_->allowed_capitals.contains(one.words))
            wrong.push_back({file.path, one.line, "pressure: \"" + one.words + "\" in capitals"});
}

std::vector<std::string> tone_lint::third_party_words(std::string_view name) const {
    std::vector<std::string> words;
    auto const pattern = all_->words.find(third_party);
    if (pattern == all_->words.end()) return words;
    for (auto const& one : hits(*pattern->second, composed(name))) words.push_back(one.words);
    return words;
}

}  // namespace quittance::pages
