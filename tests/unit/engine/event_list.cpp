#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

std::size_t read_list(gateway& at) { return at.finish(at.settle.read_events()); }

}  // namespace

TEST_CASE("a missed webhook is found in the event list") {
    world all;
    gateway one{all};
    buy(one);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    CHECK(read_list(one) == 2);
    CHECK(state_of_only(all) == domain::booking_state::paid);
    CHECK(one.journal.count("webhook_missed") >= 1);
    CHECK(!one.settle.silence().since_long(all.time.now(), milliseconds{0}).empty());
    CHECK(read_list(one) == 0);
}

TEST_CASE("what is known already costs no look-up") {
    world all;
    gateway one{all};
    buy(one);
    auto const session = all.processor.last_session();
    REQUIRE(all.processor.pay(session));
    deliver(one, all.processor.event_of(session, "evt_1"));
    CHECK(read_list(one) == 2);
    CHECK(all.processor.reads == 0);
    CHECK(one.journal.count("webhook_missed") == 0);
    CHECK(one.settle.silence().since_long(all.time.now(), milliseconds{0}).empty());
}

TEST_CASE("a page that expired with a refused card is not missed when our own look proves it dead") {
    world all;
    gateway one{all};
    buy(one);
    auto const session = all.processor.last_session();
    all.processor.expire(session);
    auto event = all.processor.event_of(session, "evt_1");
    event.type = "checkout.session.expired";
    auto& told = std::get<session_report>(event.what).fact;
    told.intent = domain::intent_id{"pi_refused"};  // its state is not in the webhook
    REQUIRE(deliver(one, event) == webhook_outcome::applied);
    REQUIRE_FALSE(all.only_booking().checkouts.at(0).dead);
    work_through(all, {&one}, 26h, 10min);
    CHECK(all.only_booking().checkouts.at(0).dead);
    CHECK_FALSE(one.settle.silence().waits_for_any());
}

TEST_CASE("a refund that was told and shows another time when it is read is not missed") {
    world all;
    gateway one{all};
    buy(one);
    auto const session = all.processor.last_session();
    REQUIRE(all.processor.pay(session));
    deliver(one, all.processor.event_of(session, "evt_1"));
    read_list(one);
    auto fact =
        all.processor.refund(all.processor.session(session).fact.intent, domain::refund_status::succeeded);
    fact.at += 2s;
    webhook_event event;
    event.event_id = "evt_2";
    event.type = "refund.created";
    event.whose = all.processor.session(session).whose;
    event.what = fact;
    REQUIRE(deliver(one, event) == webhook_outcome::applied);
    pass(all, {&one}, 30min);
    read_list(one);
    CHECK(all.only_booking().payments.at(0).refunds.at(0).at == fact.at - 2s);
    CHECK(one.journal.count("webhook_missed") == 0);
    CHECK_FALSE(one.settle.silence().waits_for_any());
}

TEST_CASE("foreign events are passed by") {
    world all;
    gateway one{all};
    all.processor.sell_elsewhere();
    CHECK(read_list(one) == 1);
    CHECK(read_list(one) == 0);
    CHECK(all.store.clients().empty());
}

TEST_CASE("the cursor moves only past what was handled") {
    world all;
    gateway one{all};
    buy(one);
    all.processor.sell_elsewhere();
    read_list(one);
    auto const cursor = one.finish(all.store.event_cursor());
    REQUIRE(all.processor.pay(all.processor.last_session()));
    all.store.unavailable = true;
    CHECK_THROWS_AS(read_list(one), store_unavailable);
    all.store.unavailable = false;
    CHECK(one.finish(all.store.event_cursor())->event_id == cursor->event_id);
    read_list(one);
    CHECK(state_of_only(all) == domain::booking_state::paid);
}

TEST_CASE("a processor that cannot be asked leaves the cursor where it was") {
    world all;
    gateway one{all};
    buy(one);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    all.processor.reading = answer::not_attempted;
    CHECK_THROWS_AS(read_list(one), processor_unavailable);
    CHECK_FALSE(one.finish(all.store.event_cursor()));
}

TEST_CASE("an event whose object may not be read does not block the others") {
    world all;
    gateway one{all};
    buy(one);
    auto const session = all.processor.last_session();
    REQUIRE(all.processor.pay(session));
    deliver(one, all.processor.event_of(session, "evt_1"));
    read_list(one);
    all.processor.dispute(all.processor.session(session).fact.intent);
    all.processor.sell_elsewhere();
    all.processor.refuse_disputes = true;
    CHECK(read_list(one) == 2);
    CHECK(one.journal.count("event_left_behind") == 1);
    CHECK(read_list(one) == 0);
}

TEST_CASE("an object of ours whose answer cannot be read is parked, and does not stop the list") {
    world all;
    gateway one{all};
    buy(one);
    auto const session = all.processor.last_session();
    auto const whose = all.processor.session(session).whose;
    all.processor.unreadable = {"ch_odd"};
    all.processor.mention("ch_odd", whose);
    REQUIRE(all.processor.pay(session));
    CHECK(read_list(one) == 3);
    CHECK(one.finish(all.store.parked_count()) == 1);
    CHECK(state_of_only(all) == domain::booking_state::paid);
    CHECK(read_list(one) == 0);
}

