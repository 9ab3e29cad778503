// What is left of an item and is less than the processor takes: it joins the next one, or a person sees to
// it.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "collecting_story.hpp"
#include "journal_checks.hpp"
#include "quittance/domain/fees.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

civil_date a_date(std::string const& text) { return *parse_iso_date(text); }
civil_date const that_day = a_date("2026-11-21");

agreement_writer writer() {
    return [](account const&, booking const&, agreed_terms const& about) {
        return consent{"Version " + std::to_string(about.version) + ".", "hash", "note", {}};
    };
}

// 180.00 in three months, the first paid, where the processor takes 0.50 at least.
story plan_where_little_is_refused() {
    auto told = plan_paid_first();
    told.rules.least_charges = {{"EUR", 50}};
    told.rules.write_agreement = writer();
    return told;
}

take_by_hand taken(story const& told, money amount, std::string ref = "bank-1") {
    return {told.id(), std::move(ref), amount, hand_kind::transfer, that_day, "ann"};
}
waive given_up(story const& told, int item, money amount, std::string id = "w-1") {
    return {told.id(), item, amount, false, "a gift", "ann", std::move(id)};
}

std::vector<std::string> rows_of(story const& told) {
    std::vector<std::string> all;
    for (auto const& s : standing_of(told.booking()))
        all.push_back(std::to_string(s.what.number) + ' ' + plain_text(s.what.amount) + " open " +
                      plain_text(s.open));
    return all;
}
using rows = std::vector<std::string>;

std::vector<std::string> attention_in(story const& told) {
    std::vector<std::string> all;
    for (auto const& a : attention_of(told.booking())) all.push_back(a.reason);
    return all;
}

template <class Event>
std::ptrdiff_t count_of(std::vector<event> const& events) {
    return std::ranges::count_if(events, [](event const& e) { return std::holds_alternative<Event>(e); });
}

std::int64_t sum_of(booking const& what) {
    std::int64_t sum = 0;
    for (auto const& i : what.items) sum += i.fee ? 0 : i.amount.minor_units();
    return sum;
}

}  // namespace

