// What a client does about their account as a whole: all that is held, another address, how reminders come.
#include "client_world.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

constexpr auto former = "ana@example.org";
constexpr auto wanted = "ana@new.example";

struct settled_client : client_world {
    settled_client() { whole.client.who.email = former; }

    http::response ask_for(std::string_view address) {
        return send(form("address") + field("address", address));
    }
    std::string link() const {
        auto const& asked = whole.client.address_asked;
        REQUIRE(asked);
        return "/c/" + web::address_token(options.page_key, whole.id,
                                          whole.client.correspondence.page_generation, *asked);
    }
    void offer_cadences() {
        settings.policy.reminders.named = {{"short", {{{0}, {3}, {10}}, 28}}, {"firm", {{{0}, {1}}, 28}}};
        settings.policy.reminders.client_cadences = {"short"};
    }
};

}  // namespace

TEST_CASE("all that is held is one file, to keep and not to be kept on the way") {
    settled_client w;
    w.record = "{\"about\": {}}";
    CHECK(shows(w.page(), "href=\"" + w.path() + "/record\" download"));
    auto const file = w.get(w.path() + "/record");
    CHECK(file.status == 200);
    CHECK(file.body == w.record);
    CHECK(header_of(file, "Content-Type") == "application/json; charset=utf-8");
    CHECK(header_of(file, "Content-Disposition") == "attachment; filename=\"what-is-held.json\"");
    CHECK(header_of(file, "Cache-Control") == "no-store");
    CHECK(w.records_asked == std::vector{w.whole.id});
    CHECK(w.applied.empty());
}

TEST_CASE("one client's file is made only so often, from whatever network it is asked for") {
    settled_client w;
    unsigned status = 200;
    int made = 0;
    for (int i = 0; i < 20 && status == 200; ++i) {
        http::request asked{http::method::get, w.path() + "/record", "", {}, "", "", ""};
        asked.peer = "203.0." + std::to_string(i) + ".7";
        status = w.ask(asked).status;
        if (status == 200) ++made;
    }
    CHECK(status == 429);
    CHECK(made == 5);
    CHECK(w.records_asked.size() == 5);
    w.time.at += std::chrono::minutes{5};
    CHECK(w.get(w.path() + "/record").status == 200);
}

TEST_CASE("the file of an unknown or revoked link is the page of any unknown link") {
    settled_client w;
    auto const path = w.path() + "/record";
    auto const unknown = w.get("/a/nobody.0.aaaaaaaaaaaaaaaaaaaaaa");
    w.whole.client.correspondence.page_generation = 1;
    auto const revoked = w.get(path);
    CHECK(revoked.status == 404);
    CHECK(revoked.body == unknown.body);
    CHECK(w.records_asked.empty());
}

TEST_CASE("another address is asked for: nothing changes yet, and the page says what it waits for") {
    settled_client w;
    CHECK(shows(w.page(), "Messages about your bookings go to a…@example.org."));
    CHECK(w.said_by(w.ask_for(std::string{" "} + wanted + " ")) == "address");
    CHECK(w.whole.client.who.email == former);
    REQUIRE(w.whole.client.address_asked);
    CHECK(w.whole.client.address_asked->address == wanted);
    auto const page = w.page("said=address");
    CHECK(shows(page, "A message has gone to the new address."));
    CHECK(shows(page, "a…@new.example has been asked to confirm"));
    CHECK_FALSE(shows(page, wanted));
    CHECK(w.said_by(w.ask_for(wanted)) == "address-same");
    w.time.at += domain::address_link_lifetime;
    CHECK_FALSE(shows(w.page(), "has been asked to confirm"));
}

TEST_CASE("what is no address is shown again with a sentence at its field, and nobody is written to") {
    settled_client w;
    auto const reply = w.ask_for("ana at <example>");
    CHECK(reply.status == 422);
    CHECK(shows(reply, "value=\"ana at &lt;example&gt;\""));
    CHECK(shows(reply, "aria-invalid=\"true\" aria-describedby=\"address-hint address-error\""));
    CHECK(shows(reply, "<p class=\"bad\" id=\"address-error\">Please write one e-mail address"));
    CHECK(w.applied.empty());
}

TEST_CASE("an address is asked for from this page's own form only, and only so often") {
    settled_client w;
    auto forged =
        "do=address" + field("booking", w.first.text()) + field("proof", "aaaa") + field("address", wanted);
    CHECK(w.send(forged).status == 403);
    CHECK(w.send(w.form("address") + field("address", wanted), {{"Sec-Fetch-Site", "cross-site"}}).status ==
          403);
    CHECK(w.applied.empty());
    for (auto const* address : {"a@new.example", "b@new.example", "c@new.example"})
        CHECK(w.said_by(w.ask_for(address)) == "address");
    CHECK(w.said_by(w.ask_for(wanted)) == "address-often");
    CHECK(w.whole.client.address_asked->address == "c@new.example");
}

