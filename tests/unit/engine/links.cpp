#include <algorithm>

#include "plan_sold.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

purchase from_network(std::string reference) {
    auto click = a_click(std::move(reference));
    click.network = "one-network";
    return click;
}

domain::refusal refused(gateway& at, purchase what) {
    auto const outcome = at.finish(at.sales.start(std::move(what)));
    REQUIRE_FALSE(outcome.has_value());
    return outcome.error();
}

}  // namespace

TEST_CASE("above the cap of one network a person confirms first, and nothing was written") {
    world all;
    all.current.held_most_per_network = 2;
    gateway one{all};
    buy(one, from_network("ref-1"));
    buy(one, from_network("ref-2"));
    auto const commits = all.store.commits;
    auto const asked = buy(one, from_network("ref-3"));
    CHECK(asked.outcome == purchase_outcome::confirm_first);
    CHECK(asked.booking.id.empty());
    CHECK(all.store.commits == commits);
    CHECK_FALSE(one.finish(all.store.find_identity(identity("ref-3"))));
    CHECK(buy(one, from_network("ref-1")).outcome == purchase_outcome::pay_at);
}

TEST_CASE("a network is counted once for each link that is new, not for those it knows") {
    world all;
    all.current.held_most_per_network = 2;
    gateway one{all};
    for (int clicks = 0; clicks < 5; ++clicks) {
        CHECK(buy(one, from_network("ref-1")).outcome == purchase_outcome::pay_at);
    }
    CHECK(buy(one, from_network("ref-2")).outcome == purchase_outcome::pay_at);
    CHECK(buy(one, from_network("ref-3")).outcome == purchase_outcome::confirm_first);
}

TEST_CASE("a crowd of new links from one network gets no further than its cap") {
    world all;
    all.current.held_most_per_network = 5;
    gateway one{all};
    std::vector<decltype(one.start(one.sales.start(from_network(""))))> clicks;
    clicks.reserve(20);
    for (int i = 0; i < 20; ++i) {
        clicks.push_back(one.start(one.sales.start(from_network("ref-" + std::to_string(i)))));
    }
    pass(all, {&one}, 2s);
    auto const ended_with = [&clicks](purchase_outcome wanted) {
        return std::count_if(clicks.begin(), clicks.end(), [wanted](auto const& click) {
            return click->ended() && click->value && click->value->value().outcome == wanted;
        });
    };
    CHECK(ended_with(purchase_outcome::pay_at) == 5);
    CHECK(ended_with(purchase_outcome::confirm_first) == 15);
}

TEST_CASE("a program that presses the button gets no further than ten times the cap") {
    world all;
    all.current.held_most_per_network = 2;
    gateway one{all};
    auto const press = [&one](int number) {
        auto what = from_network("ref-" + std::to_string(number));
        what.pressed_button = true;
        return buy(one, what).outcome;
    };
    for (int i = 0; i < 20; ++i) CHECK(press(i) == purchase_outcome::pay_at);
    auto const clients = all.store.clients().size();
    for (int i = 20; i < 40; ++i) CHECK(press(i) == purchase_outcome::confirm_first);
    CHECK(all.store.clients().size() == clients);
    CHECK(press(7) == purchase_outcome::pay_at);
    all.current.held_most_per_network = 1'000;
    all.current.held_most = 2;
    pass(all, {&one}, 2s);
    CHECK(press(40) == purchase_outcome::confirm_first);
    CHECK(all.store.clients().size() == clients);
}

TEST_CASE("above the cap of all held bookings a person confirms first, whoever they are") {
    world all;
    all.current.held_most = 2;
    gateway one{all};
    buy(one, a_click("ref-1"));
    buy(one, a_click("ref-2"));
    pass(all, {&one}, 2s);
    auto const commits = all.store.commits;
    CHECK(buy(one, a_click("ref-3")).outcome == purchase_outcome::confirm_first);
    CHECK(all.store.commits == commits);
    SUBCASE("who pressed the button goes on") {
        auto confirmed = a_click("ref-3");
        confirmed.pressed_button = true;
        CHECK(buy(one, confirmed).outcome == purchase_outcome::pay_at);
    }
    SUBCASE("the business's own claims are not counted") {
        auto claim = a_click("ref-3");
        claim.origin = domain::origin::signed_link;
        CHECK(buy(one, claim).outcome == purchase_outcome::pay_at);
    }
}

TEST_CASE("a signed link joins the account it names") {
    world all;
    gateway one{all};
    auto const first = buy(one, a_click("ref-1"));
    auto second = a_click("ref-2");
    second.origin = domain::origin::signed_link;
    second.client = first.client;
    auto const joined = buy(one, second);
    CHECK(joined.outcome == purchase_outcome::pay_at);
    CHECK(joined.client == first.client);
    CHECK(all.store.snapshot(first.client).bookings.size() == 2);
}

TEST_CASE("a reference that belongs to somebody else does not join another account") {
    world all;
    gateway one{all};
    buy(one, a_click("ref-1"));
    auto claim = a_click("ref-1");
    claim.origin = domain::origin::api;
    claim.client = domain::client_id{"another-client-entirely"};
    CHECK(refused(one, claim).reason == domain::refusal_reason::not_this_account);
}

TEST_CASE("a previous reference moves the booking, its session and its payment") {
    world all;
    gateway one{all};
    auto const first = buy(one, a_click("ref-1"));
    auto moved = a_click("ref-2");
    moved.origin = domain::origin::signed_link;
    moved.previous = identity("ref-1");
    auto const again = buy(one, moved);
    CHECK(again.url == first.url);
    CHECK(again.client == first.client);
    CHECK(all.processor.creations().size() == 1);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    deliver(one, all.processor.event_of(all.processor.last_session(), "evt_1"));
    CHECK(buy(one, moved).outcome == purchase_outcome::already_paid);
    CHECK(buy(one, a_click("ref-1")).outcome == purchase_outcome::already_paid);
}

