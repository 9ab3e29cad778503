// The end of the client's page: where messages go, how reminders come, and all that is held; and the page
// that confirms an address.
#include <doctest/doctest.h>

#include "client_words.hpp"
#include "quittance/pages/client.hpp"
#include "samples.hpp"

using namespace quittance;
using namespace quittance::pages_test;

namespace {

pages::business studio() {
    pages::business made;
    made.name = "Ana & Söhne";
    made.locale = "en-GB";
    made.zone = "Europe/Vienna";
    return made;
}

pages::client_view settled(std::string const& locale = "en-GB") {
    pages::client_view view;
    view.locale = locale;
    view.action = "/a/token";
    view.proof = "proof-1";
    view.lead = "b1";
    view.address = pages::client_address{"zoë@example.org", "zo<b>@new.example", day("2027-02-11")};
    view.cadences = {{"", {-7, 0, 3}, true}, {"short", {-1, 1, 10}, false}, {"quiet", {}, false}};
    view.record_action = "/a/token/record";
    return view;
}

}  // namespace

TEST_CASE("of an address only so much is shown that its owner knows it") {
    CHECK(pages::partly("zoe@example.org") == "z…@example.org");
    CHECK(pages::partly("élise@example.org") == "é…@example.org");
    CHECK(pages::partly("z@example.org") == "z…@example.org");
    CHECK(pages::partly("no address") == "no address");
    auto const page = pages::client_page(studio(), settled());
    CHECK(has(page, "z…@example.org"));
    CHECK_FALSE(has(page, "zoë@"));
    CHECK_FALSE(has(page, "zo<b>"));
    CHECK_FALSE(has(page, "zo&lt;b"));
}

TEST_CASE("how reminders may come is said by days, and what is chosen is marked") {
    auto const page = pages::client_page(studio(), settled());
    CHECK(has(page, "value=\"\" checked> As usual: 7 days before, on the day and 3 days after</label>"));
    CHECK(has(page, "value=\"short\"> 1 day before, 1 day after and 10 days after</label>"));
    CHECK(has(page, "value=\"quiet\"> no reminders; a person writes</label>"));
}

TEST_CASE("what there is no choice about is not on the page") {
    auto view = settled();
    view.address.reset();
    view.cadences.clear();
    view.record_action.clear();
    auto const page = pages::client_page(studio(), view);
    for (auto const* part : {"new-address", "cadence", "/record"}) CHECK_FALSE(has(page, part));
}

TEST_CASE("the page has its settings, and the page that confirms an address, in every language") {
    for (auto const* locale : {"de-AT", "en-GB", "es-ES", "fr-FR", "pt-PT"}) {
        CAPTURE(locale);
        auto const page = pages::client_page(studio(), settled(locale));
        for (auto const* part : {"Ana &amp; Söhne", "z…@example.org", "z…@new.example", "11", "2027",
                                 "href=\"/a/token/record\" download"})
            CHECK(has(page, part));
        auto const confirm = pages::address_page(studio(), {locale, "zo<b>@new.example", "/c/token"});
        CHECK(has(confirm, "<form method=\"post\" action=\"/c/token\">"));
        CHECK(has(confirm, "zo&lt;b&gt;@new.example"));
        for (auto const& text : {page, confirm}) {
            CHECK_FALSE(has(text, "{{"));
            CHECK_FALSE(has(text, "{days"));
            CHECK_FALSE(has(text, "<script"));
        }
    }
}
