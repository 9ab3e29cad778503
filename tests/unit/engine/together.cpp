// Webhooks of one account that come in a crowd are committed together. Nobody may be able to tell: the
// account, the indexes, the marks and every answer are those of the same webhooks one after the other.
#include <algorithm>
#include <random>

#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;
using trouble = doubles::memory_store::trouble;

namespace {

// A client with many bookings, paid at the processor, which we do not know yet.
struct crowded {
    world all;
    gateway one{all};
    domain::client_id client;
    std::vector<domain::session_id> sessions;

    explicit crowded(int bookings = 5) {
        for (int i = 0; i < bookings; ++i) {
            auto what = a_click("ref-" + std::to_string(i));
            what.origin = domain::origin::api;
            what.client = client;
            client = buy(one, what).client;
            sessions.push_back(all.processor.last_session());
            pass(all, {&one}, 1s);
        }
        for (auto const& session : sessions) REQUIRE(all.processor.pay(session));
    }

    domain::intent_id intent_of(domain::session_id const& session) {
        return all.processor.session(session).fact.intent;
    }
    // One for each booking, evt_0, evt_1, …
    std::vector<webhook_event> paid_events() {
        std::vector<webhook_event> events;
        for (auto const& session : sessions) {
            events.push_back(all.processor.event_of(session, "evt_" + std::to_string(events.size())));
        }
        return events;
    }
    std::size_t paid() const {
        auto const account = all.store.snapshot(client);
        return static_cast<std::size_t>(std::count_if(
            account.bookings.begin(), account.bookings.end(),
            [](auto const& each) { return domain::state_of(each.second) == domain::booking_state::paid; }));
    }
};

std::vector<outcome<webhook_outcome>> start_all(gateway& at, std::vector<webhook_event> const& events) {
    std::vector<outcome<webhook_outcome>> answers;
    for (auto const& event : events) answers.push_back(at.start(at.settle.receive(event, "{}")));
    return answers;
}

std::vector<webhook_outcome> told(std::vector<outcome<webhook_outcome>> const& answers) {
    std::vector<webhook_outcome> all;
    for (auto const& each : answers) {
        REQUIRE(each->value);
        all.push_back(*each->value);
    }
    return all;
}

std::vector<webhook_outcome> all_applied(std::size_t count) {
    return std::vector<webhook_outcome>(count, webhook_outcome::applied);
}

// Everything the processor might say of these bookings, some of it twice, in any order.
std::vector<webhook_event> gossip(crowded& at, std::mt19937_64& dice) {
    auto events = at.paid_events();
    auto const add = [&events](webhook_event event, report what, std::string type) {
        event.what = std::move(what);
        event.type = std::move(type);
        event.event_id = "evt_" + std::to_string(events.size());
        events.push_back(std::move(event));
    };
    for (auto const& session : at.sessions) {
        auto const intent = at.intent_of(session);
        auto const about = at.all.processor.event_of(intent, "");
        add(about, about.what, about.type);
        if (dice() % 2 == 0) {
            auto fact = at.all.processor.refund(intent, domain::refund_status::pending);
            add(about, fact, "refund.created");
            fact.status = domain::refund_status::succeeded;
            add(about, fact, "refund.updated");
        }
        if (dice() % 3 == 0) add(about, at.all.processor.dispute(intent), "charge.dispute.created");
    }
    for (auto twice = dice() % 4; twice > 0; --twice) events.push_back(events[dice() % events.size()]);
    auto nobody = events.front();
    nobody.event_id = "evt_nobody";
    nobody.whose.booking = domain::booking_id{"AAAAAAAAAAAAAAAA"};
    if (dice() % 2 == 0) events.push_back(nobody);
    std::shuffle(events.begin(), events.end(), dice);
    return events;
}

domain::account without_version(domain::account account) {
    account.version = 0;
    return account;
}

void check_same(crowded const& left, crowded const& right) {
    auto const& one = left.all.store.inside();
    auto const& other = right.all.store.inside();
    CHECK(without_version(left.all.store.snapshot(left.client)) ==
          without_version(right.all.store.snapshot(right.client)));
    CHECK(one.accounts.at(left.client).documents == other.accounts.at(right.client).documents);
    CHECK(one.marks == other.marks);
    CHECK(one.wakes == other.wakes);
    CHECK(one.open == other.open);
    CHECK(one.held == other.held);
    CHECK(one.attention == other.attention);
    CHECK(left.all.store.ledger(left.client).size() == right.all.store.ledger(right.client).size());
}

// A store that cannot read one booking.
struct store_with_a_hole final : store {
    explicit store_with_a_hole(doubles::memory_store& at) : inner(at) {}
    doubles::memory_store& inner;
    domain::booking_id unreadable;

