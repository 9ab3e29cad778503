// A plan from its terms to its last charge, against the scripted processor: what is collected is collected
// once, whatever breaks.
#include "plan_sold.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

constexpr int most_steps = 600;

// One of its parts becomes two, the new number beside the old one.
void split(world const& all, gateway& at, int item) {
    auto const what = all.only_booking();
    auto const day = what.items.at(static_cast<std::size_t>(item) - 1).due;
    apply_request request;
    request.client = all.only_client();
    request.bookings = {what.id};
    request.what = domain::change_item{what.id, item, {{eur(20'00), day}, {eur(40'00), day}}, "asked", "ann"};
    REQUIRE(at.finish(at.books.apply(std::move(request))).has_value());
}

}  // namespace

TEST_CASE("a plan's link creates nothing before its terms are agreed to") {
    world all;
    gateway one{all};
    CHECK(buy(one, a_plan(false)).outcome == purchase_outcome::agree_first);
    CHECK(all.store.clients().empty());
}

TEST_CASE("a plan booked by the API waits for the client's agreement on its page") {
    world all;
    gateway one{all};
    auto booked = a_plan(false);
    booked.origin = domain::origin::api;
    auto const first = buy(one, booked);
    CHECK(first.outcome == purchase_outcome::agree_first);
    CHECK(first.booking.items.size() == 3);
    CHECK(all.processor.sessions() == 0);

    auto chosen = choice(all);
    chosen.agreed = a_plan().agreed;
    auto const paying = one.finish(one.sales.pay(chosen));
    REQUIRE(paying.has_value());
    CHECK(paying->outcome == purchase_outcome::pay_at);
    CHECK(paying->url == url_of(all.processor.last_session()));
}

TEST_CASE("a wrong token pays nothing and tells nothing") {
    world all;
    gateway one{all};
    sell(all, one);
    auto chosen = choice(all, {2});
    chosen.page_token = "guessed";
    auto const refused = one.finish(one.sales.pay(chosen));
    CHECK(refused.error().reason == domain::refusal_reason::booking_unknown);
}

