#include <ctemplate/template.h>

#include "letter_samples.hpp"
#include "quittance/pages/letters.hpp"
#include "sheet.hpp"

namespace quittance::pages {
namespace {

constexpr auto index_text = R"({{%AUTOESCAPE context="HTML"}}<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Letters</title>
<style>
body { margin: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; }
li { margin: .25rem 0; }
</style>
</head>
<body>
<h1>Letters</h1>
<p>Every message in every language: with sample data, with the least a letter can say, and with the strangest.</p>
{{#LANGUAGE}}<h2>{{NAME}}</h2>
<ul>
{{#LETTER}}<li><a href="{{FILE}}.html">{{FILE}}</a> (<a href="{{FILE}}.txt">text</a>): {{SUBJECT}}</li>
{{/LETTER}}</ul>
{{/LANGUAGE}}</body>
</html>
)";

struct sample_kind {
    char const* name;
    letter_view (*view)(letter_kind);
};
constexpr sample_kind samples[] = {{"sample", full_sample}, {"bare", bare_sample}, {"edge", edge_sample}};

std::string index_page(sheet const& filled) {
    ctemplate::TemplateCache cache;
    cache.StringToTemplateCache("index", index_text, ctemplate::DO_NOT_STRIP);
    cache.Freeze();
    return expand(cache, "index", filled);
}

}  // namespace

std::vector<preview_page> preview_letters(letter_book const& book) {
    std::vector<preview_page> pages;
    sheet index;
    for (auto const& language : book.languages()) {
        auto& listed = index.add("LANGUAGE").set("NAME", language);
        for (auto const kind : all_letter_kinds()) {
            for (auto const& sample : samples) {
                auto view = sample.view(kind);
                view.locale = language;
                auto made = book.write(kind, view);
                auto const file = language + "/" + std::string{name_of(kind)} + "." + sample.name;
                listed.add("LETTER").set("FILE", file).set("SUBJECT", made.subject);
                pages.push_back({file + ".html", std::move(made.html)});
                pages.push_back({file + ".txt", "Subject: " + made.subject + "\n\n" + made.text});
            }
        }
    }
    pages.push_back({"index.html", index_page(index)});
    return pages;
}

}  // namespace quittance::pages
