#include <doctest/doctest.h>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {
bool shows(http::response const& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}
}  // namespace

TEST_CASE("a click on a booking link is sent to the payment page") {
    world w;
    auto const reply =
        w.get("/pay/coaching-60", "ref=B-1&email=kim%40example.org&name=Kim&zone=Europe%2FVienna");
    CHECK(reply.status == 303);
    CHECK(header_of(reply, "Location") == payment_page);
    REQUIRE(w.purchases.size() == 1);
    auto const& asked = w.purchases[0];
    CHECK(asked.identity == domain::booking_identity{"plain", domain::offer_id{"coaching-60"}, "B-1"});
    CHECK(asked.terms.price == eur(12'050));
    CHECK(asked.who.email == "kim@example.org");
    CHECK(asked.who.zone == "Europe/Vienna");
    CHECK(asked.client.empty());
    CHECK_FALSE(asked.pressed_button);
    CHECK(asked.network.find("203.0.113") == std::string::npos);
    CHECK_FALSE(asked.network.empty());
}

TEST_CASE("each booking page's own parameter names are understood") {
    struct row {
        char const* query;
        char const* source;
        char const* reference;
        char const* email;
        char const* person;
        char const* start;
    };
    for (auto const& expected : {
             row{"ref=R1&email=a%40b.example&name=Kim&start=2027-03-01T10%3A00%3A00Z", "plain", "R1",
                 "a@b.example", "Kim", "2027-03-01T10:00:00Z"},
             row{"source=cal.com&uid=U9&email=a%40b.example&attendeeName=Kim+Lee&startTime=2027-03-01T10:00:"
                 "00.000Z",
                 "cal.com", "U9", "a@b.example", "Kim Lee", "2027-03-01T10:00:00.000Z"},
             row{"source=calendly&invitee_uuid=I-7&invitee_email=a%40b.example&invitee_full_name=Kim&"
                 "event_start_time=2027-03-01T10:00:00+01:00",
                 "calendly", "I-7", "a@b.example", "Kim", "2027-03-01T10:00:00+01:00"},
         }) {
        CAPTURE(expected.query);
        world w;
        CHECK(w.get("/pay/coaching-60", expected.query).status == 303);
        REQUIRE(w.purchases.size() == 1);
        auto const& asked = w.purchases[0];
        CHECK(asked.identity.source == expected.source);
        CHECK(asked.identity.reference == expected.reference);
        CHECK(asked.who.email == expected.email);
        CHECK(asked.who.name == expected.person);
        CHECK(asked.service_at == expected.start);
    }
}

TEST_CASE("the price is the catalogue's, whatever the link says") {
    world w;
    w.get("/pay/coaching-60", "ref=B-1&amount=1&price=1&currency=USD&title=Cheap&client=someone");
    REQUIRE(w.purchases.size() == 1);
    CHECK(w.purchases[0].terms.price == eur(12'050));
    CHECK(w.purchases[0].terms.title == "Coaching, 60 minutes");
    CHECK(w.purchases[0].client.empty());
}

TEST_CASE("a hint that is not in form is dropped, and the booking is made all the same") {
    world w;
    auto const reply =
        w.get("/pay/coaching-60", "ref=B-1&email=not-an-address&name=" + std::string(121, 'n') +
                                      "&zone=Mars%2FBase&locale=%3Cx%3E&start=tomorrow");
    CHECK(reply.status == 303);
    REQUIRE(w.purchases.size() == 1);
    CHECK(w.purchases[0].who == domain::contact{});
    CHECK(w.purchases[0].service_at.empty());
}

TEST_CASE("a link of an offer that is sold no more leads to what it booked, and books nothing new") {
    world w;
    engine::purchase what;
    what.identity = {w.options.default_source, domain::offer_id{"sold last year"}, "B-1"};
    what.origin = domain::origin::plain_link;
    what.terms = *domain::terms_of(coaching());
    what.terms.price = eur(7'000);
    auto const made = open_booking(what, w.time.at);
    w.bookings.push_back({made.client, made.account.client, made.booking()});
    CHECK(w.get("/pay/sold%20last%20year", "ref=B-1").status == 303);
    REQUIRE(w.purchases.size() == 1);
    CHECK(w.purchases[0].identity == what.identity);
    CHECK(w.purchases[0].terms.price == eur(7'000));
    CHECK(w.get("/pay/sold%20last%20year", "ref=B-2").status == 404);
    what.origin = domain::origin::signed_link;
    what.identity.reference = "B-3";
    auto const theirs = open_booking(what, w.time.at);
    w.bookings.push_back({theirs.client, theirs.account.client, theirs.booking()});
    CHECK(w.get("/pay/sold%20last%20year", "ref=B-3").status == 404);
    CHECK(w.purchases.size() == 1);
}

TEST_CASE("a link that leads nowhere is the same polite page, and nothing is created") {
    world w;
    auto hidden = coaching();
    hidden.id = domain::offer_id{"hidden"};
    hidden.open_link = false;
    w.catalogue.emplace(hidden.id, hidden);
    auto const first = w.get("/pay/unknown", "ref=B-1");
    CHECK(first.status == 404);
    for (auto const& [path, query] : std::vector<std::pair<std::string, std::string>>{
             {"/pay/coaching-60", ""},
             {"/pay/coaching-60", "ref="},
             {"/pay/coaching-60", "ref=" + std::string(201, 'r')},
             {"/pay/coaching-60", "ref=a%0Ab"},
             {"/pay/coaching-60", "ref=%zz"},
             {"/pay/coaching-60", "ref=B-1&source=elsewhere"},
             {"/pay/hidden", "ref=B-1"},
             {"/l/k1.x.1.y", ""},
             {"/r/c.b.t", ""},
             {"/nowhere", ""},
         }) {
        CAPTURE(path);
        CAPTURE(query);
        auto const reply = w.get(path, query);
        CHECK(reply.status == 404);
        CHECK(reply.body == first.body);
    }
    CHECK(w.purchases.empty());
}

TEST_CASE("who only looks creates nothing and gets a page with a button") {
    std::vector<std::pair<http::method, http::header_list>> const lookers{
        {http::method::head, {}},
        {http::method::get, {{"Purpose", "prefetch"}}},
        {http::method::get, {{"Sec-Purpose", "prefetch;prerender"}}},
        {http::method::get, {{"X-Moz", "prefetch"}}},
        {http::method::get, {{"User-Agent", "Mozilla/5.0 (compatible; bingbot/2.0)"}}},
        {http::method::get, {{"User-Agent", "WhatsApp/2.23"}}},
        {http::method::get, {{"User-Agent", "facebookexternalhit/1.1"}}},
        {http::method::get, {{"user-agent", "Barracuda Sentinel (EE)"}}},
    };
    world w;
    for (auto const& [verb, headers] : lookers) {
        auto const reply = w.ask({verb, "/pay/coaching-60", "ref=B-1&name=Kim", headers, "", "", ""});
        CHECK(reply.status == 200);
        CHECK(shows(reply, R"(<form method="post" action="/pay/coaching-60">)"));
        CHECK(shows(reply, R"(name="ref" value="B-1")"));
    }
    CHECK(w.purchases.empty());
}

TEST_CASE("the button of that page books, and says that a person pressed it") {
    world w;
    auto const reply = w.post("/pay/coaching-60", "source=plain&ref=B-1&name=Kim");
    CHECK(reply.status == 303);
    REQUIRE(w.purchases.size() == 1);
    CHECK(w.purchases[0].pressed_button);
    CHECK(w.purchases[0].identity.reference == "B-1");
    CHECK(w.purchases[0].who.name == "Kim");
}

TEST_CASE("each outcome of a click has its page") {
    using engine::purchase_outcome;
    struct row {
        purchase_outcome outcome;
        unsigned status;
        char const* text;
    };
    for (auto const& expected :
         {row{purchase_outcome::already_paid, 200, "already paid"},
          row{purchase_outcome::payment_under_way, 200, "under way"},
          row{purchase_outcome::confirm_first, 200, "Continue to payment</button>"},
          row{purchase_outcome::try_again, 503, "Your card was not charged"},
          row{purchase_outcome::refused_by_processor, 502, "Your card was not charged"},
          row{purchase_outcome::closed, 410, "closed"}}) {
        CAPTURE(expected.text);
        world w;
        w.outcome = expected.outcome;
        auto const reply = w.get("/pay/coaching-60", "ref=B-1&email=kim%40example.org");
        CHECK(reply.status == expected.status);
        CHECK(shows(reply, expected.text));
        CHECK(header_of(reply, "Location").empty());
    }
}

TEST_CASE("nobody is sent to an address that is not the processor's") {
    for (auto const* url :
         {"https://evil.example/pay", "http://checkout.stripe.com/c/1", "javascript:alert(1)", "",
          "https://checkout.stripe.com@evil.example/", "https://checkout.stripe.com.evil.example/",
          "//checkout.stripe.com/", "https://checkout.stripe.com:8443/"}) {
        CAPTURE(url);
        world w;
        w.url = url;
        auto const reply = w.get("/pay/coaching-60", "ref=B-1");
        CHECK(reply.status == 503);
        CHECK(header_of(reply, "Location").empty());
    }
}

TEST_CASE("a network that clicks without end is asked to wait") {
    world w;
    int redirects = 0;
    http::response last;
    for (int i = 0; i < 31; ++i) {
        last = w.get("/pay/coaching-60", "ref=B-" + std::to_string(i));
        if (last.status == 303) ++redirects;
    }
    CHECK(redirects == 30);
    CHECK(last.status == 429);
    CHECK_FALSE(header_of(last, "Retry-After").empty());
    auto const elsewhere =
        w.ask({http::method::get, "/pay/coaching-60", "ref=B-99", {}, "", "198.51.100.1", ""});
    CHECK(elsewhere.status == 303);
    w.time.at += std::chrono::minutes{1};
    CHECK(w.get("/pay/coaching-60", "ref=B-31").status == 303);
}

TEST_CASE("when the store is away the client is told so, with a time to come back") {
    world w;
    w.thrown = std::make_exception_ptr(engine::store_unavailable("redis at 10.0.0.1 refused"));
    auto const reply = w.get("/pay/coaching-60", "ref=B-1");
    CHECK(reply.status == 503);
    CHECK(header_of(reply, "Retry-After") == "5");
    CHECK_FALSE(shows(reply, "10.0.0.1"));
    CHECK(w.journal.all.find("10.0.0.1") != std::string::npos);
}

TEST_CASE("while the store is in quarantine a link says that payments rest, and nothing of why") {
    world w;
    w.thrown = std::make_exception_ptr(engine::store_quarantined("put back; run quittance reconcile"));
    auto const reply = w.get("/pay/coaching-60", "ref=B-1");
    CHECK(reply.status == 503);
    CHECK(header_of(reply, "Retry-After") == "300");
    CHECK(shows(reply, "Payments rest"));
    CHECK(shows(reply, "Nothing was charged"));
    CHECK_FALSE(shows(reply, "reconcile"));
    CHECK(w.journal.all.find("store_quarantined") != std::string::npos);
}

TEST_CASE("a fault of ours explains nothing") {
    world w;
    w.thrown = std::make_exception_ptr(std::runtime_error("secret detail"));
    auto const reply = w.get("/pay/coaching-60", "ref=B-1&name=Kim");
    CHECK(reply.status == 500);
    CHECK_FALSE(shows(reply, "secret detail"));
    CHECK(shows(reply, "request-1"));
    CHECK(w.journal.all.find("Kim") == std::string::npos);
}

TEST_CASE("every page says that it runs no script and where its form may lead") {
    world w;
    for (auto const& reply :
         {w.get("/nowhere"), w.get("/pay/coaching-60", "ref=1", {{"Purpose", "prefetch"}})}) {
        auto const policy = header_of(reply, "Content-Security-Policy");
        CHECK(policy.starts_with("default-src 'none'; style-src 'sha256-"));
        CHECK(policy.find("form-action 'self' https://checkout.stripe.com;") != std::string::npos);
        CHECK(policy.find("frame-ancestors 'none'; base-uri 'none'") != std::string::npos);
        CHECK(policy.find("unsafe") == std::string::npos);
        CHECK(header_of(reply, "Cache-Control") == "no-store");
        CHECK(reply.body.find("<script") == std::string::npos);
    }
}

TEST_CASE("a method a link does not take is 405") {
    world w;
    auto const reply = w.ask({http::method::options, "/pay/coaching-60", "", {}, "", "", ""});
    CHECK(reply.status == 405);
    CHECK(header_of(reply, "Allow") == "GET, HEAD, POST");
}

TEST_CASE("what a stranger types into a link is shown as text") {
    world w;
    auto const reply =
        w.get("/pay/coaching-60", "ref=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&name=%27%22%26%3C",
              {{"Purpose", "prefetch"}});
    CHECK(reply.status == 200);
    CHECK_FALSE(shows(reply, "<script"));
    CHECK(shows(reply, "&lt;script&gt;"));
}