TEST_CASE("a previous reference moves a running plan without asking anybody again") {
    world all;
    gateway one{all};
    sell(all, one);
    auto const former = all.only_booking().id;
    auto moved = a_plan(false);
    moved.identity = identity("ref-2");
    moved.previous = identity("ref-1");
    for (auto const how : {domain::origin::signed_link, domain::origin::api}) {
        CAPTURE(static_cast<int>(how));
        moved.origin = how;
        CHECK(buy(one, moved).outcome == purchase_outcome::already_paid);
        auto const there = one.finish(one.questions.by_identity(identity("ref-1")));
        REQUIRE(there);
        CHECK(there->booking.identity == moved.identity);
        CHECK(there->booking.agreements.size() == 1);
        CHECK(domain::balance_of(there->booking).open == eur(120'00));
        CHECK(domain::balance_of(there->booking).received == eur(60'00));
        moved.previous = moved.identity;
        moved.identity = identity("ref-3");
    }
    CHECK(all.store.snapshot(all.only_client()).find(former)->closed_at);
    CHECK(all.processor.sessions() == 1);
}

TEST_CASE("a previous reference to a plan nobody agreed to shows the terms first") {
    world all;
    gateway one{all};
    auto booked = a_plan(false);
    booked.origin = domain::origin::api;
    buy(one, booked);
    auto moved = a_plan(false);
    moved.origin = domain::origin::signed_link;
    moved.identity = identity("ref-2");
    moved.previous = identity("ref-1");
    CHECK(buy(one, moved).outcome == purchase_outcome::agree_first);
    CHECK(all.only_booking().identity == booked.identity);
    moved.agreed = a_plan().agreed;
    CHECK(buy(one, moved).outcome == purchase_outcome::pay_at);
}

TEST_CASE("a previous reference nobody knows is refused") {
    world all;
    gateway one{all};
    auto moved = a_click("ref-2");
    moved.origin = domain::origin::signed_link;
    moved.previous = identity("ref-1");
    CHECK(refused(one, moved).reason == domain::refusal_reason::booking_unknown);
    CHECK(all.store.clients().empty());
}

TEST_CASE("the return page opens under its own address only") {
    world all;
    gateway one{all};
    auto const bought = buy(one);
    auto const address = domain::page_address(bought.client, bought.booking);
    CHECK(one.finish(one.questions.by_page_address(address)));
    auto wrong = address;
    wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
    CHECK_FALSE(one.finish(one.questions.by_page_address(wrong)));
    CHECK_FALSE(one.finish(one.questions.by_page_address("..")));
    CHECK_FALSE(one.finish(one.questions.by_page_address("")));
}

TEST_CASE("an error saved under the key does not hide the session that was made") {
    world all;
    gateway one{all};
    all.processor.creating = answer::saved_error;
    auto const bought = buy(one);
    CHECK(bought.outcome == purchase_outcome::pay_at);
    CHECK(all.processor.asked == 1);
}

TEST_CASE("the processor refuses: links that are clicked again order again, but not at once") {
    world all;
    gateway one{all};
    all.processor.creating = answer::refused;
    for (int i = 0; i < 3; ++i) CHECK(buy(one).outcome == purchase_outcome::refused_by_processor);
    CHECK(all.processor.asked == 1);
    pass(all, {&one}, 10min);
    CHECK(buy(one).outcome == purchase_outcome::refused_by_processor);
    CHECK(all.processor.asked == 2);
    all.processor.creating = answer::normal;
    pass(all, {&one}, 10min);
    CHECK(buy(one).outcome == purchase_outcome::pay_at);
}

TEST_CASE("the link of a booking that was cancelled before it was paid says closed, not paid") {
    world all;
    gateway one{all};
    auto booked = a_click();
    booked.origin = domain::origin::api;
    buy(one, booked);
    apply_request cancelling;
    cancelling.client = all.only_client();
    domain::cancel_booking cancelled;
    cancelled.booking = all.only_booking().id;
    cancelled.reason = "ill";
    cancelled.author = "ann";
    cancelling.what = cancelled;
    REQUIRE(one.finish(one.books.apply(std::move(cancelling))).has_value());
    REQUIRE(all.only_booking().closed_at);
    CHECK(buy(one, booked).outcome == purchase_outcome::closed);
    work_through(all, {&one}, 1h);
    CHECK(buy(one, booked).outcome == purchase_outcome::closed);
}

TEST_CASE("a click that is cancelled while it waits for its session leaves the order untouched") {
    world all;
    gateway one{all};
    all.processor.slow = true;
    auto const click = one.start(one.sales.start(a_click()));
    one.poll();
    REQUIRE(all.processor.asked == 1);
    click->stop.emit(boost::asio::cancellation_type::terminal);
    one.poll();
    CHECK(click->ended());
    all.processor.release();
    one.poll();
    CHECK(all.store.effects().empty());
    CHECK(buy(one).outcome == purchase_outcome::pay_at);
}

TEST_CASE(
    "a booking that moved before its session was made: a click on the new link finishes the old order") {
    world all;
    gateway one{all};
    all.processor.creating = answer::not_attempted;
    buy(one, a_click("ref-1"));
    REQUIRE(one.finish(one.sales.move(identity("ref-1"), identity("ref-2"))).has_value());
    all.processor.creating = answer::normal;
    pass(all, {&one}, 1min);
    CHECK(buy(one, a_click("ref-2")).outcome == purchase_outcome::pay_at);
    CHECK(all.processor.creations().size() == 1);
    CHECK(all.store.effects().empty());
}