TEST_CASE(
    "an event whose intent's answer cannot be read is left behind with a line, and does not stop the list") {
    world all;
    gateway one{all};
    buy(one);
    auto const elsewhere = all.processor.sell_elsewhere();
    read_list(one);
    all.processor.unreadable = {elsewhere.text()};
    all.processor.refund(elsewhere, domain::refund_status::succeeded);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    auto const seen = read_list(one);
    CHECK(seen >= 3);
    CHECK(one.journal.count("event_left_behind") == seen - 2);
    CHECK(one.finish(all.store.parked_count()) == 0);
    CHECK(state_of_only(all) == domain::booking_state::paid);
    CHECK(read_list(one) == 0);
}

TEST_CASE("an event of ours whose object is not there is parked, as its webhook would be") {
    world all;
    gateway one{all};
    buy(one);
    auto const whose = all.processor.session(all.processor.last_session()).whose;
    all.processor.mention("ch_of_nobody", whose);
    CHECK(read_list(one) == 1);
    auto const kept = one.finish(all.store.parked(10));
    REQUIRE(kept.size() == 1);
    CHECK(kept.front().body.find("ch_of_nobody") != std::string::npos);
    CHECK(one.journal.count("event_parked") == 1);
    webhook_event webhook;
    webhook.event_id = kept.front().event_id;
    webhook.type = "charge.refunded";
    webhook.whose = whose;
    webhook.what = pointer_report{"ch_of_nobody"};
    CHECK(deliver(one, webhook) == webhook_outcome::parked);
    CHECK(one.finish(all.store.parked_count()) == 1);
    CHECK(read_list(one) == 0);
}

TEST_CASE("an event of ours about a kind of object nobody takes is left behind with a line, not parked") {
    world all;
    gateway one{all};
    buy(one);
    all.processor.mention("cus_1", all.processor.session(all.processor.last_session()).whose);
    CHECK(read_list(one) == 1);
    CHECK(one.journal.count("event_left_behind") == 1);
    CHECK(one.finish(all.store.parked_count()) == 0);
    CHECK(read_list(one) == 0);
}

TEST_CASE("a cursor the processor has forgotten is read on by its time") {
    world all;
    gateway one{all};
    buy(one);
    one.finish(all.store.move_event_cursor({"evt_of_last_year", all.time.now()}));
    REQUIRE(all.processor.pay(all.processor.last_session()));
    read_list(one);
    CHECK(state_of_only(all) == domain::booking_state::paid);
}

TEST_CASE("money of ours whose account nobody knows is parked from the event list too, once per event") {
    world all;
    gateway one{all};
    route whose;
    whose.store = all.current.store_id;
    whose.client = domain::client_id{"AAAAAAAAAAAAAAAAAAAAAA"};
    whose.booking = domain::booking_id{"AAAAAAAAAAAAAAAA"};
    auto const intent = all.processor.sell_as(whose);
    CHECK(read_list(one) == 1);
    auto const kept = one.finish(all.store.parked(10));
    REQUIRE(kept.size() == 1);
    CHECK(kept.front().type == "payment_intent.succeeded");
    CHECK(kept.front().body.find(intent.text()) != std::string::npos);
    CHECK(one.journal.count("event_parked") == 1);
    CHECK(all.store.clients().empty());
    auto webhook = all.processor.event_of(intent, kept.front().event_id);
    CHECK(deliver(one, webhook) == webhook_outcome::parked);
    CHECK(one.finish(all.store.parked_count()) == 1);
    CHECK(read_list(one) == 0);
}

TEST_CASE("an object of ours that the key may not read is parked, and does not stop the list") {
    world all;
    gateway one{all};
    buy(one);
    auto const session = all.processor.last_session();
    auto const whose = all.processor.session(session).whose;
    all.processor.forbidden = {"seti_1"};
    all.processor.mention("seti_1", whose);
    REQUIRE(all.processor.pay(session));
    CHECK(read_list(one) == 3);
    auto const kept = one.finish(all.store.parked(10));
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].body.find("seti_1") != std::string::npos);
    CHECK(kept[0].reason.find("key may not read") != std::string::npos);
    CHECK(state_of_only(all) == domain::booking_state::paid);
    CHECK(read_list(one) == 0);
}

TEST_CASE(
    "where the key may not even read whose an event is, the list waits, and the key's rights are named") {
    world all;
    gateway one{all};
    buy(one);
    auto const elsewhere = all.processor.sell_elsewhere();
    read_list(one);
    auto const before = one.finish(all.store.event_cursor());
    all.processor.forbidden = {elsewhere.text()};
    all.processor.refund(elsewhere, domain::refund_status::succeeded);
    std::string reason;
    try {
        read_list(one);
    } catch (processor_unavailable const& refused) {
        reason = refused.what();
    }
    CHECK(reason.find("which rights a restricted key needs") != std::string::npos);
    CHECK(one.finish(all.store.event_cursor())->event_id == before->event_id);
    CHECK(one.finish(all.store.parked_count()) == 0);
}
