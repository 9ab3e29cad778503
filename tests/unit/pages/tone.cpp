#include <doctest/doctest.h>

#include "letter_folder.hpp"
#include "letter_samples.hpp"
#include "samples.hpp"

using namespace quittance::pages;
using quittance::pages_test::has;
using quittance::pages_test::own_templates;
using quittance::pages_test::shipped_letters;

namespace {

struct spoken {
    char const* category;
    char const* word;  // as it is written into a template, in whatever case
};
struct spoken_in {
    char const* language;
    std::vector<spoken> words;
};

std::vector<spoken_in> const& spoilt() {
    static std::vector<spoken_in> const all{{"en",
                                             {{"blame", "You Haven\xE2\x80\x99t"},
                                              {"blame", "failed"},
                                              {"pressure", "Urgently"},
                                              {"pressure", "must"},
                                              {"threat", "credit score"},
                                              {"guilt", "disappointed"},
                                              {"passive aggression", "once  again"},
                                              {"false warmth", "friendly reminder"}}},
                                            {"de",
                                             {{"blame", "Sie haben nicht"},
                                              {"blame", "S\xC3\x84UMIGE"},
                                              {"pressure", "unverz\xC3\xBCglich"},
                                              {"pressure", "muss"},
                                              {"pressure", "m\xC3\xBCsst"},
                                              {"threat", "Rechtsanwalt"},
                                              {"guilt", "Leider"},
                                              {"passive aggression", "wie bereits erw\xC3\xA4hnt"},
                                              {"false warmth", "freundliche Erinnerung"}}},
                                            {"fr",
                                             {{"blame",
                                               "vous n\xE2\x80\x99"
                                               "avez pas"},
                                              {"pressure",
                                               "Imm\xC3\xA9"
                                               "diatement"},
                                              {"threat", "huissiers"},
                                              {"guilt", "malheureusement"},
                                              {"passive aggression", "une fois de plus"},
                                              {"false warmth", "petit rappel"}}},
                                            {"es",
                                             {{"blame", "moroso"},
                                              {"pressure", "\xC3\x9Altimo aviso"},
                                              {"threat", "abogados"},
                                              {"guilt", "lamentamos"},
                                              {"passive aggression", "a\xC3\xBAn no"},
                                              {"false warmth", "recordatorio amistoso"}}},
                                            {"pt",
                                             {{"blame", "devedora"},
                                              {"pressure", "urg\xC3\xAAncia"},
                                              {"threat", "tribunais"},
                                              {"guilt", "infelizmente"},
                                              {"passive aggression", "mais uma vez"},
                                              {"false warmth", "gentilmente"}}}};
    return all;
}

// A receipt's text whose lines from the fifth on each say one of them.
void spoil(own_templates const& own, spoken_in const& language) {
    std::string lines;
    for (auto const& one : language.words) lines += std::string{"x "} + one.word + " x\n";
    own.change(std::string{language.language} + "/receipt.txt", "{{>greeting}}\n",
               "{{>greeting}}\n\n" + lines);
}

}  // namespace

TEST_CASE("words of each category, in each language, stop the start with file, line and word") {
    own_templates const own;
    for (auto const& language : spoilt()) spoil(own, language);
    auto const said = own.problems();
    CAPTURE(said);
    for (auto const& language : spoilt()) {
        int line = 5;
        for (auto const& one : language.words) {
            auto const found = std::string{language.language} + "/receipt.txt:" + std::to_string(line++) +
                               ": " + one.category + ": \"" + one.word + "\"";
            CAPTURE(found);
            CHECK(has(said, found));
        }
    }
}

TEST_CASE("exclamation marks, capitals and emoji are found in any language, over HTML's own signs never") {
    own_templates const own;
    own.change("fr/paid.html", "<ul>", "<!-- loud! --><ul>\n<li title=\"PAYEZ\">Vite\xC2\xA0!</li>");
    own.change("pt/paid.txt", "\n", " \xF0\x9F\x98\x80 \xC2\xA9 2027 IBAN\n");
    auto const said = own.problems();
    CHECK(has(said, "fr/paid.html:3: pressure: \"!\""));
    CHECK(has(said, "fr/paid.html:3: pressure: \"PAYEZ\" in capitals"));
    CHECK(has(said, "pt/paid.txt:1: false warmth: \"\xF0\x9F\x98\x80\""));
    CHECK_FALSE(has(said, "fr/paid.html:2"));
    CHECK_FALSE(has(said, "IBAN"));
    CHECK_FALSE(has(said, "\xC2\xA9"));
}

