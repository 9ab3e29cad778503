// Faults known from other systems, each by its name, against the scripted processor. What belongs to the
// dates and sums alone stands beside them in the domain's tests, what belongs to the store or to the notifier
// in theirs.
#include <set>

#include "plan_sold.hpp"
#include "quittance/domain/calendar.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

// The three that one payment causes.
std::vector<webhook_event> told_of_payment(world& all, domain::session_id const& session) {
    auto const intent = all.processor.session(session).fact.intent;
    auto const& paid = all.processor.intent(intent);
    auto charge = all.processor.event_of(intent, "evt_charge");
    charge.type = "charge.succeeded";
    charge.what =
        domain::charge_fact{paid.fact.charge, intent, true, paid.fact.received, eur(0), paid.fact.at};
    return {all.processor.event_of(session, "evt_session"), all.processor.event_of(intent, "evt_intent"),
            charge};
}

domain::booking_state state_of(world const& all) { return domain::state_of(all.only_booking()); }

std::uint64_t version_in(world const& all) { return all.store.snapshot(all.only_client()).version; }

std::size_t attentions(world const& all) { return domain::attention_of(all.only_booking()).size(); }

void decide(world& all, gateway& at, domain::command what) {
    apply_request asked;
    asked.client = all.only_client();
    asked.what = std::move(what);
    REQUIRE(at.finish(at.books.apply(std::move(asked))).has_value());
}

// Pays what is open on the page, and lets the webhooks' work be done by look-ups.
void pay_on_page(world& all, gateway& at, std::vector<int> items = {}) {
    REQUIRE(at.finish(at.sales.pay(choice(all, std::move(items))))->outcome == purchase_outcome::pay_at);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    work_through(all, {&at}, 3min);
}

void acknowledge_all(world& all, gateway& at) {
    auto const what = all.only_booking();
    for (auto const& each : domain::attention_of(what))
        decide(all, at, domain::acknowledge{what.id, each.id});
}

}  // namespace

