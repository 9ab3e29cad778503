// The client's page of a plan that collects itself: the card that is charged, and naming another one.
#include <doctest/doctest.h>

#include "harness.hpp"
#include "quittance/domain/balance.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

constexpr auto card_page = "https://checkout.stripe.com/c/pay/cs_test_card";

bool shows(http::response const& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}

// A plan of which the first part is paid.
struct card_world : world {
    card_world() {
        options.page_key = web::page_key{std::string(32, 'p')};
        settings.policy.zone = "Europe/Vienna";
        whole.id = domain::client_id{"client-1"};
        url = card_page;
        auto const now = time.at;
        domain::book asked;
        asked.identity = {"plain", course().id, "P-1"};
        asked.origin = domain::origin::api;
        asked.terms = *domain::terms_of(course());
        asked.page_token = "0123456789abcdefghijkl";
        asked.return_base = "https://pay.example/r/";
        auto const today = std::chrono::floor<std::chrono::days>(now);
        asked.agreed = domain::consent{"The terms.", "AbCdEfGhIjKlMnOp", "", civil_date{today}};
        tell(asked);
        plan = domain::booking_id_of(asked.identity);
        tell(domain::customer_created{plan, {domain::customer_id{"cus_1"}, now}, asked.return_base});
        auto const& page = booking().checkouts.at(0);
        domain::session_fact paid;
        paid.session = domain::session_id{"cs_1"};
        paid.checkout = 1;
        paid.status = domain::session_status::complete;
        paid.payment = domain::payment_status::paid;
        paid.amount = page.amount;
        paid.intent = domain::intent_id{"pi_1"};
        paid.customer = domain::customer_id{"cus_1"};
        paid.method = domain::method_id{"pm_1"};
        paid.at = now;
        tell(domain::session_seen{plan, paid, false});
    }

    void tell(domain::command const& what) {
        auto const decided = domain::decide(whole, what, time.at, settings.policy);
        REQUIRE(decided.has_value());
        for (auto const& event : decided->events) domain::evolve(whole, event);
    }
    void look_at_card(int year, int month, char const* customer = "cus_1") {
        domain::method_fact fact;
        fact.method = domain::method_id{"pm_1"};
        fact.customer = domain::customer_id{customer};
        fact.brand = "visa";
        fact.last4 = "4242";
        fact.expires_year = year;
        fact.expires_month = month;
        tell(domain::card_seen{plan, fact, true});
    }
    domain::booking const& booking() const { return *whole.find(plan); }
    std::string path() const { return "/a/" + web::page_token(options.page_key, whole.id, 0); }
    http::response page(std::string query = "") { return get(path(), std::move(query)); }
    http::response press(bool proven = true) {
        auto const token = path().substr(3);
        auto const proof = web::page_proof(options.page_key, token);
        return post(path(), "do=card&booking=" + http::percent_encode(plan.text()) +
                                "&proof=" + (proven ? http::percent_encode(proof) : "guessed"));
    }

    // Its second part was given, and somebody was quicker to pay it.
    void take_what_was_given() {
        auto& what = whole.bookings.at(plan);
        what.waivers.push_back({2, what.items.at(1).amount, false, "a gift", "ann", "w-1", time.at});
        auto page = what.checkouts.at(0);
        page.number = 2;
        page.items = {2};
        page.amount = what.items.at(1).amount;
        page.session = domain::session_id{"cs_2"};
        page.intent = domain::intent_id{"pi_2"};
        what.checkouts.push_back(page);
        auto money_in = what.payments.at(0);
        money_in.intent = page.intent;
        money_in.checkout = 2;
        money_in.at = time.at + std::chrono::minutes{1};
        money_in.captured = page.amount;
        what.payments.push_back(money_in);
        REQUIRE(domain::holds_unallocated_money(what));
    }

    domain::booking_id plan;
};

}  // namespace

