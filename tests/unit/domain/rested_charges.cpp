// What rests the charges of a plan, and when a person is told that they come to nothing.
#include <doctest/doctest.h>

#include <algorithm>

#include "collecting_story.hpp"

namespace quittance::domain {
namespace {

using std::chrono::hours;

constexpr hours a_day{24};

story contested_plan(dispute_status status) {
    auto told = plan_paid_first();
    auto fact = a_dispute(eur(20'00), status);
    fact.funds_withdrawn = true;
    told.then(dispute_seen{told.id(), fact});
    return told;
}

bool asks_for(story const& told, std::string const& reason) {
    return std::ranges::any_of(attention_of(told.booking()),
                               [&reason](attention const& a) { return a.reason == reason; });
}

bool charges(story const& told, instant when) {
    auto const made = told.ask(collect{told.id()}, when);
    return made && std::ranges::any_of(made->effects, [](effect const& e) {
               return std::holds_alternative<create_intent>(e) || std::holds_alternative<confirm_intent>(e);
           });
}

story plan_paid_twice() {
    auto told = charge_under_way();
    told.then(attempt_answered{told.id(), 2, 1, intent_paid()}, first_due);
    return told;
}

order_refund back_and_owed_again(story const& told) {
    order_refund asked;
    asked.booking = told.id();
    asked.intent = intent_id{"pi_2"};
    asked.reopens = true;
    asked.reason = "paid with the wrong card";
    asked.author = "Ann";
    asked.id = "r-1";
    return asked;
}

story dinar_plan() {
    story told;
    auto asked = a_plan_booking();
    asked.terms.price = money::minor(30'000, *currency::parse("KWD"));
    asked.origin = origin::api;
    asked.agreed = consent_of(noon);
    told.then(asked);
    return told;
}

take_by_hand cash(story const& told, money amount) {
    return {told.id(), "slip-1", amount, hand_kind::cash, *parse_iso_date("2026-12-21"), "Ann"};
}

// Agreed to on its page, and not paid.
story retainer_agreed() {
    story told;
    told.rules.card_days = 0;
    auto asked = a_plan_booking();
    asked.terms.plan = {};
    asked.terms.plan.every = rhythm::monthly;
    asked.terms.plan.retainer = true;
    asked.agreed = consent_of(noon);
    told.then(asked);
    return told;
}

bool ends_a_charge(story const& told) {
    return std::ranges::any_of(told.effects(),
                               [](effect const& e) { return std::holds_alternative<cancel_intent>(e); });
}

money fils(std::int64_t units) { return money::minor(units, *currency::parse("KWD")); }

}  // namespace

TEST_CASE("a plan charges nothing during a dispute, and goes on when it is won") {
    auto told = plan_paid_first();
    auto contested = a_dispute(eur(60'00), dispute_status::needs_response);
    told.then(dispute_seen{told.id(), contested});
    auto const only_look = work_due(told.booking(), first_due, told.rules);
    REQUIRE(only_look.size() == 1);
    CHECK(std::holds_alternative<look_up_dispute>(only_look.front()));
    told.then(collect{told.id()}, first_due);
    CHECK(told.effects().empty());
    contested.status = dispute_status::won;
    contested.at = contested.at + std::chrono::hours{1};
    told.then(dispute_seen{told.id(), contested}, first_due);
    told.then(collect{told.id()}, first_due);
    CHECK(told.effects().size() == 1);
}

TEST_CASE("a completed plan never charges again") {
    auto told = charge_under_way();
    told.then(attempt_answered{told.id(), 2, 1, intent_paid()}, first_due);
    auto const last_due = *parse_rfc3339("2027-01-21T09:00:00Z");
    told.then(collect{told.id()}, last_due);
    told.then(intent_created{told.id(), 3, intent_made("pi_3")}, last_due);
    told.then(attempt_answered{told.id(), 3, 1, intent_paid("pi_3")}, last_due);
    CHECK(state_of(told.booking()) == booking_state::paid);
    CHECK_FALSE(next_wake(told.booking(), last_due, told.rules));
    told.then(collect{told.id()}, last_due + std::chrono::hours{24 * 400});
    CHECK(told.effects().empty());
}

TEST_CASE("a plan whose payments all went back never charges again") {
    auto told = plan_paid_first();
    told.then(refund_seen{told.id(), a_refund(eur(60'00), refund_status::succeeded)});
    CHECK_FALSE(next_wake(told.booking(), noon, told.rules));
    told.then(collect{told.id()}, first_due);
    CHECK(told.effects().empty());
}

TEST_CASE("a dispute that opens between the intent and its confirmation makes it rest") {
    auto told = plan_paid_first();
    told.then(collect{told.id()}, first_due);
    told.then(dispute_seen{told.id(), a_dispute(eur(60'00), dispute_status::needs_response)}, first_due);
    told.then(intent_created{told.id(), 2, intent_made()}, first_due);
    CHECK(told.effects().empty());
    CHECK(told.booking().checkouts[1].attempts.empty());
}

TEST_CASE("a lost dispute: the card is not charged on until a person has seen it") {
    auto told = contested_plan(dispute_status::lost);
    CHECK_FALSE(charges(told, first_due));
    CHECK_FALSE(next_wake(told.booking(), first_due, told.rules));
    told.then(acknowledge{told.id(), "dispute_lost:dp_1"}, first_due);
    CHECK(charges(told, first_due));
}

TEST_CASE("a dispute that was won rests nothing any more") {
    CHECK(charges(contested_plan(dispute_status::won), first_due));
    CHECK_FALSE(charges(contested_plan(dispute_status::under_review), first_due));
}

TEST_CASE("an open dispute is looked up every day until the bank has decided, a decided one never") {
    auto told = contested_plan(dispute_status::under_review);
    auto const opened = told.booking().payments.at(0).disputes.at(0).at;
    auto const is_look = [](wake_work const& one) { return std::holds_alternative<look_up_dispute>(one); };
    CHECK(std::ranges::any_of(work_due(told.booking(), opened + a_day, told.rules), is_look));
    CHECK(next_wake(told.booking(), opened, told.rules) == opened + a_day);
    CHECK(next_wake(told.booking(), opened + a_day, told.rules) == opened + 2 * a_day);
    auto const decided = contested_plan(dispute_status::lost);
    CHECK(std::ranges::none_of(work_due(decided.booking(), opened + a_day, decided.rules), is_look));
}

TEST_CASE("money that came back from the bank and was taken again after an appeal is gone") {
    auto told = contested_plan(dispute_status::won);
    auto fact = a_dispute(eur(20'00), dispute_status::won);
    fact.funds_reinstated = true;
    told.then(dispute_seen{told.id(), fact});
    CHECK(balance_of(told.booking()).received == eur(60'00));
    fact.status = dispute_status::lost;
    fact.at += hours{1};
    told.then(dispute_seen{told.id(), fact});
    CHECK(balance_of(told.booking()).received == eur(40'00));
}

TEST_CASE("what was paid by card, given back and is owed again is not charged to the same card by itself") {
    auto told = plan_paid_twice();
    told.then(back_and_owed_again(told), first_due);
    auto back = a_refund(eur(60'00), refund_status::succeeded, "re_1", "pi_2");
    back.order = 1;
    told.then(refund_seen{told.id(), back}, first_due);
    REQUIRE(open_of(told.booking(), {2}) == eur(60'00));
    CHECK_FALSE(charges(told, first_due + a_day));
    CHECK(asks_for(told, "charge_reopened"));
    // The next part is charged on its day, alone.
    auto const made = told.ask(collect{told.id()}, *parse_rfc3339("2027-01-21T09:00:00Z"));
    CHECK(std::get<create_intent>(made->effects.at(0)).amount == eur(60'00));
}

TEST_CASE("what a refund reopens beside the items it names is not charged again by itself") {
    auto told = plan_paid_twice();
    auto asked = back_and_owed_again(told);
    asked.intent = {};
    asked.items = {2};  // and what it paid of others goes back, too: nobody said how much
    told.then(asked, first_due);
    auto newer = a_refund(eur(60'00), refund_status::succeeded, "re_1", "pi_2");
    newer.order = 1;
    told.then(refund_seen{told.id(), newer}, first_due);
    auto older = a_refund(eur(60'00), refund_status::succeeded, "re_2", "pi_1");
    older.order = 2;
    told.then(refund_seen{told.id(), older}, first_due);
    REQUIRE(open_of(told.booking(), {1, 2}) == eur(120'00));
    CHECK_FALSE(charges(told, first_due + a_day));
    CHECK(std::ranges::count_if(attention_of(told.booking()),
                                [](attention const& a) { return a.reason == "charge_reopened"; }) == 2);
}

TEST_CASE("a dispute that is read again and says nothing new leaves the ledger as it is") {
    auto told = contested_plan(dispute_status::under_review);
    auto again = a_dispute(eur(20'00), dispute_status::under_review);
    again.funds_withdrawn = true;
    again.at += hours{5};
    CHECK(told.ask(dispute_seen{told.id(), again, true})->events.empty());
    again.status = dispute_status::won;
    CHECK(told.ask(dispute_seen{told.id(), again, true})->events.size() == 1);
}

TEST_CASE("an amount that no card can pay stays with its item and goes to a person, and spoils no other") {
    auto told = dinar_plan();
    told.rules.least_charges = {{"KWD", 100}};
    auto all = told.account();
    auto odd = told.booking().items;
    odd.at(1).amount = fils(10'003);
    odd.at(2).amount = fils(9'997);
    evolve(all, items_changed{told.id(), odd, "by an older program", "ann", noon});
    auto const made =
        decide(all, waive{told.id(), 1, fils(1'000), false, "kind", "ann", "w-1"}, noon, told.rules);
    REQUIRE(made.has_value());
    std::vector<int> for_person;
    for (auto const& happened : made->events) {
        CHECK_FALSE(std::holds_alternative<items_changed>(happened));
        if (auto const* const handed = std::get_if<handed_over>(&happened))
            for_person.push_back(handed->what.item);
    }
    CHECK(for_person == std::vector{2, 3});
}

TEST_CASE("a refund that is not owed again rests nothing") {
    auto told = plan_paid_twice();
    auto asked = back_and_owed_again(told);
    asked.reopens = false;
    told.then(asked, first_due);
    CHECK(told.booking().stops.empty());
}

TEST_CASE("charges that cannot even be made for two days are a person's matter") {
    auto told = plan_paid_first();
    told.then(collect{told.id()}, first_due);
    told.then(checkout_abandoned{told.id(), 2}, first_due);
    CHECK_FALSE(asks_for(told, "charge_not_attempted"));
    told.then(collect{told.id()}, first_due + a_day);
    told.then(checkout_abandoned{told.id(), 3}, first_due + a_day);
    CHECK(asks_for(told, "charge_not_attempted"));
    // It is tried on, and a charge that is made settles it.
    told.then(collect{told.id()}, first_due + 2 * a_day);
    told.then(intent_created{told.id(), 4, intent_made()}, first_due + 2 * a_day);
    CHECK_FALSE(asks_for(told, "charge_not_attempted"));
}

TEST_CASE("charges that are never carried out are a person's matter after the fifth") {
    auto told = charge_under_way();
    auto now = first_due;
    int tries = 1;
    while (!asks_for(told, "charge_not_attempted") && tries < 20) {
        told.then(attempt_unanswered{told.id(), 2, tries}, now);
        now += std::chrono::minutes{6};
        told.then(intent_looked_up{told.id(), 2, intent_made()}, now);
        if (asks_for(told, "charge_not_attempted")) break;
        now += std::chrono::minutes{10};
        told.then(collect{told.id()}, now);
        ++tries;
    }
    CHECK(tries == 5);
}

TEST_CASE("an amount finer than a card is charged in its currency is refused from a person") {
    auto told = dinar_plan();
    auto const id = told.id();
    auto const reason = [&told](command what) { return told.ask(std::move(what)).error().reason; };
    auto const day = *parse_iso_date("2026-12-24");
    CHECK(reason(take_by_hand{id, "slip", fils(1), hand_kind::cash, day, "ann"}) ==
          refusal_reason::amount_not_in_steps);
    CHECK(reason(waive{id, 1, fils(4), false, "kind", "ann", "w-1"}) == refusal_reason::amount_not_in_steps);
    CHECK(reason(change_item{id, 1, {{fils(5'005), day}, {fils(4'995), day}}, "asked", "ann"}) ==
          refusal_reason::amount_not_in_steps);
    order_refund asked;
    asked.booking = id;
    asked.amount = fils(11);
    asked.author = "ann";
    asked.id = "r-1";
    CHECK(reason(asked) == refusal_reason::amount_not_in_steps);
    CHECK(reason(cancel_booking{id, {}, fils(7), "moved away", "ann"}) ==
          refusal_reason::amount_not_in_steps);
    told.then(take_by_hand{id, "slip", fils(10), hand_kind::cash, day, "ann"});
    CHECK(open_of(told.booking(), {1}) == fils(9'990));
}

TEST_CASE("a plan whose parts no card could pay is not sold") {
    story told;
    told.rules.least_charges = {{"EUR", 50}};
    auto asked = a_plan_booking();
    asked.agreed = consent_of(noon);
    asked.terms.price = eur(1'20);
    CHECK(told.ask(asked).error() == refusal{refusal_reason::plan_impossible, "amount"});
    asked.terms.price = eur(1'50);
    CHECK(told.ask(asked).has_value());
}

TEST_CASE("money that fits nothing rests a plan until a person has seen it") {
    auto told = charge_under_way();
    told.then(cash(told, eur(50'00)), first_due);
    auto won = intent_paid();
    won.at = first_due + hours{1};
    told.then(attempt_answered{told.id(), 2, 1, won}, won.at);
    auto const next_due = *parse_rfc3339("2027-01-21T09:00:00Z");
    CHECK_FALSE(charges(told, next_due));
    REQUIRE(attention_of(told.booking()).size() == 1);
    told.then(acknowledge{told.id(), attention_of(told.booking()).front().id}, won.at);
    CHECK(next_wake(told.booking(), won.at, told.rules) == next_due);
    CHECK(charges(told, next_due));
    CHECK(has_unallocated_money(told.booking()));
}

TEST_CASE(
    "an item that another amount came for than was asked is not charged again, though a person has seen "
    "that") {
    auto told = charge_under_way();
    auto other = intent_paid();
    other.received = eur(61'00);
    other.at = first_due + hours{1};
    told.then(attempt_answered{told.id(), 2, 1, other}, other.at);
    REQUIRE(asks_for(told, "amount_differs"));
    told.then(acknowledge{told.id(), "amount_differs:pi_2"}, other.at);
    auto const next_due = *parse_rfc3339("2027-01-21T09:00:00Z");
    CHECK_FALSE(charges(told, next_due));
    told.then(waive{told.id(), 2, std::nullopt, false, "the money that came is for this", "Ann", "w-1"},
              other.at);
    CHECK(charges(told, next_due));
}

TEST_CASE("a retainer whose first period was given up goes on with the second") {
    auto told = retainer_agreed();
    told.then(collect{told.id()}, first_due);
    CHECK(told.booking().items.size() == 1);
    told.then(waive{told.id(), 1, std::nullopt, false, "the first month is free", "Ann", "w-1"});
    CHECK(next_wake(told.booking(), noon, told.rules) == first_due);
    told.then(collect{told.id()}, first_due);
    REQUIRE(told.booking().items.size() == 2);
    CHECK(open_of(told.booking(), {2}) == eur(180'00));
    // Until it is paid, or given up as well, no third one.
    told.then(collect{told.id()}, *parse_rfc3339("2027-01-21T09:00:00Z"));
    CHECK(told.booking().items.size() == 2);
}

TEST_CASE("a retainer of which everything went back begins no period, and a person is told") {
    auto told = retainer_paid_first();
    CHECK_FALSE(asks_for(told, "retainer_rests"));
    told.then(refund_seen{told.id(), a_refund(eur(180'00), refund_status::succeeded)});
    CHECK_FALSE(next_wake(told.booking(), noon, told.rules));
    CHECK(asks_for(told, "retainer_rests"));
    told.then(cancel_booking{told.id(), {}, eur(0), "given back as goodwill", "Ann"}, told.last());
    CHECK_FALSE(asks_for(told, "retainer_rests"));
}

TEST_CASE("an intent that arrives after its item was paid by hand is ended, and so for as long as it takes") {
    auto told = plan_paid_first();
    told.then(collect{told.id()}, first_due);
    told.then(cash(told, eur(120'00)), first_due);
    CHECK_FALSE(ends_a_charge(told));  // nobody knows its name yet
    told.then(intent_created{told.id(), 2, intent_made()}, first_due);
    CHECK(ends_a_charge(told));
    told.then(closing_answered{told.id(), 2, std::nullopt, std::nullopt}, first_due);
    auto const again = next_wake(told.booking(), first_due, told.rules);
    REQUIRE(again);
    told.then(collect{told.id()}, *again);
    CHECK(ends_a_charge(told));
    auto gone = intent_made();
    gone.status = intent_status::canceled;
    told.then(closing_answered{told.id(), 2, std::nullopt, gone}, *again);
    CHECK_FALSE(live_checkout(told.booking()));
    CHECK_FALSE(next_wake(told.booking(), *again, told.rules));
}

}  // namespace quittance::domain