TEST_CASE("the agreed plan makes one customer, one page, and keeps the card that paid") {
    world all;
    gateway one{all};
    sell(all, one);
    CHECK(all.processor.customers() == 1);
    CHECK(all.processor.sessions() == 1);
    CHECK(received(all) == 60'00);
}

TEST_CASE("64 people press the button of one plan at once: one customer, one page") {
    world all;
    gateway one{all};
    std::vector<outcome<boost::system::result<purchase_result, domain::refusal>>> kept;
    kept.reserve(64);
    for (int i = 0; i < 64; ++i) kept.push_back(one.start(one.sales.start(a_plan())));
    work_through(all, {&one}, 1min, 1s);
    for (auto const& each : kept) {
        REQUIRE(each->ended());
        CHECK(each->value->value().url == url_of(all.processor.last_session()));
    }
    CHECK(all.processor.customers() == 1);
    CHECK(all.processor.sessions() == 1);
}

TEST_CASE("every part is collected on its day, once, and then never again") {
    world all;
    gateway one{all};
    sell(all, one);
    work_through(all, {&one}, 24h * 100, 1h);
    CHECK(received(all) == 180'00);
    CHECK(all.processor.charges == 3);
    CHECK(all.store.effects().empty());
    CHECK_FALSE(all.store.wake_of(all.only_client(), all.only_booking().id));
    check_never_twice(all);
}

TEST_CASE("two gateways and late clocks collect each part once") {
    world all;
    gateway one{all, 1};
    gateway two{all, 2};
    sell(all, one);
    work_through(all, {&one, &two}, 24h * 100, 1h);
    CHECK(all.processor.charges == 3);
    check_never_twice(all);
}

TEST_CASE("down for three days: what was missed is charged once") {
    world all;
    gateway one{all};
    sell(all, one);
    wait_for(all, one, second_due + 72h);
    work_through(all, {&one}, 1h);
    CHECK(all.processor.charges == 2);
    CHECK(received(all) == 120'00);
}

TEST_CASE("declined: tried again by the schedule, five times in all, then a person is asked") {
    world all;
    gateway one{all};
    all.processor.cards[sell(all, one)] = {"insufficient_funds", "try_again_later", false};
    work_through(all, {&one}, 24h * 45, 1h);
    CHECK(all.processor.confirmations == 5);
    CHECK(received(all) == 60'00);
    REQUIRE(domain::attention_of(all.only_booking()).size() == 1);
    CHECK(domain::attention_of(all.only_booking())[0].reason == "charge_declined");
}

TEST_CASE("the client pays the declined part on their page, and the card that paid collects the rest") {
    world all;
    gateway one{all};
    auto const old_card = sell(all, one);
    all.processor.cards[old_card] = {"insufficient_funds", "try_again_later", false};
    wait_for(all, one, second_due);
    work_through(all, {&one}, 1h);
    auto const paying = one.finish(one.sales.pay(choice(all)));
    REQUIRE(paying.has_value());
    REQUIRE(paying->outcome == purchase_outcome::pay_at);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    work_through(all, {&one}, 24h * 60, 1h);
    CHECK(all.only_booking().kept->method != old_card);
    CHECK(received(all) == 180'00);
    CHECK(domain::attention_of(all.only_booking()).empty());
    check_never_twice(all);
}

TEST_CASE(
    "authentication asked for: retries rest, the client's page resolves it, and its card serves the rest") {
    world all;
    gateway one{all};
    all.processor.cards[sell(all, one)] = doubles::asks_for_authentication;
    wait_for(all, one, second_due);
    work_through(all, {&one}, 24h * 3, 1h);
    CHECK(all.processor.confirmations == 1);
    CHECK(domain::attention_of(all.only_booking()).at(0).reason == "charge_authentication_required");
    REQUIRE(one.finish(one.sales.pay(choice(all)))->outcome == purchase_outcome::pay_at);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    work_through(all, {&one}, 24h * 60, 1h);
    CHECK(received(all) == 180'00);
    check_never_twice(all);
}

TEST_CASE("a timed-out charge is looked up, and not made a second time while that is being done") {
    for (auto const how : {answer::unknown_applied, answer::unknown_not_applied}) {
        CAPTURE(static_cast<int>(how));
        world all;
        gateway one{all};
        sell(all, one);
        all.processor.answers_to["confirm_intent"] = how;
        wait_for(all, one, second_due);
        work_through(all, {&one}, 30s, 10s);
        CHECK(domain::state_of(all.only_booking()) == domain::booking_state::paying);
        all.processor.answers_to.clear();
        work_through(all, {&one}, 2h);
        CHECK(received(all) == 120'00);
        check_never_twice(all);
    }
}

TEST_CASE("a charge that certainly was not attempted is repeated within minutes, under its key") {
    world all;
    gateway one{all};
    sell(all, one);
    all.processor.answers_to["confirm_intent"] = answer::not_attempted;
    wait_for(all, one, second_due);
    work_through(all, {&one}, 5min);
    CHECK(received(all) == 60'00);
    all.processor.answers_to.clear();
    work_through(all, {&one}, 10min);
    CHECK(received(all) == 120'00);
    check_never_twice(all);
}

TEST_CASE("a charge that waits to be repeated is not sent once a dispute opened") {
    world all;
    gateway one{all};
    sell(all, one);
    all.processor.answers_to["confirm_intent"] = answer::not_attempted;
    wait_for(all, one, second_due);
    work_through(all, {&one}, 2min);
    REQUIRE(all.only_booking().checkouts.at(1).attempts.size() == 1);
    apply_request told;
    told.client = all.only_client();
    auto const id = all.only_booking().id;
    told.what = domain::dispute_seen{id, all.processor.dispute(all.processor.intents().front())};
    REQUIRE(one.finish(one.books.apply(std::move(told))).has_value());
    all.processor.answers_to.clear();
    work_through(all, {&one}, 3h);
    CHECK(all.processor.confirmations == 0);
    CHECK(all.processor.charges == 1);
    CHECK(all.store.effects().empty());
}

TEST_CASE(
    "a charge that waits to be repeated is not sent once its item was paid by hand, in whole or in part") {
    for (std::int64_t const cents : {60'00, 10'00}) {
        world all;
        gateway one{all};
        sell(all, one);
        all.processor.answers_to["confirm_intent"] = answer::not_attempted;
        wait_for(all, one, second_due);
        work_through(all, {&one}, 2min);
        REQUIRE(all.only_booking().checkouts.at(1).attempts.size() == 1);
        apply_request told;
        told.client = all.only_client();
        told.what =
            domain::take_by_hand{all.only_booking().id,         "slip", eur(cents), domain::hand_kind::cash,
                                 *parse_iso_date("2026-12-21"), "Ana"};
        REQUIRE(one.finish(one.books.apply(std::move(told))).has_value());
        all.processor.answers_to.clear();
        work_through(all, {&one}, 24h, 10min);
        // Of the item the card pays what is left, and nothing of it twice.
        CHECK(received(all) == 120'00);
        CHECK(domain::balance_of(all.only_booking()).unallocated.is_zero());
        CHECK(all.processor.double_payers == 0);
    }
}

TEST_CASE("the processor is away all day: nothing is charged at night, and the next morning once") {
    world all;
    gateway one{all};
    sell(all, one);
    all.processor.ordering = answer::not_attempted;
    wait_for(all, one, second_due);
    work_through(all, {&one}, 13h, 10min);
    all.processor.ordering = answer::normal;
    work_through(all, {&one}, 9h, 10min);
    CHECK(received(all) == 60'00);
    work_through(all, {&one}, 6h, 10min);
    CHECK(received(all) == 120'00);
    check_never_twice(all);
}

TEST_CASE("checkout link and scheduled charge both capture: never, an open page rests the charge") {
    world all;
    gateway one{all};
    sell(all, one);
    wait_for(all, one, second_due - 30min);
    REQUIRE(one.finish(one.sales.pay(choice(all, {2})))->outcome == purchase_outcome::pay_at);
    auto const page = all.processor.last_session();
    work_through(all, {&one}, 1h);
    CHECK(all.processor.confirmations == 0);
    REQUIRE(all.processor.pay(page));
    work_through(all, {&one}, 24h, 1h);
    CHECK(received(all) == 120'00);
    check_never_twice(all);
}

TEST_CASE("a page for one part makes way for a page for all that is left") {
    world all;
    gateway one{all};
    sell(all, one);
    REQUIRE(one.finish(one.sales.pay(choice(all, {2})))->outcome == purchase_outcome::pay_at);
    auto const narrow = all.processor.last_session();
    auto const wide = one.finish(one.sales.pay(choice(all, {3, 2})));
    REQUIRE(wide->outcome == purchase_outcome::pay_at);
    CHECK_FALSE(all.processor.pay(narrow));
    REQUIRE(all.processor.pay(all.processor.last_session()));
    work_through(all, {&one}, 24h * 90, 1h);
    CHECK(received(all) == 180'00);
    CHECK(all.processor.confirmations == 0);
}

TEST_CASE("what was split is paid together with the rest, in whatever order it is named and how often") {
    for (auto const& named : std::vector<std::vector<int>>{{2, 4, 3}, {2, 3, 4}, {4, 3, 2, 3}}) {
        CAPTURE(named.size());
        world all;
        gateway one{all};
        sell(all, one);
        split(all, one, 2);
        REQUIRE(all.only_booking().items.at(2).number == 4);
        auto const asked = one.finish(one.sales.pay(choice(all, named)));
        REQUIRE(asked.has_value());
        REQUIRE(asked->outcome == purchase_outcome::pay_at);
        CHECK(all.processor.open_sessions().size() == 1);
        REQUIRE(all.processor.pay(all.processor.last_session()));
        work_through(all, {&one}, 3min);
        CHECK(received(all) == 180'00);
    }
}

TEST_CASE("a gateway crashes at every step of agreeing and opening the page") {
    bool crashed = true;
    int steps = 0;
    for (; crashed && steps < most_steps; ++steps) {
        CAPTURE(steps);
        world all;
        crashed = crash_after(all, steps, [](gateway& at) { return at.start(at.sales.start(a_plan())); });
        gateway next{all, 2};
        pass(all, {&next}, all.current.effect_lease + 1s);
        CHECK(buy(next, a_plan()).outcome == purchase_outcome::pay_at);
        CHECK(all.processor.open_sessions().size() == 1);
        CHECK(all.processor.customers() == 1);
        CHECK(all.processor.key_misuses == 0);
    }
    CHECK(steps > 10);
    CHECK(steps < most_steps);
}

TEST_CASE(
    "a gateway crashes at every step of collecting: the processor's books show one charge, ours the same") {
    bool crashed = true;
    int steps = 0;
    for (; crashed && steps < most_steps; ++steps) {
        CAPTURE(steps);
        world all;
        gateway next{all, 2};
        sell(all, next);
        wait_for(all, next, second_due);
        crashed = crash_after(all, steps, [](gateway& at) { return at.start(at.settle.run_due()); });
        next.time.set(all.time.now());
        pass(all, {&next}, all.current.wake_lease + all.current.effect_lease + 1s);
        work_through(all, {&next}, 3h);
        CHECK(all.processor.charges == 2);
        CHECK(received(all) == 120'00);
        CHECK(all.store.effects().empty());
        check_never_twice(all);
    }
    CHECK(steps > 10);
    CHECK(steps < most_steps);
}

TEST_CASE("a gateway crashes at every step of paying while a charge rests: never both") {
    bool crashed = true;
    for (int steps = 0; crashed && steps < most_steps; ++steps) {
        CAPTURE(steps);
        world all;
        gateway next{all, 2};
        all.processor.cards[sell(all, next)] = {"insufficient_funds", "try_again_later", false};
        wait_for(all, next, second_due);
        work_through(all, {&next}, 30min);
        crashed =
            crash_after(all, steps, [&all](gateway& at) { return at.start(at.sales.pay(choice(all))); });
        next.time.set(all.time.now());
        pass(all, {&next}, all.current.effect_lease + 1s);
        REQUIRE(next.finish(next.sales.pay(choice(all)))->outcome == purchase_outcome::pay_at);
        REQUIRE(all.processor.pay(all.processor.last_session()));
        work_through(all, {&next}, 1h);
        CHECK(received(all) == 120'00);
        check_never_twice(all);
    }
}
