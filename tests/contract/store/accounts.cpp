#include <doctest/doctest.h>
#include <algorithm>
#include <numeric>

#include <boost/asio/bind_executor.hpp>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"

using namespace quittance;
using namespace quittance::contract;
using engine::commit_outcome;

namespace {
auto const anna = client_named("anna");

// The count of Anna's part of the store goes back by `commits`.
void put_back(memory_place& at, std::uint64_t commits) { at.memory().lose_count_of(commits); }
void put_back(redis_place& at, std::uint64_t commits) {
    auto const keys = shared_server().command("KEYS q:{s*}:seal");  // one: nobody sealed the other parts
    auto const key = keys.substr(keys.find("q:{"), std::string_view("q:{s00}:seal").size());
    shared_server().command("HINCRBY " + key + " n -" + std::to_string(commits));
    static_cast<void>(at);
}
void forget(memory_place& at) { at.memory().forget_what_was_seen(); }
void forget(redis_place& at) { at.database().forget_what_was_seen(); }
}  // namespace

TEST_CASE_TEMPLATE("an account nobody wrote is empty, at version 0", Place, memory_place, redis_place) {
    Place at;
    auto const loaded = at(at.accounts().load(anna, {booking_of("r1").id}));
    CHECK(loaded.account == domain::account{anna});
    CHECK(loaded.chain_head.empty());
    CHECK(loaded.last_commit.empty());
}

TEST_CASE_TEMPLATE("what was committed is loaded again", Place, memory_place, redis_place) {
    Place at;
    draft first(at(at.accounts().load_whole(anna)), "commit-1");
    first.with(booking_of("r1")).with(booking_of("r2"));
    first.account.client = {{"Zoë", "zoe@example.org", "", ""}, noon, 2};
    first.request.client_changed = true;
    auto const result = at(at.accounts().commit(first.ready()));
    REQUIRE(result.outcome == commit_outcome::committed);
    CHECK(!result.chain_head.empty());
    auto const whole = at(at.accounts().load_whole(anna));
    CHECK(whole.account == first.account);
    CHECK(whole.chain_head == result.chain_head);
    CHECK(whole.last_commit == "commit-1");
    SUBCASE("and only the bookings asked for") {
        auto const part = at(at.accounts().load(anna, {booking_of("r2").id, booking_of("nobody's").id}));
        CHECK(part.account.version == 1);
        CHECK(part.account.client == whole.account.client);
        CHECK(part.account.bookings.size() == 1);
        CHECK(part.account.find(booking_of("r2").id) != nullptr);
    }
}

TEST_CASE_TEMPLATE("of two commits on one version the second is told so and writes nothing", Place,
                   memory_place, redis_place) {
    Place at;
    auto const empty = at(at.accounts().load_whole(anna));
    draft first(empty, "commit-1");
    first.with(booking_of("r1"));
    draft second(empty, "commit-2");
    second.with(booking_of("r2"));
    second.request.marks = {engine::event_mark{"evt_1", noon}};
    second.request.open = {{booking_of("r2").id, noon}};
    CHECK(at(at.accounts().commit(first.ready())).outcome == commit_outcome::committed);
    CHECK(at(at.accounts().commit(second.ready())).outcome == commit_outcome::version_changed);
    auto const whole = at(at.accounts().load_whole(anna));
    CHECK(whole.account == first.account);
    CHECK(at(at.registry().open_count()) == 0);
    SUBCASE("not even its dedupe mark: decided again, it is taken") {
        draft again(whole, "commit-3");
        again.with(booking_of("r2"));
        again.request.marks = {engine::event_mark{"evt_1", noon}};
        CHECK(at(at.accounts().commit(again.ready())).outcome == commit_outcome::committed);
    }
}

TEST_CASE_TEMPLATE("a commit on the right version of another history is told so and writes nothing", Place,
                   memory_place, redis_place) {
    Place at;
    draft first(at(at.accounts().load_whole(anna)), "commit-1");
    first.with(booking_of("r1"));
    REQUIRE(at(at.accounts().commit(first.ready())).outcome == commit_outcome::committed);
    auto const kept = at(at.accounts().load_whole(anna));
    // What a gateway read before its store lost the tail that another has written anew since.
    auto before_the_loss = kept;
    before_the_loss.chain_head = std::string(kept.chain_head.size(), '0');
    draft second(before_the_loss, "commit-2");
    second.with(booking_of("r2"));
    CHECK(at(at.accounts().commit(second.ready())).outcome == commit_outcome::version_changed);
    auto const whole = at(at.accounts().load_whole(anna));
    CHECK(whole.account == kept.account);
    CHECK(whole.chain_head == kept.chain_head);
    CHECK(whole.last_commit == "commit-1");
}

