// The open part of a plan as a whole: on other days, or as another list.
#include <doctest/doctest.h>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

civil_date day(std::string const& text) { return *parse_iso_date(text); }

move_plan moved(story const& told, std::string const& from, std::string const& to, bool in_rhythm = false) {
    return {told.id(), day(from), day(to), in_rhythm, "a month off", "ann"};
}

change_plan listed(story const& told, std::vector<item_part> parts) {
    return {told.id(), std::move(parts), "smaller parts", "ann"};
}

refusal_reason refused(story const& told, command const& asked) {
    auto const answer = told.ask(asked, told.last());
    REQUIRE_FALSE(answer.has_value());
    return answer.error().reason;
}

std::vector<std::string> days_of(story const& told) {
    std::vector<std::string> all;
    for (auto const& i : told.booking().items) all.push_back(iso_date(i.due));
    return all;
}

std::vector<std::string> rows_of(story const& told) {
    std::vector<std::string> all;
    for (auto const& i : told.booking().items)
        all.push_back(std::to_string(i.number) + ' ' + plain_text(i.amount) + ' ' + iso_date(i.due));
    return all;
}

std::int64_t sum_of(booking const& what) {
    std::int64_t sum = 0;
    for (auto const& i : what.items) sum += i.amount.minor_units();
    return sum;
}

}  // namespace

TEST_CASE("a plan is moved by so many days: what is paid stays, and each open item goes as far") {
    auto told = plan_paid_first();
    told.then(moved(told, "2026-12-21", "2027-01-04"), told.last());
    CHECK(days_of(told) == std::vector<std::string>{"2026-11-21", "2027-01-04", "2027-02-04"});
    auto const& event = std::get<items_changed>(told.ledger().back().events.front());
    CHECK(event.reason == "a month off");
    CHECK(event.author == "ann");
}

TEST_CASE("a plan is moved to a day: the others follow in its own rhythm, through the month's end") {
    auto told = plan_paid_first();
    told.then(moved(told, "2026-12-21", "2027-01-31", true), told.last());
    CHECK(days_of(told) == std::vector<std::string>{"2026-11-21", "2027-01-31", "2027-02-28"});
}

TEST_CASE("the same move asked for twice moves once, and one of yesterday's plan moves nothing") {
    auto told = plan_paid_first();
    told.then(moved(told, "2026-12-21", "2027-01-04"), told.last());
    auto const again = told.ask(moved(told, "2026-12-21", "2027-01-04"), told.last());
    CHECK(again->events.empty());
    CHECK(refused(told, moved(told, "2026-12-21", "2027-01-11")) == refusal_reason::plan_differs);
}

TEST_CASE("a move is known by its id, whatever is due first by then and wherever the booking is") {
    auto told = plan_paid_first();
    auto asked = moved(told, "2026-12-21", "2027-01-04");
    asked.id = "m-1";
    told.then(asked, told.last());
    asked.from = day("2027-01-04");
    asked.to = day("2027-01-18");
    CHECK(told.ask(asked, told.last())->events.empty());
    auto const former = told.id();
    auto to = told.booking().identity;
    to.reference = "ref-2";
    told.then(move_booking{former, to, "another token"}, told.last());
    CHECK(told.account().bookings.at(former).plan_moves.empty());
    asked.booking = booking_id_of(to);
    CHECK(told.ask(asked, told.last())->events.empty());
    asked.id = "m-2";
    CHECK_FALSE(told.ask(asked, told.last())->events.empty());
}

TEST_CASE("a single item without a rhythm goes where it is moved") {
    auto told = owing("2026-12-01");
    told.then(moved(told, "2026-12-01", "2026-12-24", true), told.last());
    CHECK(days_of(told) == std::vector<std::string>{"2026-12-24"});
}

