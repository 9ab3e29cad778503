// The client's page: what it shows, what its forms do, and what it refuses.
#include <doctest/doctest.h>

#include "client_world.hpp"

using namespace quittance;
using namespace quittance::web_test;

TEST_CASE("the page shows what is due, paid and booked, and a look changes nothing and calls nobody") {
    client_world w;
    auto const reply = w.page();
    CHECK(reply.status == 200);
    CHECK(header_of(reply, "Cache-Control") == "no-store");
    CHECK(header_of(reply, "Content-Security-Policy").find("default-src 'none'") == 0);
    CHECK(shows(reply, "<dt>Open in all</dt><dd class=\"amount\">€120.50</dd>"));
    CHECK(shows(reply, "€120.50 is due on Tuesday, 1 December 2026."));
    http::request head{http::method::head, w.path(), "", {}, "", "", ""};
    CHECK(w.ask(head).status == 200);
    CHECK(w.looks == 0);
    CHECK(w.payments.empty());
    CHECK(w.applied.empty());
}

TEST_CASE("unknown, broken and revoked links are the same page, byte for byte") {
    client_world w;
    auto const good = w.path();
    auto const unknown = w.get("/a/nobody.0.aaaaaaaaaaaaaaaaaaaaaa");
    CHECK(unknown.status == 404);
    auto const stranger =
        w.get("/a/" + web::page_token(w.options.page_key, domain::client_id{"client-2"}, 0));
    auto broken = good;
    broken.back() = broken.back() == 'A' ? 'B' : 'A';
    w.whole.client.correspondence.page_generation = 1;
    for (auto const& reply : {w.get(good), stranger, w.get(broken), w.get("/a/x"), w.get("/a/.."),
                              w.get("/a/..."), w.post(good, w.form("paid")), w.get(good + "/agreement/b")}) {
        CHECK(reply.status == 404);
        CHECK(reply.body == unknown.body);
        CHECK(reply.headers == unknown.headers);
    }
    CHECK(w.get(w.path()).status == 200);
    w.options.page_key = {};
    CHECK(w.get(w.path()).status == 404);
}

TEST_CASE("a stranger's unpaid booking and one that ended without money are not shown") {
    client_world w;
    auto const held = w.owes("held-1", course(), "2026-12-01", domain::origin::plain_link);
    auto const ended = w.owes("ended-1", coaching(), "2026-12-01");
    domain::cancel_booking stop;
    stop.booking = ended;
    stop.reason = "not wanted";
    stop.author = "Ana";
    w.tell(stop);
    auto const page = w.page();
    CHECK_FALSE(shows(page, "held-1"));
    CHECK_FALSE(shows(page, "ended-1"));
    CHECK(shows(page, "B-1"));
    for (auto const& hidden : {held, ended}) {
        auto const reply = w.send("do=question" + field("booking", hidden.text()) + field("words", "Hello") +
                                  field("proof", web::page_proof(w.options.page_key, w.token())));
        CHECK(reply.status == 400);
    }
    CHECK(w.applied.empty());
}