TEST_CASE_TEMPLATE("an event that was applied is a duplicate for ever after", Place, memory_place,
                   redis_place) {
    Place at;
    draft first(at(at.accounts().load_whole(anna)), "commit-1");
    first.with(booking_of("r1"));
    first.request.marks = {engine::event_mark{"evt_1", noon}};
    REQUIRE(at(at.accounts().commit(first.ready())).outcome == commit_outcome::committed);
    auto const before = at(at.accounts().load_whole(anna));
    draft second(before, "commit-2");
    second.with(booking_of("r2"));
    second.request.marks = {engine::event_mark{"evt_1", noon + std::chrono::hours(1)}};
    CHECK(at(at.accounts().commit(second.ready())).outcome == commit_outcome::duplicate_event);
    CHECK(at(at.accounts().load_whole(anna)).account == before.account);
}

TEST_CASE_TEMPLATE("of several webhooks in one commit one that was applied refuses them all", Place,
                   memory_place, redis_place) {
    Place at;
    draft first(at(at.accounts().load_whole(anna)), "commit-1");
    first.with(booking_of("r1"));
    first.request.marks = {{"evt_1", noon}, {"evt_2", noon - std::chrono::hours{24}}, {"evt_3", noon}};
    REQUIRE(at(at.accounts().commit(first.ready())).outcome == commit_outcome::committed);
    auto const before = at(at.accounts().load_whole(anna));
    draft second(before, "commit-2");
    second.with(booking_of("r2"));
    for (auto const& known : first.request.marks) {
        second.request.marks = {{"evt_4", noon}, known};
        CHECK(at(at.accounts().commit(second.ready())).outcome == commit_outcome::duplicate_event);
    }
    CHECK(at(at.accounts().load_whole(anna)).account == before.account);
    second.request.marks = {{"evt_4", noon}, {"evt_2", noon}};  // the same id on another day is another one
    CHECK(at(at.accounts().commit(second.ready())).outcome == commit_outcome::committed);
}

TEST_CASE_TEMPLATE("a booking link is whose came first", Place, memory_place, redis_place) {
    Place at;
    auto const ben = client_named("ben");
    CHECK(!at(at.accounts().find_identity(identity_of("r1"))));
    CHECK(at(at.accounts().claim_identity(identity_of("r1"), anna)) == anna);
    CHECK(at(at.accounts().claim_identity(identity_of("r1"), ben)) == anna);
    CHECK(at(at.accounts().claim_identity(identity_of("r2"), ben)) == ben);
    CHECK(at(at.accounts().find_identity(identity_of("r1"))) == anna);
}

TEST_CASE_TEMPLATE("a claim that came to nothing is taken back by whose it is, and by nobody else", Place,
                   memory_place, redis_place) {
    Place at;
    auto const ben = client_named("ben");
    auto const which = identity_of("r1");
    at(at.accounts().claim_identity(which, anna));
    at(at.accounts().disown_identity(which, ben));
    CHECK(at(at.accounts().find_identity(which)) == anna);
    CHECK(at(at.accounts().offers_under(which.source, which.reference)).size() == 1);
    at(at.accounts().disown_identity(which, anna));
    at(at.accounts().disown_identity(which, anna));
    CHECK_FALSE(at(at.accounts().find_identity(which)));
    CHECK(at(at.accounts().offers_under(which.source, which.reference)).empty());
    CHECK(at(at.accounts().claim_identity(which, ben)) == ben);
}

