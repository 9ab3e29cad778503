#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

using start_outcome = boost::system::result<purchase_result, domain::refusal>;

domain::checkout const& last_checkout(domain::booking const& what) { return what.checkouts.back(); }

}  // namespace

TEST_CASE("64 simultaneous clicks on one link, on two gateways, make one session and all are sent to it") {
    world all;
    gateway first{all, 1};
    gateway second{all, 2};
    std::vector<outcome<start_outcome>> clicks;
    clicks.reserve(64);
    for (int i = 0; i < 64; ++i) {
        auto& at = i % 2 ? first : second;
        auto click = a_click();
        click.network = "one-network";
        clicks.push_back(at.start(at.sales.start(click)));
    }
    pass(all, {&first, &second}, 2s);
    for (auto const& click : clicks) {
        REQUIRE(click->value);
        REQUIRE(click->value->has_value());
        CHECK((*click->value)->outcome == purchase_outcome::pay_at);
        CHECK((*click->value)->url == url_of(all.processor.last_session()));
    }
    CHECK(all.processor.creations().size() == 1);
    CHECK(all.processor.asked == 1);
    CHECK(all.only_booking().checkouts.size() == 1);
    CHECK(all.store.effects().empty());
}

TEST_CASE("a first click reads nothing back: what was just written is known") {
    world all;
    gateway at{all};
    auto const bought = buy(at);
    CHECK(bought.outcome == purchase_outcome::pay_at);
    CHECK(bought.booking == all.only_booking());
    CHECK(all.store.loads == 0);
    CHECK(all.store.commits == 2);
}

TEST_CASE("somebody else's commit between an order and its outcome is loaded, not overwritten") {
    world all;
    gateway one{all, 1};
    gateway other{all, 2};
    all.processor.slow = true;
    auto const click = one.start(one.sales.start(a_click("ref-1")));
    pass(all, {&one}, 1s);
    auto const client = all.only_client();
    auto joined = a_click("ref-2");
    joined.client = client;
    joined.origin = domain::origin::api;
    auto const second = other.start(other.sales.start(joined));
    pass(all, {&one, &other}, 1s);
    all.processor.release();
    pass(all, {&one, &other}, 2s);
    REQUIRE(click->value);
    REQUIRE(second->value);
    CHECK((*click->value)->outcome == purchase_outcome::pay_at);
    CHECK((*second->value)->outcome == purchase_outcome::pay_at);
    CHECK(all.store.snapshot(client).bookings.size() == 2);
    CHECK(all.store.loads > 0);
}

TEST_CASE("clicks while the processor is slow wait for the one session that is being made") {
    world all;
    gateway one{all};
    all.processor.slow = true;
    auto const a = one.start(one.sales.start(a_click()));
    auto const b = one.start(one.sales.start(a_click()));
    pass(all, {&one}, 3s);
    CHECK_FALSE(a->ended());
    CHECK_FALSE(b->ended());
    all.processor.release();
    pass(all, {&one}, 1s);
    REQUIRE(a->value);
    REQUIRE(b->value);
    CHECK((*a->value)->url == (*b->value)->url);
    CHECK(all.processor.asked == 1);
}

TEST_CASE(
    "a click on another gateway while the first one's processor is slow gives up after its patience, too") {
    world all;
    gateway slow{all, 1};
    gateway other{all, 2};
    all.processor.slow = true;
    auto const a = slow.start(slow.sales.start(a_click()));
    slow.poll();
    auto const b = other.start(other.sales.start(a_click()));
    pass(all, {&slow, &other}, 11s);
    REQUIRE(b->value);
    CHECK((*b->value)->outcome == purchase_outcome::try_again);
    CHECK(all.processor.asked == 1);
    all.processor.release();
    pass(all, {&slow, &other}, 1s);
    REQUIRE(a->value);
    CHECK(buy(other).outcome == purchase_outcome::pay_at);
    CHECK(all.processor.asked == 1);
}

TEST_CASE(
    "a first click whose processor never answers gives up after its patience; the order goes on by itself") {
    world all;
    gateway one{all};
    all.processor.slow = true;
    auto const first = one.start(one.sales.start(a_click()));
    pass(all, {&one}, all.current.checkout_patience - 1s);
    CHECK_FALSE(first->ended());
    auto const second = one.start(one.sales.start(a_click()));
    pass(all, {&one}, 2s);
    REQUIRE(first->value);
    CHECK((*first->value)->outcome == purchase_outcome::try_again);
    CHECK_FALSE(second->ended());
    CHECK(one.work.running() == 1);
    pass(all, {&one}, all.current.checkout_patience);
    REQUIRE(second->value);
    CHECK(one.time.sleepers() == 0);
    all.processor.release();
    pass(all, {&one}, 1s);
    CHECK(all.processor.asked == 1);
    CHECK(buy(one).outcome == purchase_outcome::pay_at);
}

