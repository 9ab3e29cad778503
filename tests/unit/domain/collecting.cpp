#include <doctest/doctest.h>

#include "collecting_story.hpp"
#include "quittance/domain/calendar.hpp"

// A plan sold on 21 November 2026 in Lisbon: 60.00 now, 60.00 each on 21 December and 21 January.
namespace quittance::domain {
namespace {

TEST_CASE("a plan opens no page before its terms were agreed to, and makes the client's customer first") {
    story told;
    auto asked = a_plan_booking();
    CHECK(told.ask(asked).error().reason == refusal_reason::agreement_missing);

    asked.agreed = consent_of(noon);
    told.then(asked);
    REQUIRE(told.effects().size() == 1);
    CHECK(std::get<create_customer>(told.effects()[0]).checkout == 1);
    CHECK(told.booking().checkouts.empty());
    CHECK(told.booking().agreements.at(0).hash == "hash");

    told.then(customer_created{told.id(), {customer_id{"cus_1"}, noon}, "https://pay.example/r/"});
    auto const& order = std::get<create_checkout>(told.effects().at(0));
    CHECK(order.amount == eur(60'00));
    CHECK(order.customer == customer_id{"cus_1"});
    CHECK(order.keep_card);
    CHECK(order.agreement_hash == "hash");
    CHECK(told.booking().checkouts.at(0).items == std::vector{1});
}

TEST_CASE("a second booking of the same client uses the customer that is there") {
    auto told = plan_sold();
    auto asked = a_plan_booking("ref-2");
    asked.agreed = consent_of(noon);
    told.then(asked);
    CHECK(std::get<create_checkout>(told.effects().at(0)).customer == customer_id{"cus_1"});
}

TEST_CASE("a customer that the processor refuses is told as a refused checkout, and not asked for at once") {
    story told;
    auto asked = a_plan_booking();
    asked.agreed = consent_of(noon);
    told.then(asked);
    told.then(customer_refused{told.id(), "email_invalid"});
    CHECK(attention_of(told.booking()).at(0).reason == "checkout_refused");
    told.then(asked, noon + std::chrono::minutes{1});
    CHECK(told.effects().empty());
    told.then(asked, noon + std::chrono::minutes{11});
    CHECK(std::get<create_customer>(told.effects().at(0)).checkout == 2);
}

TEST_CASE("terms agreed to on a day long gone are shown again") {
    story told;
    auto asked = a_plan_booking();
    asked.agreed = consent_of(noon - std::chrono::hours{49});
    CHECK(told.ask(asked).error().reason == refusal_reason::agreement_missing);
    asked.agreed = consent_of(noon - std::chrono::hours{24});  // the page was shown before midnight
    told.then(asked);
    CHECK(iso_date(told.booking().items.at(1).due) == "2026-12-20");
}

TEST_CASE(
    "the first payment keeps the card, and the next item is charged on its day at nine in the client's "
    "zone") {
    auto const told = plan_paid_first();
    REQUIRE(told.booking().kept);
    CHECK(told.booking().kept->method == method_id{"pm_1"});
    CHECK(next_wake(told.booking(), noon, told.rules) == *parse_rfc3339("2026-12-21T09:00:00Z"));
}

TEST_CASE("what is due is charged in two steps: an intent, and after its commit a confirmation") {
    auto told = plan_paid_first();
    told.then(collect{told.id()}, first_due);
    auto const& made = std::get<create_intent>(told.effects().at(0));
    CHECK(made.amount == eur(60'00));
    CHECK(made.customer == customer_id{"cus_1"});
    CHECK(told.booking().checkouts.at(1).off_session);
    CHECK(told.booking().checkouts.at(1).items == std::vector{2});

    told.then(intent_created{told.id(), 2, intent_made()}, first_due);
    auto const& sent = std::get<confirm_intent>(told.effects().at(0));
    CHECK(sent.intent == intent_id{"pi_2"});
    CHECK(sent.method == method_id{"pm_1"});
    CHECK(sent.attempt == 1);

    told.then(attempt_answered{told.id(), 2, 1, intent_paid()}, first_due);
    CHECK(balance_of(told.booking()).received == eur(120'00));
    CHECK(next_wake(told.booking(), first_due, told.rules) == *parse_rfc3339("2027-01-21T09:00:00Z"));
}

TEST_CASE("nothing is charged before its day, and nothing at night") {
    auto told = plan_paid_first();
    told.then(collect{told.id()}, first_due - std::chrono::minutes{1});
    CHECK(told.effects().empty());
    told.then(collect{told.id()}, *parse_rfc3339("2026-12-21T20:00:00Z"));
    CHECK(told.effects().empty());
    CHECK(next_wake(told.booking(), *parse_rfc3339("2026-12-21T20:00:00Z"), told.rules) ==
          *parse_rfc3339("2026-12-22T09:00:00Z"));
}

TEST_CASE("asking twice to collect orders one charge") {
    auto told = plan_paid_first();
    told.then(collect{told.id()}, first_due);
    told.then(collect{told.id()}, first_due);
    CHECK(told.effects().empty());
    told.then(intent_created{told.id(), 2, intent_made()}, first_due);
    told.then(intent_created{told.id(), 2, intent_made()}, first_due);
    CHECK(told.effects().empty());
    told.then(collect{told.id()}, first_due);
    CHECK(told.effects().empty());
    CHECK(told.booking().checkouts.size() == 2);
}

TEST_CASE("charges that were missed while nothing ran are made once, together") {
    auto told = plan_paid_first();
    told.then(collect{told.id()}, *parse_rfc3339("2027-02-03T10:00:00Z"));
    REQUIRE(told.effects().size() == 1);
    CHECK(std::get<create_intent>(told.effects()[0]).amount == eur(120'00));
    CHECK(told.booking().checkouts.at(1).items == std::vector{2, 3});
}

TEST_CASE("a declined charge is tried again 1, 3, 5 and 7 days after its first try, then a person is asked") {
    auto told = charge_declined("insufficient_funds");
    std::vector<std::string> days;
    for (int attempt = 2; attempt <= 5; ++attempt) {
        auto const next = next_wake(told.booking(), told.last(), told.rules);
        REQUIRE(next);
        days.push_back(iso_date(date_in("Europe/Lisbon", *next)));
        told.then(collect{told.id()}, *next);
        CHECK(std::get<confirm_intent>(told.effects().at(0)).attempt == attempt);
        told.then(attempt_answered{told.id(), 2, attempt, intent_declined("insufficient_funds", attempt)},
                  *next);
    }
    CHECK(days == std::vector<std::string>{"2026-12-22", "2026-12-24", "2026-12-26", "2026-12-28"});
    REQUIRE(told.booking().stops.size() == 1);
    CHECK(told.booking().stops[0].reason == "declined");
    CHECK(attention_of(told.booking()).at(0).reason == "charge_declined");
    // The next item is still collected when its day comes; the declined one stays with the person.
    auto const next = next_wake(told.booking(), told.last(), told.rules);
    CHECK(next == *parse_rfc3339("2027-01-21T09:00:00Z"));
}

TEST_CASE("a stolen card, a lost one and do_not_try_again are not tried again") {
    for (std::string const code : {"stolen_card", "lost_card", "pickup_card", "expired_card"}) {
        auto told = charge_declined(code);
        CHECK(told.booking().stops.at(0).reason == "declined_for_good");
    }
    auto advised = charge_under_way();
    auto fact = intent_declined("generic_decline", 1);
    fact.advice_code = "do_not_try_again";
    advised.then(attempt_answered{advised.id(), 2, 1, fact}, first_due);
    CHECK(advised.booking().stops.at(0).reason == "declined_for_good");
    advised.then(collect{advised.id()}, first_due + std::chrono::hours{24});
    CHECK(advised.effects().empty());
}

TEST_CASE("a card that is gone for one item is not tried for the next: a person is asked on its day") {
    auto told = charge_declined("stolen_card");
    auto const next = *parse_rfc3339("2027-01-21T09:00:00Z");
    CHECK(next_wake(told.booking(), told.last(), told.rules) == next);
    told.then(collect{told.id()}, next);
    CHECK(told.effects().empty());
    REQUIRE(told.booking().stops.size() == 2);
    CHECK(told.booking().stops[1].item == 3);
}

TEST_CASE("a cancelled authentication does not stay pending: the item waits for the client's own page") {
    auto told = charge_declined("authentication_required");
    CHECK(told.booking().stops.at(0).reason == "authentication_required");
    CHECK(state_of(told.booking()) == booking_state::part_paid);
    told.then(open_checkout{told.id(), "https://pay.example/r/", {}}, told.last());
    auto const& end = std::get<cancel_intent>(told.effects().at(0));
    CHECK(end.intent == intent_id{"pi_2"});
    auto canceled = intent_made();
    canceled.status = intent_status::canceled;
    told.then(closing_answered{told.id(), 2, std::nullopt, canceled}, told.last());
    told.then(open_checkout{told.id(), "https://pay.example/r/", {}}, told.last());
    auto const& page = std::get<create_checkout>(told.effects().at(0));
    CHECK(page.checkout == 3);
    CHECK(page.amount == eur(60'00));
    CHECK(page.keep_card);

    SUBCASE("and the card that was authenticated serves the rest of the plan") {
        told.then(checkout_created{told.id(), 3, page_open("cs_3", 3)}, told.last());
        told.then(session_seen{told.id(), page_paid("cs_3", 3, "pi_3", "pm_2")}, told.last());
        CHECK(told.booking().kept->method == method_id{"pm_2"});
        CHECK(attention_of(told.booking()).empty());
        told.then(collect{told.id()}, *parse_rfc3339("2027-01-21T09:00:00Z"));
        told.then(intent_created{told.id(), 4, intent_made("pi_4")}, *parse_rfc3339("2027-01-21T09:00:00Z"));
        CHECK(std::get<confirm_intent>(told.effects().at(0)).method == method_id{"pm_2"});
    }
    SUBCASE("and while that page lives nothing is charged") {
        told.then(checkout_created{told.id(), 3, page_open("cs_3", 3)}, told.last());
        told.then(collect{told.id()}, told.last() + std::chrono::hours{1});
        CHECK(told.effects().empty());
    }
}

TEST_CASE("a new card is tried at once, not locked out by the old one's schedule") {
    auto told = charge_declined("insufficient_funds");
    auto const later = first_due + std::chrono::hours{2};
    // The client pays the third item early, with another card.
    told.then(open_checkout{told.id(), "https://pay.example/r/", {3}}, later);
    auto canceled = intent_made();
    canceled.status = intent_status::canceled;
    told.then(closing_answered{told.id(), 2, std::nullopt, canceled}, later);
    told.then(open_checkout{told.id(), "https://pay.example/r/", {3}}, later);
    told.then(checkout_created{told.id(), 3, page_open("cs_3", 3)}, later);
    told.then(session_seen{told.id(), page_paid("cs_3", 3, "pi_3", "pm_2")}, later);
    told.then(collect{told.id()}, later);
    CHECK(std::get<create_intent>(told.effects().at(0)).amount == eur(60'00));
}

TEST_CASE("a payer of one item leaves no room for another: the charge decides while it is under way") {
    auto told = charge_under_way();
    told.then(open_checkout{told.id(), "https://pay.example/r/", {2}}, first_due);
    CHECK(told.effects().empty());
    CHECK(told.booking().checkouts.size() == 2);
    CHECK(state_of(told.booking()) == booking_state::paying);
}

TEST_CASE(
    "an unanswered confirmation is looked up after 1, 5 and 30 minutes, then hourly, and never sent again "
    "blindly") {
    auto told = charge_under_way();
    told.then(attempt_unanswered{told.id(), 2, 1}, first_due);
    std::vector<std::int64_t> minutes;
    auto at = first_due;
    for (int look = 0; look < 5; ++look) {
        at = *next_wake(told.booking(), at, told.rules);
        minutes.push_back((at - first_due) / std::chrono::minutes{1});
        told.then(collect{told.id()}, at);
        CHECK(told.effects().empty());
    }
    CHECK(minutes == std::vector<std::int64_t>{1, 5, 30, 60, 120});
    auto const work = work_due(told.booking(), at, told.rules);
    REQUIRE(work.size() == 1);
    CHECK(std::get<look_up_intent>(work[0]).intent == intent_id{"pi_2"});
}

TEST_CASE("what a look at the intent shows decides an unanswered confirmation") {
    auto told = charge_under_way();
    told.then(attempt_unanswered{told.id(), 2, 1}, first_due);
    SUBCASE("paid: it was done") {
        told.then(intent_looked_up{told.id(), 2, intent_paid()}, first_due + std::chrono::minutes{1});
        CHECK(balance_of(told.booking()).received == eur(120'00));
    }
    SUBCASE(
        "still unconfirmed after five minutes: it was not, and is tried again under a number of its own") {
        told.then(intent_looked_up{told.id(), 2, intent_made()}, first_due + std::chrono::minutes{1});
        CHECK(told.booking().checkouts[1].attempts[0].outcome == attempt_outcome::unanswered);
        auto const later = first_due + std::chrono::minutes{6};
        told.then(intent_looked_up{told.id(), 2, intent_made()}, later);
        CHECK(told.booking().checkouts[1].attempts[0].outcome == attempt_outcome::not_done);
        told.then(collect{told.id()}, *next_wake(told.booking(), later, told.rules));
        CHECK(std::get<confirm_intent>(told.effects().at(0)).attempt == 2);
    }
    SUBCASE("declined: the schedule goes on") {
        told.then(intent_looked_up{told.id(), 2, intent_declined("insufficient_funds", 1)},
                  first_due + std::chrono::minutes{1});
        CHECK(told.booking().checkouts[1].attempts[0].outcome == attempt_outcome::declined);
    }
}

TEST_CASE("an earlier attempt's decline is not taken for the answer to a later one") {
    auto told = charge_declined("insufficient_funds");
    auto const second = *next_wake(told.booking(), told.last(), told.rules);
    told.then(collect{told.id()}, second);
    told.then(attempt_unanswered{told.id(), 2, 2}, second);
    told.then(intent_looked_up{told.id(), 2, intent_declined("insufficient_funds", 1)},
              second + std::chrono::minutes{1});
    CHECK(told.booking().checkouts[1].attempts[1].outcome == attempt_outcome::unanswered);
    told.then(intent_looked_up{told.id(), 2, intent_declined("insufficient_funds", 2)},
              second + std::chrono::minutes{2});
    CHECK(told.booking().checkouts[1].attempts[1].outcome == attempt_outcome::declined);
}

TEST_CASE("a late answer changes nothing that a look has decided") {
    auto told = charge_under_way();
    told.then(attempt_unanswered{told.id(), 2, 1}, first_due);
    told.then(intent_looked_up{told.id(), 2, intent_declined("insufficient_funds", 1)}, first_due);
    auto const before = told.booking();
    told.then(attempt_answered{told.id(), 2, 1, intent_declined("insufficient_funds", 1)}, first_due);
    told.then(attempt_unanswered{told.id(), 2, 1}, first_due);
    CHECK(told.booking() == before);
}

TEST_CASE("without a kept card the item is left to a person, and paid items do not ask") {
    auto told = plan_sold();
    auto fact = page_paid("cs_1", 1, "pi_1", "");
    told.then(session_seen{told.id(), fact});
    REQUIRE_FALSE(told.booking().kept);
    auto const work = work_due(told.booking(), at_second(120), told.rules);
    CHECK(std::holds_alternative<look_up_intent>(work.at(0)));
    told.then(collect{told.id()}, first_due);
    CHECK(told.effects().empty());
    CHECK(attention_of(told.booking()).at(0).reason == "charge_no_card");
}

TEST_CASE("a charge that the processor will not even prepare is left to a person, not asked for every day") {
    auto told = plan_paid_first();
    told.then(collect{told.id()}, first_due);
    told.then(checkout_refused{told.id(), 2, "amount_too_small"}, first_due);
    CHECK(told.booking().stops.at(0).reason == "refused");
    CHECK(next_wake(told.booking(), first_due, told.rules) == *parse_rfc3339("2027-01-21T09:00:00Z"));
    told.then(collect{told.id()}, first_due + std::chrono::hours{24});
    CHECK(told.effects().empty());
}

TEST_CASE("an intent that could not be made is asked for again the next day") {
    auto told = plan_paid_first();
    told.then(collect{told.id()}, first_due);
    told.then(checkout_abandoned{told.id(), 2}, first_due);
    CHECK_FALSE(live_checkout(told.booking()));
    CHECK(next_wake(told.booking(), first_due, told.rules) == first_due + std::chrono::hours{24});
}

TEST_CASE("a retainer's period begins on its day and is charged, until it is ended") {
    auto told = retainer_paid_first();
    CHECK(next_wake(told.booking(), noon, told.rules) == first_due);
    told.then(collect{told.id()}, first_due);
    CHECK(told.booking().items.size() == 2);
    CHECK(std::get<create_intent>(told.effects().at(0)).amount == eur(180'00));
}

TEST_CASE("a period whose item was split does not hide the next one") {
    auto told = retainer_paid_first();
    told.then(collect{told.id()}, first_due);
    told.then(checkout_abandoned{told.id(), 2}, first_due);
    item_part const half{eur(90'00), told.booking().items[1].due};
    item_part const rest{eur(90'00), *parse_iso_date("2027-01-04")};
    told.then(change_item{told.id(), 2, {half, rest}, "asked by telephone", "Ann"}, first_due);
    told.then(collect{told.id()}, *parse_rfc3339("2027-01-21T09:00:00Z"));
    REQUIRE(told.booking().items.size() == 4);
    CHECK(told.booking().items[3].number == 4);
    CHECK(iso_date(told.booking().items[3].due) == "2027-01-21");
}

TEST_CASE("a cancelled plan never charges again, and its resting charge is ended") {
    auto told = charge_declined("insufficient_funds");
    told.then(cancel_booking{told.id(), {}, eur(0), "moved away", "Ann"}, told.last());
    bool ends = false;
    for (auto const& e : told.effects()) ends = ends || std::holds_alternative<cancel_intent>(e);
    CHECK(ends);
    told.then(collect{told.id()}, first_due + std::chrono::hours{24});
    CHECK(told.effects().empty());
}

TEST_CASE("a charge that cannot be ended is tried again with patience, and a person is told") {
    auto told = charge_declined("insufficient_funds");
    auto now = *parse_rfc3339("2027-01-21T09:00:00Z");
    int orders = 0;
    for (int looks = 0; looks < 400; ++looks) {
        told.then(collect{told.id()}, now);
        if (!told.effects().empty()) {
            ++orders;
            told.then(closing_answered{told.id(), 2, std::nullopt, std::nullopt}, now);
        }
        auto const next = next_wake(told.booking(), now, told.rules);
        REQUIRE(next);
        if (*next >= *parse_rfc3339("2027-01-24T00:00:00Z")) break;
        now = *next;
    }
    // Five within the first hour, then one a day.
    CHECK(orders == 7);
    auto const list = attention_of(told.booking());
    CHECK(std::any_of(list.begin(), list.end(),
                      [](attention const& a) { return a.reason == "charge_not_ended"; }));
    auto gone = intent_declined("insufficient_funds", 1);
    gone.status = intent_status::canceled;
    told.then(collect{told.id()}, now + std::chrono::hours{24});
    told.then(closing_answered{told.id(), 2, std::nullopt, gone}, now + std::chrono::hours{24});
    for (auto const& a : attention_of(told.booking())) CHECK(a.reason != "charge_not_ended");
}

TEST_CASE("a milestone is charged once a person gives it a day, and not before") {
    story told;
    auto asked = a_plan_booking();
    asked.terms.plan = {};
    asked.terms.plan.every = rhythm::milestones;
    asked.terms.plan.deposit = eur(60'00);
    asked.terms.plan.milestones = {"draft", "print"};
    asked.agreed = consent_of(noon);
    told.then(asked);
    told.then(customer_created{told.id(), {customer_id{"cus_1"}, noon}, "https://pay.example/r/"});
    told.then(checkout_created{told.id(), 1, page_open("cs_1", 1)});
    told.then(session_seen{told.id(), page_paid("cs_1", 1, "pi_1", "pm_1")});
    CHECK_FALSE(next_wake(told.booking(), noon, told.rules).has_value());
    item_part const reached{eur(60'00), *parse_iso_date("2026-12-21")};
    told.then(change_item{told.id(), 2, {reached}, "the draft is there", "Ann"});
    told.then(collect{told.id()}, first_due);
    CHECK(std::get<create_intent>(told.effects().at(0)).amount == eur(60'00));
}

}  // namespace
}  // namespace quittance::domain
