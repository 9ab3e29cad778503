#include "quittance/pages/renewal.hpp"

#include <doctest/doctest.h>

using namespace quittance;

namespace {

pages::business const studio{
    "Ana's Studio", "Main Street 1\n1010 Vienna", "ana@studio.example", "", "", "", "en-GB", "Europe/Vienna"};

domain::money eur(std::int64_t cents) { return domain::money::minor(cents, *domain::currency::parse("EUR")); }

domain::item_standing row(int number, char const* day, std::int64_t paid, std::int64_t open,
                          std::int64_t waived = 0) {
    domain::item_standing one;
    one.what = {number, eur(paid + open + waived), *parse_iso_date(day), {}};
    one.paid = eur(paid);
    one.open = eur(open);
    one.waived = eur(waived);
    return one;
}

pages::renewal_view changed_course() {
    pages::renewal_view view;
    view.terms.title = "Course over half a year";
    view.terms.price = eur(900'00);
    view.reference = "B-17";
    view.zone = "Europe/Lisbon";
    view.version = 2;
    view.changed = *parse_iso_date("2027-03-02");
    view.former = pages::former_version{1, "AbCdEfGhIjKlMnOp", *parse_iso_date("2027-01-31")};
    view.items = {row(1, "2027-01-31", 300'00, 0), row(2, "2027-03-15", 50'00, 250'00),
                  row(3, "2027-04-15", 0, 200'00), row(4, "2027-05-15", 0, 0, 100'00)};
    return view;
}

}  // namespace

TEST_CASE("a changed agreement stands on its own, word for word, with what was paid") {
    CHECK(pages::renewal_text(studio, changed_course()) ==
          R"(Agreement, version 2

With: Ana's Studio, Main Street 1, 1010 Vienna, ana@studio.example
For: Course over half a year
Booking: B-17
Agreed on: Sun, 31 Jan 2027
Changed on: Tue, 2 Mar 2027, by Ana's Studio
Time zone: Europe/Lisbon

What is paid, and when
1. Sun, 31 Jan 2027: €300.00, paid
2. Mon, 15 Mar 2027: €300.00, €250.00 of it open
3. Thu, 15 Apr 2027: €200.00, open
4. Sat, 15 May 2027: €100.00, nobody asks for it any more
Paid so far: €350.00. Open: €450.00.

Everything else stays as agreed in version 1 (short code AbCdEfGhIj).
)");
}

TEST_CASE("a fee is called one, and a service that moved has its day") {
    auto view = changed_course();
    view.service = *parse_iso_date("2027-07-03");
    auto late = row(5, "2027-03-29", 0, 5'00);
    late.what.fee = domain::fee_mark{domain::fee_kind::late, 2, {}, *parse_iso_date("2027-03-15")};
    view.items.push_back(late);
    auto const text = pages::renewal_text(studio, view);
    CHECK(text.find("Service on: Sat, 3 Jul 2027\n") != std::string::npos);
    CHECK(text.find("5. Mon, 29 Mar 2027, late fee for the amount of Mon, 15 Mar 2027: €5.00, open\n") !=
          std::string::npos);
}

TEST_CASE("new days of a single booking are confirmed as what the client asked for") {
    auto view = changed_course();
    view.version = 1;
    view.former.reset();
    view.by_client = true;
    view.items = {row(1, "2027-04-15", 0, 900'00)};
    auto const text = pages::renewal_text(studio, view);
    CHECK(text.find("Agreement, version 1\n") == 0);
    CHECK(text.find("Changed on: Tue, 2 Mar 2027, as you asked\n") != std::string::npos);
    CHECK(text.find("Everything else about this booking stays as it was.\n") != std::string::npos);
    CHECK(text.find("Agreed on") == std::string::npos);
}

TEST_CASE("a changed agreement is in the client's language, with the dates of that language") {
    auto view = changed_course();
    view.locale = "de-AT";
    auto const text = pages::renewal_text(studio, view);
    CHECK(text.find("Vereinbarung, Fassung 2\n") == 0);
    CHECK(text.find("davon") != std::string::npos);
    CHECK(text.find("wird nicht mehr verlangt") != std::string::npos);
}

TEST_CASE("what comes from outside is one line of the written agreement") {
    auto view = changed_course();
    view.terms.title = "Course\n9. Today: €1.00, open";
    view.reference = "B-17\nBooking: other";
    view.items[2].what.milestone = "Draft\nPaid so far: nothing";
    auto const text = pages::renewal_text(studio, view);
    CHECK(text.find("\n9. Today") == std::string::npos);
    CHECK(text.find("\nBooking: other") == std::string::npos);
    CHECK(text.find("\nPaid so far: nothing") == std::string::npos);
    CHECK(text.find("Once reached: Draft Paid so far: nothing") != std::string::npos);
}

TEST_CASE("the note beside the pay button names the newest text") {
    CHECK(pages::renewal_note(studio, "", "ZyXwVuTsRqPo") == "Agreement ZyXwVuTsRq with Ana's Studio.");
}
