// Naming another card: what the gateway's adapter sends, the sandbox takes, and what becomes of it is read.
#include <doctest/doctest.h>

#include "adapter_bench.hpp"

namespace {

using namespace adapter_test;
using domain::session_status;

engine::routed_session card_page(adapter_bench& b, domain::customer_id const& who, int number = 1) {
    domain::create_card_page order;
    order.booking = b.booking;
    order.page = number;
    order.customer = who;
    order.unit = euros(1).unit();
    order.locale = "pt";
    order.return_url = "https://pay.example/a/token";
    order.expires_at = b.over.now + std::chrono::hours{2};
    return *run(b.port->create_checkout(b.fresh_key(), b.port->card_page_body(order, b.route(0))));
}

void name_card(adapter_bench& b, domain::session_id const& page, std::string const& number) {
    auto const done = b.machine.submit_card(page.text(), {.number = number, .name = "Mara"}, b.over.now);
    if (done.what == sandbox::pay_outcome::kind::challenge)
        b.machine.authenticate(page.text(), true, b.over.now);
}

TEST_CASE("a card is named on a page without money, and pays the next item") {
    for (auto const& methods : {std::vector<std::string>{"card"}, std::vector<std::string>{}}) {
        adapter_bench b{methods};
        auto const who = b.customer();
        b.kept_card(who, "4000000000000341");
        auto const made = card_page(b, who, 2);
        REQUIRE(made.card_page);
        CHECK(made.whose == b.route(0));
        CHECK(made.card_page->status == session_status::open);
        CHECK(made.card_page->page == 2);
        CHECK_FALSE(made.card_page->url.empty());
        name_card(b, made.fact.session, "5555555555554444");
        auto const read = run(b.port->read_session(made.fact.session));
        CHECK(read->card_page->status == session_status::complete);
        REQUIRE(read->card_page->card);
        auto const card = *read->card_page->card;
        CHECK(card.last4 == "4444");
        CHECK(card.customer == who);
        CHECK(b.confirm(b.order_charge(who), card.method)->fact.status == domain::intent_status::succeeded);
    }
}

TEST_CASE("both webhooks of a named card point to it, with the way home") {
    adapter_bench b;
    auto const who = b.customer();
    auto const made = card_page(b, who);
    name_card(b, made.fact.session, "4242424242424242");
    auto const completed = b.events("checkout.session.completed");
    REQUIRE(completed.size() == 1);
    CHECK(completed.at(0).whose == b.route(0));
    CHECK(std::get<engine::pointer_report>(completed.at(0).what).object_id == made.fact.session.text());
    auto const succeeded = b.events("setup_intent.succeeded");
    REQUIRE(succeeded.size() == 1);
    CHECK(succeeded.at(0).whose == b.route(0));
    auto const setup =
        run(b.port->read_setup(std::get<engine::pointer_report>(succeeded.at(0).what).object_id));
    CHECK(setup->fact.page == 1);
    CHECK(setup->fact.customer == who);
    CHECK(setup->fact.card->last4 == "4242");
}

TEST_CASE("a page that nobody used ends, and takes no card any more") {
    adapter_bench b;
    auto const made = card_page(b, b.customer());
    b.over.now += std::chrono::hours{3};
    b.machine.advance(b.over.now);
    name_card(b, made.fact.session, "4242424242424242");
    auto const read = run(b.port->read_session(made.fact.session));
    CHECK(read->card_page->status == session_status::expired);
    CHECK_FALSE(read->card_page->card);
}

TEST_CASE("a card that its bank replaces, or that is detached, is told with its customer's way home") {
    adapter_bench b;
    auto const who = b.customer();
    auto const card = b.kept_card(who, "4242424242424242");
    b.machine.update_card(card.text(), 2041, b.over.now);
    b.machine.detach_method(card.text(), b.over.now);
    auto const updated = b.events("payment_method.automatically_updated");
    REQUIRE(updated.size() == 1);
    CHECK(std::get<domain::method_fact>(updated.at(0).what).expires_year == 2041);
    auto const detached = b.events("payment_method.detached");
    REQUIRE(detached.size() == 1);
    CHECK(std::get<domain::method_fact>(detached.at(0).what).customer.empty());
    CHECK(detached.at(0).customer == who);
    CHECK(*run(b.port->read_customer(who)) == b.route(0));
}

}  // namespace