TEST_CASE_TEMPLATE("a reference is known with every offer it was claimed under, whatever is sold today",
                   Place, memory_place, redis_place) {
    Place at;
    auto one = identity_of("r1");
    auto other = one;
    other.offer = domain::offer_id{"no longer sold"};
    at(at.accounts().claim_identity(one, anna));
    at(at.accounts().claim_identity(other, anna));
    at(at.accounts().claim_identity(other, client_named("ben")));
    auto const found = at(at.accounts().offers_under(one.source, "r1"));
    CHECK(found.size() == 2);
    CHECK(std::ranges::count(found, other.offer) == 1);
    CHECK(at(at.accounts().offers_under(one.source, "r2")).empty());
    CHECK(at(at.accounts().offers_under("elsewhere", "r1")).empty());
}

TEST_CASE_TEMPLATE("64 claims of one link at once have one winner", Place, memory_place, redis_place) {
    Place at;
    std::vector<domain::client_id> winners;
    for (int i = 0; i < 64; ++i) {
        auto claim = at.accounts().claim_identity(identity_of("r1"), client_named("c" + std::to_string(i)));
        boost::asio::co_spawn(at.loop(), std::move(claim),
                              [&](std::exception_ptr const& error, domain::client_id won) {
                                  REQUIRE(!error);
                                  winners.push_back(std::move(won));
                              });
    }
    while (winners.size() < 64) at.loop().run_one();
    for (auto const& won : winners) CHECK(won == winners.front());
}

TEST_CASE_TEMPLATE("an erased account leaves nothing behind", Place, memory_place, redis_place) {
    Place at;
    auto const held = booking_of("r1");
    at(at.accounts().claim_identity(held.identity, anna));
    draft first(at(at.accounts().load_whole(anna)), "commit-1");
    first.with(held);
    first.request.wakes = {{held.id, noon}};
    first.request.open = {{held.id, noon}};
    first.request.held = {{held.id, noon}};
    first.request.attention = {{held.id, "amount_differs:pi_1", noon}};
    first.account.client.correspondence.letters = 2;
    first.request.client_changed = true;
    REQUIRE(at(at.accounts().commit(first.ready())).outcome == commit_outcome::committed);
    for (int const number : {1, 2})
        at(at.letters().keep({anna, held.id, number}, "token",
                             {"hash", noon, "id", {"a@b.example"}, "Dear Anna", ""}));
    SUBCASE("unless it changed meanwhile") {
        auto stale = at(at.accounts().load_whole(anna));
        stale.account.version = 0;
        CHECK(at(at.accounts().erase(stale, "")) == commit_outcome::version_changed);
        CHECK(at(at.accounts().load_whole(anna)).account == first.account);
        CHECK(at(at.accounts().find_identity(held.identity)) == anna);
        CHECK(at(at.letters().kept(anna, 1)).size() == 1);
    }
    SUBCASE("or has another history") {
        auto other = at(at.accounts().load_whole(anna));
        other.chain_head = std::string(other.chain_head.size(), '0');
        CHECK(at(at.accounts().erase(other, "")) == commit_outcome::version_changed);
        CHECK(at(at.accounts().load_whole(anna)).account == first.account);
    }
    SUBCASE("after which it is as if it never was") {
        auto const whole = at(at.accounts().load_whole(anna));
        CHECK(at(at.accounts().erase(whole, "")) == commit_outcome::committed);
        CHECK(at(at.accounts().load_whole(anna)).account == domain::account{anna});
        CHECK(!at(at.accounts().find_identity(held.identity)));
        for (int const number : {1, 2}) CHECK(at(at.letters().kept(anna, number)).empty());
        CHECK(!at(at.queues().oldest_wake()));
        CHECK(at(at.registry().open_count()) == 0);
        CHECK(at(at.registry().held_count()) == 0);
        CHECK(at(at.registry().attention_count()) == 0);
        CHECK(at(at.registry().page_of(engine::booking_list::all, std::nullopt, 9)).empty());
    }
}

namespace {

engine::commit_outcome commit_under(auto& at, std::string seal, std::string commit_id) {
    draft made(at(at.accounts().load_whole(anna)), std::move(commit_id));
    made.with(booking_of("r" + std::to_string(made.account.version)));
    made.request.seal = std::move(seal);
    made.request.marks = {engine::event_mark{"evt_" + made.request.commit_id, noon}};
    return at(at.accounts().commit(made.ready())).outcome;
}

}  // namespace

