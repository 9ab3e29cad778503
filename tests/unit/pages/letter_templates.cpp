#include <doctest/doctest.h>

#include "letter_folder.hpp"
#include "letter_samples.hpp"
#include "samples.hpp"

using namespace quittance::pages;
using quittance::pages_test::has;
using quittance::pages_test::own_templates;
using quittance::pages_test::shipped_letters;

TEST_CASE("an operator's file takes the place of the shipped one, and only that one") {
    own_templates const own;
    own.change("en/receipt.txt", "Thank you.", "See you soon.");
    auto const book = own.book();
    auto const made = book.write(letter_kind::receipt, full_sample(letter_kind::receipt));
    CHECK(has(made.text, "See you soon."));
    CHECK(has(made.html, "Thank you."));
}

TEST_CASE("what is shared counts for each language that has no file of its own by that name") {
    own_templates const own;
    own.change("shared/top.html", "<body", "<body data-of=\"all\"");
    own.write("de/top.html", "<!doctype html>\n<html lang=\"{{LANG}}\">\n<body data-of=\"de\">\n");
    auto const book = own.book();
    auto view = full_sample(letter_kind::receipt);
    for (auto const* locale : {"en-GB", "fr-FR", "pt-PT"}) {
        view.locale = locale;
        CHECK(has(book.write(letter_kind::receipt, view).html, "data-of=\"all\""));
    }
    view.locale = "de-DE";
    CHECK(has(book.write(letter_kind::receipt, view).html, "data-of=\"de\""));
    own.write("shared/nothing.html", "x\n");
    CHECK(has(own.problems(), "shared/nothing.html: is used by no letter"));
}

TEST_CASE("an unknown variable stops the start with file and line, once, also inside an included file") {
    own_templates const own;
    own.change("de/receipt.txt", "{{>paid}}", "{{>paid}}\n{{AMOUNNT}}");
    own.change("fr/items.html", "{{AMOUNT}}", "{{AMOUNT}}{{PRICE}}");
    auto const said = own.problems();
    CHECK(has(said, "de/receipt.txt:7: {{AMOUNNT}} has no value here; is the name right?\n"));
    CHECK(has(said, "fr/items.html:5: {{PRICE}} has no value here; is the name right?\n"));
    CHECK(said.find("{{PRICE}}") == said.rfind("{{PRICE}}"));
}

TEST_CASE("a value that a letter may lack cannot stand outside of its section") {
    own_templates const own;
    own.write("en/state.txt",
              "Open: {{TOTAL}}{{#STILL_OPEN}}.{{/STILL_OPEN}}{{#NOTHING_OPEN}}{{/NOTHING_OPEN}}\n");
    CHECK(has(own.problems(), "en/state.txt:1: {{TOTAL}} has no value here"));
}

TEST_CASE("markers that are broken, or that would go around the escaping, are named with their line") {
    struct spoilt {
        char const* kind;
        char const* part;
        char const* said;
    };
    auto const refused = [](std::initializer_list<spoilt> all) {
        own_templates const own;
        for (auto const& one : all)
            own.change("en/" + std::string{one.kind} + ".html", "{{>greeting}}",
                       "{{>greeting}}\n" + std::string{one.part});
        auto const said = own.problems();
        CAPTURE(said);
        for (auto const& one : all) {
            auto const found = "en/" + std::string{one.kind} + ".html:4: " + one.said;
            CAPTURE(found);
            CHECK(has(said, found));
        }
    };
    refused({{"receipt", "{{PAID", "a marker is not closed on its line"},
             {"refund", "{{PAID:none}}", "{{PAID:none}} is not a name"},
             {"plan_agreed", "{{%AUTOESCAPE context=\"TEXT\"}}", "{{%AUTOESCAPE"},
             {"hold_expired", "{{}}", "{{}} is not a name"},
             {"card_expiring", "{{>nothing}}", "there is no nothing.html to include"},
             {"reminder_due", "x {{>paid}}", "an include stands alone on its line"},
             {"reminder_clear", "{{=<% %>=}}", "{{=<% %>=}} is not a name"}});
    refused({{"receipt", "{{#ITEM}}", "section ITEM is not closed"},
             {"refund", "{{/ITEM}}", "stray {{/ITEM}}"},
             {"plan_agreed", "{{#NOWHERE}}x{{/NOWHERE}}", "{{#NOWHERE}} is unknown here"}});
}

