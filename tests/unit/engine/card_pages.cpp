// A plan's card, from the client who names another one to the charge that is made with it, and what is heard
// of a card by itself.
#include "plan_sold.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

std::optional<std::string> ask(world& all, gateway& at) {
    auto const opened = at.finish(
        at.sales.change_card(all.only_client(), all.only_booking().id, "https://pay.example/a/token"));
    REQUIRE(opened.has_value());
    return *opened;
}

domain::session_id page_of(world const& all) { return all.only_booking().card_pages.back().session; }
domain::method_id kept(world const& all) { return all.only_booking().kept->method; }

// The second part is declined, and waits for another try.
void decline(world& all, gateway& at) {
    auto const card = sell(all, at);
    all.processor.cards[card] = {.decline_code = "insufficient_funds"};
    wait_for(all, at, second_due);
    work_through(all, {&at}, 2min);
    REQUIRE(received(all) == 60'00);
}

}  // namespace

TEST_CASE("the page for another card is ordered, made and led to; pressed again it is the same one") {
    world all;
    gateway one{all};
    sell(all, one);
    auto const url = ask(all, one);
    CHECK(url == url_of(page_of(all)));
    CHECK(ask(all, one) == url);
    CHECK(all.only_booking().card_pages.size() == 1);
    CHECK(all.store.effects().empty());
    check_never_twice(all);
}

TEST_CASE("a processor that does not answer leads nobody anywhere, and the page is made later") {
    world all;
    gateway one{all};
    sell(all, one);
    all.processor.creating = answer::unknown_not_applied;
    CHECK_FALSE(ask(all, one));
    all.processor.creating = answer::normal;
    work_through(all, {&one}, 5min);
    CHECK(ask(all, one) == url_of(page_of(all)));
    CHECK(all.only_booking().card_pages.size() == 1);
}

TEST_CASE("a page that the processor refuses leads nobody anywhere, and is not asked for at each press") {
    world all;
    gateway one{all};
    sell(all, one);
    all.processor.creating = answer::refused;
    CHECK_FALSE(ask(all, one));
    auto const asked = all.processor.asked;
    CHECK_FALSE(ask(all, one));
    CHECK(all.processor.asked == asked);
}

TEST_CASE("who sells nothing that is collected has no page for a card") {
    world all;
    gateway one{all};
    buy(one);
    auto const refused = one.finish(
        one.sales.change_card(all.only_client(), all.only_booking().id, "https://pay.example/a/token"));
    CHECK(refused.error().reason == domain::refusal_reason::no_card_kept);
}

TEST_CASE("both webhooks of a named card, twice and in any order, leave the same account") {
    std::optional<domain::booking> first;
    for (bool const swapped : {false, true}) {
        world all;
        gateway one{all};
        sell(all, one);
        ask(all, one);
        auto const card = all.processor.name_card(page_of(all));
        auto completed = all.processor.event_of(page_of(all), "evt_a");
        completed.what = pointer_report{page_of(all).text()};
        auto succeeded = all.processor.setup_event(page_of(all), "evt_b");
        deliver(one, swapped ? succeeded : completed);
        deliver(one, swapped ? completed : succeeded);
        deliver(one, completed);
        deliver(one, succeeded);
        CHECK(kept(all) == card);
        CHECK(all.only_booking().card_pages.back().status == domain::session_status::complete);
        if (!first) first = all.only_booking();
        CHECK(all.only_booking().kept == first->kept);
    }
}

