// The store lost something the processor knows.
#include "quittance/engine/reconciliation.hpp"

#include "world.hpp"

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

}  // namespace quittance::engine
