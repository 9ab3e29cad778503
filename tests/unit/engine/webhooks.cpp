#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;
using trouble = doubles::memory_store::trouble;

namespace {

// Somebody clicked; paid: and paid at the processor, which we do not know yet.
struct sold {
    world all;
    gateway one{all};
    domain::session_id session;

    explicit sold(bool paid = true) {
        buy(one);
        session = all.processor.last_session();
        if (paid) REQUIRE(all.processor.pay(session));
    }
    webhook_event paid_event(std::string id = "evt_1") {
        return all.processor.event_of(session, std::move(id));
    }
    domain::intent_id intent() { return all.processor.session(session).fact.intent; }
};

webhook_event without_route(report what, domain::intent_id intent, std::string id) {
    webhook_event event;
    event.event_id = std::move(id);
    event.type = "refund.created";
    event.created = *parse_rfc3339("2026-11-21T12:00:00Z");
    event.intent = std::move(intent);
    event.what = std::move(what);
    return event;
}

}  // namespace

TEST_CASE("a webhook that says paid makes the booking paid") {
    sold at;
    CHECK(deliver(at.one, at.paid_event()) == webhook_outcome::applied);
    CHECK(state_of_only(at.all) == domain::booking_state::paid);
}

TEST_CASE("a second webhook for the same payment changes nothing, byte for byte") {
    sold at;
    deliver(at.one, at.paid_event());
    auto const before = at.all.store.snapshot(at.all.only_client());
    CHECK(deliver(at.one, at.paid_event()) == webhook_outcome::nothing_new);
    CHECK(deliver(at.one, at.paid_event("evt_2")) == webhook_outcome::nothing_new);
    CHECK(at.all.store.snapshot(at.all.only_client()) == before);
}

TEST_CASE("an event of another store, or of nobody, is foreign and touches nothing") {
    sold at;
    auto other = at.paid_event();
    other.whose.store = "store-2";
    CHECK(deliver(at.one, other) == webhook_outcome::foreign);
    auto const sold_elsewhere = at.all.processor.sell_elsewhere();
    CHECK(deliver(at.one, at.all.processor.event_of(sold_elsewhere, "evt_9")) == webhook_outcome::foreign);
    CHECK(state_of_only(at.all) == domain::booking_state::held);
    CHECK(at.one.finish(at.all.store.parked_count()) == 0);
}

TEST_CASE("an event type nobody takes is ignored and calls nobody") {
    sold at;
    CHECK(deliver(at.one, without_route(uninteresting{}, at.intent(), "evt_1")) == webhook_outcome::ignored);
    CHECK(at.all.processor.reads == 0);
}

TEST_CASE("an event of ours without a booking is parked whole") {
    sold at;
    auto lost = at.paid_event();
    lost.whose.booking = domain::booking_id{"AAAAAAAAAAAAAAAA"};
    CHECK(at.one.finish(at.one.settle.receive(lost, "{\"the\":\"body\"}")) == webhook_outcome::parked);
    auto const kept = at.one.finish(at.all.store.parked(10));
    REQUIRE(kept.size() == 1);
    CHECK(kept.front().body == "{\"the\":\"body\"}");
    CHECK(kept.front().event_id == "evt_1");
}

TEST_CASE("a webhook that arrives before our own commit of the session ends in the same account") {
    world all;
    gateway one{all};
    all.processor.slow = true;
    auto const click = one.start(one.sales.start(a_click()));
    one.poll();
    auto const session = all.processor.last_session();
    REQUIRE(all.processor.pay(session));
    CHECK(deliver(one, all.processor.event_of(session, "evt_1")) == webhook_outcome::applied);
    CHECK(state_of_only(all) == domain::booking_state::paid);
    all.processor.release();
    pass(all, {&one}, 1s);
    REQUIRE(click->value);
    CHECK((*click->value)->outcome == purchase_outcome::already_paid);
    CHECK(state_of_only(all) == domain::booking_state::paid);
    CHECK(all.store.effects().empty());
}

TEST_CASE("a body of another API version is a pointer: the object is read") {
    sold at;
    auto event = at.paid_event();
    event.what = pointer_report{at.session.text()};
    CHECK(deliver(at.one, event) == webhook_outcome::applied);
    CHECK(at.all.processor.reads == 1);
    CHECK(state_of_only(at.all) == domain::booking_state::paid);
}

TEST_CASE("an object that is not as documented and has no id is parked when it is ours, else left alone") {
    sold at;
    auto event = at.paid_event();
    event.what = pointer_report{};
    CHECK(deliver(at.one, event) == webhook_outcome::parked);
    CHECK(at.one.finish(at.all.store.parked_count()) == 1);
    event.event_id = "evt_2";
    event.whose = {};
    event.intent = {};
    CHECK(deliver(at.one, event) == webhook_outcome::foreign);
}

TEST_CASE("an object that cannot be read at the processor either is parked, not delivered again for days") {
    sold at;
    auto event = at.paid_event();
    event.what = pointer_report{at.session.text()};
    at.all.processor.unreadable = {at.session.text()};
    CHECK(deliver(at.one, event) == webhook_outcome::parked);
}

