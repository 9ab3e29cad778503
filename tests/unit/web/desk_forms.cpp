// What the owner does on an account's page, without a command line.
#include <doctest/doctest.h>

#include <algorithm>

#include "harness.hpp"
#include "quittance/domain/balance.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

bool page_shows(http::response const& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}

struct desk_world : world {
    explicit desk_world(bool paid = false, domain::money price = coaching().price) {
        engine::purchase what;
        what.identity = {"plain", domain::offer_id{"coaching-60"}, "B-1"};
        what.terms = *domain::terms_of(coaching());
        what.terms.price = price;
        what.origin = domain::origin::api;
        what.who.name = "Kim";
        what.who.zone = "Europe/Lisbon";
        auto made = open_booking(what, time.at);
        if (paid) pay(made, time.at);
        whole = made.account;
    }
    domain::booking const& booking() const { return whole.bookings.begin()->second; }
    http::response press(std::string const& what, std::string const& fields, http::header_list headers = {},
                         std::string const& form = "desk-7") {
        return desk_post("/account/client-1",
                         "do=" + what + "&booking=" + booking().id.text() + "&form=" + form + '&' + fields,
                         std::move(headers));
    }
    // The id of the forms of a page that is asked for now.
    std::string drawn() {
        auto const page = desk("/account/client-1").body;
        std::string const before = "name=\"form\" value=\"";
        auto const from = page.find(before);
        REQUIRE(from != page.npos);
        return page.substr(from + before.size(), page.find('"', from + before.size()) - from - before.size());
    }
    template <class Command>
    Command last() const {
        REQUIRE(applied.size() == 1);
        CHECK(applied[0].client == whole.id);
        CHECK(applied[0].bookings == std::vector{booking().id});
        return std::get<Command>(applied[0].what);
    }
};

}  // namespace

TEST_CASE("an account offers what may be done about a booking, and only what makes sense") {
    desk_world open;
    auto const page = open.desk("/account/client-1");
    for (auto const* name : {"take", "no_show", "note", "reschedule", "cancel"}) {
        CAPTURE(name);
        CHECK(page_shows(page, "name=\"do\" value=\"" + std::string{name} + '"'));
    }
    CHECK_FALSE(page_shows(page, "value=\"refund\""));  // nothing was paid
    CHECK(page_shows(page, "name=\"amount\" value=\"120.50\""));
    CHECK(page_shows(page, "name=\"on\" value=\"2026-11-18\""));
    desk_world paid{true};
    CHECK(page_shows(paid.desk("/account/client-1"), "value=\"refund\""));
}

namespace {

// Paid, with credits, and one session scheduled in a week.
struct calendar_world : desk_world {
    calendar_world() : desk_world{true} {
        whole.bookings.begin()->second.terms.credits = {3, 0, true};
        press("schedule", "on=2026-11-25&author=Ana", {}, "desk-4");
    }
};

}  // namespace

TEST_CASE("a session is scheduled at the desk, and moved from there with all that is kept for it") {
    calendar_world w;
    auto const asked = w.last<domain::reserve_credits>();
    CHECK(asked.id == "desk-4");
    CHECK(iso_date(asked.on) == "2026-11-25");
    CHECK(page_shows(w.desk("/account/client-1"),
                     "A session is scheduled on 25 November 2026 (desk-4), 1 credit is kept for it"));
    w.whole.bookings.begin()->second.reservations[0].credits = 2;
    w.applied.clear();
    auto const reply = w.press("schedule", "on=2026-11-26&session=desk-4&author=Ana", {}, "desk-8");
    CHECK(header_of(reply, "Location") == "/account/client-1?done=schedule");
    CHECK(w.last<domain::reserve_credits>().id == "desk-4");
    CHECK(w.booking().reservations.size() == 1);
    CHECK(w.booking().reservations[0].credits == 2);
    w.applied.clear();
    w.press("schedule", "on=2026-11-27&session=&author=Ana", {}, "desk-9");
    CHECK(w.last<domain::reserve_credits>().id == "desk-9");
}

