// A store in quarantine, a store that changed under a commit, and accounts that vanish or cannot be read
// while somebody works on them.
#include "world.hpp"

namespace quittance::engine {
namespace {

// A store that lets something happen, or go wrong, at one of its calls.
class disturbed_store final : public store {
public:
    explicit disturbed_store(doubles::memory_store& inner) : inner_(inner) {}
    bool erase_before_commit = false;
    bool unreadable = false;
    std::optional<domain::client_id> claimed_by_another;

    awaitable<loaded_account> load(domain::client_id client, std::vector<domain::booking_id> ids) override {
        if (unreadable) throw document_unreadable("account " + client.text() + ": format 9");
        return inner_.load(std::move(client), std::move(ids));
    }
    awaitable<loaded_account> load_whole(domain::client_id client) override {
        return inner_.load_whole(std::move(client));
    }
    awaitable<commit_result> commit(commit_request const& request) override {
        if (std::exchange(erase_before_commit, false)) {
            auto whole = co_await inner_.load_whole(request.after->id);
            whole.account.bookings = request.after->bookings;  // as of a held one whose time is over
            auto const identity = whole.account.bookings.begin()->second.identity;
            co_await inner_.erase(std::move(whole), request.seal);
            if (claimed_by_another) co_await inner_.claim_identity(identity, *claimed_by_another);
        }
        auto const done = co_await inner_.commit(request);
        co_return done;
    }
    awaitable<commit_outcome> erase(loaded_account whole, std::string seal) override {
        return inner_.erase(std::move(whole), std::move(seal));
    }
    awaitable<domain::client_id> claim_identity(domain::booking_identity identity,
                                                domain::client_id proposed) override {
        return inner_.claim_identity(std::move(identity), std::move(proposed));
    }
    awaitable<std::optional<domain::client_id>> find_identity(domain::booking_identity identity) override {
        return inner_.find_identity(std::move(identity));
    }
    awaitable<void> disown_identity(domain::booking_identity identity, domain::client_id owner) override {
        return inner_.disown_identity(std::move(identity), std::move(owner));
    }
    awaitable<std::vector<domain::offer_id>> offers_under(std::string source,
                                                          std::string reference) override {
        return inner_.offers_under(std::move(source), std::move(reference));
    }

private:
    doubles::memory_store& inner_;
};

// As it is when the account itself is erased already, and its link's entry in the directory not yet.
void leave_entry_of_old_account(world& all, gateway& at) {
    auto const old = domain::client_id{"erased-a-moment-ago-00"};
    REQUIRE(at.finish(all.store.claim_identity(identity("ref-1"), old)) == old);
}

domain::client_id holder_of(world& all, gateway& at, std::string const& reference) {
    auto const owner = at.finish(all.store.find_identity(identity(reference)));
    REQUIRE(owner);
    return *owner;
}

}  // namespace

TEST_CASE("a booking made while its old account is erased is found by its link") {
    world all;
    disturbed_store where{all.store};
    gateway at{all, 1, &where};
    leave_entry_of_old_account(all, at);
    where.erase_before_commit = true;
    auto const bought = buy(at);
    CHECK(bought.outcome == purchase_outcome::pay_at);
    CHECK(holder_of(all, at, "ref-1") == bought.client);
    auto const again = buy(at);
    CHECK(again.url == bought.url);
    CHECK(all.processor.sessions() == 1);
}

TEST_CASE(
    "a booking made while its account is erased and its link is taken over leaves the link to the other") {
    world all;
    disturbed_store where{all.store};
    gateway at{all, 1, &where};
    leave_entry_of_old_account(all, at);
    where.erase_before_commit = true;
    where.claimed_by_another = domain::client_id{"another"};
    CHECK_THROWS_AS(at.finish(at.sales.start(a_click())), unavailable);
    CHECK(holder_of(all, at, "ref-1") == where.claimed_by_another);
}

TEST_CASE("in quarantine nobody is sent to a payment page, and nothing is written") {
    world all;
    gateway at{all};
    for (auto const standing : {store_standing::behind, store_standing::empty, store_standing::other}) {
        all.current.standing = standing;
        CHECK_THROWS_AS(at.finish(at.sales.start(a_click())), store_quarantined);
        CHECK_THROWS_AS(at.finish(at.sales.move(identity("a"), identity("b"))), store_quarantined);
    }
    CHECK(all.store.commits == 0);
    CHECK(all.processor.asked == 0);
}

TEST_CASE("in quarantine what was ordered is not sent, by no way, and is sent once the store is open") {
    world all;
    {
        gateway first{all};
        all.processor.creating = answer::not_attempted;
        buy(first);
    }
    all.processor.creating = answer::normal;
    gateway at{all, 2};
    auto const asked = all.processor.asked;
    all.current.standing = store_standing::behind;
    all.time.set(all.time.now() + 5min);
    at.time.set(all.time.now());
    CHECK(at.finish(at.work.run_due()) == 0);
    CHECK(at.finish(at.settle.run_due()) == 0);
    CHECK(at.finish(at.settle.read_events()) == 0);
    at.work.start(all.store.effects(), loaded_account{});
    at.poll();
    CHECK(all.processor.asked == asked);
    CHECK(all.processor.reads == 0);
    all.current.standing = store_standing::open;
    CHECK(at.finish(at.work.run_due()) == 1);
    CHECK(all.processor.sessions() == 1);
}

TEST_CASE("in quarantine a payment is recorded all the same, and parked where its booking is gone") {
    world all;
    gateway at{all};
    buy(at);
    auto const session = all.processor.last_session();
    REQUIRE(all.processor.pay(session));
    auto const event = all.processor.event_of(session, "evt_1");
    auto lost = event;
    lost.event_id = "evt_2";
    lost.whose.client = domain::client_id{"nobody"};
    all.current.standing = store_standing::behind;
    CHECK(deliver(at, event) == webhook_outcome::applied);
    CHECK(state_of_only(all) == domain::booking_state::paid);
    CHECK(deliver(at, lost) == webhook_outcome::parked);
    CHECK(deliver(at, lost) == webhook_outcome::parked);
    CHECK(at.finish(all.store.parked_count()) == 1);
    SUBCASE("but nothing is written to another store: the event comes again") {
        all.current.standing = store_standing::other;
        auto third = event;
        third.event_id = "evt_3";
        CHECK_THROWS_AS(deliver(at, third), store_quarantined);
    }
}

TEST_CASE("an erasure that finds another store tells so, and nothing is erased") {
    world all;
    gateway at{all};
    int told = 0;
    at.books.on_store_changed([&told] { ++told; });
    buy(at);
    auto const client = all.only_client();
    work_through(all, {&at}, 24h * 29, 1h);
    REQUIRE(told == 0);
    at.finish(all.store.seal({"store-1", 2, "", false}, "", "", ""));
    work_through(all, {&at}, 24h * 4, 1h);
    CHECK(told > 0);
    CHECK(all.store.snapshot(client).version > 0);
    all.current.store_seal = "store-1/2";
    work_through(all, {&at}, 1h, 1min);
    CHECK(all.store.clients().empty());
}

TEST_CASE("a commit that finds another store tells so, and a click waits while that is looked at") {
    world all;
    gateway at{all};
    int told = 0;
    at.books.on_store_changed([&told] { ++told; });
    at.finish(all.store.seal({"store-1", 2, "", false}, "", "", ""));
    CHECK_THROWS_AS(at.finish(at.sales.start(a_click())), store_quarantined);
    CHECK(told == 1);
    all.current.store_seal = "store-1/2";
    all.current.standing = store_standing::checking;
    auto const click = at.start(at.sales.start(a_click()));
    pass(all, {&at}, 100ms);
    CHECK(!click->ended());
    all.current.standing = store_standing::open;
    pass(all, {&at}, 1s);
    REQUIRE(click->value);
    CHECK((*click->value)->outcome == purchase_outcome::pay_at);
}

TEST_CASE("an event whose account this program cannot read is parked, and the account stays as it is") {
    world all;
    disturbed_store where{all.store};
    gateway at{all, 1, &where};
    buy(at);
    auto const session = all.processor.last_session();
    REQUIRE(all.processor.pay(session));
    auto const before = all.store.snapshot(all.only_client());
    where.unreadable = true;
    CHECK(deliver(at, all.processor.event_of(session, "evt_1")) == webhook_outcome::parked);
    CHECK(at.finish(all.store.parked_count()) == 1);
    CHECK(all.store.snapshot(all.only_client()) == before);
}

TEST_CASE("an event of an account this program cannot read is parked from the event list, and blocks none") {
    world all;
    disturbed_store where{all.store};
    gateway at{all, 1, &where};
    buy(at);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    auto const before = all.store.snapshot(all.only_client());
    where.unreadable = true;
    auto const listed = at.finish(at.settle.read_events());
    CHECK(listed == 2);
    CHECK(at.finish(all.store.parked_count()) == listed);
    CHECK(at.finish(at.settle.read_events()) == 0);
    CHECK(all.store.snapshot(all.only_client()) == before);
}

}  // namespace quittance::engine
