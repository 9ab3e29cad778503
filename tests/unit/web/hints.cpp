#include "hints.hpp"

#include <doctest/doctest.h>

#include "quittance/http/message.hpp"
#include "replies.hpp"
#include "visitors.hpp"

using namespace quittance;

TEST_CASE("an e-mail address is one, or it is dropped") {
    for (auto const* good :
         {"a@b.example", "first.last+tag@sub.example.org", "o'neil@example.ie", "x@1.example"}) {
        CAPTURE(good);
        CHECK(web::email_hint(good) == good);
    }
    for (auto const* bad :
         {"", "a", "a@", "@b.example", "a@b", "a b@c.example", "a@b..example", "a@-b.example", "a@b.example.",
          "a@b.exam_ple", ".a@b.example", "a..b@c.example", "a@b@c.example",
          "a@b.example\r\nBcc: c@d.example", "\"a\"@b.example", "a,b@c.example", "<a@b.example>"}) {
        CAPTURE(bad);
        CHECK(web::email_hint(bad).empty());
    }
    CHECK(web::email_hint(std::string(65, 'a') + "@b.example").empty());
    CHECK(web::email_hint("a@" + std::string(250, 'b') + ".example").empty());
}

TEST_CASE("a name keeps its letters and loses its edges; control and hidden characters drop it") {
    CHECK(web::name_hint("  Zoë Ångström ") == "Zoë Ångström");
    CHECK(web::name_hint("李小龙") == "李小龙");
    CHECK(web::name_hint(std::string(120, 'n')).size() == 120);
    CHECK(web::name_hint(std::string(121, 'n')).empty());
    for (auto const* bad :
         {"a\nb", "a\tb\x01", "\x7F", "a\u202Eb", "a\u2028b", "a\u0085b", "a\u2066b", "   "}) {
        CAPTURE(bad);
        CHECK(web::name_hint(bad).empty());
    }
}

TEST_CASE("a start is a moment or a date, also where a form made a space of its plus sign") {
    CHECK(web::start_hint("2027-03-01T10:00:00+01:00") == "2027-03-01T10:00:00+01:00");
    CHECK(web::start_hint("2027-03-01T10:00:00 01:00") == "2027-03-01T10:00:00+01:00");
    CHECK(web::start_hint("2027-03-01") == "2027-03-01");
    CHECK(web::start_hint("2027-02-30").empty());
    CHECK(web::start_hint("next week").empty());
}

TEST_CASE("zones and locales must exist or be in form") {
    CHECK(web::zone_hint("Europe/Vienna") == "Europe/Vienna");
    CHECK(web::zone_hint("../../etc/passwd").empty());
    CHECK(web::locale_hint("de_AT") == "de-AT");
    CHECK(web::locale_hint("de AT").empty());
}

TEST_CASE("a reference is what the booking page says, within reason") {
    CHECK(web::reference_of(" B-1 ") == "B-1");
    CHECK(web::reference_of(std::string(200, 'r')));
    CHECK_FALSE(web::reference_of(std::string(201, 'r')));
    CHECK_FALSE(web::reference_of(""));
}

TEST_CASE("an origin is scheme and host, and nothing that only looks like it") {
    CHECK(web::origin_of("https://checkout.stripe.com/c/pay/cs_1?x#y") == "https://checkout.stripe.com");
    CHECK(web::origin_of("http://127.0.0.1:12111/pay/1") == "http://127.0.0.1:12111");
    for (auto const* bad :
         {"", "checkout.stripe.com", "https://", "https:///x", "javascript:alert(1)", "https://a@b.example/",
          "https://a\\b.example/", "ftp://a.example/", "https://a b/", "https://A.example/"}) {
        CAPTURE(bad);
        CHECK(web::origin_of(bad).empty());
    }
}

TEST_CASE("a person's browser is a person") {
    for (auto const* agent :
         {"",
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 "
          "Safari/604.1",
          "Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0", "curl/8.8.0"}) {
        CAPTURE(agent);
        http::request asked;
        asked.headers = {{"User-Agent", agent}};
        CHECK_FALSE(web::only_looks(asked));
    }
}