TEST_CASE("a session that took place, or was missed, is chosen among those that are scheduled") {
    calendar_world w;
    auto const page = w.desk("/account/client-1");
    CHECK(page_shows(page, "<option value=\"desk-4\">2026-11-25 (desk-4)</option>"));
    w.applied.clear();
    w.press("delivered", "session=desk-4&on=2026-11-25&author=Ana");
    auto const held = w.last<domain::deliver>();
    CHECK(held.id == "desk-4");
    CHECK_FALSE(held.no_show);
    CHECK(w.booking().reservations.empty());
    w.applied.clear();
    w.press("no_show", "on=2026-11-26&author=Ana", {}, "desk-9");
    CHECK(w.last<domain::deliver>().id == "desk-9");
    CHECK(w.last<domain::deliver>().no_show);
}

TEST_CASE(
    "a session of several credits is held with as many as are kept for it, however often it is pressed") {
    calendar_world w;
    w.whole.bookings.begin()->second.reservations[0].credits = 3;
    w.press("no_show", "session=desk-4&on=2026-11-25&author=Ana");
    CHECK(w.booking().deliveries.at(0).credits == 3);
    auto const again = w.press("no_show", "session=desk-4&on=2026-11-25&author=Ana");
    CHECK(header_of(again, "Location") == "/account/client-1?done=again");
}

