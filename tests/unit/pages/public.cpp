#include "quittance/pages/public.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>

#include "samples.hpp"

using namespace quittance;

namespace {

using namespace pages_test;

constexpr auto hostile = "<script>alert(1)</script>\"'&{{TITLE}}";

pages::return_view view_in(pages::payment_state state, std::string text) {
    pages::return_view view;
    view.what = purchase_with(text);
    view.state = state;
    view.reference = text;
    view.payments = {{eur(12'050), *parse_iso_date("2026-11-18")}};
    view.received = eur(12'050);
    view.went_back = eur(50);
    view.open = eur(1);
    view.pay = pages::button{text, "/r/x/pay", {{text, text}}};
    return view;
}

std::vector<std::string> every_page(std::string const& text, std::string const& locale = "en-GB") {
    auto who = business_with(text);
    who.locale = locale;
    auto const what = purchase_with(text);
    pages::button const press{text, "/pay/x", {{text, text}}};
    std::vector<std::string> all{pages::booking_not_found(who),
                                 pages::continue_to_payment(who, what, press),
                                 pages::already_paid(who, what),
                                 pages::plan_on_its_way(who, what),
                                 pages::payment_under_way(who, what),
                                 pages::booking_closed(who, what),
                                 pages::try_again(who, what, press),
                                 pages::refused_by_processor(who, what),
                                 pages::amount_not_payable(who, what),
                                 pages::person_looks(who, what),
                                 pages::store_away(who),
                                 pages::payments_rest(who),
                                 pages::too_many_requests(who),
                                 pages::something_went_wrong(who, text)};
    for (auto state : {pages::payment_state::open, pages::payment_state::paying, pages::payment_state::paid,
                       pages::payment_state::part_paid, pages::payment_state::returned,
                       pages::payment_state::disputed, pages::payment_state::closed})
        all.push_back(pages::return_page(who, view_in(state, text)));
    for (auto news : {pages::terms_news::none, pages::terms_news::renewed})
        for (auto const& terms : every_agreement(text))
            all.push_back(pages::terms_page(who, terms, press, news));
    for (auto why : {pages::plan_obstacle::service_day_missing, pages::plan_obstacle::day_passed,
                     pages::plan_obstacle::other})
        all.push_back(pages::plan_not_possible(who, what, why));
    for (auto const& plan : every_plan(text)) all.push_back(pages::plan_page(who, plan));
    return all;
}

std::ptrdiff_t count_of(std::string const& text, std::string_view part) {
    std::ptrdiff_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

}  // namespace

TEST_CASE("what comes from outside is text on every page") {
    for (auto const& page : every_page(hostile)) {
        CAPTURE(page);
        CHECK(page.find("<script") == std::string::npos);
        CHECK(page.find("alert(1)</") == std::string::npos);
        CHECK(page.find("\"'&{") == std::string::npos);
        CHECK(page.find("&lt;script&gt;") != std::string::npos);
        CHECK(page.find("{{TITLE}}") != std::string::npos);  // shown as typed, not expanded
    }
}

TEST_CASE("hostile text adds no element: the page has the same tags as a harmless one") {
    auto const harmless = every_page("x");
    auto const attacked = every_page(hostile);
    REQUIRE(harmless.size() == attacked.size());
    for (std::size_t i = 0; i < harmless.size(); ++i) {
        CHECK(count_of(harmless[i], "<") == count_of(attacked[i], "<"));
        CHECK(std::ranges::count(harmless[i], '"') == std::ranges::count(attacked[i], '"'));
    }
}

TEST_CASE(
    "every page is a whole page: language, width for phones, one heading, no script, one button before "
    "others") {
    for (auto const* language : {"en", "de", "es", "fr", "pt"})
        for (auto const& page : every_page("x", language)) {
            CAPTURE(page);
            CHECK(page.starts_with("<!doctype html>\n<html lang=\"" + std::string{language} + "\">"));
            CHECK(page.find("name=\"viewport\"") != std::string::npos);
            CHECK(count_of(page, "<h1>") == 1);
            CHECK(count_of(page, "<script") == 0);
            CHECK(count_of(page, "<button") <= 1 + count_of(page, "class=\"second\""));
            CHECK(count_of(page, "<p>") + count_of(page, "<p ") == count_of(page, "</p>"));
            CHECK(page.ends_with("</html>\n"));
        }
}

TEST_CASE("the words blame nobody, press nobody and do not shout") {
    std::regex const unwanted{
        R"(you (have|did)(n.t| not)|failed|failure|neglect|ignored|refus|delinquent|debtor|\bdefault|your debt)"
        R"(|urgent|immediately|asap|at once|last chance|final warning|\bmust\b|demand|!|legal|lawyer|attorney)"
        R"(|\bcourt\b|collections|collection agency|credit (score|bureau|report)|penalt|consequences|disappoint)"
        R"(|unacceptable|patience|cash flow|unfortunately|regret|sorry|error|as (previously|already) mentioned)"
        R"(|per my last|once again|\bstill\b|just checking|friendly|kindly)",
        std::regex::icase};
    std::regex const shouted{R"(\b(?!VAT\b)[A-Z]{2,}\b)"};
    std::regex const tag{"<[^>]*>"};
    for (auto const& page : every_page("x")) {
        auto const words = std::regex_replace(page.substr(page.find("<body")), tag, " ");
        CAPTURE(words);
        CHECK_FALSE(std::regex_search(words, unwanted));
        CHECK_FALSE(std::regex_search(words, shouted));
    }
}

TEST_CASE("a paid booking's page is a receipt with all a receipt needs") {
    pages::business const who{
        "Ana's Studio", "Main Street 1\n1010 Vienna", "ana@studio.example", "ATU00000000", "", "", "en-GB",
        "Europe/Vienna"};
    pages::return_view view;
    view.what = {"Coaching", "", eur(11'900), {"VAT", 190'000, true}, ""};
    view.state = pages::payment_state::paid;
    view.reference = "B-1";
    view.payments = {{eur(11'900), *parse_iso_date("2027-01-01")}};
    view.received = eur(11'900);
    auto const page = pages::return_page(who, view);
    for (auto const* part :
         {"Ana&#39;s Studio", "Main Street 1", "1010 Vienna", "ana@studio.example", "ATU00000000", "Coaching",
          "B-1", "€119.00", "€19.00 VAT at 19% is included", "on 1 January 2027"}) {
        CAPTURE(part);
        CHECK(page.find(part) != std::string::npos);
    }
    CHECK(page.find("Open</dt>") == std::string::npos);
    CHECK(page.find("Returned") == std::string::npos);
}

TEST_CASE("an address that is no web address never becomes a link or a picture") {
    auto who = business_with("x");
    who.terms_url = "javascript:alert(1)";
    who.logo_url = "javascript:alert(1)";
    CHECK(pages::booking_not_found(who).find("javascript:") == std::string::npos);
}

TEST_CASE("nothing due is said as such") {
    auto what = purchase_with("x");
    what.price = eur(0);
    CHECK(pages::already_paid(business_with("x"), what).find("This booking is confirmed") !=
          std::string::npos);
}

TEST_CASE("the style source is the hash of the sheet that every page carries") {
    auto const& source = pages::style_source();
    CHECK(source.starts_with("'sha256-"));
    CHECK(source.size() == 8 + 44 + 1);
    CHECK(source.find('_') == std::string::npos);
    CHECK(source.ends_with("='"));
}
