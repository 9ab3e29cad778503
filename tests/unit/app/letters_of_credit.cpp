// What a letter of thanks for money by hand shows.
#include <doctest/doctest.h>

#include "letter_view.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

domain::money eur_cents(std::int64_t cents) {
    return domain::money::minor(cents, *domain::currency::parse("EUR"));
}

domain::payment a_slip(char const* reference, std::int64_t cents, char const* day) {
    domain::payment slip;
    slip.intent = domain::intent_id{std::string{"hand:"} + reference};
    slip.captured = eur_cents(cents);
    slip.at = *parse_rfc3339(std::string{day} + "T12:00:00Z");
    slip.by_hand = domain::by_hand{domain::hand_kind::transfer, reference, *parse_iso_date(day), "Ana", {}};
    return slip;
}

// Two parts of 60.00, both paid, and 30.00 more.
struct too_much {
    domain::account all;
    domain::booking_id const course{"b-1"};
    domain::letter what;

    too_much() {
        domain::booking one;
        one.id = course;
        one.identity.reference = "ref-1";
        one.origin = domain::origin::api;
        one.terms.title = "Coaching";
        one.terms.price = eur_cents(120'00);
        one.items = {{1, eur_cents(60'00), *parse_iso_date("2026-11-01"), ""},
                     {2, eur_cents(60'00), *parse_iso_date("2026-12-01"), ""}};
        one.payments = {a_slip("all", 120'00, "2026-11-02"), a_slip("more", 30'00, "2026-11-03")};
        all.bookings.emplace(course, one);
        what.kind = domain::letter_kind::payment_received;
        what.payment = domain::intent_id{"hand:more"};
        what.amount = eur_cents(30'00);
    }

    domain::booking& booking() { return all.bookings.at(course); }
    pages::letter_view shown() const {
        domain::policy rules;
        rules.zone = "Europe/Berlin";
        pages::letter_view view;
        paint(view, all, course, what, rules, *parse_rfc3339("2026-11-04T12:00:00Z"));
        return view;
    }
};

}  // namespace

TEST_CASE("money that pays nothing is shown without an item, with its booking's name and what is open") {
    too_much of;
    auto const view = of.shown();
    CHECK(view.lines.empty());
    CHECK(view.open.empty());
    CHECK(view.title == "Coaching");
    REQUIRE(view.payment);
    CHECK(view.payment->amount == eur_cents(30'00));
    CHECK(view.payment->on == *parse_iso_date("2026-11-03"));
}

TEST_CASE("money that was for nothing when it came is shown with what it pays by now") {
    too_much of;
    of.booking().items.push_back({3, eur_cents(50'00), *parse_iso_date("2027-01-01"), ""});
    auto const view = of.shown();
    REQUIRE(view.lines.size() == 1);
    CHECK(view.lines.front().number == 3);
    CHECK(view.open == std::vector{eur_cents(20'00)});
}

TEST_CASE(
    "money that was corrected in part is thanked for as far as it came, and credit used elsewhere came") {
    too_much of;
    auto& slip = of.booking().payments.back();
    slip.captured = eur_cents(18'00);
    domain::hand_correction said;
    said.amount = eur_cents(12'00);
    SUBCASE("some of it never came") {
        slip.by_hand->corrections = {said};
        CHECK(of.shown().payment->amount == eur_cents(18'00));
    }
    SUBCASE("some of it pays another booking") {
        said.used_for = domain::booking_id{"b-2"};
        slip.by_hand->corrections = {said};
        CHECK(of.shown().payment->amount == eur_cents(30'00));
    }
}