    awaitable<loaded_account> load(domain::client_id client,
                                   std::vector<domain::booking_id> wanted) override {
        auto const hole = std::find(wanted.begin(), wanted.end(), unreadable) != wanted.end();
        if (hole) throw document_unreadable("a booking of a newer program");
        return inner.load(std::move(client), std::move(wanted));
    }
    awaitable<loaded_account> load_whole(domain::client_id client) override {
        return inner.load_whole(std::move(client));
    }
    awaitable<commit_result> commit(commit_request const& request) override { return inner.commit(request); }
    awaitable<commit_outcome> erase(loaded_account whole, std::string seal) override {
        return inner.erase(std::move(whole), std::move(seal));
    }
    awaitable<domain::client_id> claim_identity(domain::booking_identity identity,
                                                domain::client_id proposed) override {
        return inner.claim_identity(std::move(identity), std::move(proposed));
    }
    awaitable<std::optional<domain::client_id>> find_identity(domain::booking_identity identity) override {
        return inner.find_identity(std::move(identity));
    }
    awaitable<void> disown_identity(domain::booking_identity identity, domain::client_id owner) override {
        return inner.disown_identity(std::move(identity), std::move(owner));
    }
    awaitable<std::vector<domain::offer_id>> offers_under(std::string source,
                                                          std::string reference) override {
        return inner.offers_under(std::move(source), std::move(reference));
    }
};

}  // namespace

TEST_CASE("webhooks of one account that come at once are two commits, not one each") {
    crowded at{40};
    auto const loads = at.all.store.loads;
    auto const commits = at.all.store.commits;
    auto const answers = start_all(at.one, at.paid_events());
    at.one.poll();
    CHECK(told(answers) == all_applied(40));
    CHECK(at.paid() == 40);
    CHECK(at.all.store.commits == commits + 2);  // the first did not wait for company
    CHECK(at.all.store.loads == loads + 2);
}

TEST_CASE("a crowd beyond the bound of one commit is taken in several") {
    crowded at{70};
    auto const commits = at.all.store.commits;
    auto const answers = start_all(at.one, at.paid_events());
    at.one.poll();
    CHECK(told(answers) == all_applied(70));
    CHECK(at.all.store.commits == commits + 3);
}

TEST_CASE("a crowd ends as its webhooks one after the other do: account, indexes, marks and answers") {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        CAPTURE(seed);
        crowded together{6};
        crowded apart{6};
        std::mt19937_64 dice{seed};
        std::mt19937_64 same_dice{seed};
        auto const answers = start_all(together.one, gossip(together, dice));
        together.one.poll();
        std::vector<webhook_outcome> one_by_one;
        for (auto const& event : gossip(apart, same_dice)) one_by_one.push_back(deliver(apart.one, event));
        CHECK(told(answers) == one_by_one);
        CHECK(together.all.store.commits < apart.all.store.commits);
        check_same(together, apart);
    }
}

