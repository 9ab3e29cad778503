#include "quittance/pages/terms.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "samples.hpp"

using namespace quittance;
using namespace quittance::pages_test;

namespace {

pages::business const studio{"Ana's Studio",
                             "Main Street 1\n1010 Vienna",
                             "ana@studio.example",
                             "ATU00000000",
                             "https://studio.example/terms",
                             "",
                             "en-GB",
                             "Europe/Vienna"};
pages::button const press{"", "/pay/six-part-course", {{"ref", "B-17"}, {"agreed", "hash"}}};

std::string page_of(pages::terms_view const& view) {
    return pages::terms_page(studio, view, press, pages::terms_news::none);
}

}  // namespace

TEST_CASE("the text of an agreement stands on its own, word for word") {
    CHECK(pages::agreement_text(studio, view_of(course())) ==
          R"(Agreement

With: Ana's Studio, Main Street 1, 1010 Vienna, ana@studio.example, VAT id ATU00000000
For: Course over half a year
About: A place in the course.
Booking: B-17
Price: €1,300.00
Tax: €207.56 VAT at 19% is included
Agreed on: Sun, 31 Jan 2027
Time zone: Europe/Lisbon
General terms: https://studio.example/terms

What is paid, and when
1. Sun, 31 Jan 2027: €100.00, paid now, on the page of the card processor
2. Sun, 28 Feb 2027: €200.00, charged to the kept card
3. Wed, 31 Mar 2027: €200.00, charged to the kept card
4. Fri, 30 Apr 2027: €200.00, charged to the kept card
5. Mon, 31 May 2027: €200.00, charged to the kept card
6. Wed, 30 Jun 2027: €200.00, charged to the kept card
7. Sat, 31 Jul 2027: €200.00, charged to the kept card
In all: €1,300.00

How the later amounts are paid
The card you pay with now is charged on each of these days, from 09:00 on (Europe/Lisbon). There is nothing you need to do.
If the card is declined, it is tried again 1, 3, 5 and 7 days after the first try. You can pay the amount on the page of your booking.
Your bank may ask you to confirm a payment. The page of your booking then has a button for it.
Each amount can be paid earlier on the page of your booking, also with another card. The card you pay with there is charged for the rest.

When a service is cancelled
At least 14 days before it: 100% of what was paid is given back.
At least 48 hours before it: 50% of what was paid is given back.
Later than that: nothing is given back.

How to change or end it
To change or end this agreement, contact Ana's Studio: ana@studio.example
Other amounts or other days need your agreement again.

What is kept
The card processor keeps the card, for the amounts of this agreement and for nothing else. Ana's Studio does not see its number.
The permission to charge it ends with the last amount, or when this agreement is ended.
The text of this agreement and the time of your agreeing are kept with your booking.
)");
}

TEST_CASE("the page shows every fact of the text, and no other amount") {
    for (auto const& view : {view_of(course()), view_of(retainer()), view_of(website())}) {
        auto const page = without_tags(page_of(view));
        std::istringstream text{pages::agreement_text(studio, view)};
        for (std::string line; std::getline(text, line);) {
            if (line == "Agreement" || line.empty()) continue;
            auto const number = line.find_first_not_of("0123456789");
            if (number > 0 && line[number] == '.') {
                auto const colon = line.rfind(": ", line.find(", ", line.rfind("€")));
                CHECK(has(page, line.substr(number + 2, colon - number - 2)));
                CHECK(has(page,
                          line.substr(line.rfind("€"), line.find(", ", line.rfind("€")) - line.rfind("€"))));
                continue;
            }
            auto const fact = line.find(": ");
            CAPTURE(line);
            CHECK((has(page, line) || has(page, line.substr(fact + 2))));
        }
    }
}