TEST_CASE("a phrase is found across a line's end and across tags, and not inside other words") {
    own_templates const own;
    own.change("en/receipt.html", "{{>state}}", "<p>This is the last\n<b>chance</b></p>\n{{>state}}");
    own.change("en/receipt.txt", "Thank you.", "Thank you. Mustard is courteous; a courtyard, a standstill.");
    auto const said = own.problems();
    CHECK(has(said, "en/receipt.html:6: pressure: \"last"));
    CHECK_FALSE(has(said, "receipt.txt"));
}

TEST_CASE("values are never judged") {
    auto view = full_sample(letter_kind::reminder_due);
    view.client = "URGENT Court";
    view.from.name = "Legal & Tennis Court LTD!";
    view.lines.front().title = "Tennis court, last chance: still IMMEDIATELY!";
    auto const made = shipped_letters().write(letter_kind::reminder_due, view);
    CHECK(has(made.text, view.lines.front().title));
}

TEST_CASE("a legal text is signed off by name, for its own file and for threat alone") {
    auto const legal = std::string{"The court would be the next step. "};
    own_templates const own;
    own.change("en/reminder_final.txt", "{{>items}}",
               legal + "\n\n{{! signed-off: A. Lawyer, 2027-01-31, agreed fee clause }}\n{{>items}}");
    CHECK(own.problems().empty());
    own.change("en/reminder_final.html", "{{>items}}", "<p>" + legal + "</p>\n{{>items}}");
    CHECK(has(own.problems(), "en/reminder_final.html:7: threat: \"court\""));
    CHECK_FALSE(has(own.problems(), "reminder_final.txt"));
    own.change(
        "en/reminder_final.txt", "{{>items}}",
        legal + "You must.\n\n{{! signed-off: A. Lawyer, 2027-01-31, agreed fee clause }}\n{{>items}}");
    CHECK(has(own.problems(), "en/reminder_final.txt:10: pressure: \"must\""));
}

TEST_CASE("a sign-off without a name, a date or a reason signs nothing off") {
    own_templates const own;
    auto const sign = [&](std::string const& kind, std::string const& text) {
        own.change("en/" + kind + ".txt", "{{>greeting}}", "{{! signed-off:" + text + " }}\n{{>greeting}}");
    };
    sign("receipt", "");
    sign("refund", " A. Lawyer");
    sign("plan_agreed", " A. Lawyer, today, why");
    sign("hold_expired", " , 2027-01-31, why");
    sign("card_expiring", " A. Lawyer, 2027-01-31, ");
    auto const said = own.problems();
    for (auto const* kind : {"receipt", "refund", "plan_agreed", "hold_expired", "card_expiring"})
        CHECK(has(said,
                  "en/" + std::string{kind} + ".txt:3: a sign-off says: name, date (2027-01-31), reason"));
}

TEST_CASE("an operator's own words count beside the shipped ones, and mistakes in the list are named") {
    own_templates const own;
    own.write("en/tone-own.txt", "# ours\n[guilt]\nthank you\n[rudeness]\nfool\n");
    own.change("en/paid.txt", "\n", " must\n");
    auto const said = own.problems();
    CHECK(has(said, "en/receipt.txt:4: guilt: \"Thank you\""));
    CHECK(has(said, "en/tone-own.txt:4: there is no category 'rudeness'"));
    CHECK(has(said, "en/paid.txt:1: pressure: \"must\""));
}

TEST_CASE("a sender's name that suggests a third party is found in any language's words") {
    for (auto const* name : {"Ana Collections", "Inkassobüro Süd", "Kanzlei Weber", "Cabinet Recouvrement",
                             "Gestión de Cobros", "Advogados Lda", "Debt Recovery"}) {
        CAPTURE(name);
        CHECK_FALSE(shipped_letters().sender_problems(name).empty());
    }
    for (auto const* name : {"Ana Coaching", "Praxis Dr. Weber", "Tennis Club Mitte", "Studio 8"}) {
        CAPTURE(name);
        CHECK(shipped_letters().sender_problems(name).empty());
    }
}
