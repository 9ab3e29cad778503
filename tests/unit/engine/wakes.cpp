#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

// Ordered, created at the processor, and its reply never came back.
void buy_into_the_dark(world& all, gateway& at) {
    all.processor.creating = answer::unknown_applied;
    CHECK(buy(at).outcome == purchase_outcome::try_again);
}

}  // namespace

TEST_CASE("all webhooks dropped: the look-up after two minutes finds the payment") {
    world all;
    gateway one{all};
    buy(one);
    pass(all, {&one}, 1min);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    work_through(all, {&one}, 2min);
    CHECK(state_of_only(all) == domain::booking_state::paid);
    CHECK(all.processor.reads == 1);
    CHECK_FALSE(all.store.wake_of(all.only_client(), all.only_booking().id));
}

TEST_CASE("all webhooks dropped, paid after five minutes: the look-up after ten finds it") {
    world all;
    gateway one{all};
    buy(one);
    work_through(all, {&one}, 5min);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    work_through(all, {&one}, 6min);
    CHECK(state_of_only(all) == domain::booking_state::paid);
    CHECK(all.processor.reads == 2);
}

TEST_CASE("webhooks that stay away are missed, by kind, until one of the kind comes") {
    world all;
    gateway one{all};
    buy(one);
    auto const session = all.processor.last_session();
    REQUIRE(all.processor.pay(session));
    work_through(all, {&one}, 3min);
    auto const missed = [&] { return one.settle.silence().since_long(all.time.now(), 10min); };
    CHECK(missed().empty());  // it may only be late
    work_through(all, {&one}, 10min);
    REQUIRE(missed().count(news_kind::checkouts) == 1);
    CHECK(missed().at(news_kind::checkouts).count == 1);
    deliver(one, all.processor.event_of(session, "evt_1"));
    CHECK(missed().empty());
}

TEST_CASE("what the return page finds before its webhook is not missed") {
    world all;
    gateway one{all};
    buy(one);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    one.finish(one.settle.look_now(all.only_client(), all.only_booking().id));
    CHECK(state_of_only(all) == domain::booking_state::paid);
    work_through(all, {&one}, 30min);
    CHECK(one.settle.silence().since_long(all.time.now(), 10min).empty());
}

TEST_CASE("the payer closed the window: the session dies, the hold ends, 30 days later nothing is left") {
    world all;
    gateway one{all};
    buy(one);
    work_through(all, {&one}, 3h);
    CHECK(all.processor.open_sessions().empty());
    CHECK_FALSE(domain::live_checkout(all.only_booking()));
    work_through(all, {&one}, 22h, 10min);
    CHECK(all.only_booking().close_reason == "hold_expired");
    CHECK(buy(one).outcome == purchase_outcome::closed);
    work_through(all, {&one}, 24h * 31, 1h);
    CHECK(all.store.clients().empty());
    CHECK_FALSE(one.finish(all.store.find_identity(identity("ref-1"))));
    CHECK_FALSE(one.finish(all.store.oldest_wake()));
    CHECK(one.finish(all.store.held_count()) == 0);
    CHECK(all.processor.reads <= 4);
}

TEST_CASE("a processor that cannot be asked is asked again at the next look, without a storm") {
    world all;
    gateway one{all};
    buy(one);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    all.processor.reading = answer::not_attempted;
    work_through(all, {&one}, 24h, 1min);
    CHECK(all.processor.reads >= 3);
    CHECK(all.processor.reads <= 30);
    CHECK(all.only_booking().close_reason.empty());
    all.processor.reading = answer::normal;
    work_through(all, {&one}, 61min);
    CHECK(state_of_only(all) == domain::booking_state::paid);
}

// An error that was answered is kept under the order's key: every repeat gets it again, for as long as the
// order lives.
TEST_CASE("an order whose answer stays an error is repeated soon at first, and ever more rarely as it ages") {
    constexpr auto step = 2s;
    world all;
    gateway one{all};
    all.current.policy.checkout_lifetime = 24h;
    all.processor.creating = answer::saved_error;
    all.processor.reading = answer::not_attempted;  // nor does a list show what came of it
    CHECK(buy(one).outcome == purchase_outcome::try_again);
    auto const ordered = all.store.effects().at(0).ordered_at;
    std::vector<milliseconds> ages;
    while (all.time.now() < ordered + 6h) {
        auto const before = all.processor.asked;
        work_through(all, {&one}, step, step);
        if (all.processor.asked > before) ages.push_back(all.time.now() - ordered);
    }
    REQUIRE(ages.size() > 4);
    CHECK(ages[3] < 1min);
    for (std::size_t i = 1; i < ages.size(); ++i) {
        CAPTURE(ages[i - 1].count());
        auto const pause = ages[i] - ages[i - 1];
        auto const most = std::max<milliseconds>(15s, ages[i - 1] / 20);
        CHECK(pause <= most + 2 * step);
        if (ages[i - 1] > 5min) CHECK(pause >= most / 2 - 2 * step);
    }
    CHECK(ages.size() < 200);
    CHECK(all.processor.key_misuses == 0);
}