TEST_CASE("the same facts give the same text, and any other fact another one") {
    auto const text = pages::agreement_text(studio, view_of(course()));
    CHECK(pages::agreement_text(studio, view_of(course())) == text);
    auto dearer = course();
    dearer.price = eur(130'001);
    auto stricter = course();
    stricter.cancellation.steps.pop_back();
    auto other_booking = view_of(course());
    other_booking.reference = "B-18";
    auto earlier = view_of(course());
    earlier.collect_at = std::chrono::hours{8};
    auto shorter = view_of(course());
    shorter.retry_days = {1};
    for (auto const& other :
         {view_of(dearer), view_of(stricter), view_of(course(), "2027-02-01"),
          view_of(course(), "2027-01-31", "Europe/Vienna"), other_booking, earlier, shorter})
        CHECK(pages::agreement_text(studio, other) != text);
}

TEST_CASE("a title with a line break stays one line of the text") {
    auto terms = course();
    terms.title = "Course\nIn all: €1.00";
    CHECK(has(pages::agreement_text(studio, view_of(terms)), "For: Course In all: €1.00\n"));
}

TEST_CASE("a retainer until ended says how it goes on, and what each payment grants") {
    auto const text = pages::agreement_text(studio, view_of(retainer()));
    CHECK(has(text, "Price: €190.00 each month\n"));
    CHECK(has(text,
              "3. Wed, 31 Mar 2027: €190.00, charged to the kept card\nAnd so on, each month, until this "
              "agreement is ended\n"));
    CHECK(has(text,
              "Each payment grants 2 credits, without an end.\nUnused ones pass into the next period.\n"));
    auto counted = retainer();
    counted.plan.count = 12;
    counted.credits = {1, 90, false};
    auto const year = pages::agreement_text(studio, view_of(counted));
    CHECK(has(year, "And so on, each month, 12 payments in all\n"));
    CHECK(has(year, "Each payment grants 1 credit, for 90 days.\nUnused ones end with their period.\n"));
}

TEST_CASE("what an amount costs that is paid later is stated, or nothing is") {
    CHECK_FALSE(has(pages::agreement_text(studio, view_of(course())), "paid later"));
    auto terms = course();
    terms.late_fee = {eur(500), 0, 14};
    auto const text = pages::agreement_text(studio, view_of(terms));
    CHECK(has(text,
              "When an amount is paid later\nAn amount that is open 14 days after its day costs €5.00 more, "
              "once.\n"));
    CHECK(has(text, "the kept card is not charged for it.\n"));
    CHECK(has(text, "a question of yours or an agreed pause rests the reminders.\n"));
    terms.late_fee = {{}, 25'000, 1};
    CHECK(has(pages::agreement_text(studio, view_of(terms)),
              "An amount that is open 1 day after its day costs 2.5% of what is open of it then, once.\n"));
    for (auto const* locale : {"de", "fr", "es", "pt"}) {
        CAPTURE(locale);
        auto view = view_of(terms);
        view.locale = locale;
        CHECK(has(pages::agreement_text(studio, view), "2,5"));
    }
}

TEST_CASE("milestones have no day, and a missed appointment its price") {
    auto const text = pages::agreement_text(studio, view_of(website()));
    CHECK(has(text, "2. Once reached: draft: €1,000.00, charged to the kept card\n"));
    CHECK(has(text,
              "An amount without a day is charged to this card once Ana's Studio has marked its milestone"));
    CHECK(has(text, "An appointment missed without notice costs €60.00.\n"));
    CHECK_FALSE(has(text, "charged on each of these days"));
}

TEST_CASE("where all is paid now, no card is kept and nothing is said of charging it") {
    auto terms = course();
    terms.plan = {};
    terms.plan.every = domain::rhythm::from_service;
    terms.plan.offsets = {-14, -7};
    auto const view = view_of(terms, "2027-02-27", "Europe/Lisbon", "2027-03-01");
    CHECK(pages::paid_now(view) == eur(130'000));
    auto const text = pages::agreement_text(studio, view);
    CHECK(has(text, "Service on: Mon, 1 Mar 2027\n"));
    CHECK_FALSE(has(text, "kept card"));
    CHECK_FALSE(has(text, "keeps the card"));
    auto const page = page_of(view);
    CHECK(has(page, "Agree and pay €1,300.00</button>"));
    CHECK(has(page, "where €1,300.00 is paid now."));
}

TEST_CASE("the button says the amount, sends what was shown, and the line below says where it leads") {
    auto const page = page_of(view_of(course()));
    CHECK(has(page, R"(<form method="post" action="/pay/six-part-course">)"));
    CHECK(has(page, R"(<input type="hidden" name="agreed" value="hash">)"));
    CHECK(has(page, "Agree and pay €100.00</button>"));
    CHECK(has(page,
              "By pressing this button you agree to what this page says. It leads to the page of the card "
              "processor, where €100.00 is paid now and the card is kept."));
    CHECK_FALSE(has(page, "renewed"));
    CHECK(has(pages::terms_page(studio, view_of(course()), press, pages::terms_news::renewed),
              "These terms were renewed"));
}

TEST_CASE("amounts and days read in the client's locale") {
    auto view = view_of(course());
    view.locale = "de-AT";
    CHECK(has(pages::agreement_text(studio, view),
              "2. So., 28. Feb. 2027: €\u00a0200,00, von der hinterlegten Karte abgebucht\n"));
}

TEST_CASE("the note for the processor's page names every amount and the agreement") {
    CHECK(
        pages::terms_note(studio, view_of(course()), "AbCdEfGhIjKlMnOp") ==
        "Paid now: €100.00. Charged to this card later: €200.00 on 28 February 2027, €200.00 on 31 March "
        "2027, "
        "€200.00 on 30 April 2027, €200.00 on 31 May 2027, €200.00 on 30 June 2027, €200.00 on 31 July 2027. "
        "Agreement AbCdEfGhIj with Ana's Studio.");
    CHECK(pages::terms_note(studio, view_of(retainer()), "AbCdEfGhIjKlMnOp") ==
          "Paid now: €190.00. Charged to this card later: €190.00 each month, next on 28 February 2027, "
          "until the "
          "agreement is ended. Agreement AbCdEfGhIj with Ana's Studio.");
    CHECK(pages::terms_note(studio, view_of(website()), "AbCdEfGhIjKlMnOp") ==
          "Paid now: €500.00. Charged to this card later: €1,000.00 once reached: draft, €1,000.00 once "
          "reached: "
          "finished site. Agreement AbCdEfGhIj with Ana's Studio.");
}

TEST_CASE("a note that would be too long for the processor's page says it in short") {
    auto terms = course();
    terms.plan.count = 60;
    terms.plan.every = domain::rhythm::weekly;
    auto const note = pages::terms_note(studio, view_of(terms), "AbCdEfGhIjKlMnOp");
    CHECK(note ==
          "Paid now: €100.00. Charged to this card later: 60 amounts, €1,200.00 in all, the first on 7 "
          "February "
          "2027, the last on 26 March 2028. Agreement AbCdEfGhIj with Ana's Studio.");
    auto wordy = website();
    wordy.plan.milestones = {std::string(700, 'a'), std::string(700, 'b')};
    CHECK(pages::terms_note(studio, view_of(wordy), "AbCdEfGhIjKlMnOp").size() <= pages::most_note);
    auto renowned = studio;
    renowned.name = std::string(2'000, 'n');
    CHECK(pages::terms_note(renowned, view_of(wordy), "AbCdEfGhIjKlMnOp").size() <= pages::most_note);
}

TEST_CASE("what stands in the way of a plan is said with what to do") {
    auto const what = purchase_with("Workshop");
    auto const missing = pages::plan_not_possible(studio, what, pages::plan_obstacle::service_day_missing);
    CHECK(has(missing, "open the link from your booking again"));
    auto const passed = pages::plan_not_possible(studio, what, pages::plan_obstacle::day_passed);
    CHECK(has(passed, "One of its days has passed. Please contact Ana&#39;s Studio."));
    for (auto const& page : {missing, passed}) {
        CHECK(has(page, "nothing was charged"));
        CHECK_FALSE(has(page, "<button"));
    }
}
