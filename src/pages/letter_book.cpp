#include <ctemplate/template.h>

#include <algorithm>

#include "letter_checks.hpp"
#include "letter_rules.hpp"
#include "letter_sheet.hpp"
#include "locale_tags.hpp"
#include "plain_text.hpp"
#include "quittance/base/assert.hpp"
#include "tone_lint.hpp"

namespace quittance::pages {
namespace {

constexpr std::size_t most_subject = 200;
constexpr std::string_view last_language = "en";

std::string key_of(letter_kind kind, char const* part) { return std::string{name_of(kind)} + part; }

// One empty line between paragraphs, however many sections between them were not shown.
std::string settled(std::string_view text) {
    std::string made;
    for (char const c : text) {
        if (c == '\n' && (made.empty() || made.ends_with("\n\n"))) continue;
        made += c;
    }
    while (made.ends_with('\n')) made.pop_back();
    return made + "\n";
}

void put_agreement(std::string& into, std::string const& agreement) {
    for (auto at = into.find(agreement_mark); at != into.npos;
         at = into.find(agreement_mark, at + agreement.size()))
        into.replace(at, agreement_mark.size(), agreement);
}

struct language_words {
    std::string language;
    ctemplate::TemplateCache cache;
    std::map<letter_kind, scanned_letter> asked;
};

void compile(language_words& into, std::string const& key, std::string const& body, assembled const& from,
             problems& wrong) {
    if (!into.cache.StringToTemplateCache(key, body, ctemplate::DO_NOT_STRIP))
        wrong.push_back(from.problem(0, "cannot be understood; is the HTML well-formed?"));
}

void check_length(language_words const& words, letter_kind kind, assembled const& text, problems& wrong) {
    if (!kept_short(kind) || !words.asked.contains(kind)) return;
    auto const count = words_in(expand(words.cache, key_of(kind, ".txt"), shortest_values(kind)));
    if (count > most_words)
        wrong.push_back(text.problem(0, "has " + std::to_string(count) + " words; at this step " +
                                            std::to_string(most_words) + " are most"));
}

void take_letter(language_words& into, letter_kind kind, assembled_letter const& from, problems& wrong) {
    if (from.text.origins.empty() || from.html.origins.empty()) return;
    auto const subject = scan(from.subject, wrong);
    auto const text = scan(from.text, wrong);
    auto const html = scan(from.html, wrong);
    if (!subject || !text || !html) return;
    auto const& asked = into.asked.emplace(kind, scanned_letter{*subject, *text, *html}).first->second;
    check_letter(kind, from, asked, wrong);
    compile(into, key_of(kind, ".subject"), from.subject.body, from.subject, wrong);
    compile(into, key_of(kind, ".txt"), from.text.body, from.text, wrong);
    compile(into, key_of(kind, ".html"), "{{%AUTOESCAPE context=\"HTML\"}}" + from.html.body, from.html,
            wrong);
}

std::unique_ptr<language_words const> take_language(language_files const& from, tone_lint const& tone,
                                                    problems& wrong) {
    auto made = std::make_unique<language_words>();
    made->language = from.language;
    for (auto const& [name, file] : from.files)
        if (!name.starts_with("tone")) tone.check(file, wrong);
    auto const before = wrong.size();
    auto const letters = assemble(from, wrong);
    if (wrong.size() > before) return made;
    for (auto const& [kind, one] : letters) take_letter(*made, kind, one, wrong);
    made->cache.Freeze();
    for (auto const& [kind, one] : letters) check_length(*made, kind, one.text, wrong);
    return made;
}

// An included file is read with every letter; what is wrong with it is said once.
problems told_once(problems wrong) {
    auto const key = [](template_problem const& one) { return std::tie(one.file, one.line, one.message); };
    std::ranges::sort(wrong, {}, key);
    auto const rest = std::ranges::unique(wrong, {}, key);
    wrong.erase(rest.begin(), rest.end());
    return wrong;
}

// Templates were tried with samples; a view that says something else yet leaves no gap in a letter.
void refuse_gaps(letter_kind kind, scanned_letter const& asked, sheet const& values) {
    for (auto const* one : {&asked.subject, &asked.text, &asked.html})
        if (auto const missing = without_value(*one, values); !missing.empty())
            throw letter_refused{"letter " + std::string{name_of(kind)} + ": no value for {{" +
                                 missing.begin()->first + "}}"};
}

}  // namespace

struct letter_book::words {
    std::map<std::string, std::unique_ptr<language_words const>, std::less<>> languages;  // by folded tag
    std::map<std::string, tone_lint, std::less<>> tones;

    language_words const* find(std::string_view tag) const {
        for (auto rest = folded(tag); !rest.empty();) {
            if (auto const found = languages.find(rest); found != languages.end()) return found->second.get();
            auto const cut = rest.rfind('-');
            rest.resize(cut == rest.npos ? 0 : cut);
        }
        return nullptr;
    }

    // The client's language, else the business's, else English; never the words of one with the dates of
    // another.
    std::pair<language_words const*, std::string> choose(letter_view const& view) const {
        auto const business = dashed(view.from.locale);
        for (auto const& one : {view.locale.empty() ? business : dashed(view.locale), business})
            if (auto const* const words = find(one)) return {words, with_country(one, business)};
        return {languages.find(last_language)->second.get(), "en-GB"};
    }
};

letter_book::letter_book(std::shared_ptr<words const> all) : all_(std::move(all)) {}

result<letter_book, std::vector<template_problem>> letter_book::load(letter_sources const& from) {
    problems wrong;
    auto made = std::make_shared<words>();
    for (auto const& one : read_languages(from, wrong)) {
        auto const key = folded(one.language);
        auto const& tone = made->tones.emplace(key, tone_lint{one, wrong}).first->second;
        made->languages[key] = take_language(one, tone, wrong);
    }
    if (!made->languages.contains(last_language))
        wrong.push_back(
            {from.folder, 0, "holds no folder 'en', in which clients of any language are written to"});
    if (!wrong.empty()) return told_once(std::move(wrong));
    return letter_book{std::move(made)};
}

letter letter_book::write(letter_kind kind, letter_view const& view) const {
    check_view(kind, view);
    auto const [words, locale] = all_->choose(view);
    auto values = letter_sheet(kind, view, words->language, locale);
    refuse_gaps(kind, words->asked.at(kind), values);
    letter made;
    made.language = words->language;
    made.subject = plain_line(expand(words->cache, key_of(kind, ".subject"), values), most_subject);
    values.set("SUBJECT", made.subject);
    made.text = settled(expand(words->cache, key_of(kind, ".txt"), values));
    put_agreement(made.text, view.agreement);
    made.html = expand(words->cache, key_of(kind, ".html"), values);
    return made;
}

std::vector<std::string> letter_book::languages() const {
    std::vector<std::string> all;
    all.reserve(all_->languages.size());
    for (auto const& [key, one] : all_->languages) all.push_back(one->language);
    return all;
}

std::vector<template_problem> letter_book::sender_problems(std::string_view name) const {
    problems wrong;
    for (auto const& [language, tone] : all_->tones)
        for (auto const& one : tone.third_party_words(name))
            wrong.push_back(
                {"the sender's name", 0, "\"" + one + "\" reads as if a third party asked for money"});
    return told_once(std::move(wrong));
}

std::string problems_text(std::vector<template_problem> const& problems) {
    std::string text;
    for (auto const& one : problems) {
        text += one.file;
        if (one.line > 0) text.append(":").append(std::to_string(one.line));
        text.append(": ").append(one.message).append("\n");
    }
    return text;
}

}  // namespace quittance::pages
