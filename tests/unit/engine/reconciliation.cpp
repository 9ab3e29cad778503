// The store lost something the processor knows.
#include "quittance/engine/reconciliation.hpp"

#include <algorithm>

#include "plan_sold.hpp"

namespace quittance::engine {
namespace {

std::optional<domain::book> as_clicked(routed_session const& lost) {
    domain::book again;
    again.identity = identity("ref-1");
    again.terms = a_click().terms;
    again.page_token = "token";
    if (domain::booking_id_of(again.identity) != lost.whose.booking) return std::nullopt;
    return again;
}

// A second store that forgot everything, before the same processor.
struct after_loss {
    world all;
    doubles::memory_store& lost;
    gateway at;

    explicit after_loss(world& before) : lost(all.store), at(all, 9) {
        static_cast<void>(before);
        all.current = before.current;
    }
};

reconciliation compare(gateway& at, processor& outside, bool apply, recover_booking recover = as_clicked) {
    auto& all = at.all;
    reconciler work{at.books, all.store,     all.store,   outside,
                    at.time,  at.randomness, all.current, std::move(recover)};
    return at.finish(work.run(all.time.now() - 24h, apply));
}

// The second part is charged, and then the store is put back from a copy made the evening before.
void charge_and_put_back(world& all, gateway& at) {
    wait_for(all, at, second_due - 12h);
    auto const copy = all.store.inside();
    work_through(all, {&at}, 15h);
    REQUIRE(all.processor.confirmations == 1);
    all.store.go_back_to(copy);
    all.store.forget_what_was_seen();
    all.current.standing = store_standing::behind;
}

// As `reopen`: every key is a new one from here on.
void open_again(world& all) {
    ++all.current.store_epoch;
    all.current.standing = store_standing::open;
}

}  // namespace

TEST_CASE("where nothing was lost there is no difference") {
    world all;
    gateway at{all};
    buy(at);
    auto const session = all.processor.last_session();
    REQUIRE(all.processor.pay(session));
    REQUIRE(deliver(at, all.processor.event_of(session, "evt_1")) == webhook_outcome::applied);
    auto const told = compare(at, all.processor, true);
    CHECK(told.sessions == 1);
    CHECK(told.found.empty());
}

TEST_CASE("a payment the store does not know is shown, and recorded when asked to, once") {
    world all;
    gateway at{all};
    buy(at);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    auto const commits = all.store.commits;
    CHECK(!compare(at, all.processor, false).found.empty());
    CHECK(all.store.commits == commits);
    CHECK(!compare(at, all.processor, true).found.empty());
    CHECK(state_of_only(all) == domain::booking_state::paid);
    auto const recorded = all.store.commits;
    CHECK(compare(at, all.processor, true).found.empty());
    CHECK(all.store.commits == recorded);
}

TEST_CASE("a booking whose account is gone is made again with its payment, its page and its refund") {
    world before;
    gateway old{before};
    auto const bought = buy(old);
    auto const session = before.processor.last_session();
    REQUIRE(before.processor.pay(session));
    before.processor.refund(before.processor.session(session).fact.intent, domain::refund_status::succeeded);
    after_loss now{before};
    auto const shown = compare(now.at, before.processor, false);
    CHECK(!shown.found.empty());
    CHECK(now.lost.commits == 0);
    CHECK(now.lost.clients().empty());
    compare(now.at, before.processor, true);
    CHECK(now.all.only_client() == bought.client);
    auto const booking = now.all.only_booking();
    CHECK(booking.id == bought.booking.id);
    CHECK(booking.page_token == "token");
    CHECK(booking.checkouts.at(0).session == session);
    CHECK(domain::balance_of(booking).unallocated.is_zero());
    CHECK(domain::state_of(booking) == domain::booking_state::returned);
    CHECK(now.at.finish(now.lost.find_identity(identity("ref-1"))) == bought.client);
    CHECK(compare(now.at, before.processor, true).found.empty());
}

TEST_CASE("a page that can still be paid becomes its booking's page again") {
    world before;
    gateway old{before};
    auto const bought = buy(old);
    after_loss now{before};
    compare(now.at, before.processor, true);
    auto const booking = now.all.only_booking();
    auto const* const live = domain::live_checkout(booking);
    REQUIRE(live != nullptr);
    CHECK(live->session == before.processor.last_session());
    CHECK(live->url == bought.url);
    // The next look-up knows what became of it.
    REQUIRE(now.lost.wake_of(bought.client, booking.id));
}

TEST_CASE("of two pages that could be paid the forgotten one is closed") {
    world all;
    gateway at{all};
    buy(at);
    auto const known = all.processor.last_session();
    auto const body = all.processor.creations().begin()->second.body;
    REQUIRE(at.finish(all.processor.create_checkout(effect_key{"2-forgotten"}, body)).has_value());
    REQUIRE(all.processor.open_sessions().size() == 2);
    compare(at, all.processor, false);
    CHECK(all.processor.open_sessions().size() == 2);
    CHECK(!compare(at, all.processor, true).found.empty());
    CHECK(all.processor.open_sessions() == std::vector<domain::session_id>{known});
    CHECK(all.only_booking().checkouts.size() == 1);
    CHECK(compare(at, all.processor, true).found.empty());
}

TEST_CASE("what cannot be recognised is said, and parked once") {
    world before;
    gateway old{before};
    buy(old);
    REQUIRE(before.processor.pay(before.processor.last_session()));
    after_loss now{before};
    auto const nobody = [](routed_session const&) -> std::optional<domain::book> { return std::nullopt; };
    auto const told = compare(now.at, before.processor, true, nobody);
    REQUIRE(told.found.size() >= 1);
    CHECK(told.found.at(0).needs_person);
    CHECK(now.lost.commits == 0);
    compare(now.at, before.processor, true, nobody);
    CHECK(now.at.finish(now.lost.parked_count()) == 1);
}

TEST_CASE("a charge the store forgot is recorded, and its part is not collected again") {
    world all;
    gateway at{all};
    sell(all, at);
    charge_and_put_back(all, at);
    REQUIRE(received(all) == 60'00);
    auto const commits = all.store.commits;
    auto const shown = compare(at, all.processor, false);
    REQUIRE(shown.found.size() == 1);
    CHECK(shown.charges == 1);
    CHECK(!shown.found.at(0).needs_person);
    CHECK(all.store.commits == commits);
    compare(at, all.processor, true);
    CHECK(received(all) == 120'00);
    CHECK(domain::balance_of(all.only_booking()).unallocated.is_zero());
    CHECK(compare(at, all.processor, true).found.empty());
    open_again(all);
    gateway later{all, 2};
    work_through(all, {&later}, 48h, 10min);
    CHECK(all.processor.charges == 2);
    check_never_twice(all);
    work_through(all, {&later}, 24h * 35, 1h);
    CHECK(all.processor.charges == 3);
    check_never_twice(all);
}

TEST_CASE("a charge under way that the store forgot is waited for, and its part is not collected beside it") {
    world all;
    gateway at{all};
    auto const method = sell(all, at);
    all.processor.cards[method].delayed = true;
    charge_and_put_back(all, at);
    auto const intent = all.processor.intents().back();
    compare(at, all.processor, true);
    CHECK(compare(at, all.processor, true).found.empty());
    open_again(all);
    gateway later{all, 2};
    work_through(all, {&later}, 48h, 10min);
    CHECK(all.processor.confirmations == 1);
    all.processor.settle_intent(intent);
    work_through(all, {&later}, 24h, 10min);
    CHECK(received(all) == 120'00);
    CHECK(domain::balance_of(all.only_booking()).unallocated.is_zero());
    check_never_twice(all);
}

TEST_CASE("a forgotten charge of an amount that fits no open part is recorded and left to a person") {
    world all;
    gateway at{all};
    sell(all, at);
    charge_and_put_back(all, at);
    auto const what = all.only_booking();
    apply_request request;
    request.client = all.only_client();
    request.bookings = {what.id};
    request.what = domain::waive{what.id, 2, eur(10'00), false, "kindness", "owner", "w-1"};
    REQUIRE(at.finish(at.books.apply(std::move(request))).has_value());
    compare(at, all.processor, true);
    CHECK(domain::balance_of(all.only_booking()).unallocated == eur(60'00));
    open_again(all);
    gateway later{all, 2};
    work_through(all, {&later}, 48h, 10min);
    CHECK(all.processor.charges == 2);
}

TEST_CASE("a charge whose booking is gone, and of which no session tells, is left to a person") {
    world before;
    gateway old{before};
    sell(before, old);
    charge_and_put_back(before, old);
    after_loss now{before};
    now.all.time.set(before.time.now());
    now.at.time.set(before.time.now());
    auto const told = compare(now.at, before.processor, true);
    REQUIRE(told.found.size() == 1);
    CHECK(told.found.at(0).needs_person);
    CHECK(now.lost.commits == 0);
}

TEST_CASE("a booking whose terms are lost with it is made again, and put before a person once") {
    world before;
    gateway old{before};
    buy(old);
    REQUIRE(before.processor.pay(before.processor.last_session()));
    after_loss now{before};
    auto const in_part = [](routed_session const& lost) {
        auto again = as_clicked(lost);
        if (again) again->terms_lost = true;
        return again;
    };
    auto const persons = [](reconciliation const& told) {
        return std::ranges::count_if(told.found, [](difference const& one) { return one.needs_person; });
    };
    auto const shown = compare(now.at, before.processor, false, in_part);
    CHECK(persons(shown) == 1);
    CHECK(std::ssize(shown.found) > persons(shown));  // or it could be reopened without
    CHECK(persons(compare(now.at, before.processor, true, in_part)) == 1);
    auto const asked = domain::attention_of(now.all.only_booking());
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].reason == "terms_lost");
    CHECK(compare(now.at, before.processor, true, in_part).found.empty());
}

TEST_CASE("what was parked because its booking was not recognised leaves when it is recorded") {
    world before;
    gateway old{before};
    buy(old);
    REQUIRE(before.processor.pay(before.processor.last_session()));
    after_loss now{before};
    now.at.finish(now.lost.park({"", "evt_of_another", "charge.refunded", "{}", "lost", now.all.time.now()}));
    auto const nobody = [](routed_session const&) -> std::optional<domain::book> { return std::nullopt; };
    compare(now.at, before.processor, true, nobody);
    REQUIRE(now.at.finish(now.lost.parked_count()) == 2);
    compare(now.at, before.processor, false);
    CHECK(now.at.finish(now.lost.parked_count()) == 2);
    compare(now.at, before.processor, true);
    auto const left = now.at.finish(now.lost.parked(10));
    REQUIRE(left.size() == 1);
    CHECK(left[0].event_id == "evt_of_another");
}

TEST_CASE("a page that was parked while it could be paid leaves when it has ended unpaid") {
    world before;
    gateway old{before};
    buy(old);
    after_loss now{before};
    auto const nobody = [](routed_session const&) -> std::optional<domain::book> { return std::nullopt; };
    compare(now.at, before.processor, true, nobody);
    REQUIRE(now.at.finish(now.lost.parked_count()) == 1);
    before.processor.expire(before.processor.last_session());
    compare(now.at, before.processor, true, nobody);
    CHECK(now.at.finish(now.lost.parked_count()) == 0);
}

}  // namespace quittance::engine