TEST_CASE("a file that includes itself ends the start, not the process") {
    own_templates const own;
    own.write("en/state.txt", "{{>state}}\n");
    CHECK(has(own.problems(), "en/state.txt:1: an include stands alone on its line, and not in a circle"));
}

TEST_CASE("a field that every reminder carries cannot be left out") {
    struct left_out {
        char const* file;
        char const* part;
        char const* field;
    };
    auto const all = {left_out{"es/reminder_clear", "{{>choices}}", "SPLIT"},
                      left_out{"de/reminder_before", "{{>received}}", "RECEIVED"},
                      left_out{"fr/reminder_due", "{{>other_ways}}", "OTHER"},
                      left_out{"pt/reminder_gentle", "{{>items}}", "DUE"},
                      left_out{"en/reminder_final", "{{>foot}}", "PERSON"},
                      left_out{"en/notice_before_charge", "{{>choices}}", "MORE_TIME"},
                      left_out{"en/refund", "{{>state}}", "STILL_OPEN"}};
    own_templates const own;
    for (auto const& one : all)
        for (auto const* end : {".txt", ".html"}) own.change(std::string{one.file} + end, one.part, "");
    auto const said = own.problems();
    CAPTURE(said);
    for (auto const& one : all)
        for (auto const* end : {".txt", ".html"})
            CHECK(has(said, std::string{one.file} + end + ": lacks {{" + one.field + "}}"));
}

TEST_CASE("a subject says business and topic") {
    own_templates const own;
    own.change("pt/refund.txt", "Subject: {{BUSINESS}}:", "Subject: Olá:");
    own.change("fr/refund.txt", "{{TOPIC}}", "tout");
    own.change("de/refund.txt", "Subject: ", "Betreff: ");
    auto const said = own.problems();
    CHECK(has(said, "pt/refund.txt:1: the subject lacks {{BUSINESS}}"));
    CHECK(has(said, "fr/refund.txt:1: the subject lacks {{TOPIC}}"));
    CHECK(has(said, "de/refund.txt:1: begins with \"Subject: …\" and an empty line"));
}

TEST_CASE("a second primary button is refused where it stands") {
    own_templates const own;
    own.change("en/choices.html", "<a href=\"{{SPLIT}}\"", "<a class=\"primary\" href=\"{{SPLIT}}\"");
    own.change("de/receipt.html", "{{>state}}", "{{>state}}\n<button>Ja</button>");
    auto const said = own.problems();
    CHECK(has(said, "en/choices.html:7: a second primary button"));
    CHECK(has(said, "de/receipt.html:8: a second primary button"));
}

TEST_CASE("paying stands before what else can be done") {
    own_templates const own;
    own.change("en/reminder_due.txt", "Pay: {{PAY}}", "Split: {{SPLIT}}\nPay: {{PAY}}");
    CHECK(has(own.problems(), "en/reminder_due.txt:6: {{SPLIT}} stands before {{PAY}}"));
}

TEST_CASE("the first steps say it in 120 words, the later ones in as many as they need") {
    std::string many;
    for (int i = 0; i < 120; ++i) many += "word ";
    own_templates const own;
    for (auto const* file : {"reminder_before", "reminder_due", "reminder_gentle", "reminder_clear"})
        own.change("en/" + std::string{file} + ".txt", "{{>choices}}", many + "\n\n{{>choices}}");
    auto const said = own.problems();
    for (auto const* file : {"reminder_before", "reminder_due", "reminder_gentle"})
        CHECK(has(said, "en/" + std::string{file} + ".txt: has "));
    CHECK(has(said, "words; at this step 120 are most"));
    CHECK_FALSE(has(said, "reminder_clear"));
}

TEST_CASE("nothing of a letter is loaded, sent, or leads anywhere but to the client's page") {
    own_templates const own;
    own.change("en/foot.html", "<div", "<img src=\"https://example.com/pixel\">\n<div");
    own.change("de/foot.html", "<div", "<a href=\"{{PERSON_ADDRESS}}\">x</a><div");
    own.change("fr/foot.txt", "-- ", "www.example.com\n-- ");
    own.change("es/top.html", "<html lang=\"{{LANG}}\">", "<html>");
    auto const said = own.problems();
    CHECK(has(said, "en/foot.html:2: '<img' has no place in a letter"));
    CHECK(has(said, "en/foot.html:2: an address of its own"));
    CHECK(has(said, "de/foot.html:2: a link leads to the client's page only"));
    CHECK(has(said, "fr/foot.txt:5: an address of its own"));
    CHECK(has(said, "es/receipt.html: does not say its language"));
}

