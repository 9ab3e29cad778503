#include <doctest/doctest.h>

#include "collecting_story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

open_checkout once_more(story const& told) { return {told.id(), "https://pay.example/r/"}; }

}  // namespace

TEST_CASE("while a checkout may take money no second one is ordered") {
    auto told = awaiting_payment(eur(12'000));
    CHECK(told.ask(once_more(told)).value().effects.empty());
    told.then(session_seen{told.id(), session_unpaid(eur(12'000)), false});
    CHECK(told.ask(once_more(told)).value().effects.empty());
}

TEST_CASE("an order whose creation is unknown is a live payer") {
    story told;
    told.then(a_booking(eur(12'000)));
    told.then(checkout_abandoned{told.id(), 1});
    CHECK(live_checkout(told.booking()));
    CHECK(told.ask(once_more(told)).value().effects.empty());
}

TEST_CASE("an unknown creation is dead only after its time and a list without it") {
    story told;
    told.then(a_booking(eur(12'000)));
    CHECK(told.ask(checkout_absent{told.id(), 1}, noon + std::chrono::hours{1}).value().events.empty());
    told.then(checkout_absent{told.id(), 1}, noon + std::chrono::hours{2});
    CHECK_FALSE(live_checkout(told.booking()));
}

TEST_CASE("a list cannot prove absent what is known to exist") {
    auto told = awaiting_payment(eur(12'000));
    CHECK(told.ask(checkout_absent{told.id(), 1}, noon + std::chrono::hours{9}).value().events.empty());
}

TEST_CASE("a page that was being made while its amount changed is ended as soon as it is there") {
    story told;
    told.then(a_booking(eur(120'00), origin::api));
    told.then(
        take_by_hand{told.id(), "slip", eur(40'00), hand_kind::cash, *parse_iso_date("2026-11-21"), "Ann"});
    CHECK(told.effects().empty());
    told.then(checkout_created{told.id(), 1, session_open()});
    REQUIRE(told.effects().size() == 1);
    CHECK(std::get<expire_session>(told.effects()[0]).session == session_id{"cs_1"});
    story same;
    same.then(a_booking(eur(120'00), origin::api));
    same.then(checkout_created{same.id(), 1, session_open()});
    CHECK(same.effects().empty());
}

TEST_CASE("a choice that changes without end makes twenty pages a day, not more") {
    auto told = plan_paid_first();
    int pages = 1;
    for (int press = 0; press < 100; ++press) {
        told.then(open_checkout{told.id(), "https://pay.example/r/", {press % 2 == 0 ? 2 : 3}});
        auto const number = told.booking().checkouts.back().number;
        if (number > pages) {
            pages = number;
            auto const name = "cs_" + std::to_string(number);
            told.then(checkout_created{told.id(), number, page_open(name, number)});
        } else if (told.booking().checkouts.back().closing) {
            auto gone = page_open("cs_" + std::to_string(number), number);
            gone.status = session_status::expired;
            told.then(closing_answered{told.id(), number, gone, std::nullopt});
        }
    }
    CHECK(pages == 20);
    CHECK(live_checkout(told.booking()));
    // The next day it goes on.
    auto const tomorrow = noon + std::chrono::hours{25};
    auto const open = told.booking().checkouts.back().items.at(0);
    CHECK_FALSE(told.ask(open_checkout{told.id(), "https://pay.example/r/", {open == 2 ? 3 : 2}}, tomorrow)
                    .value()
                    .effects.empty());
}

TEST_CASE("an expired session is dead only with an intent that cannot take money") {
    struct row {
        char const* intent;
        std::optional<intent_status> state;
        bool live;
    };
    for (auto const& [intent, state, live] :
         {row{"", std::nullopt, false}, row{"pi_1", std::nullopt, true},
          row{"pi_1", intent_status::canceled, false},
          row{"pi_1", intent_status::requires_payment_method, false},
          row{"pi_1", intent_status::processing, true}, row{"pi_1", intent_status::requires_action, true},
          row{"pi_1", intent_status::succeeded, true}, row{"pi_1", intent_status::unknown, true}}) {
        CAPTURE(intent);
        CAPTURE(state.has_value());
        auto told = awaiting_payment(eur(12'000));
        auto fact = session_expired();
        fact.intent = intent_id{intent};
        fact.intent_state = state;
        told.then(session_seen{told.id(), fact, false});
        CHECK((live_checkout(told.booking()) != nullptr) == live);
    }
}

TEST_CASE("after a proven death the next click gets a new checkout") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_expired(), false});
    told.then(once_more(told), noon + std::chrono::hours{3});
    REQUIRE(told.effects().size() == 1);
    CHECK(std::get<create_checkout>(told.effects()[0]).checkout == 2);
}

TEST_CASE(
    "a refused order is certainly no session; a person is told, and a click ten minutes later tries again") {
    story told;
    told.then(a_booking(eur(10)));
    told.then(checkout_refused{told.id(), 1, "amount_too_small"});
    CHECK_FALSE(live_checkout(told.booking()));
    REQUIRE(attention_of(told.booking()).size() == 1);
    CHECK(attention_of(told.booking())[0].reason == "checkout_refused");
    CHECK(told.ask(once_more(told), noon + std::chrono::minutes{9}).value().effects.empty());
    told.then(once_more(told), noon + std::chrono::minutes{10});
    CHECK(told.effects().size() == 1);
}

TEST_CASE("a refusal that crosses with the session is only a repeat's") {
    auto told = awaiting_payment(eur(12'000));
    CHECK(told.ask(checkout_refused{told.id(), 1, "idempotency_error"}).value().events.empty());
}

TEST_CASE("a session that is open gives its address, one that is over does not") {
    auto told = awaiting_payment(eur(12'000));
    CHECK(told.booking().checkouts[0].url == "https://checkout.stripe.com/c/pay/cs_1");
    told.then(session_seen{told.id(), session_expired(), false});
    CHECK(told.booking().checkouts[0].url.empty());
    told.then(session_seen{told.id(), session_open(), false});
    CHECK(told.booking().checkouts[0].url.empty());
}

TEST_CASE("a page that is adopted after its delayed method failed is not waited for") {
    auto asked = a_booking(eur(12'000));
    asked.return_base.clear();
    story told;
    told.then(asked);
    auto fact = session_unpaid(eur(12'000));
    fact.intent_state = intent_status::requires_payment_method;
    told.then(adopt_session{told.id(), fact, noon});
    CHECK_FALSE(is_live(told.booking().checkouts[0]));
    CHECK(told.ask(session_seen{told.id(), fact, false}).value().events.empty());
}

TEST_CASE("a delayed method that failed while nobody listened is found by a look-up") {
    for (auto const state : {intent_status::requires_payment_method, intent_status::canceled}) {
        auto told = awaiting_payment(eur(12'000));
        auto fact = session_unpaid(eur(12'000));
        fact.intent_state = intent_status::processing;
        told.then(session_seen{told.id(), fact, false});
        CHECK(live_checkout(told.booking()));
        fact.intent_state = state;
        told.then(session_seen{told.id(), fact, false});
        CHECK_FALSE(live_checkout(told.booking()));
    }
}

TEST_CASE("a delayed method that failed frees the booking for another try") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_unpaid(eur(12'000)), false});
    CHECK(state_of(told.booking()) == booking_state::paying);
    told.then(session_seen{told.id(), session_unpaid(eur(12'000)), true});
    CHECK_FALSE(live_checkout(told.booking()));
    told.then(once_more(told));
    CHECK(told.effects().size() == 1);
}
