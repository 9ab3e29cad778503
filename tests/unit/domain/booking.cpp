#include <doctest/doctest.h>

#include <algorithm>

#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;

TEST_CASE("a booking link makes a booking, an account and one order for a checkout") {
    story told;
    told.then(a_booking(eur(12'000)));
    auto const& what = told.booking();
    CHECK(what.items == std::vector<item>{{1, eur(12'000), *parse_iso_date("2026-11-21")}});
    CHECK(state_of(what) == booking_state::held);
    CHECK(told.account().client.bookings == 1);
    REQUIRE(told.effects().size() == 1);
    auto const& order = std::get<create_checkout>(told.effects()[0]);
    CHECK(order.amount == eur(12'000));
    CHECK(order.success_url == "https://pay.example/r/client." + what.id.text() + ".token");
    CHECK(order.cancel_url == order.success_url + "?back=1");
    CHECK(order.expires_at == noon + std::chrono::hours{2});
}

TEST_CASE("the same link again changes nothing, whatever else it says") {
    story told;
    told.then(a_booking(eur(12'000)));
    auto again = a_booking(eur(1));
    again.who.email = "somebody@else.example";
    CHECK(told.ask(again).value().events.empty());
    CHECK(told.ask(again).value().effects.empty());
}

TEST_CASE("the business's own claim must not name another amount for the same reference") {
    story told;
    told.then(a_booking(eur(12'000), origin::api));
    auto const refused = told.ask(a_booking(eur(11'000), origin::api));
    CHECK(refused.error() == refusal{refusal_reason::terms_differ, "amount"});
}

TEST_CASE("a claim that names no price is not measured by what the catalogue asks today") {
    story told;
    told.then(a_booking(eur(12'000), origin::api));
    for (auto const how : {origin::api, origin::signed_link}) {
        auto again = a_booking(eur(13'000), how);
        again.price_named = false;
        auto const made = told.ask(again);
        REQUIRE(made.has_value());
        CHECK(made->events.empty());
    }
}

TEST_CASE("a booking needs a reference, a currency and an amount that is not negative") {
    story const told;
    CHECK(told.ask(a_booking(eur(1), origin::api, "")).error().reason == refusal_reason::reference_missing);
    CHECK(told.ask(a_booking(money{}, origin::api)).error().reason == refusal_reason::currency_missing);
    CHECK(told.ask(a_booking(eur(-1), origin::api)).error().reason == refusal_reason::amount_not_positive);
}

TEST_CASE("nothing due: no session, confirmed at once") {
    story told;
    told.then(a_booking(eur(0)));
    CHECK(told.effects().empty());
    CHECK(state_of(told.booking()) == booking_state::paid);
}

TEST_CASE("an item falls due on the day it is in the client's zone") {
    story told;
    auto asked = a_booking(eur(100));
    asked.who.zone = "Pacific/Kiritimati";
    told.then(asked);
    CHECK(told.booking().items[0].due == *parse_iso_date("2026-11-22"));
}

TEST_CASE("a reference is one booking per offer and booking page") {
    auto const here = booking_id_of({"page", offer_id{"coaching-60"}, "ref-1"});
    CHECK(here != booking_id_of({"other", offer_id{"coaching-60"}, "ref-1"}));
    CHECK(here != booking_id_of({"page", offer_id{"coaching-90"}, "ref-1"}));
    CHECK(booking_id_of({"ab", offer_id{"c"}, "d"}) != booking_id_of({"a", offer_id{"bc"}, "d"}));
    CHECK(booking_id_of({"a", offer_id{"b"}, "cd"}) != booking_id_of({"a", offer_id{"bc"}, "d"}));
}

TEST_CASE("a held booking closes after its hold time, once its payer is proven dead") {
    auto told = awaiting_payment(eur(12'000));
    auto const late = noon + std::chrono::hours{25};
    CHECK(told.ask(close_held{told.id()}, late).value().events.empty());
    told.then(session_seen{told.id(), session_expired(), false}, late);
    CHECK(told.ask(close_held{told.id()}, noon + std::chrono::hours{23}).value().events.empty());
    told.then(close_held{told.id()}, late);
    CHECK(state_of(told.booking()) == booking_state::closed);
    CHECK(told.ask(open_checkout{told.id(), "https://pay.example/r/"}, late).error().reason ==
          refusal_reason::booking_is_closed);
}

TEST_CASE("a booking by the business's own claim is never closed for want of payment") {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(session_seen{told.id(), session_expired(), false});
    CHECK(told.ask(close_held{told.id()}, noon + std::chrono::hours{999}).value().events.empty());
    CHECK(state_of(told.booking()) == booking_state::open);
}

TEST_CASE("who pays is a client without a booking, once, and stays who is written to when another attends") {
    story told;
    told.then(register_client{{"Kim's parents", "pays@example.org", "de", "Europe/Vienna"}});
    CHECK(told.account().client.who.email == "pays@example.org");
    CHECK(told.account().bookings.empty());
    CHECK(told.ask(register_client{{"Somebody", "else@example.org", "", ""}})->events.empty());
    auto asked = a_booking(eur(12'000), origin::api);
    asked.who = {"Kim", "kim@example.org", "", ""};
    told.then(asked);
    CHECK(told.account().client.who.email == "pays@example.org");
    CHECK(told.booking().who.email == "kim@example.org");
}

TEST_CASE("a booking that is made again without all of its terms asks for a person, unless nobody paid it") {
    auto again = a_booking(eur(12'000));
    again.terms_lost = true;
    auto const asked = [](story const& told) {
        auto const all = attention_of(told.booking());
        return std::ranges::any_of(all, [](attention const& a) { return a.reason == "terms_lost"; });
    };
    story told;
    told.then(again);
    CHECK(asked(told));
    CHECK(told.ask(again).value().events.empty());
    auto const late = noon + std::chrono::hours{25};
    auto created = session_open();
    created.expires_at = told.booking().checkouts.at(0).expires_at;
    told.then(checkout_created{told.id(), 1, created});
    told.then(session_seen{told.id(), session_expired(), false}, late);
    CHECK(asked(told));
    told.then(close_held{told.id()}, late);
    CHECK_FALSE(asked(told));

    story whole;
    whole.then(a_booking(eur(12'000)));
    CHECK_FALSE(asked(whole));
}
