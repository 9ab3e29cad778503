#include "quittance/pages/plan.hpp"

#include <doctest/doctest.h>

#include "samples.hpp"

using namespace quittance;
using namespace quittance::pages_test;
using pages::amount_state;

namespace {

pages::business const studio{"Ana's Studio", "", "", "", "", "", "en-GB", "Europe/Vienna"};

pages::plan_amount amount(int number, char const* on, amount_state state, bool payable = true) {
    pages::plan_amount made;
    made.number = number;
    made.amount = eur(20'000);
    made.open = state == amount_state::paid ? eur(0) : eur(20'000);
    made.day = day(on);
    made.state = state;
    made.payable = payable && state != amount_state::paid;
    if (state == amount_state::paid) made.paid_on = day("2027-01-31");
    return made;
}

pages::plan_view plan_of(std::vector<pages::plan_amount> amounts) {
    pages::plan_view view;
    view.what = purchase_with("Course");
    view.state = pages::payment_state::part_paid;
    view.reference = "B-17";
    view.received = eur(20'000);
    view.went_back = eur(0);
    view.open = eur(0);
    for (auto const& one : amounts) view.open = *view.open.plus(one.open);
    view.amounts = std::move(amounts);
    view.card_kept = true;
    view.agreement = "AbCdEfGhIj";
    view.agreed_at = from_unix_seconds(1'801'396'800);
    view.pay_action = "/r/a/pay";
    return view;
}

std::string shown(pages::plan_view const& view) { return pages::plan_page(studio, view); }

}  // namespace

TEST_CASE("a plan on its way says what is paid, what comes, and offers the next and all that is left") {
    auto const page = shown(
        plan_of({amount(1, "2027-01-31", amount_state::paid), amount(2, "2027-02-28", amount_state::later),
                 amount(3, "2027-03-31", amount_state::later)}));
    CHECK(has(page, "<h1>Paid as agreed so far</h1>"));
    CHECK(has(page, "Sun, 31 Jan 2027<span class=\"how\">paid on 31 January 2027</span>"));
    CHECK(has(page, "Sun, 28 Feb 2027<span class=\"how\">charged to the kept card</span>"));
    CHECK(has(page, R"(<input type="hidden" name="item" value="2">
<button type="submit">Pay €200.00 now</button>)"));
    CHECK(has(page, R"(<input type="hidden" name="item" value="2">
<input type="hidden" name="item" value="3">
<button type="submit">Pay all that is left, €400.00</button>)"));
    CHECK(has(page, "AbCdEfGhIj, 31 January 2027"));
    CHECK_FALSE(has(page, "Choose what to pay"));
}

TEST_CASE("a fee is named as one, with what it is for, and is not said to be charged to the card") {
    auto late = amount(4, "2027-03-14", amount_state::due);
    late.amount = late.open = eur(500);
    late.fee = quittance::domain::fee_mark{quittance::domain::fee_kind::late, 2, {}, day("2027-02-28")};
    auto missed = amount(5, "2027-03-15", amount_state::due);
    missed.fee =
        quittance::domain::fee_mark{quittance::domain::fee_kind::no_show, 0, "s-1", day("2027-03-12")};
    auto const page = shown(plan_of({amount(1, "2027-01-31", amount_state::paid), late, missed}));
    CHECK(has(page, "Sun, 14 Mar 2027, late fee for the amount of Sun, 28 Feb 2027<span class=\"how\">"));
    CHECK(has(page, "Mon, 15 Mar 2027, fee for the appointment missed on Fri, 12 Mar 2027<span"));
    CHECK(has(page, "<h1>An amount is open</h1>"));
    CHECK_FALSE(has(page, "the kept card"));
}

TEST_CASE(
    "what is too little for a card is not offered alone, and nobody says that the card is charged for it") {
    auto rest = amount(2, "2027-02-28", amount_state::due);
    rest.open = eur(20);
    rest.small_rest = true;
    auto view = plan_of({amount(1, "2027-01-31", amount_state::paid), rest});
    view.least = eur(50);
    auto const alone = shown(view);
    CHECK(has(alone, "too little to pay by card alone, €0.20 of it is open"));
    CHECK_FALSE(has(alone, "the kept card"));
    CHECK_FALSE(has(alone, "type=\"submit\""));
    view = plan_of({rest, amount(3, "2027-03-31", amount_state::later)});
    view.least = eur(50);
    auto const with_more = shown(view);
    CHECK_FALSE(has(with_more, "Pay €0.20"));
    CHECK(has(with_more, "Pay €200.20 now"));
}

TEST_CASE("a payment the bank wants confirmed is asked for first, with its reason") {
    auto const page = shown(
        plan_of({amount(1, "2027-01-31", amount_state::paid), amount(2, "2027-02-28", amount_state::confirm),
                 amount(3, "2027-03-31", amount_state::later)}));
    CHECK(has(page, "<h1>Your bank wants you to confirm a payment</h1>"));
    CHECK(has(page, "your bank wants you to confirm this payment: pay it here"));
    CHECK(has(page, "value=\"2\">\n<button type=\"submit\">Pay €200.00 now</button>"));
}

TEST_CASE("what is due or rests is one sum; what comes later is left to choice") {
    auto const page = shown(
        plan_of({amount(1, "2027-01-31", amount_state::declined), amount(2, "2027-02-28", amount_state::due),
                 amount(3, "2027-03-31", amount_state::later)}));
    CHECK(has(page, "<h1>An amount is open</h1>"));
    CHECK(has(page, "the card was declined and is not tried again: pay it here"));
    CHECK(has(page, "Pay €400.00 now</button>"));
    CHECK(has(page, "Pay all that is left, €600.00</button>"));
    CHECK(has(page, "<summary>Choose what to pay</summary>"));
    CHECK(has(page,
              R"(<label><input type="checkbox" name="item" value="3"> €200.00, Wed, 31 Mar 2027</label>)"));
}

TEST_CASE("an amount that is being charged is not offered a second time") {
    auto const page = shown(plan_of({amount(1, "2027-01-31", amount_state::charging, false),
                                     amount(2, "2027-02-28", amount_state::later)}));
    CHECK(has(page, "being charged to the kept card"));
    CHECK(has(page, "value=\"2\">\n<button type=\"submit\">Pay €200.00 now</button>"));
    CHECK_FALSE(has(page, "value=\"1\""));
    CHECK_FALSE(has(page, "Pay all that is left"));
}

TEST_CASE("a declined card that is tried again says so") {
    auto const page = shown(plan_of(
        {amount(1, "2027-01-31", amount_state::paid), amount(2, "2027-02-28", amount_state::retrying)}));
    CHECK(has(page, "the card was declined: it is tried again, or you pay it here"));
}

TEST_CASE("a plan that is paid is a receipt without a button") {
    auto view = plan_of({amount(1, "2027-01-31", amount_state::paid)});
    view.state = pages::payment_state::paid;
    auto const page = shown(view);
    CHECK(has(page, "<h1>Everything is paid</h1>"));
    CHECK_FALSE(has(page, "<button"));
    CHECK_FALSE(has(page, "Open</dt>"));
}

TEST_CASE("a disputed and a closed plan ask for nothing") {
    auto view = plan_of({amount(1, "2027-01-31", amount_state::ended, false)});
    view.state = pages::payment_state::disputed;
    CHECK(has(shown(view), "The payment is in dispute"));
    view.state = pages::payment_state::closed;
    CHECK(has(shown(view), "no longer due"));
    CHECK_FALSE(has(shown(view), "<button"));
}

TEST_CASE("a milestone comes after what has a day, and is paid early all the same") {
    auto waiting = amount(1, "2027-01-01", amount_state::at_milestone);
    waiting.milestone = "draft";
    auto const page = shown(plan_of({waiting, amount(2, "2027-05-01", amount_state::later)}));
    CHECK(has(page, "Once reached: draft<span class=\"how\">charged to the kept card</span>"));
    CHECK(has(page, "value=\"2\">\n<button type=\"submit\">Pay €200.00 now</button>"));
}

TEST_CASE("a part of an amount that is open is named") {
    auto part = amount(1, "2027-01-31", amount_state::declined);
    part.open = eur(5'000);
    auto const page = shown(plan_of({part}));
    CHECK(has(page, "€50.00 of it is open"));
    CHECK(has(page, "Pay €50.00 now</button>"));
}

TEST_CASE("a retainer says how it goes on") {
    auto view = plan_of({amount(1, "2027-01-31", amount_state::paid)});
    CHECK_FALSE(has(shown(view), "And so on"));
    view.goes_on = retainer().plan;
    CHECK(has(shown(view), "<p class=\"sum\">And so on, each month, until it is ended</p>"));
    CHECK(has(shown(view), "<h1>Paid as agreed so far</h1>"));
    view.goes_on->count = 12;
    CHECK(has(shown(view), "And so on, each month, 12 payments in all"));
}