TEST_CASE("amounts of two currencies stand apart") {
    client_world w;
    auto abroad = coaching();
    abroad.id = domain::offer_id{"abroad"};
    abroad.price = domain::money::minor(5'000, *domain::currency::parse("JPY"));
    w.owes("B-2", abroad, "2026-11-01");
    auto const page = w.page();
    CHECK(shows(page, "<dt>Due now</dt><dd class=\"amount\">€0.00</dd>"));
    CHECK(shows(page, "<dt>Due now</dt><dd class=\"amount\">JP¥5,000</dd>"));
}

TEST_CASE("paying leads to the processor's page, for what was chosen") {
    client_world w;
    w.pages.emplace("any", made_booking{w.whole.id, w.whole});
    auto const reply = w.send(w.form("pay") + "&item=1");
    CHECK(reply.status == 303);
    CHECK(header_of(reply, "Location") == payment_page);
    REQUIRE(w.payments.size() == 1);
    CHECK(w.payments[0].items == std::vector{1});
    CHECK(w.payments[0].page_token == "0123456789abcdefghijkl");
    w.outcome = engine::purchase_outcome::already_paid;
    CHECK(w.said_by(w.send(w.form("pay") + "&item=1&item=1")) == "paid");
    w.outcome = engine::purchase_outcome::payment_under_way;
    CHECK(w.said_by(w.send(w.form("pay") + "&item=1")) == "under-way");
    w.outcome = engine::purchase_outcome::try_again;
    auto const away = w.send(w.form("pay") + "&item=1");
    CHECK(away.status == 503);
    CHECK(shows(away, "name=\"proof\""));
    w.refusal = domain::refusal{domain::refusal_reason::payment_under_way, ""};
    CHECK(w.said_by(w.send(w.form("pay") + "&item=1")) == "under-way");
}

TEST_CASE("paying what somebody paid a moment ago tells so") {
    client_world w;
    w.pay_by_hand(w.first, 12'050);
    CHECK(w.said_by(w.send(w.form("pay") + "&item=1")) == "gone");
    CHECK(w.said_by(w.send(w.form("more_time") + "&item=1&until=2026-12-10")) == "gone");
    CHECK(w.payments.empty());
    CHECK(w.applied.empty());
}

TEST_CASE("more time within the policy is granted, and the same press twice is granted once") {
    client_world w;
    auto const body = w.form("more_time") + field("item", "1@2026-12-01@12050") + "&until=2026-12-10";
    CHECK(w.said_by(w.send(body)) == "granted");
    CHECK(w.booking().items[0].due == *parse_iso_date("2026-12-10"));
    CHECK(w.said_by(w.send(body)) == "granted");
    CHECK_FALSE(w.whole.client.correspondence.resting);
    CHECK(shows(w.page("said=granted"), "The new day is agreed"));
    CHECK(shows(w.page(), "due then, as you asked"));
}

TEST_CASE("more time for what is paid in part goes to a person, who has all of it before them") {
    client_world w;
    w.pay_by_hand(w.first, 50);
    CHECK(shows(w.page(), "value=\"more_time\""));
    CHECK(w.said_by(w.send(w.form("more_time") + "&item=1&until=2026-12-10")) == "passed-on");
    CHECK(w.booking().items[0].due == *parse_iso_date("2026-12-01"));
    REQUIRE(w.whole.client.correspondence.resting);
    CHECK(w.whole.client.correspondence.resting->reason == "asks_for_time");
}

TEST_CASE("a form of before a dispute is told that things changed, not that a payment is under way") {
    client_world w;
    w.pay_by_hand(w.first, 50);
    domain::dispute_fact fact;
    fact.dispute = domain::dispute_id{"dp_1"};
    fact.intent = domain::intent_id{"hand:bank-1"};
    fact.amount = eur(50);
    fact.status = domain::dispute_status::needs_response;
    w.tell(domain::dispute_seen{w.first, fact});
    CHECK(w.said_by(w.send(w.form("pay") + "&item=1")) == "changed");
    CHECK(w.said_by(w.send(w.form("more_time") + field("item", "1@2026-12-01@12050") +
                           "&until=2026-12-10")) == "changed");
    CHECK(w.payments.empty());
    CHECK(w.applied.empty());
    CHECK(shows(w.page("said=changed"), "It was changed after this form was opened"));
}

TEST_CASE("a form of yesterday changes nothing that is otherwise today") {
    client_world w;
    auto const body = w.form("more_time") + field("item", "1@2026-12-01@12050");
    CHECK(w.said_by(w.send(body + "&until=2026-12-10")) == "granted");
    auto const before = w.booking();
    CHECK(w.said_by(w.send(body + "&until=2026-12-12")) == "changed");
    CHECK(w.booking() == before);
}

TEST_CASE("what the policy does not grant goes to a person, and the page says so") {
    client_world w;
    CHECK(w.said_by(w.send(w.form("more_time") + "&item=1&until=2027-03-01")) == "passed-on");
    CHECK(w.booking().items[0].due == *parse_iso_date("2026-12-01"));
    REQUIRE(w.whole.client.correspondence.resting);
    CHECK(w.whole.client.correspondence.resting->reason == "asks_for_time");
    CHECK(shows(w.page(), "What you asked for is with a person"));
}

TEST_CASE("an amount becomes two parts, once") {
    client_world w;
    auto const body = w.form("split") + field("item", "1@2026-12-01@12050") + "&until=2026-12-15";
    CHECK(w.said_by(w.send(body)) == "split");
    CHECK(w.said_by(w.send(body)) == "split");
    REQUIRE(w.booking().items.size() == 2);
    CHECK(w.booking().items[0].amount == eur(6'025));
    CHECK(w.booking().items[1].due == *parse_iso_date("2026-12-15"));
}

TEST_CASE("a question goes to a person, word for word, and rests the reminders") {
    client_world w;
    CHECK(w.said_by(w.send(w.form("question") +
                           field("words", " Two sessions,\r\nnot three. Grüße \xF0\x9F\x99\x82 "))) ==
          "question");
    REQUIRE(w.booking().handovers.size() == 1);
    CHECK(w.booking().handovers[0].words == "Two sessions,\nnot three. Grüße \xF0\x9F\x99\x82");
    CHECK(shows(w.page("said=question"), "Your question is with a person"));
    CHECK_FALSE(w.journal.all.find("sessions") != std::string::npos);
}

TEST_CASE("who says that it is paid is looked after: at the processor first, then by a person") {
    client_world w;
    domain::open_checkout opening{w.first, "https://pay.example/r/", {1}};
    w.tell(opening);
    w.on_look = [&w] { w.pay_by_hand(w.first, 12'050); };
    CHECK(w.said_by(w.send(w.form("paid"))) == "paid");
    CHECK(w.looks == 1);
    CHECK(w.applied.empty());
    client_world other;
    CHECK(other.said_by(other.send(other.form("paid"))) == "says-paid");
    CHECK(other.looks == 0);
    CHECK(other.booking().handovers.at(0).reason == "says_paid");
    CHECK(other.said_by(other.send(other.form("paid"))) == "says-paid");
    CHECK(other.booking().handovers.size() == 1);
}

TEST_CASE("a form without the page's proof, or from another site, does nothing") {
    client_world w;
    auto const right = w.form("question") + field("words", "Hello");
    auto const bare = "do=question" + field("booking", w.first.text()) + field("words", "Hello");
    auto const proof_of_link = w.token().substr(w.token().rfind('.') + 1);
    for (auto const& body : {bare, bare + "&proof=", bare + field("proof", proof_of_link)})
        CHECK(w.send(body).status == 403);
    for (auto const* site : {"cross-site", "same-site"})
        CHECK(w.send(right, {{"Sec-Fetch-Site", site}}).status == 403);
    for (auto const* origin : {"https://evil.example", "https://pay.example.evil.example", "x"})
        CHECK(w.send(right, {{"Origin", origin}, {"Host", "pay.example"}}).status == 403);
    CHECK(w.applied.empty());
    CHECK(w.send(right, {{"Origin", "null"}, {"Sec-Fetch-Site", "same-origin"}}).status == 303);
    CHECK(w.send(right, {{"Origin", "https://pay.example"}}).status == 303);
    CHECK(w.send(right, {{"Origin", "http://127.0.0.1:1"}, {"Host", "127.0.0.1:1"}}).status == 303);
}

TEST_CASE("the proof of one client's page is nothing on another's") {
    client_world w;
    auto const theirs =
        web::page_proof(w.options.page_key, web::page_token(w.options.page_key, domain::client_id{"c-2"}, 0));
    auto const body = "do=paid" + field("booking", w.first.text()) + field("proof", theirs);
    CHECK(w.send(body).status == 403);
    CHECK(w.applied.empty());
}

TEST_CASE("what cannot be taken is shown again with a sentence, and nothing happens") {
    struct bad {
        char const* what;
        std::string rest;
        unsigned status;
        char const* says;
    };
    std::vector<bad> const all{
        {"pay", "", 422, "mark at least one amount"},
        {"pay", "&item=9", 422, "does not have"},
        {"pay", "&item=1&item=-1", 422, "does not have"},
        {"pay", "&item=99999999999999999999", 422, "does not have"},
        {"more_time", "&until=2026-12-10", 422, "choose an amount"},
        {"more_time", "&item=7&until=2026-12-10", 422, "choose an amount"},
        {"more_time", "&item=1", 422, "a day that exists"},
        {"more_time", "&item=1&until=2026-02-30", 422, "a day that exists"},
        {"split", "&item=1&until=2026-11-18", 422, "a day in the future"},
        {"split", "&item=1&until=9999-12-31", 422, "two years"},
        {"question", "", 422, "write what it is about"},
        {"question", "&words=+%0D%0A+", 422, "write what it is about"},
        {"question", field("words", std::string(2'001, 'x')), 422, "longer than 2,000"},
        {"question", "&words=a%07b", 422, "cannot be passed on"},
        {"question", "&words=a%E2%80%AEb", 422, "cannot be passed on"},
        {"question", "&words=%FF%FE", 400, "Nothing was done"},
        {"delete", "", 400, "Nothing was done"},
        {"", "", 400, "Nothing was done"},
    };
    for (auto const& one : all) {
        client_world w;
        CAPTURE(one.what);
        CAPTURE(one.rest);
        auto const reply = w.send(w.form(one.what) + one.rest);
        CHECK(reply.status == one.status);
        CHECK(shows(reply, one.says));
        CHECK(w.applied.empty());
        CHECK(w.payments.empty());
    }
}

TEST_CASE("nothing that was typed is lost") {
    client_world w;
    std::string const words = std::string(2'000, 'y') + "<end>";
    auto const long_one = w.send(w.form("question") + field("words", words));
    CHECK(long_one.status == 422);
    CHECK(shows(long_one, std::string(2'000, 'y') + "&lt;end&gt;</textarea>"));
    auto const bad_day =
        w.send(w.form("more_time") + field("item", "1@2026-12-01@12050") + "&until=31.12.2026");
    CHECK(shows(bad_day, "value=\"31.12.2026\""));
    CHECK(w.send(w.form("question") + field("words", std::string(2'000, 'x'))).status == 303);
}

TEST_CASE("direction marks that came along with a copied number are taken out, and the words can be sent") {
    client_world w;
    auto const shown =
        w.send(w.form("question") + "&words=Call+%E2%80%AA123%E2%80%AC+or+%E2%81%A6456%E2%81%A9%C2%85");
    CHECK(shown.status == 422);
    CHECK(shows(shown, "Call 123 or 456</textarea>"));
    CHECK(w.send(w.form("question") + field("words", "Call 123 or 456")).status == 303);
}

TEST_CASE("a bookmark of what was said once does not say it when it is so no more") {
    client_world w;
    for (auto const* const said :
         {"paid", "question", "says-paid", "passed-on", "granted", "split", "under-way"}) {
        CAPTURE(said);
        CHECK(w.page("said=" + std::string{said}).body == w.page().body);
    }
}

TEST_CASE("an unknown word in the address says nothing") {
    client_world w;
    CHECK(w.page("said=%3Cb%3E").body == w.page().body);
    CHECK(w.page("said=%zz").body == w.page().body);
}

TEST_CASE("the agreement is downloaded as it was agreed to") {
    client_world w;
    auto& booking = w.whole.bookings.at(w.first);
    booking.agreements.push_back({1, "AbCdEfGhIjKlMnOp", "", w.time.at, "Exactly <this>\n"});
    auto const reply = w.get(w.path() + "/agreement/" + w.first.text());
    CHECK(reply.status == 200);
    CHECK(reply.body == "Exactly <this>\n");
    CHECK(header_of(reply, "Content-Type") == "text/plain; charset=utf-8");
    CHECK(header_of(reply, "Content-Disposition") == "attachment; filename=\"agreement-AbCdEfGhIj.txt\"");
    CHECK(shows(w.page(), "Exactly &lt;this&gt;"));
    CHECK(w.get(w.path() + "/agreement/other").status == 404);
}

TEST_CASE("every version of an agreement is listed, read and downloaded, the newest first") {
    client_world w;
    auto& booking = w.whole.bookings.at(w.first);
    booking.agreements.push_back({1, "AbCdEfGhIjKlMnOp", "", w.time.at, "The first <text>\n", "", ""});
    CHECK_FALSE(shows(w.page(), "Read version 1"));
    booking.agreements.push_back(
        {2, "QrStUvWxYzAbCdEf", "", w.time.at, "The second text\n", "later", "client"});
    auto const page = w.page();
    CHECK(shows(page, "The second text"));
    CHECK(shows(page, "Read version 1, which held until"));
    CHECK(shows(page, "The first &lt;text&gt;"));
    CHECK_FALSE(shows(page, "later"));
    auto const address = w.path() + "/agreement/" + w.first.text();
    CHECK(shows(page, "href=\"" + address + "/1\" download>Version 1, to keep</a>"));
    CHECK(w.get(address).body == "The second text\n");
    CHECK(w.get(address + "/2").body == "The second text\n");
    auto const old = w.get(address + "/1");
    CHECK(old.body == "The first <text>\n");
    CHECK(header_of(old, "Content-Disposition") == "attachment; filename=\"agreement-AbCdEfGhIj.txt\"");
    for (auto const* none : {"/0", "/3", "/01", "/x", "/1/1"}) {
        CAPTURE(none);
        CHECK(w.get(address + none).status == 404);
    }
}

TEST_CASE("a plan nobody agreed to leads to its terms, and is not paid from here") {
    client_world w;
    w.first = w.owes("P-1", course(), "2026-12-01", domain::origin::api);
    CHECK(shows(w.page(), "Look at the terms and agree"));
    auto const reply = w.send(w.form("pay") + "&item=1");
    CHECK(reply.status == 303);
    CHECK(header_of(reply, "Location").starts_with("/r/"));
    CHECK(w.payments.empty());
}

TEST_CASE("the page of a German client is German throughout, and so is what cannot be taken") {
    client_world w;
    w.whole.client.who.locale = "de-DE";
    auto const page = w.get(w.path(), "", {{"Accept-Language", "fr"}});
    CHECK(shows(page, "<html lang=\"de\">"));
    CHECK(shows(page, "120,50\u00A0€ sind am Dienstag, 1. Dezember 2026 fällig."));
    CHECK(shows(page, ">120,50\u00A0€ früher bezahlen</button>"));
    CHECK_FALSE(shows(page, "Ask for"));
    auto const empty = w.send(w.form("question") + "&words=");
    CHECK(empty.status == 422);
    CHECK(shows(empty, "id=\"words-error-1\">Bitte schreiben Sie, worum es geht.</p>"));
    CHECK(shows(w.page("said=gone"), "Dies ist nicht mehr offen. Es wurde nichts geändert."));
}

TEST_CASE("a client whose language nobody told reads their browser's") {
    client_world w;
    auto const page = w.get(w.path(), "", {{"Accept-Language", "es-ES,es;q=0.9,en;q=0.8"}});
    CHECK(shows(page, "<html lang=\"es\">"));
    CHECK(shows(page, "El martes, 1 de diciembre de 2026 vencen 120,50\u00A0€."));
}

TEST_CASE("who writes more than a person has answered is told that it was not taken, and where the rest is") {
    client_world w;
    for (int i = 0; i < 20; ++i)
        CHECK(w.said_by(w.send(w.form("question") + field("words", "Question " + std::to_string(i)))) ==
              "question");
    CHECK(w.said_by(w.send(w.form("question") + field("words", "One more"))) == "with-person");
    CHECK(w.booking().handovers.size() == 20);
    auto const page = w.page("said=with-person");
    CHECK(shows(page, "What was written before is with a person at"));
    CHECK(shows(page, "This one was not taken on."));
    CHECK(w.said_by(w.send(w.form("paid"))) == "with-person");
    CHECK(w.said_by(w.send(w.form("more_time") + "&item=1&until=2027-03-01")) == "with-person");
}
