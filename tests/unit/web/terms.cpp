// Buying a plan by link: its terms come first, and the agreement is to exactly what was shown.
#include "quittance/pages/terms.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

constexpr auto link_query = "ref=B-1&email=kim%40example.org&name=Kim&zone=Europe%2FLisbon";

bool shows(http::response const& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}

// The hidden fields of the page's form, as a browser would send them.
std::string form_of(http::response const& page) {
    std::string form;
    constexpr std::string_view start = R"(<input type="hidden" name=")";
    for (auto at = page.body.find(start); at != std::string::npos; at = page.body.find(start, at + 1)) {
        auto const name_at = at + start.size();
        auto const name_end = page.body.find('"', name_at);
        auto const value_at = page.body.find("value=\"", name_end) + 7;
        auto const value_end = page.body.find('"', value_at);
        if (!form.empty()) form += '&';
        form += page.body.substr(name_at, name_end - name_at) + "=" +
                http::percent_encode(page.body.substr(value_at, value_end - value_at));
    }
    return form;
}

domain::offer workshop() {
    auto made = course();
    made.id = domain::offer_id{"workshop"};
    made.plan = {};
    made.plan.every = domain::rhythm::from_service;
    made.plan.offsets = {-14, 0};
    return made;
}

domain::offer on_days(char const* first) {
    auto made = course();
    made.id = domain::offer_id{"days"};
    made.plan = {};
    made.plan.every = domain::rhythm::dates;
    made.plan.dates = {*parse_iso_date(first), *parse_iso_date("2027-06-01")};
    return made;
}

}  // namespace

TEST_CASE("a link to a plan shows the terms, and books nothing") {
    world w;
    auto const page = w.get("/pay/half-year", link_query);
    CHECK(page.status == 200);
    CHECK(shows(page, "<h1>What you agree to</h1>"));
    CHECK(shows(page, "Wed, 18 Nov 2026"));
    CHECK(shows(page, "Fri, 18 Dec 2026"));
    CHECK(shows(page, "Agree and pay €100.00</button>"));
    CHECK(shows(page, R"(action="/pay/half-year")"));
    CHECK_FALSE(shows(page, "renewed"));
    REQUIRE(w.purchases.size() == 1);
    CHECK_FALSE(w.purchases[0].agreed);
}

TEST_CASE("the button agrees to exactly what was shown, and leads to the payment page") {
    world w;
    auto const page = w.get("/pay/half-year", link_query);
    auto const reply = w.post("/pay/half-year", form_of(page));
    CHECK(reply.status == 303);
    CHECK(header_of(reply, "Location") == payment_page);
    auto const& asked = w.purchases.back();
    REQUIRE(asked.agreed);
    CHECK(asked.pressed_button);
    CHECK(asked.agreed->hash == to_base64url(as_text(sha256(asked.agreed->text))));
    CHECK(shows(page, asked.agreed->hash));
    CHECK(iso_date(asked.agreed->anchor) == "2026-11-18");
    CHECK(asked.agreed->text.find("Booking: B-1\n") != std::string::npos);
    CHECK(asked.agreed->text.find("2. Fri, 18 Dec 2026: €200.00, charged to the kept card\n") !=
          std::string::npos);
    CHECK(asked.agreed->note.find(pages::short_hash(asked.agreed->hash)) != std::string::npos);
    CHECK(asked.agreed->note.size() <= pages::most_note);
    CHECK(asked.who.email == "kim@example.org");
}

TEST_CASE("terms are agreed to in the language they were read in") {
    world w;
    http::header_list const portuguese{{"Accept-Language", "pt-PT,pt;q=0.9,en;q=0.5"}};
    auto const page = w.get("/pay/half-year", link_query, portuguese);
    CHECK(shows(page, "<html lang=\"pt\">"));
    CHECK(shows(page, "Aceitar e pagar 100,00\u00A0€</button>"));
    CHECK_FALSE(shows(page, "Agreed on"));
    CHECK(w.post("/pay/half-year", form_of(page), portuguese).status == 303);
    REQUIRE(w.purchases.back().agreed);
    CHECK(w.purchases.back().agreed->text.starts_with("Acordo\n"));
    // In another language it is another text, and another agreement.
    auto const before = w.purchases.size();
    auto const other = w.post("/pay/half-year", form_of(page));
    CHECK(other.status == 200);
    CHECK(shows(other, "These terms were renewed"));
    for (auto at = before; at < w.purchases.size(); ++at) CHECK_FALSE(w.purchases[at].agreed);
}