TEST_CASE("a plan is moved or changed by somebody, for a reason, while it runs and something is open") {
    auto const told = plan_paid_first();
    auto asked = moved(told, "2026-12-21", "2027-01-04");
    asked.author.clear();
    CHECK(refused(told, asked) == refusal_reason::author_missing);
    asked = moved(told, "2026-12-21", "2027-01-04");
    asked.reason.clear();
    CHECK(refused(told, asked) == refusal_reason::reason_missing);
    asked = moved(told, "2026-12-21", "2027-01-04");
    asked.to = {};
    CHECK(refused(told, asked) == refusal_reason::date_missing);
    asked = moved(told, "2026-12-21", "2027-01-04");
    asked.booking = booking_id{"another"};
    CHECK(refused(told, asked) == refusal_reason::booking_unknown);

    auto ended = plan_paid_first();
    ended.then(cancel_booking{ended.id(), std::nullopt, eur(0), "ill", "ann"}, ended.last());
    CHECK(refused(ended, moved(ended, "2026-12-21", "2027-01-04")) == refusal_reason::booking_is_closed);
    CHECK(refused(ended, listed(ended, {})) == refusal_reason::booking_is_closed);

    auto unagreed = story{};
    auto sold = a_plan_booking();
    sold.return_base.clear();
    unagreed.then(sold);
    CHECK(refused(unagreed, moved(unagreed, "2026-11-21", "2027-01-04")) ==
          refusal_reason::agreement_missing);

    auto paid = plan_paid_first();
    paid.then(take_by_hand{paid.id(), "slip", eur(120'00), hand_kind::cash, day("2026-11-22"), "Ann"},
              paid.last());
    CHECK(refused(paid, moved(paid, "2026-12-21", "2027-01-04")) == refusal_reason::already_paid);
    CHECK(refused(paid, listed(paid, {{eur(1'00), day("2027-01-04")}})) == refusal_reason::already_paid);
}

TEST_CASE("no item is moved or replaced under a charge that is under way") {
    auto const told = charge_under_way();
    CHECK(refused(told, moved(told, "2026-12-21", "2027-01-04")) == refusal_reason::payment_under_way);
    CHECK(refused(told, listed(told, {{eur(120'00), day("2027-03-01")}})) ==
          refusal_reason::payment_under_way);
}

TEST_CASE("an item that was paid in part stays where it is, and the rest is moved without it") {
    auto told = plan_paid_first();
    told.then(take_by_hand{told.id(), "slip", eur(10'00), hand_kind::cash, day("2026-11-22"), "Ann"},
              told.last());
    told.then(moved(told, "2027-01-21", "2027-02-21"), told.last());
    CHECK(days_of(told) == std::vector<std::string>{"2026-11-21", "2026-12-21", "2027-02-21"});
    CHECK(refused(told, listed(told, {{eur(110'00), day("2027-03-01")}})) == refusal_reason::sum_differs);
    told.then(listed(told, {{eur(60'00), day("2027-03-01")}}), told.last());
    CHECK(days_of(told) == std::vector<std::string>{"2026-11-21", "2026-12-21", "2027-03-01"});
}

TEST_CASE("the remaining plan becomes another list whose sum is exactly what is open") {
    auto told = plan_paid_first();
    told.then(listed(told, {{eur(40'00), day("2027-02-21")},
                            {eur(40'00), day("2026-12-21")},
                            {eur(40'00), day("2027-01-21")}}),
              told.last());
    CHECK(rows_of(told) == std::vector<std::string>{"1 60.00 EUR 2026-11-21", "2 40.00 EUR 2026-12-21",
                                                    "3 40.00 EUR 2027-01-21", "4 40.00 EUR 2027-02-21"});
    CHECK(sum_of(told.booking()) == told.booking().terms.price.minor_units());
    auto const again = told.ask(listed(told, {{eur(40'00), day("2026-12-21")},
                                              {eur(40'00), day("2027-01-21")},
                                              {eur(40'00), day("2027-02-21")}}),
                                told.last());
    CHECK(again->events.empty());
}

TEST_CASE("a shorter list leaves no number that could come to mean another amount") {
    auto told = plan_paid_first();
    told.then(listed(told, {{eur(120'00), day("2027-03-01")}}), told.last());
    CHECK(rows_of(told) == std::vector<std::string>{"1 60.00 EUR 2026-11-21", "3 120.00 EUR 2027-03-01"});
    told.then(listed(told, {{eur(60'00), day("2027-03-01")}, {eur(60'00), day("2027-04-01")}}), told.last());
    CHECK(rows_of(told) == std::vector<std::string>{"1 60.00 EUR 2026-11-21", "3 60.00 EUR 2027-03-01",
                                                    "4 60.00 EUR 2027-04-01"});
}

TEST_CASE("a list that is not what is open is refused, and says what is wrong with it") {
    auto const told = plan_paid_first();
    auto const when = day("2027-01-21");
    CHECK(refused(told, listed(told, {})) == refusal_reason::sum_differs);
    CHECK(refused(told, listed(told, {{eur(119'99), when}})) == refusal_reason::sum_differs);
    CHECK(refused(told, listed(told, {{eur(120'01), when}})) == refusal_reason::sum_differs);
    CHECK(refused(told, listed(told, {{eur(120'00), {}}})) == refusal_reason::date_missing);
    CHECK(refused(told, listed(told, {{usd(120'00), when}})) == refusal_reason::currency_differs);
    CHECK(refused(told, listed(told, {{eur(120'00), when}, {eur(0), when}})) ==
          refusal_reason::amount_not_positive);
    std::vector<item_part> many(61, {eur(1'00), when});
    CHECK(refused(told, listed(told, many)) == refusal_reason::plan_impossible);
}

TEST_CASE("a list stands where the open part stood, among what was paid or waived") {
    auto told = plan_paid_first();
    told.then(waive{told.id(), 3, std::nullopt, false, "sorry", "ann", "w-1"}, told.last());
    told.then(listed(told, {{eur(30'00), day("2027-01-04")}, {eur(30'00), day("2027-02-04")}}), told.last());
    CHECK(rows_of(told) == std::vector<std::string>{"1 60.00 EUR 2026-11-21", "2 30.00 EUR 2027-01-04",
                                                    "4 30.00 EUR 2027-02-04", "3 60.00 EUR 2027-01-21"});
}

TEST_CASE("a list with a part that no card could pay is refused") {
    auto told = plan_paid_first();
    told.rules.least_charges = {{"EUR", 50}};
    auto const when = day("2027-01-21");
    CHECK(refused(told, listed(told, {{eur(49), when}, {eur(119'51), when}})) ==
          refusal_reason::amount_too_small);
    told.then(listed(told, {{eur(50), when}, {eur(119'50), when}}), told.last());
    CHECK(told.booking().items.size() == 3);
}

TEST_CASE("a page that asks for the old amount ends when the list changes") {
    auto told = awaiting_payment(eur(120'00), origin::api);
    told.then(listed(told, {{eur(60'00), day("2026-12-01")}, {eur(60'00), day("2027-01-01")}}));
    REQUIRE(told.effects().size() == 1);
    CHECK(std::get<expire_session>(told.effects()[0]).session == session_id{"cs_1"});
}

TEST_CASE("what is collected after a move is collected on the new day, and not before") {
    auto told = plan_paid_first();
    told.then(moved(told, "2026-12-21", "2027-01-04"), told.last());
    CHECK(told.ask(collect{told.id()}, first_due)->events.empty());
    CHECK_FALSE(told.ask(collect{told.id()}, at("2027-01-04T09:00:00Z"))->events.empty());
}

}  // namespace quittance::domain