TEST_CASE_TEMPLATE("a commit under another store's seal, or an older epoch's, writes nothing", Place,
                   memory_place, redis_place) {
    Place at;
    engine::store_identity const first{"store-1", 1, "acct_1", false};
    engine::store_identity const second{"store-1", 2, "acct_1", false};
    at(at.registry().seal(first, "", "", ""));
    CHECK(commit_under(at, "", "c1") == commit_outcome::store_changed);
    CHECK(commit_under(at, "store-2/1", "c1") == commit_outcome::store_changed);
    CHECK(commit_under(at, engine::seal_of(first), "c1") == commit_outcome::committed);
    at(at.registry().seal(second, "", "", "restored"));
    CHECK(commit_under(at, engine::seal_of(first), "c2") == commit_outcome::store_changed);
    CHECK(at(at.accounts().load_whole(anna)).account.version == 1);
    CHECK(commit_under(at, engine::seal_of(second), "c2") == commit_outcome::committed);
}

TEST_CASE_TEMPLATE("an account is erased only under the seal of its store and epoch", Place, memory_place,
                   redis_place) {
    Place at;
    at(at.registry().seal({"store-1", 1, "acct_1", false}, "", "", ""));
    REQUIRE(commit_under(at, "store-1/1", "c1") == commit_outcome::committed);
    auto const whole = at(at.accounts().load_whole(anna));
    for (auto const* const seal : {"", "store-2/1", "store-1/2"}) {
        CAPTURE(seal);
        CHECK(at(at.accounts().erase(whole, seal)) == commit_outcome::store_changed);
    }
    CHECK(at(at.accounts().load_whole(anna)).account == whole.account);
    CHECK(at(at.accounts().erase(whole, "store-1/1")) == commit_outcome::committed);
    CHECK(at(at.accounts().load_whole(anna)).account.version == 0);
}

TEST_CASE_TEMPLATE("every commit and every erasure is counted, and nothing else is", Place, memory_place,
                   redis_place) {
    Place at;
    at(at.registry().seal({"store-1", 1, "acct_1", false}, "", "", ""));
    auto const count = [&at] {
        auto const seen = at(at.registry().look());
        return std::accumulate(seen.commits.begin(), seen.commits.end(), std::uint64_t{0});
    };
    CHECK(commit_under(at, "store-1/1", "c1") == commit_outcome::committed);
    CHECK(commit_under(at, "store-1/1", "c2") == commit_outcome::committed);
    CHECK(count() == 2);
    CHECK(commit_under(at, "store-1/1", "c2") == commit_outcome::duplicate_event);
    CHECK(commit_under(at, "store-9/1", "c3") == commit_outcome::store_changed);
    CHECK(count() == 2);
    at(at.registry().seal({"store-1", 2, "acct_1", false}, "", "", ""));
    CHECK(count() == 2);
    auto stale = at(at.accounts().load_whole(anna));
    --stale.account.version;
    CHECK(at(at.accounts().erase(stale, "store-1/2")) == commit_outcome::version_changed);
    CHECK(count() == 2);
    auto const whole = at(at.accounts().load_whole(anna));
    CHECK(at(at.accounts().erase(whole, "store-1/2")) == commit_outcome::committed);
    CHECK(count() == 3);
}

TEST_CASE_TEMPLATE("a store that was put back to before an erasure takes nothing from who erased", Place,
                   memory_place, redis_place) {
    Place at;
    CHECK(commit_under(at, "", "c1") == commit_outcome::committed);
    auto const whole = at(at.accounts().load_whole(anna));
    CHECK(at(at.accounts().erase(whole, "")) == commit_outcome::committed);
    put_back(at, 1);
    CHECK(commit_under(at, "", "c2") == commit_outcome::store_changed);
    auto const back = at(at.accounts().load_whole(anna));
    CHECK(at(at.accounts().erase(back, "")) == commit_outcome::store_changed);
}

TEST_CASE_TEMPLATE("a store that was put back takes no commit from who saw more of it", Place, memory_place,
                   redis_place) {
    Place at;
    CHECK(commit_under(at, "", "c1") == commit_outcome::committed);
    CHECK(commit_under(at, "", "c2") == commit_outcome::committed);
    put_back(at, 1);
    CHECK(commit_under(at, "", "c3") == commit_outcome::store_changed);
    forget(at);
    CHECK(commit_under(at, "", "c3") == commit_outcome::committed);
}