TEST_CASE("nobody of a crowd is answered before the commit") {
    crowded at{5};
    auto events = at.paid_events();
    events.push_back(events.back());  // nothing new, once the others are stored: not before
    events.back().event_id = "evt_again";
    auto const answers = start_all(at.one, events);
    auto const commits = at.all.store.commits;
    at.one.loop->restart();
    while (at.one.loop->poll_one() > 0) {
        auto const done =
            std::count_if(answers.begin(), answers.end(), [](auto const& a) { return a->ended(); });
        if (done > 0) CHECK(at.all.store.commits >= commits + 1);
        if (done > 1) CHECK(at.all.store.commits == commits + 2);
    }
    CHECK(at.paid() == 5);
}

TEST_CASE("a webhook in a crowd whose mark is known changes nothing, and the others are applied") {
    crowded at{5};
    auto events = at.paid_events();
    deliver(at.one, events[0]);
    events[3].event_id = events[0].event_id;
    auto const answers = start_all(at.one, events);
    at.one.poll();
    using enum webhook_outcome;
    CHECK(told(answers) == std::vector{nothing_new, applied, applied, nothing_new, applied});
    CHECK(at.paid() == 4);
}

TEST_CASE("two webhooks of one id in a crowd: the first is applied, the second is a duplicate") {
    crowded at{4};
    auto events = at.paid_events();
    events[3].event_id = events[2].event_id;
    auto const answers = start_all(at.one, events);
    at.one.poll();
    using enum webhook_outcome;
    CHECK(told(answers) == std::vector{applied, applied, applied, nothing_new});
    CHECK(at.paid() == 3);
}

TEST_CASE("a crowd whose commit is lost on the way is decided again, and applied once") {
    for (auto const what : {trouble::lost_before, trouble::lost_after}) {
        crowded at{6};
        auto const answers = start_all(at.one, at.paid_events());
        auto const commits = at.all.store.commits;
        at.one.loop->restart();
        while (at.all.store.commits == commits && at.one.loop->poll_one() > 0) {
        }
        at.all.store.next_commit = what;  // of the crowd
        at.one.poll();
        CHECK(told(answers) == all_applied(6));
        CHECK(at.all.store.commits == commits + 2);
        CHECK(at.paid() == 6);
    }
}

TEST_CASE("two gateways with a crowd each on one account lose none of it") {
    crowded at{30};
    gateway other{at.all, 2};
    auto const events = at.paid_events();
    auto const mine = start_all(at.one, {events.begin(), events.begin() + 15});
    auto const others = start_all(other, {events.begin() + 15, events.end()});
    poll({&at.one, &other});
    CHECK(told(mine) == all_applied(15));
    CHECK(told(others) == all_applied(15));
    CHECK(at.paid() == 30);
}

TEST_CASE("a crowd at a store that is away hears of it, each by itself, and nothing is written") {
    crowded at{5};
    auto const events = at.paid_events();
    auto const before = at.all.store.snapshot(at.client);
    at.all.store.unavailable = true;
    auto const answers = start_all(at.one, events);
    at.one.poll();
    for (auto const& each : answers) {
        REQUIRE(each->error);
        CHECK_THROWS_AS(std::rethrow_exception(each->error), store_unavailable);
    }
    at.all.store.unavailable = false;
    CHECK(at.all.store.snapshot(at.client) == before);
    auto const again = start_all(at.one, events);
    at.one.poll();
    CHECK(told(again) == all_applied(5));
}

TEST_CASE("a crowd at another store than the one that was known changes nothing there") {
    crowded at{4};
    auto const before = at.all.store.snapshot(at.client);
    at.all.current.store_seal = "store-2/1";
    auto const answers = start_all(at.one, at.paid_events());
    at.one.poll();
    for (auto const& each : answers) {
        REQUIRE(each->error);
        CHECK_THROWS_AS(std::rethrow_exception(each->error), store_quarantined);
    }
    CHECK(at.all.store.snapshot(at.client) == before);
}

