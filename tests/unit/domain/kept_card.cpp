// The card that is charged: another one named for it, and what is known of it before it is charged.
#include <doctest/doctest.h>

#include <algorithm>

#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

method_fact a_card(std::string const& id, int year = 2030, int month = 12) {
    method_fact fact;
    fact.method = method_id{id};
    fact.customer = customer_id{"cus_1"};
    fact.type = "card";
    fact.brand = "visa";
    fact.last4 = "4242";
    fact.expires_year = year;
    fact.expires_month = month;
    fact.at = noon;
    return fact;
}

card_page_fact page_made(int page, std::string const& session) {
    card_page_fact fact;
    fact.session = session_id{session};
    fact.page = page;
    fact.status = session_status::open;
    fact.url = "https://checkout.example/" + session;
    fact.customer = customer_id{"cus_1"};
    return fact;
}

card_page_fact card_named(int page, std::string const& session, std::string const& card) {
    auto fact = page_made(page, session);
    fact.status = session_status::complete;
    fact.url.clear();
    fact.card = a_card(card);
    return fact;
}

story& order_page(story& told, instant when) {
    return told.then(order_card_page{told.id(), "https://pay.example/a/token"}, when);
}

void name_another(story& told, std::string const& card, instant when) {
    order_page(told, when);
    int const page = told.booking().card_pages.back().number;
    auto const session = "cs_card_" + std::to_string(page);
    told.then(card_page_seen{told.id(), page_made(page, session)}, when);
    told.then(card_page_seen{told.id(), card_named(page, session, card)}, when);
}

story looked_after() {
    auto told = plan_paid_first();
    told.rules.card_days = 14;
    return told;
}

story looked_after_by_mail() {
    auto told = plan_by_mail();
    told.rules.card_days = 14;
    return told;
}

instant const two_weeks_before = *parse_rfc3339("2026-12-07T09:00:00Z");

bool looks_at_card(story const& told, instant when) {
    auto const work = work_due(told.account(), told.booking(), when, told.rules);
    return std::any_of(work.begin(), work.end(),
                       [](wake_work const& one) { return std::holds_alternative<look_at_card>(one); });
}

}  // namespace

TEST_CASE("another card is named on a page of the processor: ordered first, of the kept customer") {
    auto told = plan_paid_first();
    order_page(told, first_due);
    REQUIRE(told.effects().size() == 1);
    auto const order = std::get<create_card_page>(told.effects().at(0));
    CHECK(order.customer == customer_id{"cus_1"});
    CHECK(order.page == 1);
    CHECK(order.unit == eur(1).unit());
    CHECK(order.return_url == "https://pay.example/a/token");
    SUBCASE("and pressing again while it is open orders no other") {
        order_page(told, first_due + std::chrono::minutes{1});
        CHECK(told.effects().empty());
    }
    SUBCASE("and one that is over is replaced by a new one") {
        order_page(told, told.booking().card_pages.at(0).expires_at);
        CHECK(std::get<create_card_page>(told.effects().at(0)).page == 2);
    }
    SUBCASE("and one that the processor refused is not asked for again at once") {
        told.then(card_page_refused{told.id(), 1, "parameter_invalid"}, first_due);
        order_page(told, first_due + std::chrono::minutes{1});
        CHECK(told.effects().empty());
        order_page(told, first_due + told.rules.after_refusal);
        CHECK(told.effects().size() == 1);
    }
}