TEST_CASE("a click that takes a left order over gives up after its patience; the order goes on by itself") {
    world all;
    {
        gateway crashed{all};
        all.processor.creating = answer::not_attempted;
        buy(crashed);
    }
    all.processor.creating = answer::normal;
    gateway one{all, 2};
    all.time.set(all.time.now() + 1min);
    one.time.set(all.time.now());
    all.processor.slow = true;
    auto const click = one.start(one.sales.start(a_click()));
    pass(all, {&one}, all.current.checkout_patience + 1s);
    REQUIRE(click->value);
    CHECK((*click->value)->outcome == purchase_outcome::try_again);
    CHECK(one.work.running() == 1);
    all.processor.release();
    pass(all, {&one}, 1s);
    CHECK(one.work.running() == 0);
    CHECK(buy(one).outcome == purchase_outcome::pay_at);
}

TEST_CASE("a page past its end at a processor that never answers is not waited for longer than patience") {
    world all;
    gateway one{all};
    buy(one);
    pass(all, {&one}, 2h);
    all.processor.slow_reads = true;
    auto const click = one.start(one.sales.start(a_click()));
    auto const coming_back = one.start(one.settle.look_now(all.only_client(), all.only_booking().id));
    pass(all, {&one}, all.current.checkout_patience + 1s);
    REQUIRE(click->value);
    CHECK((*click->value)->outcome == purchase_outcome::try_again);
    CHECK(coming_back->value);
    all.processor.release();
    pass(all, {&one}, 1s);
    CHECK(buy(one).outcome == purchase_outcome::pay_at);
    CHECK(all.processor.double_payers == 0);
}

TEST_CASE("a later click leads to the same session while it lives") {
    world all;
    gateway one{all};
    auto const first = buy(one);
    pass(all, {&one}, 1h);
    auto const again = buy(one);
    CHECK(again.outcome == purchase_outcome::pay_at);
    CHECK(again.url == first.url);
    CHECK(all.processor.reads == 0);
}

TEST_CASE("a click after payment says already paid and calls nobody") {
    world all;
    gateway one{all};
    buy(one);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    deliver(one, all.processor.event_of(all.processor.last_session(), "evt_paid"));
    auto const again = buy(one);
    CHECK(again.outcome == purchase_outcome::already_paid);
    CHECK(again.url.empty());
    CHECK(all.processor.creations().size() == 1);
}

TEST_CASE("a click after the session was proven expired leads to a new one") {
    world all;
    gateway one{all};
    auto const first = buy(one);
    all.processor.expire(all.processor.last_session());
    deliver(one, all.processor.event_of(all.processor.last_session(), "evt_expired"));
    pass(all, {&one}, 1min);
    auto const again = buy(one);
    CHECK(again.outcome == purchase_outcome::pay_at);
    CHECK(again.url != first.url);
    CHECK(all.processor.double_payers == 0);
}

TEST_CASE("a page past its end is looked at, and only its proven death orders a new one") {
    world all;
    gateway one{all};
    auto const first = buy(one);
    pass(all, {&one}, 2h);
    auto const again = buy(one);
    CHECK(again.outcome == purchase_outcome::pay_at);
    CHECK(again.url != first.url);
    CHECK(all.processor.reads == 1);
    CHECK(all.processor.double_payers == 0);
}

TEST_CASE("a page past its end whose payer won in the last second is paid, not renewed") {
    world all;
    gateway one{all};
    buy(one);
    pass(all, {&one}, 2h - 1s);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    pass(all, {&one}, 1min);
    auto const again = buy(one);
    CHECK(again.outcome == purchase_outcome::already_paid);
    CHECK(all.processor.creations().size() == 1);
}

TEST_CASE("a page in its last minute is looked at first, and while it lives no second one is made") {
    world all;
    gateway one{all};
    auto const first = buy(one);
    pass(all, {&one}, 2h - 30s);
    auto const again = buy(one);
    CHECK(all.processor.reads == 1);
    CHECK(all.processor.creations().size() == 1);
    CHECK(again.outcome == purchase_outcome::pay_at);
    CHECK(again.url == first.url);
}