TEST_CASE("an unknown creation is repeated until its time is up, then abandoned and found by listing") {
    world all;
    gateway one{all};
    buy_into_the_dark(all, one);
    work_through(all, {&one}, 91min, 10s);
    CHECK(all.only_booking().checkouts.back().abandoned);
    CHECK(all.store.effects().empty());
    CHECK(all.processor.key_misuses == 0);
    CHECK(all.processor.sessions() == 1);
    auto const now = all.time.now();
    CHECK(buy(one).outcome == purchase_outcome::try_again);
    CHECK(all.time.now() == now);  // nobody waits for what nobody makes
    SUBCASE("it was paid meanwhile") {
        REQUIRE(all.processor.pay(all.processor.last_session()));
        work_through(all, {&one}, 2h);
        CHECK(state_of_only(all) == domain::booking_state::paid);
    }
    SUBCASE("it was paid, and the booking moved meanwhile") {
        REQUIRE(all.processor.pay(all.processor.last_session()));
        REQUIRE(one.finish(one.sales.move(identity("ref-1"), identity("ref-2"))).has_value());
        work_through(all, {&one}, 2h);
        auto const found = one.finish(one.questions.by_identity(identity("ref-2")));
        REQUIRE(found);
        CHECK(domain::state_of(found->booking) == domain::booking_state::paid);
    }
    SUBCASE("nobody paid it") {
        all.processor.creating = answer::normal;
        work_through(all, {&one}, 2h);
        CHECK_FALSE(domain::live_checkout(all.only_booking()));
        CHECK(buy(one).outcome == purchase_outcome::pay_at);
        CHECK(all.processor.double_payers == 0);
    }
}

TEST_CASE(
    "a creation that never reached the processor is abandoned, proven absent after its end, and ordered "
    "anew") {
    world all;
    gateway one{all};
    all.processor.creating = answer::unknown_not_applied;
    buy(one);
    work_through(all, {&one}, 91min, 10s);
    REQUIRE(all.only_booking().checkouts.back().abandoned);
    CHECK(all.processor.lists == 0);
    work_through(all, {&one}, 40min);
    CHECK(all.processor.lists == 1);
    CHECK(all.only_booking().checkouts.back().absent);
    all.processor.creating = answer::normal;
    CHECK(buy(one).outcome == purchase_outcome::pay_at);
    CHECK(all.only_booking().checkouts.size() == 2);
}

TEST_CASE("a refund under way is looked up until it is final") {
    world all;
    gateway one{all};
    buy(one);
    auto const session = all.processor.last_session();
    REQUIRE(all.processor.pay(session));
    deliver(one, all.processor.event_of(session, "evt_1"));
    auto const intent = all.processor.session(session).fact.intent;
    auto const back = all.processor.refund(intent, domain::refund_status::pending);
    auto event = all.processor.event_of(intent, "evt_2");
    event.what = back;
    deliver(one, event);
    all.processor.settle_refund(back.refund, domain::refund_status::failed);
    work_through(all, {&one}, 2h);
    CHECK(state_of_only(all) == domain::booking_state::paid);
    CHECK_FALSE(all.store.wake_of(all.only_client(), all.only_booking().id));
}

TEST_CASE("a wake-up is not moved back over what somebody else committed meanwhile") {
    world all;
    gateway one{all};
    buy(one);
    auto const client = all.only_client();
    auto const id = all.only_booking().id;
    auto const before = all.store.wake_of(client, id);
    one.finish(all.store.move_wake(client, id, all.store.snapshot(client).version - 1, std::nullopt));
    CHECK(all.store.wake_of(client, id) == before);
}

TEST_CASE("two gateways that claim at once share the work and do no harm") {
    world all;
    gateway one{all, 1};
    gateway two{all, 2};
    for (int i = 0; i < 20; ++i) {
        auto click = a_click("ref-" + std::to_string(i));
        buy(one, click);
    }
    work_through(all, {&one, &two}, 3min);
    CHECK(all.processor.reads == 20);
    CHECK(all.processor.double_payers == 0);
}

TEST_CASE("a booking whose hold is over among paid ones is not asked about every minute") {
    world all;
    gateway one{all};
    auto const first = buy(one);
    auto second = a_click("ref-2");
    second.origin = domain::origin::api;
    second.client = first.client;
    buy(one, second);
    auto const session = all.processor.last_session();
    for (auto const& open : all.processor.open_sessions()) {
        if (all.processor.session(open).whose.booking != first.booking.id) {
            REQUIRE(all.processor.pay(open));
            deliver(one, all.processor.event_of(open, "evt_1"));
        }
    }
    work_through(all, {&one}, 24h * 32, 1h);
    CHECK(all.store.snapshot(first.client).bookings.size() == 2);
    CHECK_FALSE(one.finish(all.store.oldest_wake()));
}