TEST_CASE("a button pressed twice agrees to the same, twice") {
    world w;
    auto const form = form_of(w.get("/pay/half-year", link_query));
    CHECK(w.post("/pay/half-year", form).status == 303);
    auto const first = w.purchases.back().agreed;
    CHECK(w.post("/pay/half-year", form).status == 303);
    CHECK(w.purchases.back().agreed == first);
}

TEST_CASE("terms that were shown yesterday are shown anew, and nothing is agreed to") {
    world w;
    auto const form = form_of(w.get("/pay/half-year", link_query));
    w.time.at += std::chrono::hours{24};
    auto const reply = w.post("/pay/half-year", form);
    CHECK(reply.status == 200);
    CHECK(shows(reply, "These terms were renewed"));
    CHECK(shows(reply, "Thu, 19 Nov 2026"));
    CHECK_FALSE(w.purchases.back().agreed);
    CHECK(w.post("/pay/half-year", form_of(reply)).status == 303);
    CHECK(iso_date(w.purchases.back().agreed->anchor) == "2026-11-19");
}

TEST_CASE("terms of an offer that was edited meanwhile are shown anew") {
    world w;
    auto const form = form_of(w.get("/pay/half-year", link_query));
    w.catalogue.at(domain::offer_id{"half-year"}).plan.count = 12;
    auto const reply = w.post("/pay/half-year", form);
    CHECK(shows(reply, "These terms were renewed"));
    CHECK(shows(reply, "€100.00"));
    CHECK_FALSE(w.purchases.back().agreed);
}

TEST_CASE("the day of the agreement is the client's, not the business's") {
    world w;
    w.time.at = *parse_rfc3339("2026-11-18T23:30:00Z");
    CHECK(shows(w.get("/pay/half-year", "ref=B-1&zone=Pacific%2FKiritimati"), "Thu, 19 Nov 2026"));
    CHECK(shows(w.get("/pay/half-year", "ref=B-1&zone=Pacific%2FPago_Pago"), "Wed, 18 Nov 2026"));
}

TEST_CASE("a form without the terms, or with another's, agrees to nothing") {
    world w;
    for (auto const* body : {"ref=B-1", "ref=B-1&agreed_terms=", "ref=B-1&agreed_terms=AAAA"}) {
        CAPTURE(body);
        auto const reply = w.post("/pay/half-year", body);
        CHECK(reply.status == 200);
        CHECK(shows(reply, "<h1>What you agree to</h1>"));
    }
    CHECK(std::ranges::none_of(w.purchases, [](auto const& one) { return one.agreed.has_value(); }));
}

TEST_CASE("a form of another site agrees to nothing") {
    world w;
    auto const form = form_of(w.get("/pay/half-year", link_query));
    auto const reply = w.post("/pay/half-year", form, {{"Sec-Fetch-Site", "cross-site"}});
    CHECK(shows(reply, "<h1>What you agree to</h1>"));
    CHECK_FALSE(w.purchases.back().agreed);
    CHECK(w.post("/pay/half-year", form, {{"Sec-Fetch-Site", "same-origin"}}).status == 303);
}

TEST_CASE("who only looks sees the terms and asks nobody") {
    world w;
    auto const head = w.ask({http::method::head, "/pay/half-year", link_query, {}, "", "", ""});
    CHECK(head.status == 200);
    auto const preview = w.get("/pay/half-year", link_query, {{"User-Agent", "Slackbot"}});
    CHECK(shows(preview, "Agree and pay €100.00</button>"));
    CHECK(w.purchases.empty());
    CHECK(w.post("/pay/half-year", form_of(preview)).status == 303);
}

