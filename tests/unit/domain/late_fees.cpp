// What a part of a plan costs that is not paid in time: only where the client agreed to it, once, beside the
// price.
#include <doctest/doctest.h>

#include <algorithm>

#include "collecting_story.hpp"
#include "journal_checks.hpp"
#include "quittance/domain/fees.hpp"
#include "quittance/domain/forecast.hpp"

namespace quittance::domain {
namespace {

civil_date day(std::string const& text) { return *parse_iso_date(text); }
instant at(std::string const& text) { return *parse_rfc3339(text); }

instant const fee_comes = at("2027-01-04T09:00:00Z");  // item 2 was due on 21 December

late_fee_terms five_after_a_fortnight() { return {eur(5'00), 0, 14}; }

// 180.00 in three months, the first paid, of a client whose card was lost before the second was due.
story unpaid(late_fee_terms terms, std::string const& decline = "lost_card") {
    story told;
    told.rules.card_days = 0;
    auto asked = a_plan_booking();
    asked.terms.late_fee = terms;
    asked.terms.cancellation.steps = {{0, 1'000'000}};
    asked.agreed = consent_of(noon);
    told.then(asked);
    told.then(customer_created{told.id(), {customer_id{"cus_1"}, noon}, "https://pay.example/r/"});
    auto created = page_open("cs_1", 1);
    created.expires_at = told.booking().checkouts.at(0).expires_at;
    told.then(checkout_created{told.id(), 1, created});
    told.then(session_seen{told.id(), page_paid("cs_1", 1, "pi_1", "pm_1")});
    told.then(collect{told.id()}, first_due);
    told.then(intent_created{told.id(), 2, intent_made()}, first_due);
    told.then(attempt_answered{told.id(), 2, 1, intent_declined(decline, 1)}, first_due);
    return told;
}

story late() {
    auto told = unpaid(five_after_a_fortnight());
    told.then(add_late_fees{told.id()}, fee_comes);
    return told;
}

bool adds_fees(story const& told, instant when) {
    auto const work = work_due(told.account(), told.booking(), when, told.rules);
    return std::any_of(work.begin(), work.end(),
                       [](wake_work const& one) { return std::holds_alternative<add_fees>(one); });
}

std::vector<std::string> fees_of(story const& told) {
    std::vector<std::string> all;
    for (auto const& i : told.booking().items)
        if (i.fee)
            all.push_back(std::to_string(i.number) + ": " + plain_text(i.amount) + " for item " +
                          std::to_string(i.fee->item) + " of " + iso_date(i.fee->day) + ", due " +
                          iso_date(i.due));
    return all;
}

money open_of_item(story const& told, int number) { return open_of(told.booking(), {number}); }

// The charge that rests is seen cancelled.
closing_answered its_end(story const& told) {
    auto gone = intent_made();
    gone.status = intent_status::canceled;
    return {told.id(), 2, std::nullopt, gone};
}

take_by_hand cash(story const& told, money amount, std::string slip = "slip") {
    return {told.id(), std::move(slip), amount, hand_kind::cash, day("2026-12-24"), "ann"};
}

}  // namespace

TEST_CASE("what stays unpaid so long after its day costs what was agreed, as an item of its own") {
    auto told = unpaid(five_after_a_fortnight());
    CHECK_FALSE(adds_fees(told, fee_comes - std::chrono::seconds{1}));
    CHECK(next_late_fee(told.account(), told.booking(), first_due, told.rules) == fee_comes);
    REQUIRE(adds_fees(told, fee_comes));
    told.then(add_late_fees{told.id()}, fee_comes);
    CHECK(fees_of(told) == std::vector<std::string>{"4: 5.00 EUR for item 2 of 2026-12-21, due 2027-01-04"});
    auto const sums = balance_of(told.booking());
    CHECK(sums.price == eur(180'00));
    CHECK(sums.fees == eur(5'00));
    CHECK(sums.open == eur(125'00));
    CHECK(faults_of_items(told.booking()).empty());
}

TEST_CASE("it is charged once, however often somebody looks, and each part has its own") {
    auto told = late();
    CHECK(told.ask(add_late_fees{told.id()}, fee_comes)->events.empty());
    CHECK_FALSE(adds_fees(told, fee_comes + std::chrono::hours{24 * 10}));
    told.then(waive{told.id(), 4, std::nullopt, false, "kind", "ann", "w-1"}, fee_comes);
    auto const later = fee_comes + std::chrono::hours{24 * 60};
    told.then(add_late_fees{told.id()}, later);
    CHECK(fees_of(told) == std::vector<std::string>{"4: 5.00 EUR for item 2 of 2026-12-21, due 2027-01-04",
                                                    "5: 5.00 EUR for item 3 of 2027-01-21, due 2027-03-05"});
    CHECK(told.ask(add_late_fees{told.id()}, later)->events.empty());
    CHECK_FALSE(next_late_fee(told.account(), told.booking(), later, told.rules));
}

TEST_CASE("a share is one of what is open then, rounded down, and a share of next to nothing is nothing") {
    auto told = unpaid({money{}, 50'000, 14});
    told.then(cash(told, eur(10'01)), first_due);
    CHECK_FALSE(adds_fees(told, fee_comes));  // its end is ordered and not seen yet
    told.then(its_end(told), first_due);
    told.then(add_late_fees{told.id()}, fee_comes);
    CHECK(balance_of(told.booking()).fees == eur(2'49));
    auto small = unpaid({money{}, 50'000, 14});
    small.then(cash(small, eur(59'90)), first_due);
    small.then(its_end(small), first_due);
    CHECK(small.ask(add_late_fees{small.id()}, fee_comes)->events.empty());
}

TEST_CASE("a share that no card could pay is not asked for") {
    auto told = unpaid({money{}, 5'000, 14});
    REQUIRE(adds_fees(told, fee_comes));
    told.rules.least_charges = {{"EUR", 50}};
    CHECK_FALSE(adds_fees(told, fee_comes));
    CHECK(told.ask(add_late_fees{told.id()}, fee_comes)->events.empty());
}

TEST_CASE("nothing is charged that the client did not agree to") {
    story by_api;
    auto asked = a_plan_booking();
    asked.origin = origin::api;
    asked.terms.late_fee = five_after_a_fortnight();
    asked.return_base.clear();
    by_api.then(asked);
    CHECK_FALSE(adds_fees(by_api, fee_comes));

    story single;
    auto invoice = a_booking(eur(200'00), origin::signed_link);
    invoice.terms.late_fee = five_after_a_fortnight();
    single.then(invoice);
    CHECK_FALSE(adds_fees(single, fee_comes));

    auto const silent = unpaid({});
    CHECK_FALSE(adds_fees(silent, fee_comes));
    auto const strange = unpaid({usd(5'00), 0, 14});
    CHECK_FALSE(adds_fees(strange, fee_comes));
}

TEST_CASE("nothing is charged while somebody pays, or while the kept card is still tried") {
    auto paying = unpaid(five_after_a_fortnight());
    paying.then(open_checkout{paying.id(), "https://pay.example/r/", {2}}, first_due);
    paying.then(its_end(paying), first_due);
    paying.then(open_checkout{paying.id(), "https://pay.example/r/", {2}}, fee_comes);
    REQUIRE(live_checkout(paying.booking()) != nullptr);
    CHECK_FALSE(adds_fees(paying, fee_comes));

    auto const tried = unpaid(five_after_a_fortnight(), "insufficient_funds");
    CHECK_FALSE(adds_fees(tried, fee_comes));
}

TEST_CASE("nothing is charged while the client's word, a pause or a dispute rests what is asked for") {
    auto const resting = [](command const& what) {
        auto told = unpaid(five_after_a_fortnight());
        told.then(what, first_due);
        return told;
    };
    auto const id = unpaid(five_after_a_fortnight()).id();
    rest_reminders const pause{id, "pause", std::nullopt, "ill", "ann"};
    note_contact const promise{id, day("2027-01-10"), "on the phone", "ann"};
    client_says const question{id, 2, client_wish::question, std::nullopt, "why?"};
    for (auto const& told : {resting(pause), resting(promise), resting(question)}) {
        CHECK_FALSE(adds_fees(told, fee_comes));
        CHECK(told.ask(add_late_fees{told.id()}, fee_comes)->events.empty());
        CHECK(*next_late_fee(told.account(), told.booking(), fee_comes, told.rules) > fee_comes);
    }
    CHECK(adds_fees(resting(promise), at("2027-01-11T09:00:00Z")));
    auto told = resting(pause);
    told.then(resume_reminders{told.id(), "ann"}, fee_comes);
    CHECK(adds_fees(told, fee_comes));

    auto disputed = unpaid(five_after_a_fortnight());
    disputed.then(dispute_seen{disputed.id(), a_dispute(eur(60'00), dispute_status::needs_response)});
    CHECK_FALSE(adds_fees(disputed, fee_comes));
}

TEST_CASE("a fee costs no fee, and is never charged to the kept card") {
    auto told = late();
    auto const much_later = at("2027-01-30T09:00:00Z");
    told.then(waive{told.id(), 2, std::nullopt, false, "kind", "ann", "w-2"}, fee_comes);
    told.then(waive{told.id(), 3, std::nullopt, false, "kind", "ann", "w-3"}, fee_comes);
    CHECK(open_of_item(told, 4) == eur(5'00));
    CHECK_FALSE(adds_fees(told, much_later));
    CHECK_FALSE(collects_itself(told.booking(), 4));
    CHECK_FALSE(collects_from_card(told.booking()));
    CHECK(told.ask(collect{told.id()}, much_later)->events.empty());
    CHECK_FALSE(next_wake(told.booking(), much_later, told.rules));
}

TEST_CASE("a fee is paid on the client's page like any other item") {
    auto told = late();
    told.then(take_by_hand{told.id(), "slip", eur(60'00), hand_kind::cash, day("2027-01-05"), "ann"},
              fee_comes);
    CHECK(open_of_item(told, 2).is_zero());
    CHECK(open_of_item(told, 4) == eur(5'00));
    told.then(its_end(told), fee_comes);
    told.then(open_checkout{told.id(), "https://pay.example/r/", {4}}, fee_comes);
    auto const page = told.booking().checkouts.back();
    CHECK(page.amount == eur(5'00));
    auto paid = page_paid("cs_3", page.number, "pi_3", "pm_1");
    paid.amount = eur(5'00);
    told.then(checkout_created{told.id(), page.number, page_open("cs_3", page.number)}, fee_comes);
    told.then(session_seen{told.id(), paid}, fee_comes);
    CHECK(open_of_item(told, 4).is_zero());
    CHECK(open_of_item(told, 3) == eur(60'00));
    books_agree(told);
}

TEST_CASE(
    "money by hand pays a fee after everything that was owed before it, and never the other way round") {
    auto told = late();
    told.then(cash(told, eur(122'00)), fee_comes);
    CHECK(open_of_item(told, 2).is_zero());
    CHECK(open_of_item(told, 3).is_zero());
    CHECK(open_of_item(told, 4) == eur(3'00));
}

TEST_CASE("a fee is moved or given up as a whole, and stays a fee") {
    auto told = late();
    auto const refused = told.ask(
        change_item{
            told.id(), 4, {{eur(2'00), day("2027-02-01")}, {eur(3'00), day("2027-03-01")}}, "in two", "ann"},
        fee_comes);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().reason == refusal_reason::fee_is_whole);
    told.then(change_item{told.id(), 4, {{eur(5'00), day("2027-02-01")}}, "later", "ann"}, fee_comes);
    CHECK(fees_of(told) == std::vector<std::string>{"4: 5.00 EUR for item 2 of 2026-12-21, due 2027-02-01"});
    told.then(change_plan{told.id(), {{eur(120'00), day("2027-03-01")}}, "at once", "ann"}, fee_comes);
    CHECK(balance_of(told.booking()).price == eur(180'00));
    CHECK(balance_of(told.booking()).fees == eur(5'00));
    CHECK(faults_of_items(told.booking()).empty());
}

TEST_CASE("cancelled, a booking owes no fee any more; a fee that was paid is no part of what goes back") {
    auto told = late();
    told.then(cancel_booking{told.id(), std::nullopt, std::nullopt, "ill", "ann"}, fee_comes);
    CHECK(balance_of(told.booking()).open.is_zero());
    CHECK(balance_of(told.booking()).waived == eur(125'00));
    books_agree(told);

    auto paid = late();
    paid.then(cash(paid, eur(125'00)), fee_comes);
    REQUIRE(balance_of(paid.booking()).received == eur(185'00));
    paid.then(cancel_booking{paid.id(), std::nullopt, std::nullopt, "ill", "ann"}, fee_comes);
    std::int64_t back = 0;
    for (auto const& order : paid.booking().refund_orders) back += order.amount.minor_units();
    CHECK(back == 180'00);
}

TEST_CASE("the books hold a fee beside what was agreed: it is owed, then paid, and every entry balances") {
    auto told = late();
    auto const eu = eur(0).unit();
    auto const stands = [&](book_account account) {
        return sum_of(position_of(told.booking(), told.last(), told.rules), account, eu);
    };
    CHECK(stands(book_account::receivable) == 125'00);
    CHECK(stands(book_account::fees) == -5'00);
    told.then(cash(told, eur(125'00)), fee_comes);
    CHECK(stands(book_account::receivable) == 0);
    CHECK(stands(book_account::fees) == -5'00);
    CHECK(stands(book_account::hand_cash) == 125'00);
    CHECK(stands(book_account::deferred) + stands(book_account::earned) == -180'00);
    auto const journal = journal_of(told.ledger(), told.last(), told.rules);
    auto const entry = std::find_if(journal.begin(), journal.end(),
                                    [](journal_entry const& e) { return e.what == "late fee"; });
    REQUIRE(entry != journal.end());
    CHECK(entry->cause == "2");
    books_agree(told);
}

TEST_CASE("a fee that is charged twice, or counted in the price, is found") {
    auto twice = late().booking();
    auto again = twice.items.back();
    again.number = 5;
    twice.items.push_back(again);
    CHECK(faults_of_items(twice) == std::vector<std::string>{"its fee 4 is for what has a fee already",
                                                             "its fee 5 is for what has a fee already"});
    auto in_price = late().booking();
    in_price.items.back().fee.reset();
    CHECK(faults_of_items(in_price) ==
          std::vector<std::string>{
              "its items that are no fees come to 185.00 EUR, and its price is 180.00 EUR"});
    auto on_fee = late().booking();
    on_fee.items.push_back({5, eur(1'00), day("2027-02-01"), {}, fee_mark{fee_kind::late, 4, {}, {}}});
    CHECK(faults_of_items(on_fee) == std::vector<std::string>{"its fee 5 is for no part of its price"});
    auto nothing = late().booking();
    nothing.items.back().fee = fee_mark{fee_kind::no_show, 0, "s-1", {}};
    CHECK(faults_of_items(nothing) ==
          std::vector<std::string>{"its fee 4 is for no session that was missed"});
}

TEST_CASE("a forecast foresees each late fee on its day, and the engine adds the same") {
    auto told = unpaid(five_after_a_fortnight());
    auto const ahead = forecast_of(told.account(), told.last(), at("2027-02-04T09:00:01Z"), told.rules);
    REQUIRE(ahead.size() == 2);
    CHECK(ahead[0].at == fee_comes);
    CHECK(ahead[0].about == std::vector<letter_item>{{told.id(), 2, -1}});
    CHECK(ahead[1].at == at("2027-02-04T09:00:00Z"));
    CHECK(ahead[1].about == std::vector<letter_item>{{told.id(), 3, -1}});
    told.then(add_late_fees{told.id()}, ahead[0].at);
    CHECK(told.booking().items.back() == *ahead[0].fee);
    told.then(add_late_fees{told.id()}, ahead[1].at);
    CHECK(told.booking().items.back() == *ahead[1].fee);
    auto const later = forecast_of(told.account(), told.last(), at("2027-06-01T09:00:00Z"), told.rules);
    CHECK(later.empty());
}

TEST_CASE("a forecast without a late fee in the terms foresees none") {
    auto const told = unpaid({});
    CHECK(forecast_of(told.account(), told.last(), at("2027-06-01T09:00:00Z"), told.rules).empty());
}

}  // namespace quittance::domain