TEST_CASE(
    "a look at the mailed link changes nothing; its button does, and leads to the page under its new link") {
    settled_client w;
    auto const old_page = w.path();
    w.ask_for(wanted);
    auto const link = w.link();
    auto const asked = w.applied.size();
    auto const look = w.get(link);
    CHECK(look.status == 200);
    CHECK(shows(look, wanted));
    CHECK(shows(look, "<form method=\"post\" action=\"" + link + "\">"));
    for (auto const* hidden : {former, "Coaching", "B-1"}) CHECK_FALSE(shows(look, hidden));
    http::request head{http::method::head, link, "", {}, "", "", ""};
    CHECK(w.ask(head).status == 200);
    CHECK(w.applied.size() == asked);
    auto const pressed = w.post(link, "");
    CHECK(pressed.status == 303);
    CHECK(header_of(pressed, "Location") == w.path() + "?said=address-changed");
    CHECK(w.whole.client.who.email == wanted);
    CHECK(w.path() != old_page);
    CHECK(w.get(old_page).status == 404);
    CHECK(shows(w.page("said=address-changed"), "The address was changed."));
}

TEST_CASE("a mailed link that is unknown, used, replaced, late or of an ended page is any unknown page") {
    settled_client w;
    auto const unknown = w.get("/a/nobody.0.aaaaaaaaaaaaaaaaaaaaaa");
    auto const is_unknown = [&](std::string const& link) {
        for (auto const& reply : {w.get(link), w.post(link, "")}) {
            CHECK(reply.status == 404);
            CHECK(reply.body == unknown.body);
            CHECK(reply.headers == unknown.headers);
        }
    };
    is_unknown("/c/x");
    is_unknown("/c/client-1.1.aaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaa");
    w.ask_for(wanted);
    auto const first = w.link();
    auto broken = first;
    broken.back() = broken.back() == 'A' ? 'B' : 'A';
    is_unknown(broken);
    w.ask_for("other@new.example");
    is_unknown(first);
    auto const second = w.link();
    CHECK(w.post(second, "", {{"Sec-Fetch-Site", "cross-site"}}).status == 404);
    CHECK(w.whole.client.who.email == former);
    w.post(second, "");
    is_unknown(second);
    w.ask_for(wanted);
    auto const third = w.link();
    ++w.whole.client.correspondence.page_generation;
    is_unknown(third);
    --w.whole.client.correspondence.page_generation;
    w.time.at += domain::address_link_lifetime;
    is_unknown(third);
    CHECK(w.whole.client.who.email == "other@new.example");
}

TEST_CASE("without mail no address can be asked for") {
    settled_client w;
    w.settings.policy.reminders.letters = false;
    CHECK_FALSE(shows(w.page(), "new-address"));
    CHECK(w.said_by(w.ask_for(wanted)) == "changed");
    CHECK_FALSE(w.whole.client.address_asked);
}

TEST_CASE("how reminders come is no choice until the business offers one") {
    settled_client w;
    CHECK_FALSE(shows(w.page(), "name=\"cadence\""));
    CHECK(w.said_by(w.send(w.form("cadence") + field("cadence", "short"))) == "changed");
    CHECK(w.whole.client.correspondence.cadence.empty());
}

TEST_CASE("a client chooses among what is offered; the page shows the days, and what is chosen") {
    settled_client w;
    w.offer_cadences();
    auto const page = w.page();
    CHECK(shows(page, "value=\"\" checked> As usual: 7 days before, on the day, 3 days after"));
    CHECK(shows(page, "value=\"short\"> on the day, 3 days after and 10 days after"));
    CHECK_FALSE(shows(page, "value=\"firm\""));
    CHECK(w.said_by(w.send(w.form("cadence") + field("cadence", "short"))) == "cadence");
    CHECK(w.whole.client.correspondence.cadence == "short");
    CHECK(shows(w.page("said=cadence"), "value=\"short\" checked>"));
    CHECK(w.said_by(w.send(w.form("cadence") + field("cadence", "firm"))) == "changed");
    CHECK(w.said_by(w.send(w.form("cadence") + field("cadence", ""))) == "cadence");
    CHECK(w.whole.client.correspondence.cadence.empty());
}

TEST_CASE("what a person chose for the client, and does not offer, is not theirs to change") {
    settled_client w;
    w.offer_cadences();
    w.tell(domain::choose_cadence{w.first, "firm", "Marta"});
    CHECK_FALSE(shows(w.page(), "name=\"cadence\""));
    CHECK(w.said_by(w.send(w.form("cadence") + field("cadence", "short"))) == "changed");
    CHECK(w.whole.client.correspondence.cadence == "firm");
}