TEST_CASE("a plan around the service needs its day, and says what to do without") {
    world w;
    w.catalogue.emplace(workshop().id, workshop());
    auto const missing = w.get("/pay/workshop", "ref=B-1");
    CHECK(missing.status == 409);
    CHECK(shows(missing, "The day of the service is needed"));
    CHECK(shows(missing, "nothing was charged"));
    auto const known =
        w.get("/pay/workshop", "ref=B-1&zone=Pacific%2FKiritimati&start=2026-12-18T23%3A00%3A00Z");
    CHECK(shows(known, "Sat, 19 Dec 2026"));
    CHECK(shows(known, "Sat, 5 Dec 2026"));
    CHECK(iso_date(*w.purchases.back().service) == "2026-12-19");
    CHECK(shows(w.get("/pay/workshop", "ref=B-2&start=2026-12-18"), "Fri, 18 Dec 2026"));
}

TEST_CASE("a plan with a day that has passed cannot be bought, and the page says so") {
    world w;
    w.catalogue.emplace(domain::offer_id{"days"}, on_days("2026-11-17"));
    auto const reply = w.get("/pay/days", "ref=B-1");
    CHECK(reply.status == 409);
    CHECK(shows(reply, "One of its days has passed. Please contact Ana&#39;s Studio."));
    CHECK_FALSE(shows(reply, "<button"));
    w.time.at -= std::chrono::hours{48};
    CHECK(w.get("/pay/days", "ref=B-1").status == 200);
}

TEST_CASE("a booking keeps the terms it was made under, and those are agreed to") {
    world w;
    engine::purchase before;
    before.identity = {"plain", domain::offer_id{"half-year"}, "B-1"};
    before.terms = *domain::terms_of(course());
    before.origin = domain::origin::api;
    w.known = open_booking(before, w.time.at).booking();
    w.catalogue.at(domain::offer_id{"half-year"}).price = eur(990'000);
    auto const page = w.get("/pay/half-year", link_query);
    CHECK(shows(page, "In all: €1,300.00"));
    CHECK(w.post("/pay/half-year", form_of(page)).status == 303);
    CHECK(w.purchases.back().agreed->text.find("€1,300.00") != std::string::npos);
}

TEST_CASE("a signed link to a plan shows its own price and title, and its button agrees") {
    world w;
    web::signed_fields fields;
    fields.offer = "half-year";
    fields.reference = "B-1";
    fields.amount = "70000";
    fields.currency = "EUR";
    fields.title = "Course for Kim";
    auto const path = "/l/" + web::mint(w.options.link_keys[0], fields, w.time.at + std::chrono::hours{1});
    auto const page = w.get(path);
    CHECK(shows(page, "Course for Kim"));
    CHECK(shows(page, "In all: €700.00"));
    CHECK(shows(page, "action=\"" + path + "\""));
    auto const reply = w.post(path, form_of(page));
    CHECK(reply.status == 303);
    CHECK(w.purchases.back().agreed->text.find("Course for Kim") != std::string::npos);
}

TEST_CASE("an amount that no card can be charged with is not agreed to") {
    world w;
    web::signed_fields fields;
    fields.offer = "half-year";
    fields.reference = "B-1";
    fields.amount = "10050";
    fields.currency = "EUR";
    auto const reply =
        w.get("/l/" + web::mint(w.options.link_keys[0], fields, w.time.at + std::chrono::hours{1}));
    CHECK(reply.status == 409);
    CHECK(shows(reply, "cannot be booked now"));
    CHECK(w.journal.all.find("plan_not_possible") != std::string::npos);
}

TEST_CASE("the agreement is in the log by nothing that names a person") {
    world w;
    w.post("/pay/half-year", form_of(w.get("/pay/half-year", link_query)));
    CHECK(w.journal.all.find("agree_first") != std::string::npos);
    CHECK(w.journal.all.find("Kim") == std::string::npos);
    CHECK(w.journal.all.find("kim@") == std::string::npos);
}