TEST_CASE("what the client paid too much is used for another booking of theirs") {
    desk_world w;
    CHECK_FALSE(page_shows(w.desk("/account/client-1"), "value=\"use_credit\""));
    w.press("take", "amount=200&kind=cash&on=2026-11-17&reference=slip&author=Ana");
    CHECK_FALSE(page_shows(w.desk("/account/client-1"), "value=\"use_credit\""));
    engine::purchase more;
    more.identity = {"plain", domain::offer_id{"coaching-60"}, "B-2"};
    more.terms = *domain::terms_of(coaching());
    more.origin = domain::origin::api;
    auto const other = open_booking(more, w.time.at).booking();
    w.whole.bookings.emplace(other.id, other);
    auto const from =
        std::ranges::find_if(w.whole.bookings, [](auto const& one) { return !one.second.payments.empty(); });
    auto const page = w.desk("/account/client-1");
    CHECK(page_shows(page, "There is 79.50 EUR that nothing here needs."));
    CHECK(page_shows(page, "(B-2), 120.50 EUR open</option>"));
    w.applied.clear();
    auto const reply = w.desk_post(
        "/account/client-1", "do=use_credit&form=desk-9&author=Ana&amount=9%2C50&to=" + other.id.text() +
                                 "&booking=" + from->first.text());
    CHECK(header_of(reply, "Location") == "/account/client-1?done=use_credit");
    REQUIRE(w.applied.size() == 1);
    CHECK(w.applied[0].bookings == std::vector{from->first});
    CHECK(domain::balance_of(w.whole.bookings.at(other.id)).open == eur(11'100));
}

TEST_CASE("a session is taken off, and its form is there only while one is scheduled") {
    calendar_world w;
    CHECK(page_shows(w.desk("/account/client-1"), "name=\"do\" value=\"release\""));
    w.applied.clear();
    w.press("release", "session=desk-4&reason=ill&author=Ana");
    CHECK(w.last<domain::release_credits>().reason == "ill");
    CHECK_FALSE(page_shows(w.desk("/account/client-1"), "name=\"do\" value=\"release\""));
    CHECK_FALSE(page_shows(desk_world{true}.desk("/account/client-1"), "value=\"schedule\""));
}

TEST_CASE("money that came by hand is taken under its reference, or the form's") {
    desk_world w;
    auto const reply = w.press("take", "amount=20%2C50&kind=cash&on=2026-11-17&reference=slip+4&author=Ana");
    CHECK(reply.status == 303);
    CHECK(header_of(reply, "Location") == "/account/client-1?done=take");
    auto const asked = w.last<domain::take_by_hand>();
    CHECK(asked.amount == eur(2'050));
    CHECK(asked.kind == domain::hand_kind::cash);
    CHECK(asked.reference == "slip 4");
    CHECK(asked.author == "Ana");
    CHECK(iso_date(asked.on) == "2026-11-17");
    auto const page = w.desk("/account/client-1");
    CHECK(page_shows(page, "€20.50 by hand on 17 November 2026"));
    CHECK(page_shows(page, "taken by Ana"));
    w.applied.clear();
    w.press("take", "amount=1&kind=cash&on=2026-11-17&reference=&author=Ana");
    CHECK(w.last<domain::take_by_hand>().reference == "desk-7");
}

TEST_CASE("a form pressed twice is done once, and says so") {
    desk_world w;
    auto const fields = "amount=20.50&kind=cash&on=2026-11-17&reference=&author=Ana";
    w.press("take", fields);
    auto const again = w.press("take", fields);
    CHECK(header_of(again, "Location") == "/account/client-1?done=again");
    CHECK(w.booking().payments.size() == 1);
    CHECK(page_shows(w.desk_post("/account/client-1", ""), "not accepted"));
}

TEST_CASE("two people who note a call on one version of an account are both heard") {
    desk_world w;
    auto const ana = w.drawn();
    auto const bo = w.drawn();
    CHECK(w.press("note", "note=called&promised=&author=Ana", {}, ana).status == 303);
    auto const promise = w.press("note", "note=Pays+on+Friday&promised=2026-11-27&author=Bo", {}, bo);
    CHECK(header_of(promise, "Location") == "/account/client-1?done=note");
    CHECK(page_shows(w.desk("/account/client-1"), "They rest (promise) until 28 November 2026, said by Bo"));
    auto const again = w.press("note", "note=Pays+on+Friday&promised=2026-11-27&author=Bo", {}, bo);
    CHECK(header_of(again, "Location") == "/account/client-1?done=again");
    auto const other = w.press("note", "note=Pays+in+May&promised=2027-05-01&author=Bo", {}, bo);
    CHECK(other.status == 409);
    CHECK(page_shows(other, "was used for something else already"));
}

TEST_CASE("two payments of one amount, taken on one version of an account, are two payments") {
    desk_world w;
    auto const fields = "amount=20.50&kind=cash&on=2026-11-17&reference=&author=Ana";
    auto const ana = w.drawn();
    auto const bo = w.drawn();
    w.press("take", fields, {}, ana);
    auto const second = w.press("take", fields, {}, bo);
    CHECK(header_of(second, "Location") == "/account/client-1?done=take");
    CHECK(w.booking().payments.size() == 2);
}

TEST_CASE("what was done is said after it, and nothing else that an address may say") {
    desk_world w;
    auto const ask = [&w](std::string query) { return w.desk("/account/client-1", std::move(query)); };
    CHECK(page_shows(ask("done=note"), "The call was noted."));
    CHECK(page_shows(ask("done=again"), "nothing was done again"));
    CHECK_FALSE(page_shows(ask("done=%3Cscript"), "role=\"status\""));
}

TEST_CASE("money goes back with a name, all of it or a part") {
    desk_world w{true};
    CHECK(w.press("refund", "amount=20&reopens=yes&reason=ill&author=Ana").status == 303);
    auto const asked = w.last<domain::order_refund>();
    CHECK(asked.amount == eur(2'000));
    CHECK(asked.reopens);
    CHECK(asked.id == "desk-7");
    CHECK(page_shows(w.desk("/account/client-1"), "Refund of €20.00 ordered by Ana: ill (ordered)"));
    w.applied.clear();
    CHECK(w.desk_post("/account/client-1",
                      "do=refund&form=desk-8&amount=&reopens=no&author=Ana&booking=" + w.booking().id.text())
              .status == 303);
    CHECK_FALSE(w.last<domain::order_refund>().amount);
}

TEST_CASE("what the engine refuses keeps all that was typed") {
    desk_world w{true};
    auto const reply = w.press("refund", "amount=9999&reopens=yes&reason=%22ill%22&author=Ana");
    CHECK(reply.status == 409);
    CHECK(page_shows(reply, "The amount is more than there is."));
    CHECK(page_shows(reply, "name=\"amount\" value=\"9999\""));
    CHECK(page_shows(reply, "value=\"&quot;ill&quot;\""));
    CHECK(page_shows(reply, "<option value=\"yes\" selected>"));
    CHECK(page_shows(reply, "<details id=\"refund-1\" open>"));
    CHECK(page_shows(reply, "name=\"form\" value=\"desk-7\""));
    CHECK_FALSE(page_shows(reply, ".."));
    CHECK_FALSE(page_shows(reply, "Amount The amount"));
}

TEST_CASE("the name of a form is one that a page of ours could have drawn") {
    desk_world w;
    CHECK(w.press("note", "note=a&author=Ana", {}, std::string(201, 'x')).status == 400);
    CHECK(w.applied.empty());
    CHECK(w.press("note", "note=a&author=Ana", {}, std::string(200, 'x')).status == 303);
}

TEST_CASE("what is wrong with an amount is said in its own currency") {
    for (auto const& [code, sample] : std::vector<std::pair<char const*, std::string>>{
             {"EUR", "12.50"}, {"JPY", "1250"}, {"KWD", "12.500"}}) {
        CAPTURE(code);
        desk_world w{false, domain::money::minor(12'000, *domain::currency::parse(code))};
        CHECK(
            page_shows(w.desk("/account/client-1"), "In " + std::string{code} + ", such as " + sample + "."));
        auto const rest = "&kind=cash&on=2026-11-17&reference=r&author=Ana";
        auto const wrong = w.press("take", std::string{"amount=some"} + rest);
        CHECK(wrong.status == 422);
        CHECK(page_shows(wrong, "Amount must be an amount such as " + sample + ", without anything else."));
        auto const nothing = w.press("take", std::string{"amount=0"} + rest);
        CHECK(nothing.status == 422);
        CHECK(page_shows(nothing, "The amount has to be more than 0. Write it in " + std::string{code} +
                                      ", such as " + sample + "."));
        CHECK_FALSE(page_shows(nothing, "minor units"));
        CHECK_FALSE(page_shows(nothing, "negative"));
        CHECK(w.booking().payments.empty());
    }
}

TEST_CASE("fields that cannot be taken are named, with what was typed, and nothing is done") {
    desk_world w;
    auto const reply = w.press("take", "amount=1.000%2C50&kind=gold&on=2026-02-30&reference=r&author=");
    CHECK(reply.status == 422);
    for (auto const* text : {"Amount must be an amount such as 12", "On must be a date that exists",
                             "Who says so is needed", "value=\"1.000,50\""}) {
        CAPTURE(text);
        CHECK(page_shows(reply, text));
    }
    for (auto const& [what, fields] : std::vector<std::pair<std::string, std::string>>{
             {"cancel", "refund=&reason=&author=Ana"},
             {"cancel", "refund=-5&reason=ill&author=Ana"},
             {"reschedule", "service_at=&time=10:00&reason=ill&author=Ana"},
             {"reschedule", "service_at=2026-12-24&time=25:00&reason=ill&author=Ana"},
             {"note", "note=&promised=&author=Ana"},
             {"note", "note=called&promised=soon&author=Ana"},
             {"no_show", "on=&author=Ana"}}) {
        CAPTURE(what);
        CAPTURE(fields);
        CHECK(w.press(what, fields).status == 422);
    }
    CHECK(w.applied.empty());
}

TEST_CASE("a no-show, a call with a promise, another day, an end: each carries its name") {
    desk_world w;
    w.press("no_show", "on=2026-11-18&author=Ana");
    auto const missed = w.last<domain::deliver>();
    CHECK(missed.no_show);
    CHECK(missed.id == "desk-7");
    w.applied.clear();
    w.press("note", "note=Pays+on+Friday&promised=2026-11-27&author=Ana");
    auto const call = w.last<domain::note_contact>();
    CHECK(call.note == "Pays on Friday");
    CHECK(call.promised == parse_iso_date("2026-11-27"));
    CHECK(call.id == "desk-7");
    CHECK(page_shows(w.desk("/account/client-1"), "They rest (promise) until 28 November 2026, said by Ana"));
    w.applied.clear();
    w.press("reschedule", "service_at=2026-12-24&time=10%3A30&reason=ill&author=Ana");
    // Lisbon is at UTC in winter, the business an hour ahead.
    CHECK(w.last<domain::reschedule>().service_at == "2026-12-24T10:30:00.000Z");
    w.applied.clear();
    w.press("reschedule", "service_at=2026-12-25&time=&reason=ill&author=Ana");
    CHECK(w.last<domain::reschedule>().service_at == "2026-12-25");
    w.applied.clear();
    w.press("cancel", "refund=0&reason=moved+away&author=Ana");
    auto const end = w.last<domain::cancel_booking>();
    CHECK(end.refund == eur(0));
    CHECK(end.reason == "moved away");
    CHECK_FALSE(page_shows(w.desk("/account/client-1"), "name=\"do\""));
}

TEST_CASE("a service moved to another day keeps its time") {
    desk_world w;
    w.press("reschedule", "service_at=2026-12-24&time=10%3A30&reason=ill&author=Ana");
    auto const page = w.desk("/account/client-1");
    CHECK(page_shows(page, "name=\"service_at\" value=\"2026-12-24\""));
    CHECK(page_shows(page, "name=\"time\" value=\"10:30\""));
    w.press("reschedule", "service_at=2026-12-25&time=&reason=ill&author=Ana", {}, "desk-8");
    CHECK_FALSE(page_shows(w.desk("/account/client-1"), "name=\"time\" value=\"10"));
}

TEST_CASE("a form of another site moves no money, whether or not its browser says where it comes from") {
    desk_world w;
    auto const fields = "amount=20&kind=cash&on=2026-11-17&reference=&author=Ana";
    using headers = http::header_list;
    for (auto const& foreign :
         {headers{{"Sec-Fetch-Site", "cross-site"}}, headers{{"Sec-Fetch-Site", "same-site"}},
          headers{{"Host", "desk.example"}, {"Origin", "https://evil.example"}},
          headers{{"Host", "desk.example"}, {"Origin", "null"}}}) {
        CHECK(w.press("take", fields, foreign).status == 400);
    }
    CHECK(w.applied.empty());
    CHECK(w.press("take", fields, {{"Host", "desk.example"}, {"Origin", "http://desk.example"}}).status ==
          303);
    CHECK(header_of(w.desk("/account/client-1"), "Referrer-Policy") == "same-origin");
}

TEST_CASE("where any host is served, a form is taken under an address, and under no name led here") {
    desk_world w;
    w.desk_options.any_host = true;
    auto const fields = "amount=20&kind=cash&on=2026-11-17&reference=&author=Ana";
    auto const from = [](std::string const& host) {
        return http::header_list{
            {"Host", host}, {"Origin", "http://" + host}, {"Sec-Fetch-Site", "same-origin"}};
    };
    for (auto const* name : {"rebound.example:8081", "rebound.example", "127.0.0.1.rebound.example", ""}) {
        CAPTURE(name);
        auto const reply = w.press("take", fields, from(name));
        CHECK(reply.status == 400);
        CHECK(page_shows(reply, "[admin] allowed_hosts"));
        CHECK(w.desk_post("/attention/ack", "client=a&booking=b&entry=c", from(name)).status == 400);
    }
    CHECK(w.applied.empty());
    for (auto const* address :
         {"192.0.2.7:8081", "192.0.2.7", "[2001:db8::7]:8081", "[::1]", "localhost:8081", "LocalHost"}) {
        CAPTURE(address);
        CHECK(w.press("take", fields, from(address)).status == 303);
    }
    CHECK(w.desk("/account/client-1").status == 200);
    w.desk_options.any_host = false;
    CHECK(w.press("take", fields, from("desk.example")).status == 303);
}

TEST_CASE("a form about nothing that is there does nothing") {
    desk_world w;
    CHECK(w.desk_post("/account/nobody", "do=note&booking=x&form=desk-1").status == 404);
    CHECK(w.desk_post("/account/client-1", "do=note&booking=x&form=desk-1").status == 400);
    CHECK(w.press("erase", "author=Ana").status == 400);
    CHECK(w.desk_post("/account/client-1",
                      "do=no_show&on=2026-11-18&author=Ana&booking=" + w.booking().id.text())
              .status == 400);
    CHECK(w.applied.empty());
}