TEST_CASE("a booking that cannot be read is parked alone; the crowd around it is applied") {
    crowded at{6};
    store_with_a_hole broken{at.all.store};
    auto const events = at.paid_events();
    broken.unreadable = events[3].whose.booking;
    gateway other{at.all, 2, &broken};
    auto const answers = start_all(other, events);
    other.poll();
    using enum webhook_outcome;
    CHECK(told(answers) == std::vector{applied, applied, applied, parked, applied, applied});
    CHECK(at.paid() == 5);
}

TEST_CASE("a webhook in a crowd finds its booking under its new reference") {
    crowded at{5};
    auto const events = at.paid_events();
    auto const to = identity("ref-new");
    REQUIRE(at.one.finish(at.one.sales.move(identity("ref-2"), to)).has_value());
    auto const answers = start_all(at.one, events);
    at.one.poll();
    CHECK(told(answers) == all_applied(5));
    CHECK(at.paid() == 5);
    auto const moved = at.all.store.snapshot(at.client).bookings.at(domain::booking_id_of(to));
    CHECK(domain::state_of(moved) == domain::booking_state::paid);
}

TEST_CASE(
    "a webhook in a crowd finds a booking that has moved twice, beside one that names its second reference") {
    crowded at{5};
    auto events = at.paid_events();
    auto const between = identity("ref-between");
    auto const last = identity("ref-last");
    REQUIRE(at.one.finish(at.one.sales.move(identity("ref-2"), between)).has_value());
    REQUIRE(at.one.finish(at.one.sales.move(between, last)).has_value());
    events.push_back(at.all.processor.event_of(at.intent_of(at.sessions[2]), "evt_intent"));
    events.back().whose.booking = domain::booking_id_of(between);
    auto const answers = start_all(at.one, events);
    at.one.poll();
    for (auto const& each : answers) CHECK(each->value);
    CHECK(at.paid() == 5);
    auto const account = at.all.store.snapshot(at.client);
    CHECK(domain::state_of(account.bookings.at(domain::booking_id_of(last))) == domain::booking_state::paid);
    CHECK(account.bookings.at(domain::booking_id_of(between)).payments.empty());
}

TEST_CASE("a webhook that is cancelled in a crowd leaves it, at any moment; the others are answered") {
    for (int steps = 0; steps < 20; ++steps) {
        CAPTURE(steps);
        for (std::size_t const which : {0U, 1U, 4U}) {
            crowded at{5};
            auto const events = at.paid_events();
            auto const answers = start_all(at.one, events);
            at.one.loop->restart();
            for (int i = 0; i < steps; ++i) at.one.loop->poll_one();
            answers[which]->stop.emit(boost::asio::cancellation_type::terminal);
            at.one.poll();
            for (std::size_t i = 0; i < answers.size(); ++i) {
                CHECK(answers[i]->ended());
                if (i != which) CHECK(answers[i]->value == webhook_outcome::applied);
            }
            deliver(at.one, events[which]);  // the processor sends it again
            CHECK(at.paid() == 5);
        }
    }
}

TEST_CASE("a gateway crashes at every step of a crowd: delivered again, each is applied once") {
    bool whole = false;
    for (int steps = 0; !whole && steps < 400; ++steps) {
        CAPTURE(steps);
        crowded at{6};
        auto const events = at.paid_events();
        auto dying = std::make_unique<gateway>(at.all, 99);
        auto const answers = start_all(*dying, events);
        dying->loop->restart();
        for (int i = 0; i < steps; ++i) whole = dying->loop->poll_one() == 0;
        auto const answered =
            std::count_if(answers.begin(), answers.end(), [](auto const& a) { return a->ended(); });
        dying.reset();
        CHECK(at.paid() >= static_cast<std::size_t>(answered));
        gateway next{at.all, 3};
        for (auto const& event : events) deliver(next, event);
        CHECK(at.paid() == 6);
        CHECK(at.all.store.ledger(at.client).size() == 3 * 6 + 1 + 6);
    }
    CHECK(whole);
}
