#include "quittance/pages/client.hpp"

#include <doctest/doctest.h>

#include "samples.hpp"

using namespace quittance;
using namespace quittance::pages_test;
using pages::amount_state;
using pages::client_notice;
using pages::client_problem;

namespace {

pages::business const studio{"Ana's Studio", "", "", "", "", "", "en-GB", "Europe/Vienna"};

pages::plan_amount amount(int number, char const* on, amount_state state) {
    pages::plan_amount made;
    made.number = number;
    made.amount = eur(20'000);
    made.open = state == amount_state::paid ? eur(0) : eur(20'000);
    made.day = day(on);
    made.state = state;
    made.payable = state != amount_state::paid && state != amount_state::paying;
    return made;
}

pages::client_booking booking_of(std::vector<pages::plan_amount> amounts) {
    pages::client_booking one;
    one.id = "b1";
    one.plan.what = purchase_with("Course");
    one.plan.state = pages::payment_state::part_paid;
    one.plan.reference = "B-17";
    one.plan.received = eur(20'000);
    one.plan.went_back = eur(0);
    one.plan.open = eur(0);
    for (auto const& each : amounts) {
        one.plan.open = *one.plan.open.plus(each.open);
        if (each.payable) one.movable.push_back(each.number);
    }
    one.plan.amounts = std::move(amounts);
    return one;
}

pages::client_view view_with(pages::client_booking one) {
    pages::client_view view;
    view.action = "/a/token";
    view.proof = "proof-1";
    view.sums.push_back({eur(0), eur(20'000), eur(40'000), eur(20'000), eur(20'000), eur(0)});
    view.bookings.push_back(std::move(one));
    return view;
}

pages::client_view one_open() {
    return view_with(booking_of(
        {amount(1, "2027-01-31", amount_state::paid), amount(2, "2027-02-28", amount_state::later)}));
}

std::string shown(pages::client_view const& view) { return pages::client_page(studio, view); }

}  // namespace

TEST_CASE("where the policy grants no parts, another day may be asked for and parts are not spoken of") {
    auto view = one_open();
    CHECK(shown(view).find("value=\"split\"") != std::string::npos);
    CHECK(shown(view).find("for two parts") != std::string::npos);
    view.grants_parts = false;
    auto const page = shown(view);
    CHECK(page.find("value=\"more_time\"") != std::string::npos);
    CHECK(page.find("value=\"split\"") == std::string::npos);
    CHECK(page.find("parts") == std::string::npos);
    CHECK(page.find("until-hint") == std::string::npos);
}

TEST_CASE("a fee is told in the sums and in its row, and is paid here and not by the kept card") {
    auto late = amount(3, "2027-03-14", amount_state::due);
    late.fee = quittance::domain::fee_mark{quittance::domain::fee_kind::late, 2, {}, day("2027-02-28")};
    auto view = view_with(booking_of({amount(1, "2027-01-31", amount_state::paid), late}));
    view.sums.front().fees = eur(500);
    view.bookings.front().plan.card_kept = true;
    auto const page = shown(view);
    CHECK(has(page, "<dt>Fees in it</dt><dd class=\"amount\">€5.00</dd>"));
    CHECK(has(page, "Sun, 14 Mar 2027, late fee for the amount of Sun, 28 Feb 2027"));
    CHECK(has(page, "€200.00 is due and can be paid here."));
    CHECK_FALSE(has(page, "the kept card"));
    CHECK_FALSE(has(shown(one_open()), "Fees in it"));
}

TEST_CASE("an account tells its sums, its amounts and what happens next") {
    auto const page = shown(one_open());
    CHECK(has(page, "<h1>Your bookings with Ana&#39;s Studio</h1>"));
    CHECK(has(page, "<dt>Open in all</dt><dd class=\"amount\">€200.00</dd>"));
    CHECK(has(page, "<dt>Booked</dt><dd class=\"amount\">€400.00</dd>"));
    CHECK(has(page, "€200.00 is due on Sunday, 28 February 2027. It can be paid here earlier, too."));
    CHECK(has(page, "Pay €200.00 early</button>"));
    CHECK(has(page, R"(<option value="2@2027-02-28@20000">€200.00, Sun, 28 Feb 2027</option>)"));
}

TEST_CASE("each part that letters lead to is on the page once, at the first booking that has its form") {
    auto view = one_open();
    view.bookings.push_back(view.bookings.front());
    view.bookings.front().movable.clear();
    auto const page = shown(view);
    for (auto const part : {pages::page_part::more_time, pages::page_part::split,
                            pages::page_part::something_wrong, pages::page_part::already_paid}) {
        auto const id = " id=\"" + std::string{part} + '"';
        CAPTURE(id);
        CHECK(has(page, id));
        CHECK(page.find(id) == page.rfind(id));
    }
    CHECK(page.find(" id=\"booking-2\"") < page.find(" id=\"more-time\""));
    CHECK(page.find(" id=\"something-wrong\"") < page.find(" id=\"booking-2\""));
}

TEST_CASE("what the kept card collects says the day, and asks for nothing") {
    auto view = one_open();
    view.bookings[0].plan.card_kept = true;
    CHECK(has(shown(view),
              "On Sunday, 28 February 2027, €200.00 will be charged to the kept card. There is "
              "nothing you need to do."));
}

TEST_CASE("currencies are told side by side and never added") {
    auto view = one_open();
    auto const yen = domain::money::minor(5'000, *domain::currency::parse("JPY"));
    view.sums.push_back({yen, yen, yen, yen, yen, yen});
    auto const page = shown(view);
    CHECK(has(page, "<dt>Due now</dt><dd class=\"amount\">€0.00</dd>"));
    CHECK(has(page, "<dt>Due now</dt><dd class=\"amount\">JP¥5,000</dd>"));
}

TEST_CASE("words, amounts and days read in the client's language") {
    auto view = one_open();
    view.locale = "de-DE";
    auto const page = shown(view);
    CHECK(has(page, "<html lang=\"de\">"));
    CHECK(has(page, "<h1>Ihre Buchungen bei Ana&#39;s Studio</h1>"));
    CHECK(has(page, "<dt>Gebucht</dt><dd class=\"amount\">400,00\u00A0€</dd>"));
    CHECK(has(page, "200,00\u00A0€ sind am Sonntag, 28. Februar 2027 fällig."));
    CHECK(has(page, ">Um mehr Zeit oder um zwei Teile bitten</summary>"));
}

TEST_CASE("a client of a language that is not spoken reads the business's, and then all of it") {
    auto view = one_open();
    view.locale = "nl-NL";
    auto page = shown(view);
    CHECK(has(page, "<html lang=\"en\">"));
    CHECK(has(page, "€200.00 is due on Sunday, 28 February 2027."));
    auto french = studio;
    french.locale = "fr-FR";
    page = pages::client_page(french, view);
    CHECK(has(page, "<html lang=\"fr\">"));
    CHECK(has(page, "le dimanche 28 février 2027"));
    CHECK(has(page, "<h1>Vos réservations chez Ana&#39;s Studio</h1>"));
    auto polish = studio;
    polish.locale = "pl-PL";
    page = pages::client_page(polish, view);
    CHECK(has(page, "<html lang=\"en\">"));
    CHECK(has(page, "€200.00 is due on Sunday, 28 February 2027."));
}

TEST_CASE("who writes more than a person has answered is told where the rest is, and how to reach somebody") {
    auto view = one_open();
    view.notice = client_notice::with_person;
    CHECK(has(shown(view), "You can also answer any message from Ana&#39;s Studio."));
    auto reachable = studio;
    reachable.contact = "ana@studio.example";
    CHECK(has(pages::client_page(reachable, view), "reach Ana&#39;s Studio here: ana@studio.example"));
}

TEST_CASE("each reason why a form was not taken is a sentence at the field it is about") {
    for (auto const why :
         {client_problem::unknown_amount, client_problem::nothing_marked, client_problem::choose_amount,
          client_problem::no_day, client_problem::day_passed, client_problem::day_far,
          client_problem::no_words, client_problem::long_words, client_problem::odd_words}) {
        auto view = one_open();
        view.trouble = pages::client_trouble{why, "b1", {}, "", ""};
        auto const page = shown(view);
        constexpr char const* errors[] = {"choice-error-1", "item-error-1", "until-error-1", "words-error-1"};
        CHECK(has(page, "<p class=\"bad\" id=\"" +
                            std::string{errors[static_cast<std::size_t>(pages::field_of(why))]} + "\">"));
        CHECK(has(page, "role=\"alert\">This could not be taken yet. "));
    }
}

TEST_CASE("each notice is a sentence of ours, and nothing else is a notice") {
    for (auto const* code : {"granted", "split", "passed-on", "question", "says-paid", "paid", "under-way",
                             "gone", "changed", "closed", "with-person", "unconfirmed"}) {
        auto view = one_open();
        view.notice = pages::client_notice_named(code);
        CAPTURE(code);
        CHECK(pages::name_of(view.notice) == code);
        CHECK(has(shown(view), "role=\"status\""));
    }
    for (auto const* code : {"", "none", "Granted", "<b>", "granted "})
        CHECK(pages::client_notice_named(code) == client_notice::none);
    CHECK_FALSE(has(shown(one_open()), "role=\"status\""));
}

TEST_CASE("what was typed stays, with a sentence at its field") {
    auto view = one_open();
    view.trouble = pages::client_trouble{client_problem::long_words, "b1", {}, "", "My <words> & \"more\""};
    auto page = shown(view);
    CHECK(has(page, "My &lt;words&gt; &amp; &quot;more&quot;</textarea>"));
    CHECK(has(page, R"(aria-describedby="words-error-1")"));
    CHECK(has(
        page,
        R"(<p class="bad" id="words-error-1">This is longer than 2,000 characters. Please shorten it.</p>)"));
    view.trouble = pages::client_trouble{client_problem::no_day, "b1", {2}, "31\"2", ""};
    page = shown(view);
    CHECK(has(page, "value=\"31&quot;2\""));
    CHECK(has(page, R"(<option value="2@2027-02-28@20000" selected>)"));
    CHECK(has(page, R"(id="until-error-1">Please choose a day that exists, as year-month-day.)"));
    view.trouble->booking = "another";
    CHECK_FALSE(has(shown(view), "id=\"until-error-1\""));
}

TEST_CASE("what rests the reminders is said") {
    auto view = one_open();
    view.rest = pages::client_rest{"promise", day("2027-02-11")};
    CHECK(has(shown(view), "A payment by Wednesday, 10 February 2027 was announced."));
    for (auto const* reason : {"question", "says_paid", "asks_for_time"}) {
        view.rest = pages::client_rest{reason, std::nullopt};
        CHECK(has(shown(view), "a person at Ana&#39;s Studio") != has(shown(view), "A person at Ana&#39;s"));
    }
    view.rest = pages::client_rest{"bounce", std::nullopt};
    CHECK_FALSE(has(shown(view), "<h1>Your bookings with Ana&#39;s Studio</h1>\n<p>"));
}

TEST_CASE("nothing from outside is markup on an account's page") {
    std::string const evil = "<script>\"'&</script>";
    auto view = one_open();
    auto& one = view.bookings[0];
    one.id = evil;
    one.plan.what = purchase_with(evil);
    one.plan.reference = evil;
    one.agreement = evil;
    one.agreement_action = "/a/t/agreement/" + evil;
    one.plan.amounts[1].state = amount_state::at_milestone;
    one.plan.amounts[1].milestone = evil;
    view.action = view.proof = evil;
    view.trouble = pages::client_trouble{client_problem::no_words, evil, {}, evil, evil};
    auto const page = pages::client_page(business_with(evil), view);
    CHECK_FALSE(has(page, "<script"));
    CHECK_FALSE(has(page, "</script"));
    CHECK_FALSE(has(page, "\"'&<"));
}

TEST_CASE("what is waived, given more time or under way reads as what it is") {
    auto waived = amount(1, "2027-01-31", amount_state::paid);
    waived.waived = eur(20'000);
    auto moved = amount(2, "2027-02-28", amount_state::later);
    moved.as_asked = true;
    auto const page =
        shown(view_with(booking_of({waived, moved, amount(3, "2027-03-31", amount_state::paying)})));
    CHECK(has(page, "waived: nothing is asked for it"));
    CHECK(has(page, "due then, as you asked"));
    CHECK(has(page, "payment under way"));
    CHECK(has(page, "A payment is under way."));
}

TEST_CASE("the days of sessions to come are told beside the credits, and of very many the first") {
    auto view = view_with(booking_of({amount(1, "2027-01-31", amount_state::paid)}));
    auto& credits = view.bookings[0].credits.emplace(pages::client_credits{3, 2, 0});
    credits.scheduled = {*parse_iso_date("2026-12-01"), *parse_iso_date("2026-12-08")};
    CHECK(has(shown(view), "3 left, 2 used; booked for 1 December 2026 · 8 December 2026"));
    credits.scheduled.assign(13, *parse_iso_date("2026-12-01"));
    auto const page = shown(view);
    CHECK(has(page, "1 December 2026 · …"));
    credits.scheduled.resize(12);
    CHECK_FALSE(has(shown(view), "· …"));
}

TEST_CASE("credits, the agreement and a booking without buttons") {
    auto view = view_with(booking_of({amount(1, "2027-01-31", amount_state::paid)}));
    auto& one = view.bookings[0];
    one.credits = pages::client_credits{3, 2, 1};
    one.agreement = "Line one\nLine two";
    one.agreement_action = "/a/token/agreement/b1";
    auto const page = shown(view);
    CHECK(has(page, "3 left, 2 used, 1 expired"));
    CHECK_FALSE(has(page, "booked for"));
    CHECK(has(page, "href=\"/a/token/agreement/b1\" download"));
    CHECK(has(page, "Line one\nLine two"));
    CHECK(has(page, "Everything is paid."));
    CHECK_FALSE(has(page, "value=\"pay\""));
    CHECK_FALSE(has(page, "value=\"more_time\""));
    CHECK_FALSE(has(page, "value=\"paid\""));
}
