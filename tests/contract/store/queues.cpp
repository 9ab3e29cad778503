#include <doctest/doctest.h>

#include <algorithm>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"

using namespace quittance;
using namespace quittance::contract;
using engine::commit_outcome;

namespace {

auto const anna = client_named("anna");
constexpr milliseconds lease{30'000};

// One booking of `client` that wants to be woken at `wake`.
template <class Place>
void book_waking(Place& at, domain::client_id const& client, instant wake) {
    draft made(at(at.accounts().load_whole(client)), "commit");
    made.with(booking_of("r1"));
    made.request.wakes = {{booking_of("r1").id, wake}};
    REQUIRE(at(at.accounts().commit(made.ready())).outcome == commit_outcome::committed);
}

template <class Place>
engine::ordered_effect order_one(Place& at) {
    draft made(at(at.accounts().load_whole(anna)), "commit");
    made.with(booking_of("r1"));
    auto const ordered = effect_of(anna, booking_of("r1").id, 1);
    made.request.effects = {ordered};
    REQUIRE(at(at.accounts().commit(made.ready())).outcome == commit_outcome::committed);
    return ordered;
}

}  // namespace

TEST_CASE_TEMPLATE("a wake-up is claimed when it is due, by one worker", Place, memory_place, redis_place) {
    Place at;
    book_waking(at, anna, noon);
    CHECK(at(at.queues().oldest_wake()) == noon);
    CHECK(at(at.queues().claim_wakes(noon - milliseconds{1}, lease, 10)).empty());
    auto const claimed = at(at.queues().claim_wakes(noon, lease, 10));
    REQUIRE(claimed.size() == 1);
    CHECK(claimed[0].client == anna);
    CHECK(claimed[0].booking == booking_of("r1").id);
    CHECK(claimed[0].due == noon);
    CHECK(at(at.queues().claim_wakes(noon + lease - milliseconds{1}, lease, 10)).empty());
    SUBCASE("and by the next one when the first was not heard of again") {
        CHECK(at(at.queues().claim_wakes(noon + lease, lease, 10)).size() == 1);
    }
}

TEST_CASE_TEMPLATE("no more wake-ups are claimed than asked for, and none is forgotten", Place, memory_place,
                   redis_place) {
    Place at;
    for (int i = 0; i < 100; ++i) book_waking(at, client_named("c" + std::to_string(i)), noon);
    std::size_t claimed = 0;
    for (std::size_t const most : {1U, 7U, 64U, 500U}) {
        auto const some = at(at.queues().claim_wakes(noon, lease, most));
        CHECK(some.size() == std::min(most, 100 - claimed));
        claimed += some.size();
    }
    CHECK(claimed == 100);
}

TEST_CASE_TEMPLATE("more wake-ups than one step takes from a shard are all claimed", Place, memory_place,
                   redis_place) {
    Place at;
    draft made(at(at.accounts().load_whole(anna)), "commit");
    for (int i = 0; i < 250; ++i) {
        auto const booking = booking_of("r" + std::to_string(i));
        made.with(booking);
        made.request.wakes.push_back({booking.id, noon});
    }
    REQUIRE(at(at.accounts().commit(made.ready())).outcome == commit_outcome::committed);
    CHECK(at(at.queues().claim_wakes(noon, lease, 1000)).size() == 250);
}

TEST_CASE_TEMPLATE("a wake-up is moved only from the version that was looked at", Place, memory_place,
                   redis_place) {
    Place at;
    book_waking(at, anna, noon);
    auto const booking = booking_of("r1").id;
    at(at.queues().move_wake(anna, booking, 2, noon + minutes(5)));
    CHECK(at(at.queues().oldest_wake()) == noon);
    at(at.queues().move_wake(anna, booking, 1, noon + minutes(5)));
    CHECK(at(at.queues().oldest_wake()) == noon + minutes(5));
    at(at.queues().move_wake(anna, booking, 1, std::nullopt));
    CHECK(!at(at.queues().oldest_wake()));
}

TEST_CASE_TEMPLATE("an ordered effect belongs to who ordered it until its lease ends", Place, memory_place,
                   redis_place) {
    Place at;
    auto const ordered = order_one(at);
    auto const lease_end = noon + seconds(30);
    CHECK(at(at.queues().oldest_effect()) == lease_end);
    CHECK(at(at.queues().claim_effects(lease_end - milliseconds{1}, lease, 10)).empty());
    CHECK(!at(at.queues().claim_effect(ordered.key, lease_end - milliseconds{1}, lease)));
    SUBCASE("then anybody takes it over, exactly as it was ordered") {
        auto const taken = at(at.queues().claim_effects(lease_end, lease, 10));
        REQUIRE(taken.size() == 1);
        CHECK(taken[0] == ordered);
        CHECK(at(at.queues().claim_effects(lease_end, lease, 10)).empty());
        CHECK(!at(at.queues().claim_effect(ordered.key, lease_end, lease)));
    }
    SUBCASE("then it is taken over by its key") {
        CHECK(at(at.queues().claim_effect(ordered.key, lease_end, lease)) == ordered);
        CHECK(at(at.queues().claim_effects(lease_end, lease, 10)).empty());
    }
    SUBCASE("or until it is postponed") {
        at(at.queues().postpone_effect(ordered.key, noon + seconds(5)));
        CHECK(at(at.queues().claim_effects(noon + seconds(5), lease, 10)).size() == 1);
    }
    SUBCASE("and is gone when finished; postponing does not bring it back") {
        at(at.queues().finish_effect(ordered.key));
        at(at.queues().postpone_effect(ordered.key, noon));
        CHECK(!at(at.queues().oldest_effect()));
        CHECK(at(at.queues().claim_effects(lease_end, lease, 10)).empty());
    }
}

TEST_CASE_TEMPLATE("the commit of an effect's outcome takes the effect with it", Place, memory_place,
                   redis_place) {
    Place at;
    auto const ordered = order_one(at);
    draft outcome(at(at.accounts().load_whole(anna)), "commit-2");
    outcome.with(booking_of("r1"));
    outcome.request.finished = ordered.key;
    SUBCASE("when it lands") {
        REQUIRE(at(at.accounts().commit(outcome.ready())).outcome == commit_outcome::committed);
        CHECK(!at(at.queues().oldest_effect()));
    }
    SUBCASE("not when somebody else was first") {
        outcome.account.version = 1;
        REQUIRE(at(at.accounts().commit(outcome.ready())).outcome == commit_outcome::version_changed);
        CHECK(at(at.queues().oldest_effect()));
    }
}

TEST_CASE_TEMPLATE("a key that names no effect is nobody's", Place, memory_place, redis_place) {
    Place at;
    CHECK(!at(at.queues().claim_effect(engine::effect_key{"nonsense"}, noon, lease)));
    at(at.queues().finish_effect(engine::effect_key{"1-2-3"}));
    at(at.queues().postpone_effect(engine::effect_key{""}, noon));
    CHECK(!at(at.queues().oldest_effect()));
}