TEST_CASE("a page past its end that nobody can look at sends the payer nowhere") {
    world all;
    gateway one{all};
    buy(one);
    pass(all, {&one}, 2h);
    all.processor.reading = answer::not_attempted;
    auto const again = buy(one);
    CHECK(again.outcome == purchase_outcome::try_again);
    CHECK(again.url.empty());
    CHECK(all.processor.creations().size() == 1);
}

TEST_CASE(
    "the processor is away: the click may try again, the booking and its order stay, a worker finishes it") {
    world all;
    gateway one{all};
    all.processor.creating = answer::not_attempted;
    auto const asked = buy(one);
    CHECK(asked.outcome == purchase_outcome::try_again);
    REQUIRE(all.store.effects().size() == 1);
    auto const ordered = all.store.effects().front();
    CHECK(last_checkout(all.only_booking()).session.empty());
    all.processor.creating = answer::normal;
    work_through(all, {&one}, 1min, 1s);
    CHECK(all.store.effects().empty());
    REQUIRE(all.processor.creations().size() == 1);
    CHECK(all.processor.creations().begin()->first == ordered.key);
    CHECK(all.processor.creations().begin()->second.body == ordered.body);
    CHECK(buy(one).outcome == purchase_outcome::pay_at);
}

TEST_CASE("the processor is away and comes back: the next click finishes the same order") {
    world all;
    gateway one{all};
    all.processor.creating = answer::not_attempted;
    buy(one);
    auto const ordered = all.store.effects().front();
    all.processor.creating = answer::normal;
    pass(all, {&one}, 1min);
    auto const again = buy(one);
    CHECK(again.outcome == purchase_outcome::pay_at);
    CHECK(all.processor.creations().begin()->first == ordered.key);
    CHECK(all.processor.creations().begin()->second.body == ordered.body);
    CHECK(all.only_booking().checkouts.size() == 1);
}

TEST_CASE("while the processor is away a click ends within its patience, and 64 clicks do not storm it") {
    world all;
    gateway one{all};
    all.processor.creating = answer::not_attempted;
    std::vector<outcome<start_outcome>> clicks;
    clicks.reserve(64);
    for (int i = 0; i < 64; ++i) clicks.push_back(one.start(one.sales.start(a_click())));
    pass(all, {&one}, all.current.checkout_patience + 1s);
    for (auto const& click : clicks) {
        REQUIRE(click->value);
        CHECK((*click->value)->outcome == purchase_outcome::try_again);
    }
    CHECK(all.processor.asked <= 12);
    CHECK(one.time.sleepers() == 0);
}

TEST_CASE("a creation of unknown outcome is repeated with its key, and read before anyone is redirected") {
    world all;
    gateway one{all};
    all.processor.creating = answer::unknown_applied;
    all.processor.reading = answer::unknown_applied;
    CHECK(buy(one).outcome == purchase_outcome::try_again);
    CHECK(all.processor.sessions() == 1);
    CHECK(last_checkout(all.only_booking()).url.empty());
    // The payer found the page all the same: a repeat's stored reply says "open", the session says "paid".
    REQUIRE(all.processor.pay(all.processor.last_session()));
    all.processor.creating = answer::normal;
    all.processor.reading = answer::normal;
    pass(all, {&one}, 1min);
    auto const again = buy(one);
    CHECK(again.outcome == purchase_outcome::already_paid);
    CHECK(all.processor.reads >= 1);
    CHECK(all.processor.sessions() == 1);
    CHECK(all.processor.key_misuses == 0);
}

TEST_CASE("a refused creation tells the payer and a person") {
    world all;
    gateway one{all};
    all.processor.creating = answer::refused;
    CHECK(buy(one).outcome == purchase_outcome::refused_by_processor);
    CHECK(all.store.effects().empty());
    auto const list = one.finish(one.questions.needing_attention(10));
    REQUIRE(list.size() == 1);
    auto const why = domain::attention_of(list.front().booking);
    REQUIRE(why.size() == 1);
    CHECK(why.front().reason == "checkout_refused");
}

TEST_CASE("a click after the hold time of a held booking, before a worker closed it, says closed") {
    world all;
    gateway one{all};
    buy(one);
    pass(all, {&one}, 2h);
    one.finish(one.settle.look_now(all.only_client(), all.only_booking().id));
    pass(all, {&one}, 23h);
    CHECK(buy(one).outcome == purchase_outcome::closed);
}
