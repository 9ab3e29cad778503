// What the business bills: booked without a page at the processor.
#include <algorithm>

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

TEST_CASE("a store that waits for a person takes no claim") {
    world all;
    gateway one{all};
    all.current.standing = store_standing::behind;
    CHECK_THROWS_AS(one.finish(one.sales.book(a_claim())), store_quarantined);
    CHECK(all.store.clients().empty());
}
