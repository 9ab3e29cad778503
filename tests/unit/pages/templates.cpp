#include "templates.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "quittance/base/digest.hpp"
#include "quittance/pages/public.hpp"
#include "sheet.hpp"
#include "template_scan.hpp"

using namespace quittance::pages;

TEST_CASE("every template is closed and opens with the escaping of HTML") {
    CHECK(layout_top().starts_with("{{%AUTOESCAPE context=\"HTML\"}}"));
    for (auto const& one : template_texts()) {
        CAPTURE(one.name);
        CHECK_NOTHROW(scan_template(one.body));
        CHECK(one.body.find(":none") == one.body.npos);
    }
}

TEST_CASE("the hash in the policy is that of the very bytes between the style tags") {
    auto const page = quittance::pages::booking_not_found({});
    auto const begin = page.find("<style>") + 7;
    auto const sheet_text = page.substr(begin, page.find("</style>") - begin);
    CHECK(sheet_text == style_sheet());
    auto hash = quittance::to_base64url(quittance::as_text(quittance::sha256(sheet_text))) + "=";
    std::ranges::replace(hash, '-', '+');
    std::ranges::replace(hash, '_', '/');
    CHECK(quittance::pages::style_source() == "'sha256-" + hash + "'");
}

TEST_CASE("a template that is not closed is named with its line") {
    for (auto const* text : {"a\n{{X", "a\n{{#S}}", "a\n{{/S}}", "a\n{{#S}}{{/T}}", "a\n{{}}"}) {
        CAPTURE(text);
        CHECK_THROWS_WITH_AS(scan_template(text), doctest::Contains("line 2"), std::logic_error);
    }
}

TEST_CASE("a variable without a value, and a value without a variable, are found") {
    auto const asked = scan_template("{{A}}{{#S}}{{A}}{{B}}{{/S}}");
    sheet given;
    CHECK(disagreement(asked, given) == "no value for {{A}}");
    given.set("A", "1");
    CHECK(disagreement(asked, given).empty());
    auto& inside = given.add("S");
    CHECK(disagreement(asked, given) == "no value for {{B}}");
    inside.set("B", "2");
    CHECK(disagreement(asked, given).empty());
    given.add("T");
    CHECK(disagreement(asked, given) == "unknown section {{#T}}");
    sheet other;
    other.set("A", "1").set("C", "3");
    CHECK(disagreement(asked, other) == "value for unknown {{C}}");
}

TEST_CASE("a page that lacks a value is never rendered") {
    auto const say = words_for({}, "en");
    CHECK_THROWS_AS(render("notice", sheet{}, say), std::logic_error);
    CHECK_THROWS_AS(render("no such page", sheet{}, say), std::logic_error);
}
