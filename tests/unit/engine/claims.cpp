// What the business bills: booked without a page at the processor.
#include <algorithm>

#include "doubles/memory_letters.hpp"
#include "quittance/engine/erasure.hpp"
#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

purchase a_claim(std::string reference = "ref-1") {
    auto made = a_click(std::move(reference));
    made.origin = domain::origin::api;
    made.who.email = "zoe@example.org";
    return made;
}

placed_booking book(gateway& at, purchase what = a_claim()) {
    auto placed = at.finish(at.sales.book(std::move(what)));
    REQUIRE(placed.has_value());
    return *std::move(placed);
}

domain::refusal_reason refusal_of(gateway& at, purchase what) {
    auto const placed = at.finish(at.sales.book(std::move(what)));
    REQUIRE_FALSE(placed.has_value());
    return placed.error().reason;
}

// Paid for, so that nothing stands against it.
void erase_person(world& all, gateway& at, domain::client_id const& client) {
    buy(at, a_claim());
    REQUIRE(all.processor.pay(all.processor.last_session()));
    deliver(at, all.processor.event_of(all.processor.last_session(), "evt_1"));
    work_through(all, {&at}, 10min);
    doubles::memory_letters letters;
    eraser erasing{all.store, letters, all.store, all.processor, all.current, at.time, at.randomness};
    auto const seen = at.finish(erasing.erase(client, "ann"));
    REQUIRE_FALSE(seen.refused());
}

}  // namespace

TEST_CASE("a claim is open at once, and the processor hears nothing of it") {
    world all;
    gateway one{all};
    auto const placed = book(one);
    CHECK(placed.is_new);
    CHECK(placed.what == all.only_booking());
    CHECK(state_of_only(all) == domain::booking_state::open);
    work_through(all, {&one}, 1h);
    CHECK(all.only_booking().checkouts.empty());
    CHECK(all.processor.asked == 0);
}

TEST_CASE("a claim that is made twice is one, also at once and at two gateways") {
    world all;
    gateway one{all};
    gateway two{all};
    auto const first = one.start(one.sales.book(a_claim()));
    auto const second = two.start(two.sales.book(a_claim()));
    pass(all, {&one, &two}, 2s);
    REQUIRE(first->ended());
    REQUIRE(second->ended());
    auto const& a = first->value->value();
    auto const& b = second->value->value();
    CHECK(a.is_new != b.is_new);
    CHECK(a.client == b.client);
    CHECK(all.store.clients().size() == 1);
    CHECK_FALSE(book(one).is_new);
}

TEST_CASE("another amount under the reference of a claim is refused") {
    world all;
    gateway one{all};
    book(one);
    auto other = a_claim();
    other.terms.price = domain::money::minor(1, other.terms.price.unit());
    auto const again = one.finish(one.sales.book(other));
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().reason == domain::refusal_reason::terms_differ);
}

TEST_CASE("a claim is paid like any booking, and stays paid when it is made again") {
    world all;
    gateway one{all};
    book(one);
    CHECK(buy(one, a_claim()).outcome == purchase_outcome::pay_at);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    deliver(one, all.processor.event_of(all.processor.last_session(), "evt_1"));
    auto const again = book(one);
    CHECK_FALSE(again.is_new);
    CHECK(domain::balance_of(again.what).open.is_zero());
    CHECK(all.processor.creations().size() == 1);
}

TEST_CASE("a claim without an amount is found again after the price in the catalogue has changed") {
    world all;
    gateway one{all};
    auto const first = book(one);
    auto dearer = a_claim();
    dearer.terms.price = domain::money::minor(13'000, dearer.terms.price.unit());
    dearer.price_named = false;
    auto const again = book(one, dearer);
    CHECK_FALSE(again.is_new);
    CHECK(again.what.terms.price == first.what.terms.price);
}

TEST_CASE("a reference that was refused for an erased client is free for who books without one") {
    world all;
    gateway one{all};
    auto const client = book(one).client;
    erase_person(all, one, client);
    auto named = a_claim("ref-2");
    named.client = client;
    CHECK(refusal_of(one, named) == domain::refusal_reason::client_erased);
    auto const placed = book(one, a_claim("ref-2"));
    CHECK(placed.is_new);
    CHECK(placed.client != client);
}

TEST_CASE("a reference that was left to an erased client is free once it has been refused") {
    world all;
    gateway one{all};
    auto const client = book(one).client;
    erase_person(all, one, client);
    one.finish(all.store.claim_identity(identity("ref-2"), client));
    CHECK(refusal_of(one, a_claim("ref-2")) == domain::refusal_reason::client_erased);
    CHECK(book(one, a_claim("ref-2")).client != client);
}

TEST_CASE("a move that is refused leaves its new reference to whoever books it") {
    world all;
    gateway one{all};
    auto const client = book(one).client;
    REQUIRE(one.finish(one.sales.move(identity("ref-1"), identity("ref-2"))).has_value());
    auto const refused = one.finish(one.sales.move(identity("ref-1"), identity("ref-3")));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().reason == domain::refusal_reason::booking_has_moved);
    CHECK(buy(one, a_click("ref-3")).client != client);
    auto again = a_claim("ref-4");
    again.previous = identity("ref-1");
    CHECK(refusal_of(one, again) == domain::refusal_reason::booking_has_moved);
    CHECK(buy(one, a_click("ref-4")).client != client);
    CHECK(buy(one, a_click("ref-2")).client == client);
}

TEST_CASE("a claim whose terms differ leaves the booking its reference") {
    world all;
    gateway one{all};
    auto const client = book(one).client;
    auto other = a_claim();
    other.client = client;
    other.terms.price = domain::money::minor(1, other.terms.price.unit());
    CHECK(refusal_of(one, other) == domain::refusal_reason::terms_differ);
    CHECK(one.finish(all.store.find_identity(identity("ref-1"))) == client);
}

TEST_CASE("a store that waits for a person takes no claim") {
    world all;
    gateway one{all};
    all.current.standing = store_standing::behind;
    CHECK_THROWS_AS(one.finish(one.sales.book(a_claim())), store_quarantined);
    CHECK(all.store.clients().empty());
}
