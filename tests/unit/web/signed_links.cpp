#include <doctest/doctest.h>

#include <algorithm>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

web::signed_fields full_fields() {
    web::signed_fields fields;
    fields.offer = "workshop";
    fields.reference = "W-7";
    fields.source = "cal.com";
    fields.amount = "9900";
    fields.currency = "EUR";
    fields.title = "Workshop \"Ton & Töne\"";
    fields.client = "client-1-of-22-letters";
    fields.name = "Kim Lee";
    fields.email = "kim@example.org";
    fields.due = "2027-01-31";
    fields.locale = "de-AT";
    fields.zone = "Europe/Vienna";
    fields.previous_reference = "W-6";
    fields.service = "2027-02-01T09:00:00Z";
    return fields;
}

std::string token_of(world const& w, web::signed_fields const& fields) {
    return web::mint(w.options.link_keys[0], fields, w.time.at + std::chrono::hours{1});
}

}  // namespace

TEST_CASE("a minted link opens to what was put in") {
    world w;
    auto const opened = web::open(token_of(w, full_fields()), w.options.link_keys, w.time.at);
    REQUIRE(opened.has_value());
    CHECK(*opened == full_fields());
}

TEST_CASE("the token is what the documented format says, computed by other means") {
    // printf 'kid1.b2ZmZXI9YSZyZWY9Yg.2000000000' | openssl dgst -sha256 -mac HMAC -macopt key:0123…
    web::link_key const key{"kid1", secret<struct web::link_key_tag>{"0123456789abcdef0123456789abcdef"}};
    web::signed_fields fields;
    fields.offer = "a";
    fields.reference = "b";
    CHECK(web::mint(key, fields, from_unix_seconds(2'000'000'000)) ==
          "kid1.b2ZmZXI9YSZyZWY9Yg.2000000000.vkNA5XuB04xVzmgMEfmon_GA902frtsSpI4EOelr1nY");
}

TEST_CASE("a signed link asks for exactly what its owner signed") {
    world w;
    CHECK(w.get("/l/" + token_of(w, full_fields())).status == 303);
    REQUIRE(w.purchases.size() == 1);
    auto const& asked = w.purchases[0];
    CHECK(asked.origin == domain::origin::signed_link);
    CHECK(asked.identity == domain::booking_identity{"cal.com", domain::offer_id{"workshop"}, "W-7"});
    CHECK(asked.terms.price == eur(9'900));
    CHECK(asked.client.text() == "client-1-of-22-letters");
    CHECK(iso_date(*asked.due) == "2027-01-31");
    REQUIRE(asked.previous);
    CHECK(asked.previous->reference == "W-6");
    CHECK(asked.who.email == "kim@example.org");
}

TEST_CASE("an offer of the catalogue lends its terms to a signed link") {
    world w;
    web::signed_fields fields;
    fields.offer = "coaching-60";
    fields.reference = "B-1";
    CHECK(w.get("/l/" + token_of(w, fields)).status == 303);
    fields.amount = "5000";
    fields.currency = "EUR";
    CHECK(w.get("/l/" + token_of(w, fields)).status == 303);
    REQUIRE(w.purchases.size() == 2);
    CHECK(w.purchases[0].terms.price == eur(12'050));
    CHECK(w.purchases[1].terms.price == eur(5'000));
    CHECK(w.purchases[1].terms.title == "Coaching, 60 minutes");
}

TEST_CASE("a signed link over an amount that no card can pay says so, and books nothing") {
    world w;
    auto fields = full_fields();
    fields.amount = "10";
    auto const reply = w.get("/l/" + token_of(w, fields));
    CHECK(reply.status == 409);
    CHECK(reply.body.find("nicht mit Karte bezahlen") != std::string::npos);
    CHECK(w.journal.all.find("signed_link_refused") != std::string::npos);
    CHECK(w.purchases.empty());
    fields.amount = "0";
    CHECK(w.get("/l/" + token_of(w, fields)).status == 303);
}

TEST_CASE("a signed link without an amount does not hold today's price against what was booked") {
    world w;
    auto fields = full_fields();
    fields.offer = "coaching-60";
    fields.amount.clear();
    fields.currency.clear();
    CHECK(w.get("/l/" + token_of(w, fields)).status == 303);
    fields.amount = "9900";
    fields.currency = "EUR";
    CHECK(w.get("/l/" + token_of(w, fields)).status == 303);
    REQUIRE(w.purchases.size() == 2);
    CHECK_FALSE(w.purchases[0].price_named);
    CHECK(w.purchases[1].price_named);
}

TEST_CASE("a signed link without an amount leads to what was booked of an offer that is sold no more") {
    world w;
    web::signed_fields fields;
    fields.offer = "sold last year";
    fields.reference = "B-1";
    CHECK(w.get("/l/" + token_of(w, fields)).status == 404);
    engine::purchase what;
    what.identity = {w.options.default_source, domain::offer_id{fields.offer}, "B-1"};
    what.origin = domain::origin::signed_link;
    what.terms = *domain::terms_of(coaching());
    auto const made = open_booking(what, w.time.at);
    w.bookings.push_back({made.client, made.account.client, made.booking()});
    CHECK(w.get("/l/" + token_of(w, fields)).status == 303);
    REQUIRE(w.purchases.size() == 1);
    CHECK(w.purchases[0].identity == what.identity);
    CHECK_FALSE(w.purchases[0].price_named);
}

TEST_CASE("any flipped bit of a signed link leads to the same page, and creates nothing") {
    world w;
    w.options.link_rate = {1e9, 1e9};
    auto const token = token_of(w, full_fields());
    world other;
    auto const polite = other.get("/nowhere").body;
    for (std::size_t at = 0; at < token.size(); ++at)
        for (int bit = 0; bit < 8; ++bit) {
            auto changed = token;
            changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ (1U << bit));
            CAPTURE(at);
            CAPTURE(bit);
            CHECK_FALSE(web::open(changed, w.options.link_keys, w.time.at).has_value());
        }
    for (std::size_t at = 0; at < token.size(); at += 11) {
        auto changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        world fresh;
        auto const reply = fresh.get("/l/" + changed);
        CHECK(reply.status == 404);
        CHECK(reply.body == polite);
        CHECK(fresh.purchases.empty());
    }
}

TEST_CASE("an expired link, an unknown key and a field that makes no sense are the same page") {
    world w;
    auto const polite = w.get("/nowhere").body;
    std::vector<std::string> tokens;
    tokens.push_back(web::mint(w.options.link_keys[0], full_fields(), w.time.at));
    tokens.push_back(web::mint({"k9", secret<struct web::link_key_tag>{std::string(32, 'x')}}, full_fields(),
                               w.time.at + std::chrono::hours{1}));
    auto const with = [&](std::string web::signed_fields::* field, std::string value) {
        auto fields = full_fields();
        fields.*field = std::move(value);
        tokens.push_back(token_of(w, fields));
    };
    with(&web::signed_fields::amount, "-1");
    with(&web::signed_fields::amount, "1.50");
    with(&web::signed_fields::amount, "99999999999999999999");
    with(&web::signed_fields::amount, "");
    with(&web::signed_fields::currency, "XXQ");
    with(&web::signed_fields::reference, "");
    with(&web::signed_fields::source, "elsewhere");
    with(&web::signed_fields::title, "a\nb");
    with(&web::signed_fields::title, "");
    with(&web::signed_fields::due, "2027-02-30");
    with(&web::signed_fields::previous_reference, "W-7");
    with(&web::signed_fields::client, "customer-42");
    with(&web::signed_fields::client, "client/1/of/22/letters");
    for (auto const& token : tokens) {
        CAPTURE(token);
        auto const reply = w.get("/l/" + token);
        CHECK(reply.status == 404);
        CHECK(reply.body == polite);
    }
    CHECK(w.purchases.empty());
}

TEST_CASE("a link works up to its last second, and two keys work side by side") {
    world w;
    auto const end = w.time.at + std::chrono::hours{1};
    w.options.link_keys.push_back({"k2", secret<struct web::link_key_tag>{std::string(32, 'z')}});
    for (auto const& key : w.options.link_keys) {
        auto const token = web::mint(key, full_fields(), end);
        CHECK(web::open(token, w.options.link_keys, end - milliseconds{1}).has_value());
        CHECK((web::open(token, w.options.link_keys, end).error() == web::link_refusal::expired));
    }
}

TEST_CASE("a mail scanner that opens a signed link creates nothing; its button does") {
    world w;
    auto const path = "/l/" + token_of(w, full_fields());
    auto const looked = w.ask({http::method::head, path, "", {}, "", "", ""});
    CHECK(looked.status == 200);
    CHECK(w.purchases.empty());
    CHECK(w.post(path, "").status == 303);
    REQUIRE(w.purchases.size() == 1);
    CHECK(w.purchases[0].pressed_button);
}

TEST_CASE("a token and its reasons are never written to the log together") {
    world w;
    auto const token = token_of(w, full_fields());
    w.get("/l/" + token + "x");
    CHECK(w.journal.all.find("wrong_mac") != std::string::npos);
    CHECK(w.journal.all.find(token) == std::string::npos);
}