TEST_CASE("a pointer to a kind of object nobody takes is ignored, not parked") {
    sold at;
    auto event = at.paid_event();
    event.what = pointer_report{"cus_1"};
    CHECK(deliver(at.one, event) == webhook_outcome::ignored);
    CHECK(at.one.finish(at.all.store.parked_count()) == 0);
}

TEST_CASE("refunds and disputes without metadata find home through their intent") {
    sold at;
    deliver(at.one, at.paid_event());
    auto const back = at.all.processor.refund(at.intent(), domain::refund_status::succeeded);
    CHECK(deliver(at.one, without_route(back, at.intent(), "evt_2")) == webhook_outcome::applied);
    CHECK(state_of_only(at.all) == domain::booking_state::returned);
    auto const contested = at.all.processor.dispute(at.intent());
    CHECK(deliver(at.one, without_route(contested, at.intent(), "evt_3")) == webhook_outcome::applied);
    CHECK(state_of_only(at.all) == domain::booking_state::disputed);
}

TEST_CASE("the processor is away while an event looks for its home: nothing is acknowledged or marked") {
    sold at;
    deliver(at.one, at.paid_event());
    auto const back = at.all.processor.refund(at.intent(), domain::refund_status::succeeded);
    at.all.processor.reading = answer::not_attempted;
    auto const event = without_route(back, at.intent(), "evt_2");
    CHECK_THROWS_AS(deliver(at.one, event), processor_unavailable);
    at.all.processor.reading = answer::normal;
    CHECK(deliver(at.one, event) == webhook_outcome::applied);
}

TEST_CASE("two gateways told two facts at once: the one that lost the race decides again") {
    sold at;
    gateway two{at.all, 2};
    auto const a = at.one.start(at.one.settle.receive(at.paid_event("evt_1"), "{}"));
    auto const b = two.start(two.settle.receive(at.all.processor.event_of(at.intent(), "evt_2"), "{}"));
    poll({&at.one, &two});
    CHECK(a->value == webhook_outcome::applied);
    CHECK(b->value == webhook_outcome::applied);
    auto& lost_races = two.figures->count("quittance_commits_total", "", {{"outcome", "version_changed"}});
    CHECK(lost_races.value() == 1);
    CHECK(state_of_only(at.all) == domain::booking_state::paid);
}

TEST_CASE("the same event on two gateways at once is applied once") {
    sold at;
    gateway two{at.all, 2};
    auto const commits = at.all.store.commits;
    auto const a = at.one.start(at.one.settle.receive(at.paid_event(), "{}"));
    auto const b = two.start(two.settle.receive(at.paid_event(), "{}"));
    poll({&at.one, &two});
    CHECK(at.all.store.commits == commits + 1);
    CHECK((a->value == webhook_outcome::applied) != (b->value == webhook_outcome::applied));
}

TEST_CASE("a commit whose reply was lost is found applied, and not applied twice") {
    sold at;
    auto const commits = at.all.store.commits;
    at.all.store.next_commit = trouble::lost_after;
    CHECK(deliver(at.one, at.paid_event()) == webhook_outcome::applied);
    CHECK(at.all.store.commits == commits + 1);
    CHECK(deliver(at.one, at.paid_event()) == webhook_outcome::nothing_new);
}

TEST_CASE("a commit that was lost on its way is decided again") {
    sold at;
    auto const commits = at.all.store.commits;
    at.all.store.next_commit = trouble::lost_before;
    CHECK(deliver(at.one, at.paid_event()) == webhook_outcome::applied);
    CHECK(at.all.store.commits == commits + 1);
    CHECK(state_of_only(at.all) == domain::booking_state::paid);
}

TEST_CASE("a lost reply of the commit that orders a session starts the order all the same") {
    world all;
    gateway one{all};
    all.store.next_commit = trouble::lost_after;
    CHECK(buy(one).outcome == purchase_outcome::pay_at);
    CHECK(all.processor.asked == 1);
}

TEST_CASE("without the store nothing is acknowledged, and the redelivery is applied") {
    sold at;
    at.all.store.unavailable = true;
    CHECK_THROWS_AS(deliver(at.one, at.paid_event()), store_unavailable);
    at.all.store.unavailable = false;
    CHECK(deliver(at.one, at.paid_event()) == webhook_outcome::applied);
}

TEST_CASE("a webhook with the old reference of a moved booking pays the new one") {
    sold at;
    auto const event = at.paid_event();
    REQUIRE(at.one.finish(at.one.sales.move(identity("ref-1"), identity("ref-2"))).has_value());
    CHECK(deliver(at.one, event) == webhook_outcome::applied);
    auto const found = at.one.finish(at.one.questions.by_identity(identity("ref-1")));
    REQUIRE(found);
    CHECK(found->booking.identity == identity("ref-2"));
    CHECK(domain::state_of(found->booking) == domain::booking_state::paid);
}