TEST_CASE("a payment by hand that leaves too little: the rest joins the next item in the same entry") {
    auto told = plan_where_little_is_refused();
    told.then(taken(told, eur(59'80)));
    CHECK(rows_of(told) ==
          rows{"1 60.00 EUR open 0.00 EUR", "2 59.80 EUR open 0.00 EUR", "3 60.20 EUR open 60.20 EUR"});
    auto const& events = told.ledger().back().events;
    CHECK(count_of<items_changed>(events) == 1);
    CHECK(count_of<agreement_renewed>(events) == 1);
    CHECK(told.booking().agreements.back().version == 2);
    auto const at =
        std::ranges::find_if(events, [](event const& e) { return std::holds_alternative<items_changed>(e); });
    CHECK(std::get<items_changed>(*at).reason == "a rest too small to be charged joins the next item");
    CHECK(std::get<items_changed>(*at).author == "quittance");
    CHECK(balance_of(told.booking()).open == eur(60'20));
    CHECK(attention_in(told).empty());
    CHECK(faults_of_items(told.booking()).empty());
    books_agree(told);
}

TEST_CASE("a rest that the processor takes stays exactly where it is") {
    auto told = plan_where_little_is_refused();
    told.then(taken(told, eur(59'50)));
    CHECK(rows_of(told) ==
          rows{"1 60.00 EUR open 0.00 EUR", "2 60.00 EUR open 0.50 EUR", "3 60.00 EUR open 60.00 EUR"});
    CHECK(count_of<items_changed>(told.ledger().back().events) == 0);
}

TEST_CASE("where nothing is known of a least charge, a rest of a cent stays where it is") {
    auto told = plan_where_little_is_refused();
    told.rules.least_charges = {{"USD", 50}};
    told.then(taken(told, eur(59'99)));
    CHECK(rows_of(told).at(1) == "2 60.00 EUR open 0.01 EUR");
}

TEST_CASE("a waiver that leaves too little: the rest joins the next item, and the waiver stays whole") {
    auto told = plan_where_little_is_refused();
    told.then(given_up(told, 2, eur(59'70)));
    CHECK(rows_of(told) ==
          rows{"1 60.00 EUR open 0.00 EUR", "2 59.70 EUR open 0.00 EUR", "3 60.30 EUR open 60.30 EUR"});
    CHECK(balance_of(told.booking()).waived == eur(59'70));
    books_agree(told);
}

TEST_CASE("a refund in part that is owed again joins the next item once it has gone") {
    auto told = plan_where_little_is_refused();
    order_refund asked;
    asked.booking = told.id();
    asked.intent = intent_id{"pi_1"};
    asked.amount = eur(30);
    asked.reopens = true;
    asked.reason = "a mistake";
    asked.author = "ann";
    asked.id = "r-1";
    told.then(asked);
    auto back = a_refund(eur(30), refund_status::succeeded);
    back.order = 1;
    told.then(refund_seen{told.id(), back});
    CHECK(rows_of(told) ==
          rows{"1 59.70 EUR open 0.00 EUR", "2 60.30 EUR open 60.30 EUR", "3 60.00 EUR open 60.00 EUR"});
    CHECK(balance_of(told.booking()).unallocated.is_zero());
    CHECK(attention_in(told).empty());
    books_agree(told);
}

TEST_CASE("a credit that pays all but too little of a new period waits for the next one") {
    auto told = retainer_paid_first();
    told.rules.least_charges = {{"EUR", 50}};
    told.then(taken(told, eur(179'80)));
    told.then(collect{told.id()}, first_due);
    REQUIRE(told.booking().items.size() == 2);
    CHECK(rows_of(told).at(1) == "2 180.00 EUR open 0.20 EUR");
    CHECK(told.booking().checkouts.size() == 1);  // nothing is charged
    CHECK(attention_in(told).empty());            // it will not stay alone
    auto const next = *parse_rfc3339("2027-01-21T09:00:00Z");
    auto const wake = next_wake(told.booking(), first_due, told.rules);
    REQUIRE(wake.has_value());
    CHECK(*wake == next);
    told.then(collect{told.id()}, next);
    CHECK(rows_of(told).at(1) == "2 179.80 EUR open 0.00 EUR");
    CHECK(rows_of(told).at(2) == "3 180.20 EUR open 180.20 EUR");
    CHECK(faults_of_items(told.booking()).empty());
    told.then(collect{told.id()}, next + std::chrono::seconds{1});
    CHECK(told.booking().checkouts.back().amount == eur(180'20));
}

TEST_CASE("a rest of the last item waits for a person, once, and is neither charged nor asked for") {
    auto told = plan_where_little_is_refused();
    told.then(taken(told, eur(119'80)));
    CHECK(rows_of(told).at(2) == "3 60.00 EUR open 0.20 EUR");
    CHECK(attention_in(told) == std::vector<std::string>{"rest_too_small"});
    told.then(given_up(told, 3, eur(5)));
    CHECK(told.booking().handovers.size() == 1);
    CHECK(balance_of(told.booking()).open == eur(15));
    auto const due = *parse_rfc3339("2027-01-21T09:00:00Z");
    CHECK(work_due(told.booking(), due, told.rules).empty());
    CHECK(told.ask(collect{told.id()}, due)->events.empty());
    auto const page = told.ask(open_checkout{told.id(), "https://pay.example/r/", {3}}, due);
    REQUIRE_FALSE(page.has_value());
    CHECK(page.error().reason == refusal_reason::amount_too_small);
    told.then(acknowledge{told.id(), attention_of(told.booking()).at(0).id});
    CHECK(attention_in(told).empty());
    told.then(given_up(told, 3, eur(15), "w-2"));
    CHECK(balance_of(told.booking()).open.is_zero());
}

TEST_CASE("a rest that a person has is paid by hand, and the entry is gone") {
    auto told = plan_where_little_is_refused();
    told.then(taken(told, eur(119'80)));
    told.then(taken(told, eur(20), "bank-2"));
    CHECK(attention_in(told).empty());
    CHECK(balance_of(told.booking()).open.is_zero());
}

TEST_CASE("a rest that grows again is asked for again, and no person's any more") {
    auto told = plan_where_little_is_refused();
    told.then(taken(told, eur(119'80)));
    told.then(correct_by_hand{told.id(), "bank-1", eur(50'00), false, "never came", "ann", "c-1"});
    CHECK(balance_of(told.booking()).open == eur(50'20));
    CHECK(attention_in(told).empty());
    CHECK(told.booking().handovers.at(0).over.has_value());
}

TEST_CASE("no letter asks for too small a rest") {
    auto told = owing("2026-12-01");
    told.rules.least_charges = {{"EUR", 50}};
    auto const price = told.booking().terms.price;
    auto const before = next_reminder(told.account(), told.booking(), noon, told.rules);
    REQUIRE(before.has_value());
    told.then(taken(told, money::minor(price.minor_units() - 20, price.unit())));
    CHECK(attention_in(told) == std::vector<std::string>{"rest_too_small"});
    CHECK_FALSE(next_reminder(told.account(), told.booking(), noon, told.rules).has_value());
}

TEST_CASE("a rest does not join what is being paid: its payer decides first") {
    auto told = plan_where_little_is_refused();
    told.then(open_checkout{told.id(), "https://pay.example/r/", {3}});
    told.then(checkout_created{told.id(), 2, page_open("cs_2", 2)});
    told.then(given_up(told, 2, eur(59'80)));
    CHECK(rows_of(told).at(1) == "2 60.00 EUR open 0.20 EUR");
    CHECK(attention_in(told).empty());
    told.then(session_seen{told.id(), session_expired("cs_2")});
    CHECK(rows_of(told).at(1) == "2 59.80 EUR open 0.00 EUR");
    CHECK(rows_of(told).at(2) == "3 60.20 EUR open 60.20 EUR");
}

TEST_CASE("what joins is paid together: the page asks for the sum") {
    auto told = plan_where_little_is_refused();
    told.then(taken(told, eur(59'80)));
    told.then(open_checkout{told.id(), "https://pay.example/r/", {3}});
    CHECK(told.booking().checkouts.back().amount == eur(60'20));
}

TEST_CASE("a late fee is not owed for too small a rest") {
    auto told = plan_where_little_is_refused();
    auto const& what = told.booking();
    auto lasting = what;
    lasting.terms.late_fee = {eur(5'00), 0, 14};
    auto all = told.account();
    lasting.kept.reset();
    all.bookings.at(what.id) = lasting;
    auto const later = *parse_rfc3339("2027-03-01T09:00:00Z");
    CHECK(late_fees_due(all, lasting, later, told.rules).size() == 2);
    auto const& unit = what.terms.price.unit();
    lasting.waivers.push_back({3, money::minor(59'80, unit), false, "a gift", "ann", "w-1", noon});
    CHECK(late_fees_due(all, lasting, later, told.rules).size() == 1);
}

TEST_CASE(
    "whatever a person takes, gives up or takes back, the items come to the price and no rest is alone") {
    CHECK(rc::check([] {
        auto told = plan_where_little_is_refused();
        auto const steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
            rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::inRange(1, 130'00)));
        int nth = 0;
        for (auto const& [kind, units] : steps) {
            auto const id = std::to_string(++nth);
            command asked = taken(told, eur(units), id);
            if (kind == 1) asked = given_up(told, 2 + units % 2, eur(units), id);
            if (kind == 2)
                asked = given_up(told, 2 + units % 2, eur(std::min(units, 59'51 + units % 49)), id);
            if (kind == 3)
                asked = correct_by_hand{
                    told.id(), std::to_string(1 + units % nth), eur(units), units % 2 == 0, "a slip", "ann",
                    id};
            auto const made = told.ask(asked);
            if (!made) continue;
            RC_ASSERT(told.ask(asked)->events.size() == made->events.size());
            told.then(asked);
            RC_ASSERT(sum_of(told.booking()) == 180'00);
            auto const attention = attention_in(told);
            bool const asks = std::ranges::find(attention, "rest_too_small") != attention.end();
            for (auto const& s : standing_of(told.booking())) {
                bool const small = is_too_small(s.open, told.rules) && s.open != s.what.amount;
                RC_ASSERT(!small || asks || holds_unallocated_money(told.booking()));
            }
            RC_ASSERT(told.ask(asked)->events.empty());
        }
        books_agree(told);
    }));
}

}  // namespace quittance::domain