TEST_CASE("a file that no letter uses is most likely misspelt") {
    own_templates const own;
    own.write("en/reminder_gentel.txt", "x\n");
    own.write("english/receipt.txt", "x\n");
    auto const said = own.problems();
    CHECK(has(said, "en/reminder_gentel.txt: is used by no letter; is its name right?"));
    CHECK(has(said, "english: is no language"));
}

TEST_CASE("a language that is begun is a language that is finished") {
    own_templates const own;
    own.write("nl/tone.txt", "");
    auto const said = own.problems();
    CHECK(has(said, "nl/receipt.txt: is missing"));
    CHECK(has(said, "nl/reminder_final.html: is missing"));
    CHECK(has(said, "nl/tone.txt: lists no words of blame"));
}

TEST_CASE("a country's own words go before those of its language") {
    own_templates const own;
    std::filesystem::copy("config/templates/pt", own.sources().overrides + "/pt-BR");
    own.change("pt/greeting.txt", "Olá {{CLIENT}}", "Bom dia, {{CLIENT}}");
    auto const book = own.book();
    auto view = full_sample(letter_kind::receipt);
    view.locale = "pt-BR";
    CHECK(book.write(letter_kind::receipt, view).language == "pt-BR");
    CHECK(has(book.write(letter_kind::receipt, view).text, "Olá Maria Lang"));
    view.locale = "pt-PT";
    CHECK(has(book.write(letter_kind::receipt, view).text, "Bom dia, Maria Lang"));
}

TEST_CASE("a folder that is not there is said") {
    auto const loaded = letter_book::load({"no/such/folder", ""});
    REQUIRE(loaded.has_error());
    CHECK(has(problems_text(loaded.error()), "no/such/folder: cannot be read"));
    CHECK(has(problems_text(loaded.error()), "holds no folder 'en'"));
}

TEST_CASE("carriage returns and other control characters are refused with their line") {
    own_templates const own;
    own.change("en/foot.txt", "-- \n", "-- \r\n");
    CHECK(has(own.problems(), "en/foot.txt:5: holds a control character"));
}

TEST_CASE("no letter promises a later day or parts where the page has no form for them") {
    std::vector<std::pair<std::string, std::vector<std::string>>> const phrases{
        {"en", {"choose a later date", "split"}},
        {"de", {"sp\xC3\xA4teren Tag", "aufteilen"}},
        {"es", {"fecha posterior", "dividir"}},
        {"fr", {"date ult\xC3\xA9rieure", "plusieurs fois"}},
        {"pt", {"data posterior", "dividir"}}};
    for (auto const kind : {letter_kind::reminder_clear, letter_kind::reminder_final}) {
        for (auto const& [language, said] : phrases) {
            CAPTURE(language);
            auto view = full_sample(kind);
            view.locale = language;
            auto const whole = shipped_letters().write(kind, view);
            for (auto const& phrase : said) {
                CHECK(has(whole.text, phrase));
                CHECK(has(whole.html, phrase));
            }
            view.links.split.clear();
            auto const undivided = shipped_letters().write(kind, view);
            CHECK(has(undivided.text, said[0]));
            CHECK_FALSE(has(undivided.text, said[1]));
            CHECK_FALSE(has(undivided.html, said[1]));
            view.links.more_time.clear();
            auto const fixed = shipped_letters().write(kind, view);
            CHECK_FALSE(has(fixed.text, said[0]));
            CHECK_FALSE(has(fixed.html, said[0]));
            CHECK_FALSE(has(fixed.text, ",,"));
        }
    }
}

TEST_CASE("several amounts of which some fall due today are not called overdue") {
    for (auto const& [language, word] :
         std::vector<std::pair<std::string, std::string>>{{"es", "ha vencido"}, {"pt", "venceu"}}) {
        auto view = full_sample(letter_kind::reminder_due);
        view.locale = language;
        auto second = view.lines.front();
        second.due = quittance::pages_test::day("2027-05-04");
        view.lines.push_back(second);
        view.open.front() = view.open.front().plus(second.amount).value();
        CHECK_FALSE(has(shipped_letters().write(letter_kind::reminder_due, view).text, word));
    }
}
