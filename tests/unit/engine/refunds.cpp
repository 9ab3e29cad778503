// Refunds that we order: once at the processor, whatever gets lost on the way.
#include "world.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

struct sold {
    world all;
    gateway one{all};
    sold() {
        buy(one);
        all.processor.pay(all.processor.last_session());
        deliver(one, all.processor.event_of(all.processor.last_session(), "evt_paid"));
    }
    apply_result order(domain::money amount, std::string id = "r-1") {
        domain::order_refund asked;
        asked.booking = all.only_booking().id;
        asked.amount = amount;
        asked.author = "ann";
        asked.id = std::move(id);
        apply_request request;
        request.client = all.only_client();
        request.what = asked;
        auto done = one.finish(one.books.apply(std::move(request)));
        one.poll();
        return done;
    }
    domain::money half() const {
        auto const price = all.only_booking().terms.price;
        return domain::money::minor(price.minor_units() / 2, price.unit());
    }
    domain::balance sums() const { return domain::balance_of(all.only_booking()); }
};

}  // namespace

TEST_CASE("a refund is sent as it was ordered, and what came of it is recorded") {
    sold at;
    REQUIRE(at.order(at.half()).has_value());
    REQUIRE(at.all.processor.refunds().size() == 1);
    CHECK(at.all.processor.refunds()[0].order == 1);
    CHECK(at.sums().went_back == at.half());
    CHECK(at.all.store.effects().empty());
    REQUIRE(at.order(at.half()).has_value());
    CHECK(at.all.processor.orders["create_refund"] == 1);
}

TEST_CASE("a refund whose answer was lost is asked for again under its key, and made once") {
    sold at;
    at.all.processor.answers_to["create_refund"] = answer::unknown_applied;
    REQUIRE(at.order(at.half()).has_value());
    CHECK(at.all.store.effects().size() == 1);
    at.all.processor.answers_to.clear();
    work_through(at.all, {&at.one}, 5min);
    CHECK(at.all.processor.refunds().size() == 1);
    CHECK(at.all.processor.key_misuses == 0);
    CHECK(at.sums().went_back == at.half());
    CHECK(at.all.store.effects().empty());
}

TEST_CASE("a refund that the processor refuses ends as an attention entry, and is not repeated") {
    sold at;
    at.all.processor.answers_to["create_refund"] = answer::refused;
    REQUIRE(at.order(at.half()).has_value());
    CHECK(at.all.store.effects().empty());
    CHECK_FALSE(at.all.only_booking().refund_orders.at(0).refusal.empty());
    CHECK(domain::attention_of(at.all.only_booking()).at(0).reason == "refund_refused");
    CHECK(at.sums().went_back.is_zero());
    work_through(at.all, {&at.one}, 1h);
    CHECK(at.all.processor.orders["create_refund"] == 1);
}

TEST_CASE("a refund that is never answered is given up before its key is forgotten, and a person is asked") {
    sold at;
    at.all.processor.answers_to["create_refund"] = answer::unknown_not_applied;
    REQUIRE(at.order(at.half()).has_value());
    work_through(at.all, {&at.one}, 24h, 30min);
    CHECK(at.all.store.effects().empty());
    CHECK(at.all.only_booking().refund_orders.at(0).abandoned);
    CHECK(domain::attention_of(at.all.only_booking()).at(0).reason == "refund_unanswered");
    CHECK(at.order(at.all.only_booking().terms.price, "r-2").error().reason ==
          domain::refusal_reason::amount_too_large);
}

TEST_CASE("a refund that fails after it succeeded gives the money back to the booking") {
    sold at;
    REQUIRE(at.order(at.half()).has_value());
    auto const which = at.all.processor.refunds().at(0).refund;
    at.all.processor.settle_refund(which, domain::refund_status::failed);
    domain::refund_fact fact = at.all.processor.refunds().at(0);
    webhook_event told;
    told.event_id = "evt_failed";
    told.type = "refund.failed";
    told.created = at.all.time.now();
    told.intent = fact.intent;
    told.what = fact;
    deliver(at.one, told);
    CHECK(at.sums().went_back.is_zero());
    CHECK(domain::attention_of(at.all.only_booking()).at(0).reason == "refund_failed");
}

TEST_CASE("a pending refund is looked up until it is final, though no webhook tells") {
    sold at;
    at.all.processor.refunding = domain::refund_status::pending;
    REQUIRE(at.order(at.half()).has_value());
    CHECK(at.sums().went_back == at.half());
    at.all.processor.settle_refund(at.all.processor.refunds().at(0).refund, domain::refund_status::failed);
    work_through(at.all, {&at.one}, 2h);
    CHECK(at.sums().went_back.is_zero());
}

TEST_CASE("a crash between the order and its answer sends one refund") {
    sold at;
    at.all.processor.slow = true;
    domain::order_refund asked;
    asked.booking = at.all.only_booking().id;
    asked.author = "ann";
    asked.id = "r-1";
    {
        gateway other{at.all, 2};
        apply_request request;
        request.client = at.all.only_client();
        request.what = asked;
        other.start(other.books.apply(std::move(request)));
        other.poll();
        REQUIRE(at.all.processor.refunds().size() == 1);
        at.all.processor.drop_waiting();
    }
    at.all.processor.slow = false;
    work_through(at.all, {&at.one}, 10min);
    CHECK(at.all.processor.refunds().size() == 1);
    CHECK(domain::state_of(at.all.only_booking()) == domain::booking_state::returned);
    CHECK(at.all.store.effects().empty());
}

TEST_CASE("part of it by hand: the index of what is owed follows until all of it is covered") {
    world all;
    gateway one{all};
    purchase what = a_click();
    what.origin = domain::origin::api;
    buy(one, what);
    auto const booking = all.only_booking();
    auto const take = [&](std::int64_t units, std::string ref) {
        apply_request request;
        request.client = all.only_client();
        request.what = domain::take_by_hand{booking.id,
                                            std::move(ref),
                                            domain::money::minor(units, booking.terms.price.unit()),
                                            domain::hand_kind::cash,
                                            booking.items.at(0).due,
                                            "ann"};
        REQUIRE(one.finish(one.books.apply(std::move(request))).has_value());
    };
    take(1, "h-1");
    CHECK(one.finish(one.questions.owing(10)).size() == 1);
    take(booking.terms.price.minor_units() - 1, "h-2");
    CHECK(one.finish(one.questions.owing(10)).empty());
    one.poll();
    CHECK(all.processor.open_sessions().empty());
}