TEST_CASE(
    "money that fits nothing waits for a person: the account says so, and promises and offers nothing") {
    card_world w;
    REQUIRE(shows(w.page(), "will be charged to the kept card"));
    REQUIRE(shows(w.page(), "value=\"pay\""));
    w.take_what_was_given();
    auto const page = w.page();
    CHECK(shows(page, "Money has arrived for it, and Ana&#39;s Studio looks at it before more is taken."));
    CHECK_FALSE(shows(page, "charged to the kept card"));
    CHECK_FALSE(shows(page, "value=\"pay\""));
    CHECK(w.page("said=under-way").body != page.body);
}

TEST_CASE("the card's last digits and its end are shown once it was looked at, with a button for another") {
    card_world w;
    CHECK(shows(w.page(), "Use another card"));
    CHECK_FALSE(shows(w.page(), "<dt>Card</dt>"));
    w.look_at_card(2031, 7);
    CHECK(shows(w.page(), "<dt>Card</dt><dd>Visa ending in 4242, valid until the end of July 2031</dd>"));
    CHECK_FALSE(shows(w.page(), "valid for less long"));
}

TEST_CASE("a card that ends before a charge, or can be charged no more, is flagged beside the button") {
    card_world w;
    SUBCASE("it ends") {
        w.settings.policy.card_days = 60;
        w.look_at_card(2026, 11);
        CHECK(shows(w.page(), "The card is valid for less long than the plan"));
    }
    SUBCASE("it is gone") {
        w.look_at_card(2031, 7, "");
        CHECK(shows(w.page(), "The card can no longer be charged."));
    }
}

TEST_CASE("pressing the button leads to the processor's page, with the client's page to come back to") {
    card_world w;
    auto const reply = w.press();
    CHECK(reply.status == 303);
    CHECK(header_of(reply, "Location") == card_page);
    REQUIRE(w.card_pages.size() == 1);
    CHECK(w.card_pages.at(0) == w.options.public_base + w.path());
}

TEST_CASE("a form without the page's proof asks for no card") {
    card_world w;
    CHECK(w.press(false).status == 403);
    CHECK(w.card_pages.empty());
}

TEST_CASE("a processor that does not answer is told, and nothing was changed") {
    card_world w;
    w.url.clear();
    auto const reply = w.press();
    CHECK(header_of(reply, "Location") == w.path() + "?said=no-card-page");
    CHECK(shows(w.page("said=no-card-page"), "The page for a new card could not be opened."));
}

TEST_CASE("a plan that was cancelled meanwhile takes no card") {
    card_world w;
    w.tell(domain::cancel_booking{
        w.plan, std::nullopt, domain::money::minor(0, w.booking().terms.price.unit()), "asked for", "ana"});
    CHECK_FALSE(shows(w.page(), "Use another card"));
    CHECK(header_of(w.press(), "Location").starts_with(w.path() + "?said="));
    CHECK(w.card_pages.empty());
}

TEST_CASE("who comes back reads that the card was taken only once it was: the processor is asked first") {
    card_world w;
    w.tell(domain::order_card_page{w.plan, "https://pay.example" + w.path()});
    domain::card_page_fact made;
    made.session = domain::session_id{"cs_card"};
    made.page = 1;
    made.status = domain::session_status::open;
    made.url = card_page;
    made.customer = domain::customer_id{"cus_1"};
    w.tell(domain::card_page_seen{w.plan, made});
    CHECK_FALSE(shows(w.page("said=card"), "Your card has been taken."));
    CHECK(w.looks == 1);
    w.on_look = [&] {
        auto named = made;
        named.status = domain::session_status::complete;
        named.url.clear();
        named.card = domain::method_fact{domain::method_id{"pm_2"},
                                         domain::customer_id{"cus_1"},
                                         "card",
                                         "mastercard",
                                         "4444",
                                         2031,
                                         1,
                                         w.time.at};
        w.tell(domain::card_page_seen{w.plan, named});
    };
    auto const reply = w.page("said=card");
    CHECK(shows(reply, "Your card has been taken."));
    CHECK(shows(reply, "Mastercard ending in 4444"));
    CHECK(w.looks == 2);
    w.page("said=card");
    CHECK(w.looks == 2);
}
