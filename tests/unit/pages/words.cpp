#include "words.hpp"

#include <doctest/doctest.h>
#include <unicode/messagepattern.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "catalogue.hpp"
#include "letter_files.hpp"
#include "quittance/pages/client.hpp"
#include "quittance/pages/languages.hpp"
#include "samples.hpp"
#include "sheet.hpp"
#include "templates.hpp"
#include "tone_lint.hpp"

using namespace quittance::pages;
using quittance::pages_test::has;

namespace {

using sentences = std::map<std::string, std::string, std::less<>>;

std::map<std::string, sentences> const& catalogues() {
    static auto const all = [] {
        std::map<std::string, sentences> made;
        for (auto const& one : embedded_words())
            made.emplace(std::string{one.language}, read_catalogue(one.text));
        return made;
    }();
    return all;
}
sentences const& english() { return catalogues().at("en"); }

std::set<std::string> names_of(sentences const& all) {
    std::set<std::string> names;
    for (auto const& [name, sentence] : all) names.insert(name);
    return names;
}

// Of a sentence as ICU understands it: its values, and what a person reads of it.
struct understood {
    bool valid = false;
    std::set<std::string> values;
};

understood understand(std::string const& sentence) {
    UErrorCode status = U_ZERO_ERROR;
    icu::MessagePattern const pattern{icu::UnicodeString::fromUTF8(sentence), nullptr, status};
    understood found;
    found.valid = U_SUCCESS(status) != 0;
    for (int i = 0; found.valid && i < pattern.countParts(); ++i) {
        auto const& part = pattern.getPart(i);
        if (part.getType() != UMSGPAT_PART_TYPE_ARG_NAME) continue;
        std::string name;
        pattern.getSubstring(part).toUTF8String(name);
        found.values.insert(name);
    }
    return found;
}

std::string read_file(std::filesystem::path const& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// Every text of the room's sources that may be a sentence's name.
std::set<std::string> names_in_sources() {
    static std::regex const quoted{"\"([a-z_]+(?:\\.[a-z_]+)*)\""};
    std::set<std::string> names;
    for (auto const& one : std::filesystem::directory_iterator{"src/pages"}) {
        if (one.path().extension() != ".cpp") continue;
        auto const text = read_file(one.path());
        for (std::sregex_iterator at{text.begin(), text.end(), quoted}, end; at != end; ++at)
            names.insert((*at)[1]);
    }
    return names;
}

std::set<std::string> labels_in_templates() {
    std::set<std::string> names;
    for (auto const& one : template_texts()) names.merge(labels_of(one.name));
    return names;
}

// What reads the same in both languages, and is right in both.
std::map<std::string, std::set<std::string>> const same_as_english{
    {"de", {"agreed.fact", "agreed.amount", "amount.at", "price.each", "note.amount"}},
    {"fr", {"amount.at", "price.each", "note.amount"}},
    {"es", {"agreed.fact", "agreed.amount", "amount.at", "price.each", "note.amount"}},
    {"pt", {"agreed.fact", "agreed.amount", "amount.at", "price.each", "note.amount"}}};

language_files tone_of(std::string const& language) {
    language_files files;
    files.language = language;
    files.folder = "config/templates/" + language;
    auto const path = files.folder + "/tone.txt";
    files.files.emplace("tone.txt", letter_file{path, read_file(path)});
    return files;
}

}  // namespace

TEST_CASE("pages are written in English, German, French, Spanish and Portuguese, wherever they are spoken") {
    std::set<std::string> languages;
    for (auto const& [language, all] : catalogues()) languages.insert(language);
    CHECK(languages == std::set<std::string>{"de", "en", "es", "fr", "pt"});
    for (auto const* tag : {"de", "DE", "de-AT", "pt_BR", "en-US", "fr-CH"}) CHECK(is_spoken(tag));
    for (auto const* tag : {"", "nl", "d", "deu", "x-de", "-de", "*", "german"}) CHECK_FALSE(is_spoken(tag));
}

TEST_CASE("every language says every sentence, with exactly the English one's values") {
    for (auto const& [language, all] : catalogues()) {
        CAPTURE(language);
        CHECK(names_of(all) == names_of(english()));
        for (auto const& [name, sentence] : all) {
            CAPTURE(name);
            auto const found = understand(sentence);
            CHECK(found.valid);
            CHECK(found.values == understand(english().at(name)).values);
        }
    }
}

TEST_CASE("no sentence is HTML, holds a straight apostrophe, which ICU reads as a quote, or two blanks") {
    for (auto const& [language, all] : catalogues())
        for (auto const& [name, sentence] : all) {
            CAPTURE(language);
            CAPTURE(name);
            CHECK_FALSE(sentence.empty());
            CHECK(sentence.find_first_of("<>&'\"\t\r\n") == sentence.npos);
            CHECK_FALSE(has(sentence, "  "));
            CHECK_FALSE(sentence.ends_with(' '));
        }
}

TEST_CASE("no sentence was left in English") {
    for (auto const& [language, all] : catalogues()) {
        if (language == "en") continue;
        CAPTURE(language);
        std::set<std::string> same;
        for (auto const& [name, sentence] : all)
            if (sentence == english().at(name)) same.insert(name);
        CHECK(same == same_as_english.at(language));
    }
}

TEST_CASE("every sentence is used, and every label of a template is there") {
    auto used = names_in_sources();
    auto const labels = labels_in_templates();
    for (auto const& name : labels) {
        CAPTURE(name);
        CHECK(english().contains(name));
    }
    used.insert(labels.begin(), labels.end());
    for (auto const& [name, sentence] : english()) {
        CAPTURE(name);
        CHECK(used.contains(name));
    }
}

TEST_CASE("the tone of letters holds for pages, in each language") {
    for (auto const& [language, all] : catalogues()) {
        problems wrong;
        auto const files = tone_of(language);
        tone_lint const lint{files, wrong};
        REQUIRE(wrong.empty());
        for (auto const& [name, sentence] : all)
            lint.check({"words/" + language + ".txt: " + name, sentence}, wrong);
        CHECK(problems_text(wrong) == "");
    }
}

TEST_CASE("how many decides the word") {
    words const german{"de", "de-DE"};
    words const french{"fr", "fr-FR"};
    words const spanish{"es", "es-ES"};
    auto const credits = [](words const& say, int count) {
        return say("client.credits", {{"left", count}, {"used", count}, {"expired", count}});
    };
    CHECK(credits(german, 1) == "1 Guthaben übrig, 1 verbraucht, 1 verfallen");
    CHECK(credits(french, 0) == "0 restant, 0 utilisé");
    CHECK(credits(french, 1) == "1 restant, 1 utilisé, 1 expiré");
    CHECK(credits(french, 2) == "2 restants, 2 utilisés, 2 expirés");
    CHECK(credits(spanish, 1) == "queda 1, 1 usado, 1 caducado");
    CHECK(german("goes_on.counted", {{"period", "x"}, {"count", 1}}).ends_with("1 Zahlung"));
    CHECK(german("goes_on.counted", {{"period", "x"}, {"count", 12}}).ends_with("12 Zahlungen"));
    CHECK(german("cancel.days", {{"days", 1}, {"share", "x"}}).starts_with("Mindestens 1 Tag vorher"));
    CHECK(german("trouble.long_words", {{"most", 2'000}}).find("2.000 Zeichen") != std::string::npos);
}

TEST_CASE("a value is never read as part of the sentence") {
    words const say{"fr", "fr-FR"};
    CHECK(say("ask.send", {{"business", "{amount} '{' l'Été #"}}) == "Envoyer à {amount} '{' l'Été #");
}

TEST_CASE("a language without a country reads as in the business's, else where the words are from") {
    business const viennese{"", "", "", "", "", "", "de-AT", "Europe/Vienna"};
    CHECK(words_for(viennese, "de").locale() == "de-AT");
    CHECK(words_for(viennese, "de_CH").locale() == "de-CH");
    CHECK(words_for(viennese, "pt").locale() == "pt-PT");
    CHECK(words_for(viennese, "en").locale() == "en-GB");
    CHECK(words_for(viennese, "").language() == "de");
    CHECK(words_for(viennese, "nl").locale() == "de-AT");
    business const polish{"", "", "", "", "", "", "pl-PL", "Europe/Warsaw"};
    CHECK(words_for(polish, "nl").language() == "en");
    CHECK(words_for(polish, "nl").locale() == "en-GB");
}

TEST_CASE("a catalogue that is out of form is named with its line") {
    CHECK(read_catalogue("# x\n\na = b\n  c\n").at("a") == "b c");
    for (auto const* text : {"a = b\nc", "a = b\na = c", "\n  a"}) {
        CAPTURE(text);
        CHECK_THROWS_WITH_AS(read_catalogue(text), doctest::Contains("line 2"), std::logic_error);
    }
}