TEST_CASE("no page takes a card where nothing is collected from one") {
    SUBCASE("a single payment") {
        auto told = awaiting_payment(eur(50'00));
        told.then(session_seen{told.id(), session_paid(eur(50'00))});
        CHECK(told.ask(order_card_page{told.id(), "x"}).error().reason == refusal_reason::no_card_kept);
    }
    SUBCASE("a plan that was cancelled") {
        auto told = plan_paid_first();
        told.then(cancel_booking{told.id(), std::nullopt, eur(0), "asked for", "ana"});
        CHECK(told.ask(order_card_page{told.id(), "x"}).error().reason == refusal_reason::booking_is_closed);
    }
    SUBCASE("a plan that nobody has paid for yet") {
        auto told = plan_sold();
        CHECK(told.ask(order_card_page{told.id(), "x"}).error().reason == refusal_reason::no_card_kept);
    }
}

TEST_CASE("ten pages a day are enough") {
    auto told = plan_paid_first();
    auto when = first_due;
    for (int i = 0; i < 12; ++i) {
        order_page(told, when);
        when += told.rules.checkout_lifetime;
    }
    CHECK(told.booking().card_pages.size() == 10);
}

TEST_CASE("the card that was named serves what is to come, with what is known of it") {
    auto told = plan_paid_first();
    name_another(told, "pm_2", first_due);
    auto const& kept = *told.booking().kept;
    CHECK(kept.method == method_id{"pm_2"});
    CHECK(kept.brand == "visa");
    CHECK(kept.last4 == "4242");
    CHECK(kept.expires_year == 2030);
    CHECK(told.booking().card_pages.at(0).url.empty());
    SUBCASE("and told again it changes nothing") {
        auto const again = told.ask(card_page_seen{told.id(), card_named(1, "cs_card_1", "pm_2")},
                                    first_due + std::chrono::hours{1});
        CHECK(again->events.empty());
    }
    SUBCASE("and its setup intent, which names no session, changes nothing either") {
        auto setup = card_named(1, "", "pm_2");
        CHECK(told.ask(card_page_seen{told.id(), setup}, first_due)->events.empty());
    }
    SUBCASE("and the charge is made with it") {
        told.then(collect{told.id()}, first_due);
        told.then(intent_created{told.id(), 2, intent_made()}, first_due);
        CHECK(std::get<confirm_intent>(told.effects().at(0)).method == method_id{"pm_2"});
    }
    SUBCASE("and a payment on a page that is older, heard of late, does not bring the old one back") {
        auto late = page_paid("cs_1", 1, "pi_1", "pm_1");
        told.then(session_seen{told.id(), late}, first_due);
        CHECK(told.booking().kept->method == method_id{"pm_2"});
    }
}

TEST_CASE("a declined amount that waits for its next try is tried at once with the new card") {
    auto told = charge_declined("insufficient_funds");
    auto const later = first_due + std::chrono::hours{2};
    name_another(told, "pm_2", later);
    CHECK(*next_wake(told.booking(), later, told.rules) == later + std::chrono::seconds{1});
    told.then(collect{told.id()}, later);
    auto const& order = std::get<confirm_intent>(told.effects().at(0));
    CHECK(order.intent == intent_id{"pi_2"});
    CHECK(order.attempt == 2);
    CHECK(order.method == method_id{"pm_2"});
}

TEST_CASE("an amount that waits for the bank's confirmation, or for a person, is tried at once as well") {
    for (std::string const code : {"authentication_required", "stolen_card"}) {
        auto told = charge_declined(code);
        REQUIRE_FALSE(told.booking().stops.empty());
        auto const later = first_due + std::chrono::hours{2};
        name_another(told, "pm_2", later);
        CHECK(attention_of(told.booking()).empty());
        told.then(collect{told.id()}, later);
        CHECK(std::get<confirm_intent>(told.effects().at(0)).method == method_id{"pm_2"});
    }
}

TEST_CASE("a card serves everything that collects itself from the same customer, and nothing else") {
    auto told = plan_by_mail();
    sell_plan_by_mail(told, "ref-2", noon);
    auto named = card_named(1, "cs_card_1", "pm_9");
    order_page(told, first_due);
    SUBCASE("both plans") {
        told.then(card_page_seen{told.id(), named}, first_due);
        CHECK(told.booking("ref-1").kept->method == method_id{"pm_9"});
        CHECK(told.booking("ref-2").kept->method == method_id{"pm_9"});
    }
    SUBCASE("not for another customer's word") {
        named.customer = customer_id{"cus_other"};
        told.then(card_page_seen{told.id(), named}, first_due);
        CHECK(told.booking("ref-1").kept->method == method_id{"pm_1"});
    }
    SUBCASE("not the one that was cancelled meanwhile") {
        told.then(cancel_booking{told.id("ref-2"), std::nullopt, eur(0), "asked for", "ana"}, first_due);
        told.then(card_page_seen{told.id(), named}, first_due);
        CHECK(told.booking("ref-2").kept->method == method_id{"pm_1"});
    }
}

TEST_CASE("of two cards the one named on the newer page stays, in whatever order they are heard of") {
    for (bool const swapped : {false, true}) {
        auto told = plan_paid_first();
        order_page(told, first_due);
        order_page(told, first_due + told.rules.checkout_lifetime);
        auto const older = card_named(1, "cs_card_1", "pm_2");
        auto const newer = card_named(2, "cs_card_2", "pm_3");
        auto const later = first_due + std::chrono::hours{5};
        told.then(card_page_seen{told.id(), swapped ? newer : older}, later);
        told.then(card_page_seen{told.id(), swapped ? older : newer}, later);
        CHECK(told.booking().kept->method == method_id{"pm_3"});
    }
}

TEST_CASE("a detached card is not charged: its day comes, and a person is asked") {
    auto told = plan_paid_first();
    auto gone = a_card("pm_1");
    gone.customer = {};
    told.then(card_seen{told.id(), gone}, two_weeks_before);
    CHECK(told.booking().kept->detached);
    told.then(collect{told.id()}, first_due);
    CHECK(told.effects().empty());
    REQUIRE(told.booking().stops.size() == 1);
    CHECK(told.booking().stops.at(0).reason == "card_detached");
    SUBCASE("and told twice, or before the news that its bank had replaced it, changes nothing") {
        CHECK(told.ask(card_seen{told.id(), gone}, first_due)->events.empty());
        told.then(card_seen{told.id(), a_card("pm_1", 2031, 1)}, first_due);
        CHECK(told.booking().kept->detached);
    }
    SUBCASE("and another one is charged at once") {
        name_another(told, "pm_2", first_due);
        told.then(collect{told.id()}, first_due);
        CHECK(std::holds_alternative<create_intent>(told.effects().at(0)));
    }
}

TEST_CASE("a card that is detached while a charge is being made is not confirmed with") {
    auto told = plan_paid_first();
    told.then(collect{told.id()}, first_due);
    auto gone = a_card("pm_1");
    gone.customer = {};
    told.then(card_seen{told.id(), gone}, first_due);
    told.then(intent_created{told.id(), 2, intent_made()}, first_due);
    CHECK(told.effects().empty());
    CHECK_FALSE(may_still_charge(told.booking(), 2));
}

TEST_CASE("what a detached card does not pay is asked for like anything that nobody collects") {
    auto told = looked_after_by_mail();
    auto gone = a_card("pm_1");
    gone.customer = {};
    told.then(card_seen{told.id(), gone}, two_weeks_before);
    CHECK_FALSE(collects_itself(told.booking(), 2));
    CHECK(attention_of(told.booking()).empty());
    deliver_all(told, two_weeks_before);
    CHECK_FALSE(sent_until(told, "2026-12-22T00:00:00Z").empty());
    SUBCASE("and by a person where no letter can go") {
        auto silent = looked_after();
        silent.then(card_seen{silent.id(), gone}, two_weeks_before);
        REQUIRE(attention_of(silent.booking()).size() == 1);
        CHECK(attention_of(silent.booking()).at(0).reason == "card_detached");
        name_another(silent, "pm_2", two_weeks_before);
        CHECK(attention_of(silent.booking()).empty());
    }
}

TEST_CASE("a charge is announced though a reminder spoke of the item before, sent or withdrawn") {
    for (bool const sent : {true, false}) {
        auto told = looked_after_by_mail();
        deliver_all(told, two_weeks_before);
        auto gone = a_card("pm_1");
        gone.customer = {};
        told.then(card_seen{told.id(), gone}, two_weeks_before);
        deliver_all(told, two_weeks_before);
        auto const a_week_before = at("2026-12-14T09:00:00Z");
        told.then(remind{told.id()}, a_week_before);
        REQUIRE(letters_under_way(told).size() == 1);
        CHECK(letters_under_way(told).front().kind == letter_kind::reminder_before);
        if (sent) deliver_all(told, a_week_before);
        name_another(told, "pm_2", a_week_before);
        for (auto const& one : letters_under_way(told))
            told.then(begin_letter{told.id(), one.number}, a_week_before);
        CHECK(letters_under_way(told).empty());
        CHECK(collects_itself(told.booking(), 2));
        CHECK(sent_until(told, "2026-12-20T00:00:00Z") == lines{"2026-12-18 notice_before_charge"});
        // The notice undoes no step: nothing that was said is said again.
        auto again = a_card("pm_2");
        again.customer = {};
        told.then(card_seen{told.id(), again}, told.last());
        deliver_all(told);
        auto const after = sent_until(told, "2026-12-21T00:00:00Z");
        CHECK(after.empty());
    }
}

TEST_CASE("a card is looked at two weeks before each charge, once") {
    auto told = looked_after();
    CHECK(*next_wake(told.booking(), noon, told.rules) == two_weeks_before);
    CHECK(looks_at_card(told, two_weeks_before));
    told.then(card_seen{told.id(), a_card("pm_1"), true}, two_weeks_before);
    CHECK_FALSE(looks_at_card(told, two_weeks_before));
    CHECK(*next_wake(told.booking(), two_weeks_before, told.rules) == first_due);
    CHECK(told.booking().kept->last4 == "4242");
    SUBCASE("and before the next one again") {
        auto const next = *parse_rfc3339("2027-01-07T09:00:00Z");
        CHECK_FALSE(looks_at_card(told, next - std::chrono::seconds{1}));
        CHECK(looks_at_card(told, next));
    }
    SUBCASE("which is no decision worth keeping when a webhook tells what is known") {
        CHECK(told.ask(card_seen{told.id(), a_card("pm_1")}, first_due)->events.empty());
    }
}

TEST_CASE("a card is not looked at while a dispute rests the charge, and is looked at when it goes on") {
    auto told = looked_after();
    told.then(dispute_seen{told.id(), a_dispute(eur(60'00), dispute_status::needs_response)}, noon);
    CHECK_FALSE(looks_at_card(told, two_weeks_before));
    auto const other = next_wake(told.booking(), two_weeks_before, told.rules);
    CHECK_FALSE(looks_at_card(told, other.value()));  // it is the dispute that is looked up
    told.then(dispute_seen{told.id(), a_dispute(eur(60'00), dispute_status::won)}, two_weeks_before);
    CHECK(looks_at_card(told, two_weeks_before));
}

TEST_CASE("a card that ends before a charge is written about once, two weeks before") {
    auto told = looked_after_by_mail();
    deliver_all(told, noon);
    auto const ends = a_card("pm_1", 2026, 11);
    told.then(card_seen{told.id(), ends, true}, two_weeks_before);
    auto const sent = letters_under_way(told);
    REQUIRE(sent.size() == 1);
    CHECK(sent.at(0).kind == letter_kind::card_expiring);
    CHECK(sent.at(0).to == "ana@example.org");
    REQUIRE(sent.at(0).about.size() == 1);
    CHECK(sent.at(0).about.at(0).item == 2);
    CHECK(card_trouble_of(told.booking(), two_weeks_before, told.rules)->items.at(0).number == 2);
    deliver_all(told, two_weeks_before);
    SUBCASE("and not again for the next") {
        told.then(card_seen{told.id(), ends, true}, *parse_rfc3339("2027-01-07T09:00:00Z"));
        CHECK(letters_under_way(told).empty());
    }
    SUBCASE("and what is due is tried all the same: its bank may have replaced it") {
        told.then(collect{told.id()}, first_due);
        CHECK(std::holds_alternative<create_intent>(told.effects().at(0)));
    }
    SUBCASE("and neither flagged nor written about once another is named") {
        name_another(told, "pm_2", two_weeks_before);
        CHECK_FALSE(card_trouble_of(told.booking(), two_weeks_before, told.rules));
    }
}

TEST_CASE("a letter about a card that was replaced meanwhile is not sent") {
    auto told = looked_after_by_mail();
    deliver_all(told, noon);
    told.then(card_seen{told.id(), a_card("pm_1", 2026, 11), true}, two_weeks_before);
    int const number = letters_under_way(told).at(0).number;
    name_another(told, "pm_2", two_weeks_before);
    told.then(begin_letter{told.id(), number}, two_weeks_before);
    CHECK(letters_under_way(told).empty());
}

TEST_CASE("a card is good to the last day of its month") {
    auto told = looked_after();
    told.then(card_seen{told.id(), a_card("pm_1", 2026, 12), true}, two_weeks_before);
    CHECK_FALSE(card_trouble_of(told.booking(), first_due, told.rules));
    auto const new_year = *parse_rfc3339("2027-01-07T09:00:00Z");
    CHECK(card_trouble_of(told.booking(), new_year, told.rules));
}

TEST_CASE("a person is asked where no letter about a card can go") {
    auto told = looked_after();
    told.then(card_seen{told.id(), a_card("pm_1", 2026, 11), true}, two_weeks_before);
    REQUIRE(attention_of(told.booking()).size() == 1);
    CHECK(attention_of(told.booking()).at(0).reason == "card_expiring");
    SUBCASE("not any more once its bank has replaced it") {
        told.then(card_seen{told.id(), a_card("pm_1", 2029, 11)}, two_weeks_before);
        CHECK(attention_of(told.booking()).empty());
    }
}

TEST_CASE("a processor that does not answer leaves the decision to what is known") {
    auto told = looked_after_by_mail();
    deliver_all(told, noon);
    CHECK(told.ask(check_card{told.id()}, two_weeks_before)->events.empty());
    CHECK(looks_at_card(told, two_weeks_before + std::chrono::minutes{5}));
}

TEST_CASE("a card that its bank replaced under the same name is tried at once") {
    auto told = charge_declined("expired_card");
    REQUIRE(told.booking().stops.size() == 1);
    auto known = a_card("pm_1", 2026, 11);
    told.then(card_seen{told.id(), known}, first_due);
    auto const later = first_due + std::chrono::hours{1};
    told.then(card_seen{told.id(), a_card("pm_1", 2030, 11)}, later);
    CHECK(collects_itself(told.booking(), 2));
    told.then(collect{told.id()}, later);
    CHECK(std::get<confirm_intent>(told.effects().at(0)).attempt == 2);
}

TEST_CASE("a retainer's card is looked at before a period that has not begun") {
    auto told = retainer_paid_first();
    told.rules.card_days = 14;
    told.then(card_seen{told.id(), a_card("pm_1", 2026, 11), true}, two_weeks_before);
    auto const trouble = card_trouble_of(told.booking(), two_weeks_before, told.rules);
    REQUIRE(trouble);
    CHECK(iso_date(trouble->items.at(0).due) == "2026-12-21");
}

TEST_CASE("a booking that moves takes its card and its pages along") {
    auto told = plan_paid_first();
    order_page(told, first_due);
    told.then(move_booking{told.id(), reference("ref-9"), "token-9"}, first_due);
    CHECK(told.booking().card_pages.empty());
    CHECK(told.booking("ref-9").card_pages.size() == 1);
}

}  // namespace quittance::domain
