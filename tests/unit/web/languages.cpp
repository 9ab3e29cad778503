// In which language a page answers: the client's, else the one the browser asks for, else the business's.
#include <doctest/doctest.h>

#include "accept_language.hpp"
#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

http::request with_language(std::string wanted) {
    return {http::method::get, "/nothing/here", "", {{"Accept-Language", std::move(wanted)}}, "", "", ""};
}

bool shows(http::response const& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("of the languages a browser wants, the one it wants most and that is spoken") {
    auto const& of = web::accepted_language;
    CHECK(of("de-AT,de;q=0.9,en;q=0.8") == "de-AT");
    CHECK(of("nl, fr;q=0.4 , es ; q=0.5") == "es");
    CHECK(of("en;q=0.3,pt-BR;q=0.300") == "en");
    CHECK(of("nl;q=0.9,fr;q=0.001") == "fr");
    CHECK(of("FR-ch") == "FR-ch");
    for (auto const* nothing :
         {"", "nl", "*", "de;q=0", "de;q=0.000", "de;q=2", "de;q=1.5", "de;q=0.1234", "de;q=", "de;x=1",
          "de;q=a", "de;q=-1", "<de>", ",,,", "de de", "\xFF\xFE", "de;q=.5"}) {
        CAPTURE(nothing);
        CHECK(of(nothing).empty());
    }
}

TEST_CASE("a header that is longer than a browser's says nothing, and no more than twenty wishes are read") {
    std::string wishes;
    for (int i = 0; i < 19; ++i) wishes += "nl,";
    CHECK(web::accepted_language(wishes + "de") == "de");
    CHECK(web::accepted_language(wishes + "nl,de").empty());
    CHECK(web::accepted_language("de," + std::string(509, ' ')) == "de");
    CHECK(web::accepted_language("de," + std::string(510, ' ')).empty());
}

TEST_CASE("in the business's own language its own country stays") {
    pages::business who;
    who.locale = "en-GB";
    CHECK(web::as_read_by(who, with_language("en-US,en;q=0.9")).locale == "en-GB");
    CHECK(web::as_read_by(who, with_language("de-AT")).locale == "de-AT");
    CHECK(web::as_read_by(who, with_language("nl")).locale == "en-GB");
    CHECK(web::as_read_by(who, {}).locale == "en-GB");
}

TEST_CASE("a page about nothing we know is in the browser's language") {
    world w;
    auto const german = w.get("/nothing/here", "", {{"Accept-Language", "de-DE,de;q=0.9"}});
    CHECK(german.status == 404);
    CHECK(shows(german, "<html lang=\"de\">"));
    CHECK(shows(german, "Dieser Link führt zu keiner Buchung"));
    CHECK(shows(w.get("/pay/no-offer", "ref=1", {{"Accept-Language", "fr"}}), "<html lang=\"fr\">"));
    CHECK(shows(w.get("/l/broken", "", {{"Accept-Language", "es"}}), "<html lang=\"es\">"));
    CHECK(shows(w.get("/r/nobody", "", {{"Accept-Language", "pt"}}), "<html lang=\"pt\">"));
    CHECK(shows(w.get("/a/nobody", "", {{"Accept-Language", "de"}}), "<html lang=\"de\">"));
    CHECK(shows(w.get("/nothing/here"), "<html lang=\"en\">"));
}

TEST_CASE("who comes too often, and whose store is away, is told in the browser's language") {
    world w;
    http::header_list const french{{"Accept-Language", "fr-FR"}};
    w.thrown = std::make_exception_ptr(engine::store_unavailable{"x"});
    CHECK(shows(w.get("/pay/coaching-60", "ref=B-1", french), "Nous sommes absents un instant"));
    http::response last;
    for (int i = 0; i < 31; ++i) last = w.get("/a/nobody", "", french);
    CHECK(last.status == 429);
    CHECK(shows(last, "Un instant, s’il vous plaît"));
}

TEST_CASE("what is known of the client goes before what their browser asks for") {
    world w;
    w.outcome = engine::purchase_outcome::try_again;
    http::header_list const french{{"Accept-Language", "fr"}};
    auto const known = w.get("/pay/coaching-60", "ref=B-1&locale=de-AT", french);
    CHECK(known.status == 503);
    CHECK(shows(known, "<html lang=\"de\">"));
    CHECK(shows(known, ">Noch einmal versuchen</button>"));
    auto const unknown = w.get("/pay/coaching-60", "ref=B-1", french);
    CHECK(shows(unknown, "<html lang=\"fr\">"));
    CHECK(shows(unknown, "120,50\u00A0€"));
    REQUIRE(w.purchases.size() == 2);
    CHECK(w.purchases[1].who.locale == "fr");
}

TEST_CASE("who books by a link is written to in the link's language, else in their browser's") {
    world w;
    auto const booked_as = [&w](std::string query, std::string wanted) {
        http::header_list headers;
        if (!wanted.empty()) headers.emplace_back("Accept-Language", std::move(wanted));
        w.get("/pay/coaching-60", std::move(query), std::move(headers));
        REQUIRE_FALSE(w.purchases.empty());
        return w.purchases.back().who.locale;
    };
    CHECK(booked_as("ref=1", "de-AT,de;q=0.9") == "de-AT");
    CHECK(booked_as("ref=2&locale=fr", "de-AT") == "fr");
    CHECK(booked_as("ref=3", "nl,ja;q=0.5").empty());
    CHECK(booked_as("ref=4", "").empty());
    // A browser names a country that nobody chose: in the business's own language it stays the business's.
    CHECK(booked_as("ref=5", "en-US") == "en-GB");
}