TEST_CASE("a named card is found without a webhook, and charged at once where a try was declined") {
    world all;
    gateway one{all};
    decline(all, one);
    ask(all, one);
    auto const card = all.processor.name_card(page_of(all));
    work_through(all, {&one}, 20min);
    CHECK(kept(all) == card);
    CHECK(received(all) == 120'00);
    check_never_twice(all);
}

TEST_CASE("who comes back from naming a card finds it taken") {
    world all;
    gateway one{all};
    sell(all, one);
    ask(all, one);
    auto const card = all.processor.name_card(page_of(all));
    one.finish(one.settle.look_now(all.only_client(), all.only_booking().id));
    CHECK(kept(all) == card);
}

TEST_CASE("wherever the process dies while a card is named, one page is made and the card serves") {
    for (int steps = 0; steps < 400; steps += 7) {
        world all;
        gateway one{all};
        sell(all, one);
        auto const client = all.only_client();
        auto const booking = all.only_booking().id;
        bool const died = crash_after(all, steps, [&](gateway& dying) {
            return dying.start(dying.sales.change_card(client, booking, "https://pay.example/a/token"));
        });
        work_through(all, {&one}, 10min);
        REQUIRE(ask(all, one));
        CHECK(all.only_booking().card_pages.size() == 1);
        CHECK(all.processor.key_misuses == 0);
        auto const card = all.processor.name_card(page_of(all));
        work_through(all, {&one}, 3h, 5min);  // at the latest when the page's time is over
        CHECK(kept(all) == card);
        if (!died) return;
    }
}

TEST_CASE("a detached card is heard of by its customer, and nothing is charged to it") {
    world all;
    gateway one{all};
    auto const card = sell(all, one);
    all.processor.detach(card);
    CHECK(deliver(one, all.processor.event_of(card, "evt_gone")) == webhook_outcome::applied);
    CHECK(deliver(one, all.processor.event_of(card, "evt_gone_again")) == webhook_outcome::nothing_new);
    wait_for(all, one, second_due);
    work_through(all, {&one}, 24h, 1h);
    CHECK(all.processor.confirmations == 0);
    CHECK(received(all) == 60'00);
    auto const attention = domain::attention_of(all.only_booking());
    CHECK(std::any_of(attention.begin(), attention.end(),
                      [](auto const& one) { return one.reason == "charge_card_detached"; }));
}

TEST_CASE("an event about a card of ours that is not as documented is looked up") {
    world all;
    gateway one{all};
    auto const card = sell(all, one);
    all.processor.detach(card);
    auto odd = all.processor.event_of(card, "evt_odd");
    odd.what = pointer_report{card.text()};
    CHECK(deliver(one, odd) == webhook_outcome::applied);
    CHECK(all.only_booking().kept->detached);
}

TEST_CASE("a card that was detached unheard is found two weeks before its charge") {
    world all;
    gateway one{all};
    auto const card = sell(all, one);
    all.processor.detach(card);
    wait_for(all, one, second_due - 24h * 14);
    work_through(all, {&one}, 2min);
    CHECK(all.only_booking().kept->detached);
    CHECK(domain::attention_of(all.only_booking()).at(0).reason == "card_detached");
}

TEST_CASE("a card is looked at once for each charge, and kept as it is") {
    world all;
    gateway one{all};
    sell(all, one);
    wait_for(all, one, second_due - 24h * 14);
    work_through(all, {&one}, 2min);
    CHECK(all.only_booking().kept->last4 == "4242");
    auto const reads = all.processor.reads;
    work_through(all, {&one}, 24h * 13, 1h);
    CHECK(all.processor.reads == reads);
}

TEST_CASE("a processor that does not answer about a card is asked every few minutes, not every second") {
    world all;
    gateway one{all};
    sell(all, one);
    wait_for(all, one, second_due - 24h * 14);
    all.processor.reading = answer::unknown_not_applied;
    auto const reads = all.processor.reads;
    work_through(all, {&one}, 1h, 10s);
    CHECK(all.processor.reads - reads <= 13);
    all.processor.reading = answer::normal;
    work_through(all, {&one}, 6min, 10s);
    CHECK(all.only_booking().kept->looked != instant{});
}

TEST_CASE("what is said of a card of somebody else's customer is foreign") {
    world all;
    gateway one{all};
    sell(all, one);
    auto const card = all.processor.keep_card(domain::customer_id{"cus_elsewhere"});
    CHECK(deliver(one, all.processor.event_of(card, "evt_other")) == webhook_outcome::foreign);
}

TEST_CASE("reconciling passes over pages that take no money") {
    world all;
    gateway one{all};
    sell(all, one);
    ask(all, one);
    auto const before = all.only_booking();
    one.finish(one.settle.read_events());
    CHECK(all.only_booking().checkouts == before.checkouts);
}
