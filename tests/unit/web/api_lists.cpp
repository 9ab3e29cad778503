// Lists by pages, one client's view, and the parts of a booking.
#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "harness.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

auto const anna = domain::client_id{"anna-xxxxxxxxxxxxxxxxx"};

engine::purchase sold(std::string reference, domain::money price, int credits = 0) {
    engine::purchase what;
    what.identity = {"api", domain::offer_id{"custom"}, std::move(reference)};
    what.origin = domain::origin::api;
    what.terms.title = "Hours";
    what.terms.offer = domain::offer_id{"custom"};
    what.terms.price = price;
    what.terms.credits.granted = credits;
    return what;
}

struct api : world {
    api() {
        boost::asio::io_context loop;
        engine::api_key_record record{to_hex(sha256("qk_test_key")), "test", time.at};
        boost::asio::co_spawn(loop, store.add_api_key(record), boost::asio::detached);
        loop.run();
        whole.id = anna;
        whole.client.who = {"Anna", "anna@example.org", "", ""};
    }
    made_booking book(engine::purchase const& what, bool paid = false) {
        auto made = open_booking(what, time.at);
        made.client = anna;
        if (paid) pay(made, time.at);
        whole.bookings.emplace(made.booking().id, made.booking());
        bookings.push_back({made.client, whole.client, made.booking()});
        return made;
    }
    // A stranger's, from a plain link.
    made_booking click(std::string reference) {
        auto what = sold(std::move(reference), eur(5'000));
        what.origin = domain::origin::plain_link;
        return book(what);
    }
    // What stands there of a booking, after it changed.
    void keep(made_booking const& made) {
        whole.bookings.insert_or_assign(made.booking().id, made.booking());
        for (auto& one : bookings)
            if (one.booking.id == made.booking().id) one.booking = made.booking();
    }
    std::size_t clients_listed() {
        return boost::json::parse(read("/v1/clients").body).at("clients").as_array().size();
    }
    http::response read(std::string path, std::string query = "") {
        return get(std::move(path), std::move(query), {{"Authorization", "Bearer qk_test_key"}});
    }
};

boost::json::object json_of(http::response const& reply) {
    return boost::json::parse(reply.body).as_object();
}

domain::money in(char const* code, std::int64_t units) {
    return domain::money::minor(units, *domain::currency::parse(code));
}

}  // namespace

TEST_CASE("a list goes on where its page ended, and only there") {
    api w;
    auto const one = w.book(sold("B-1", eur(5'000))).booking();
    w.next_page = engine::listed_booking{anna, one.id, "", one.booked_at};
    auto const first = json_of(w.read("/v1/bookings", "list=owed&limit=1"));
    CHECK(first.at("bookings").at(0).at("reference") == "B-1");
    CHECK(!first.at("bookings").at(0).as_object().contains("items"));
    CHECK(w.lists_asked.at(0).which == engine::booking_list::owed);
    CHECK(w.lists_asked[0].most == 1);
    CHECK(!w.lists_asked[0].after);
    auto const cursor = std::string{first.at("next").as_string()};
    w.next_page.reset();
    auto const second = json_of(w.read("/v1/bookings", "list=owed&cursor=" + cursor));
    CHECK(second.at("next").is_null());
    CHECK(w.lists_asked.at(1).after->booking == one.id);
    CHECK(w.lists_asked[1].after->client == anna);
    CHECK(w.lists_asked[1].after->at == one.booked_at);
    CHECK(w.lists_asked[1].most == 50);
    auto const elsewhere = w.read("/v1/bookings", "list=held&cursor=" + cursor);
    CHECK(elsewhere.status == 422);
    CHECK(elsewhere.body.find("\"cursor\"") != std::string::npos);
}

TEST_CASE("what a list cannot take is named") {
    api w;
    for (auto const* query : {"limit=0", "limit=101", "limit=ten", "limit=-1", "cursor=x", "cursor=YWxsLjE",
                              "list=mine", "limt=3"}) {
        CAPTURE(query);
        CHECK(w.read("/v1/bookings", query).status == 422);
    }
    CHECK(w.read("/v1/bookings", "limit=%zz").status == 400);
    CHECK(w.get("/v1/bookings").status == 401);
    CHECK(w.lists_asked.empty());
}

TEST_CASE("clients are listed with the first of their bookings, each once, and strangers not at all") {
    api w;
    auto const first = w.book(sold("B-1", eur(5'000))).booking();
    w.time.at += std::chrono::minutes{1};
    w.book(sold("B-2", eur(12'000)), true);
    auto const told = json_of(w.read("/v1/clients", "limit=2"));
    REQUIRE(told.at("clients").as_array().size() == 1);
    CHECK(told.at("clients").at(0).at("client").as_string() == anna.text());
    CHECK(told.at("clients").at(0).at("bookings").as_int64() == 2);
    CHECK(told.at("next").is_null());
    CHECK(w.lists_asked.at(0).which == engine::booking_list::all);
    w.next_page = engine::listed_booking{anna, first.id, "", first.booked_at};
    auto const cursor = std::string{json_of(w.read("/v1/clients")).at("next").as_string()};
    CHECK(w.read("/v1/bookings", "cursor=" + cursor).status == 422);  // it is of another list
    CHECK(w.read("/v1/clients", "cursor=" + cursor).status == 200);
    CHECK(w.read("/v1/clients", "list=all").status == 422);
    CHECK(w.get("/v1/clients").status == 401);
    api strangers;
    auto from_link = sold("B-3", eur(5'000));
    from_link.origin = domain::origin::plain_link;
    strangers.book(from_link);
    CHECK(json_of(strangers.read("/v1/clients")).at("clients").as_array().empty());
}

TEST_CASE("a client whose first booking is paid between two pages is told") {
    api w;
    auto first = w.click("B-1");
    w.time.at += std::chrono::minutes{1};
    auto const second = w.book(sold("B-2", eur(12'000)));
    auto const all = w.bookings;
    w.bookings = {all[0]};
    CHECK(w.clients_listed() == 1);
    pay(first, w.time.at);
    w.keep(first);
    w.bookings = {all[1]};
    CHECK(w.clients_listed() == 0);
}

TEST_CASE("a page of one client's bookings loads that client once") {
    api w;
    for (int i = 0; i < 5; ++i) {
        w.book(sold("B-" + std::to_string(i), eur(5'000)));
        w.time.at += std::chrono::minutes{1};
    }
    CHECK(w.clients_listed() == 1);
    CHECK(w.wholes_asked == 1);
}

TEST_CASE("a stranger whose hold has ended is no client and owes nothing") {
    api w;
    auto gone = w.click("B-1");
    domain::session_fact over;
    over.session = domain::session_id{"cs_test_1"};
    over.checkout = 1;
    over.status = domain::session_status::expired;
    over.payment = domain::payment_status::unpaid;
    over.amount = eur(5'000);
    over.at = w.time.at;
    gone.apply(domain::session_seen{gone.booking().id, over, false}, w.time.at);
    gone.apply(domain::close_held{gone.booking().id}, gone.booking().hold_until + std::chrono::hours{1});
    REQUIRE(gone.booking().closed_at);
    CHECK(gone.booking().close_reason == "hold_expired");
    w.keep(gone);
    CHECK(w.clients_listed() == 0);
    auto const told = json_of(w.read("/v1/clients/" + anna.text()));
    CHECK(told.at("bookings").as_int64() == 0);
    CHECK(told.at("totals").as_array().empty());
}

TEST_CASE("a client is one view, and currencies are never mixed") {
    api w;
    w.book(sold("B-1", eur(5'000)));
    w.book(sold("B-2", eur(12'000), 10), true);
    w.book(sold("B-3", in("JPY", 700)), true);
    auto const told = json_of(w.read("/v1/clients/" + anna.text()));
    CHECK(told.at("email") == "anna@example.org");
    CHECK(told.at("bookings").as_int64() == 3);
    CHECK(told.at("credits").at("left").as_int64() == 10);
    CHECK(told.at("next_charge").is_null());
    auto const& totals = told.at("totals").as_array();
    REQUIRE(totals.size() == 2);
    CHECK(totals[0].at("currency") == "EUR");
    CHECK(totals[0].at("booked").as_int64() == 17'000);
    CHECK(totals[0].at("received").as_int64() == 12'000);
    CHECK(totals[0].at("open").as_int64() == 5'000);
    CHECK(totals[0].at("due").as_int64() == 5'000);
    CHECK(totals[1].at("currency") == "JPY");
    CHECK(totals[1].at("received").as_int64() == 700);
}

TEST_CASE("a stranger's unpaid booking is not the client's debt") {
    api w;
    auto what = sold("B-1", eur(5'000));
    what.origin = domain::origin::plain_link;
    w.book(what);
    auto const told = json_of(w.read("/v1/clients/" + anna.text()));
    CHECK(told.at("bookings").as_int64() == 0);
    CHECK(told.at("totals").as_array().empty());
    auto const listed = json_of(w.read("/v1/clients/" + anna.text() + "/bookings"));
    CHECK(listed.at("bookings").at(0).at("state") == "held");
}

namespace {

// A plan whose first part of 100 is paid; the next one, of 200, is charged to the kept card a month later.
made_booking running_plan(api& w) {
    engine::purchase what;
    what.identity = {"api", course().id, "P-1"};
    what.origin = domain::origin::api;
    what.terms = *domain::terms_of(course());
    what.agreed = domain::consent{"text", std::string(43, 'h'), "", std::chrono::year{2026} / 11 / 18};
    auto made = open_booking(what, w.time.at);
    domain::customer_fact const customer{domain::customer_id{"cus_1"}, w.time.at};
    made.apply(domain::customer_created{made.booking().id, customer, "https://pay.example/r/"}, w.time.at);
    auto const booking = made.booking();
    REQUIRE(booking.checkouts.size() == 1);
    domain::session_fact fact;
    fact.session = domain::session_id{"cs_test_1"};
    fact.checkout = 1;
    fact.status = domain::session_status::complete;
    fact.payment = domain::payment_status::paid;
    fact.amount = booking.checkouts[0].amount;
    fact.intent = domain::intent_id{"pi_test_1"};
    fact.customer = domain::customer_id{"cus_1"};
    fact.method = domain::method_id{"pm_1"};
    fact.at = w.time.at;
    made.apply(domain::session_seen{booking.id, fact, false}, w.time.at);
    REQUIRE(made.booking().kept);
    w.whole.bookings.emplace(booking.id, made.booking());
    return made;
}

}  // namespace

TEST_CASE("the next charge of a client is the first of all plans") {
    api w;
    running_plan(w);
    auto const next = json_of(w.read("/v1/clients/" + anna.text())).at("next_charge").as_object();
    CHECK(next.at("item").as_int64() == 2);
    CHECK(next.at("amount").as_int64() == 20'000);
    CHECK(next.at("due") == "2026-12-18");
    CHECK(next.at("at") == "2026-12-18T09:00:00.000Z");
}

TEST_CASE("no next charge is told after a lost dispute until a person has seen it") {
    api w;
    auto made = running_plan(w);
    auto const next = [&w] { return json_of(w.read("/v1/clients/" + anna.text())).at("next_charge"); };
    domain::dispute_fact lost;
    lost.dispute = domain::dispute_id{"dp_1"};
    lost.intent = domain::intent_id{"pi_test_1"};
    lost.amount = eur(4'000);
    lost.status = domain::dispute_status::lost;
    lost.funds_withdrawn = true;
    lost.at = w.time.at;
    made.apply(domain::dispute_seen{made.booking().id, lost}, w.time.at);
    w.keep(made);
    CHECK(next().is_null());
    made.apply(domain::acknowledge{made.booking().id, "dispute_lost:dp_1"}, w.time.at);
    w.keep(made);
    REQUIRE(next().is_object());
    CHECK(next().at("item").as_int64() == 2);
}

TEST_CASE("a client's bookings come page by page, oldest first") {
    api w;
    for (int i = 0; i < 5; ++i) {
        w.book(sold("B-" + std::to_string(i), eur(5'000)));
        w.time.at += std::chrono::minutes{i % 2};
    }
    std::string seen;
    std::string cursor;
    for (int page = 0; page < 3; ++page) {
        auto const query = "limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor);
        auto const told = json_of(w.read("/v1/clients/" + anna.text() + "/bookings", query));
        for (auto const& one : told.at("bookings").as_array())
            seen += std::string{one.at("reference").as_string()} + " ";
        if (page == 2) CHECK(told.at("next").is_null());
        if (page < 2) cursor = std::string{told.at("next").as_string()};
    }
    for (int i = 0; i < 5; ++i) CHECK(seen.find("B-" + std::to_string(i)) != std::string::npos);
    CHECK(seen.size() == 5 * 4);
}

TEST_CASE("who is no client of ours is 404, whatever the address holds") {
    api w;
    for (auto const* named : {"nobody-xxxxxxxxxxxxxxx", "a", "..", "{s00}", "%00"}) {
        CAPTURE(named);
        CHECK(w.read("/v1/clients/" + std::string{named}).status == 404);
        CHECK(w.read("/v1/clients/" + std::string{named} + "/bookings").status == 404);
    }
    CHECK(w.get("/v1/clients/" + anna.text()).status == 401);
}

TEST_CASE("each part of a booking has an address of its own") {
    api w;
    w.book(sold("B-2", eur(12'000), 10), true);
    auto const part = [&w](std::string const& name) {
        return json_of(w.read("/v1/bookings/B-2/" + name)).at(name);
    };
    CHECK(part("items").at(0).at("paid").as_int64() == 12'000);
    CHECK(part("payments").at(0).at("payment") == "pi_test_1");
    CHECK(part("refunds").as_array().empty());
    CHECK(part("waivers").as_array().empty());
    CHECK(part("deliveries").as_array().empty());
    CHECK(part("reservations").as_array().empty());
    CHECK(part("credits").at("granted").as_int64() == 10);
    CHECK(w.read("/v1/bookings/B-9/items").status == 404);
    CHECK(w.get("/v1/bookings/B-2/items").status == 401);
    CHECK(w.read("/v1/bookings/B-2/secrets").status == 404);
}