TEST_CASE("three deliveries at once settle three times: two gateways, three events each twice, one payment") {
    world all;
    gateway one{all, 1};
    gateway two{all, 2};
    REQUIRE(buy(one, a_plan()).outcome == purchase_outcome::pay_at);
    auto const session = all.processor.last_session();
    REQUIRE(all.processor.pay(session));
    std::vector<outcome<webhook_outcome>> answers;
    for (auto const& event : told_of_payment(all, session)) {
        answers.push_back(one.start(one.settle.receive(event, "{}")));
        answers.push_back(two.start(two.settle.receive(event, "{}")));
    }
    pass(all, {&one, &two}, 1s);
    for (auto const& each : answers) REQUIRE(each->value);
    CHECK(all.only_booking().payments.size() == 1);
    CHECK(received(all) == 60'00);
    check_never_twice(all);
}

TEST_CASE("a webhook before our own commit is lost: a charge's, before its answer is committed, is not") {
    world all;
    gateway one{all};
    sell(all, one);
    wait_for(all, one, second_due - 1s);
    all.processor.slow = true;  // applied, and nobody has heard of it
    work_through(all, {&one}, 10s, 1s);
    auto const intent = all.processor.intents().back();
    // The intent's id is not committed yet; its webhook names the booking by itself.
    deliver(one, all.processor.event_of(intent, "evt_made"));
    CHECK(all.only_booking().checkouts.at(1).intent == intent);
    all.processor.release();
    all.processor.slow = true;
    work_through(all, {&one}, 30s, 1s);
    REQUIRE(all.processor.charges == 2);
    REQUIRE(received(all) == 60'00);
    CHECK(deliver(one, all.processor.event_of(intent, "evt_paid")) == webhook_outcome::applied);
    CHECK(received(all) == 120'00);
    all.processor.release();
    work_through(all, {&one}, 3h);
    CHECK(received(all) == 120'00);
    CHECK(all.store.effects().empty());
    check_never_twice(all);
}

TEST_CASE("a timed-out charge retried while it is being repaired: nobody confirms while somebody looks") {
    world all;
    gateway one{all, 1};
    gateway two{all, 2};
    sell(all, one);
    all.processor.answers_to["confirm_intent"] = answer::unknown_applied;
    wait_for(all, one, second_due);
    work_through(all, {&one}, 2s, 1s);
    REQUIRE(all.processor.confirmations == 1);
    all.processor.answers_to.clear();
    all.processor.slow_reads = true;  // the first gateway's look at it takes long
    pass(all, {&one, &two}, 1min);
    auto const repair = one.start(one.settle.run_due());
    one.poll();
    auto const booking = all.only_booking().id;
    REQUIRE_FALSE(repair->ended());
    for (int again = 0; again < 5; ++again) {
        pass(all, {&one, &two}, 1min);
        decide(all, two, domain::collect{booking});
    }
    CHECK_FALSE(repair->ended());
    CHECK(all.processor.confirmations == 1);
    CHECK(all.processor.intents().size() == 2);
    all.processor.release();
    work_through(all, {&one, &two}, 3h);
    CHECK(received(all) == 120'00);
    check_never_twice(all);
}

TEST_CASE("a new card locked out by the old key: it is tried at once, under a key of its own") {
    world all;
    gateway one{all};
    auto const old_card = sell(all, one);
    all.processor.cards[old_card] = {"insufficient_funds", "try_again_later", false};
    wait_for(all, one, second_due);
    work_through(all, {&one}, 10min);
    REQUIRE(all.processor.confirmations == 1);
    pay_on_page(all, one, {3});  // early, with another card
    work_through(all, {&one}, 30min);
    CHECK(all.only_booking().kept->method != old_card);
    CHECK(all.processor.confirmations == 2);
    CHECK(received(all) == 180'00);
    check_never_twice(all);
}

TEST_CASE("a completed plan charges again: not in a year, not when all is told once more") {
    world all;
    gateway one{all};
    sell(all, one);
    work_through(all, {&one}, 24h * 65, 1h);
    REQUIRE(received(all) == 180'00);
    auto const made = all.processor.intents();
    for (auto const& intent : made) deliver(one, all.processor.event_of(intent, "again_" + intent.text()));
    auto const booking = all.only_booking().id;
    for (int month = 0; month < 12; ++month) {
        wait_for(all, one, all.time.now() + 24h * 30);
        decide(all, one, domain::collect{booking});
        work_through(all, {&one}, 10min);
    }
    CHECK(all.processor.intents() == made);
    CHECK(all.processor.charges == 3);
}

TEST_CASE(
    "a cancelled authentication stays pending for ever: the page it ended on is over, and another one pays") {
    world all;
    gateway one{all};
    all.processor.cards[sell(all, one)] = doubles::asks_for_authentication;
    wait_for(all, one, second_due);
    work_through(all, {&one}, 1h);
    REQUIRE(one.finish(one.sales.pay(choice(all)))->outcome == purchase_outcome::pay_at);
    auto const left = all.processor.last_session();
    // The client turns away from the bank's window, and the page runs out.
    wait_for(all, one, all.time.now() + all.current.policy.checkout_lifetime + 1min);
    work_through(all, {&one}, 2h);
    CHECK_FALSE(domain::live_checkout(all.only_booking()));
    CHECK(state_of(all) == domain::booking_state::part_paid);
    pay_on_page(all, one);
    CHECK(all.processor.last_session() != left);
    CHECK(received(all) == 120'00);
    check_never_twice(all);
}

TEST_CASE("a leftover flag hides the next authentication: each one asks anew") {
    world all;
    gateway one{all};
    all.processor.cards[sell(all, one)] = doubles::asks_for_authentication;
    wait_for(all, one, second_due);
    work_through(all, {&one}, 1h);
    REQUIRE(attentions(all) == 1);
    acknowledge_all(all, one);
    pay_on_page(all, one);
    CHECK(attentions(all) == 0);
    all.processor.cards[all.only_booking().kept->method] = doubles::asks_for_authentication;
    wait_for(all, one, third_due);
    work_through(all, {&one}, 1h);
    REQUIRE(attentions(all) == 1);
    CHECK(domain::attention_of(all.only_booking())[0].reason == "charge_authentication_required");
    pay_on_page(all, one);
    CHECK(received(all) == 180'00);
}

TEST_CASE("a catalogue edit changes running plans: what was agreed on stays, whoever clicks again") {
    world all;
    gateway one{all};
    sell(all, one);
    auto const before = all.only_booking();
    auto edited = a_plan();
    edited.terms.price = eur(900'00);
    edited.terms.plan.count = 12;
    edited.terms.plan.every = domain::rhythm::weekly;
    edited.agreed->hash = "another text";
    buy(one, edited);
    CHECK(all.only_booking() == before);
    work_through(all, {&one}, 24h * 100, 1h);
    CHECK(received(all) == 180'00);
    check_never_twice(all);
}

TEST_CASE("the last instalment differs between books and processor: to the cent it is what the plan says") {
    world all;
    gateway one{all};
    auto odd = a_plan();
    odd.terms.price = eur(100'01);
    sell(all, one, odd);
    work_through(all, {&one}, 24h * 100, 1h);
    std::vector<std::int64_t> taken;
    for (auto const& id : all.processor.intents()) {
        taken.push_back(all.processor.intent(id).fact.received.minor_units());
    }
    std::vector<std::int64_t> agreed;
    for (auto const& each : all.only_booking().items) agreed.push_back(each.amount.minor_units());
    CHECK(taken == agreed);
    CHECK(agreed == std::vector<std::int64_t>{33'34, 33'34, 33'33});
    CHECK(received(all) == 100'01);
}

TEST_CASE("a plan charges on during a dispute: it rests until that is decided") {
    world all;
    gateway one{all};
    sell(all, one);
    auto contested = all.processor.dispute(all.processor.intents().front());
    auto const booking = all.only_booking().id;
    decide(all, one, domain::dispute_seen{booking, contested});
    wait_for(all, one, second_due);
    work_through(all, {&one}, 24h * 3, 1h);
    CHECK(all.processor.intents().size() == 1);
    contested.status = domain::dispute_status::won;
    contested.funds_reinstated = true;
    contested.at = all.time.now();
    decide(all, one, domain::dispute_seen{booking, contested});
    work_through(all, {&one}, 24h, 1h);
    CHECK(received(all) == 120'00);
    check_never_twice(all);
}

TEST_CASE("a plan rests for ever after a dispute whose end no webhook told: it is looked up") {
    world all;
    gateway one{all};
    sell(all, one);
    auto const contested = all.processor.dispute(all.processor.intents().front());
    auto const booking = all.only_booking().id;
    decide(all, one, domain::dispute_seen{booking, contested});
    work_through(all, {&one}, 24h * 3, 1h);
    auto const before = version_in(all);
    CHECK(all.only_booking().payments.at(0).disputes.at(0).status == domain::dispute_status::needs_response);
    all.processor.decide_dispute(contested.dispute, domain::dispute_status::won);
    work_through(all, {&one}, 24h * 2, 1h);
    CHECK(all.only_booking().payments.at(0).disputes.at(0).status == domain::dispute_status::won);
    CHECK(version_in(all) == before + 1);  // nothing is written down while nothing changes
}

TEST_CASE("a disputed booking charges again after the bank took the money for good: a person decides first") {
    world all;
    gateway one{all};
    sell(all, one);
    auto contested = all.processor.dispute(all.processor.intents().front());
    contested.status = domain::dispute_status::lost;
    contested.amount = eur(20'00);
    auto const booking = all.only_booking().id;
    decide(all, one, domain::dispute_seen{booking, contested});
    wait_for(all, one, second_due);
    work_through(all, {&one}, 24h * 3, 1h);
    CHECK(all.processor.intents().size() == 1);
    acknowledge_all(all, one);
    work_through(all, {&one}, 24h, 1h);
    CHECK(all.processor.intents().size() == 2);
}

TEST_CASE("clients east of UTC charged twice in a day: once on each of their dates, in every zone") {
    for (std::string const zone :
         {"Pacific/Kiritimati", "Asia/Tokyo", "Europe/Lisbon", "Pacific/Pago_Pago"}) {
        CAPTURE(zone);
        world all;
        gateway one{all};
        auto daily = a_plan();
        daily.who.zone = zone;
        daily.agreed->anchor = domain::date_in(zone, all.time.now());
        daily.terms.plan.every = domain::rhythm::every_days;
        daily.terms.plan.days = 1;
        sell(all, one, daily);
        std::set<std::string> dates;
        for (int hours = 0; hours < 24 * 4; ++hours) {
            auto const before = all.processor.charges;
            work_through(all, {&one}, 1h, 10min);
            if (all.processor.charges == before) continue;
            CHECK(all.processor.charges == before + 1);
            CHECK(dates.insert(iso_date(domain::date_in(zone, all.time.now()))).second);
        }
        CHECK(dates.size() == 2);
        check_never_twice(all);
    }
}
