// The books of an account: each thing that moves value is an entry that balances.
#include "quittance/domain/journal.hpp"

#include <doctest/doctest.h>

#include "collecting_story.hpp"
#include "journal_checks.hpp"

namespace quittance::domain {
namespace {

// "booked: receivable 120.00 EUR, agreed -120.00 EUR"
std::string text_of(journal_entry const& entry) {
    auto text = entry.what + ":";
    for (auto const& p : entry.postings)
        text += " " + std::string{name_of(p.account)} + " " + plain_text(p.amount) + ",";
    text.pop_back();
    return text;
}

std::vector<std::string> books_of(story const& told, std::optional<instant> as_of = {}) {
    std::vector<std::string> all;
    for (auto const& entry : journal_of(told.ledger(), as_of.value_or(told.last()), told.rules)) {
        CHECK(balances(entry.postings));
        all.push_back(text_of(entry));
    }
    return all;
}

using lines = std::vector<std::string>;

story paid(origin how = origin::api) {
    auto told = awaiting_payment(eur(12'000), how);
    told.then(session_seen{told.id(), session_paid(eur(12'000)), false});
    return told;
}

}  // namespace

TEST_CASE("what is booked is owed, and what is paid is earned where nothing is left to deliver") {
    CHECK(books_of(paid()) ==
          lines{"booked: receivable 120.00 EUR, agreed -120.00 EUR",
                "payment: receivable -120.00 EUR, agreed 120.00 EUR, cash at processor 120.00 EUR, "
                "earned -120.00 EUR"});
}

TEST_CASE("a held booking is in no book before its first money") {
    auto const held = awaiting_payment(eur(12'000));
    CHECK(books_of(held).empty());
    CHECK(books_of(paid(origin::plain_link)) ==
          lines{"payment: cash at processor 120.00 EUR, earned -120.00 EUR"});
}

TEST_CASE("what is paid before the service is earned when its day has come, without anybody saying so") {
    story told;
    auto asked = a_booking(eur(12'000), origin::api);
    asked.service_at = "2027-01-31T10:00:00Z";
    told.then(asked);
    told.then(
        take_by_hand{told.id(), "B-1", eur(12'000), hand_kind::cash, *parse_iso_date("2026-11-21"), "ann"});
    CHECK(books_of(told).back() ==
          "taken by hand: receivable -120.00 EUR, agreed 120.00 EUR, cash by hand 120.00 EUR, "
          "deferred -120.00 EUR");
    CHECK(books_of(told, *parse_rfc3339("2027-01-31T10:00:00Z")).back() ==
          "time passed: deferred 120.00 EUR, earned -120.00 EUR");
}

TEST_CASE("money back lowers what is owed, or opens it again") {
    auto told = paid();
    told.then(order_refund{told.id(), {}, eur(2'000), false, {}, "ill", "ann", "r-1"});
    auto back = a_refund(eur(2'000), refund_status::succeeded);
    back.order = 1;
    told.then(refund_seen{told.id(), back});
    CHECK(books_of(told).back() ==
          "refund: agreed -20.00 EUR, refunds 20.00 EUR, cash at processor -20.00 EUR, earned 20.00 EUR");
    auto again = paid();
    again.then(order_refund{again.id(), {}, eur(2'000), true, {}, "ill", "ann", "r-1"});
    again.then(refund_seen{again.id(), back});
    CHECK(books_of(again).back() ==
          "refund: receivable 20.00 EUR, agreed -20.00 EUR, cash at processor -20.00 EUR, earned 20.00 EUR");
    back.status = refund_status::failed;
    told.then(refund_seen{told.id(), back});
    CHECK(books_of(told).back() ==
          "refund: agreed 20.00 EUR, refunds -20.00 EUR, cash at processor 20.00 EUR, earned -20.00 EUR");
}

TEST_CASE("a lost dispute after a part refund takes the rest, and no more") {
    auto told = paid();
    told.then(refund_seen{told.id(), a_refund(eur(2'000), refund_status::succeeded)});
    auto lost = a_dispute(eur(12'000), dispute_status::lost);
    lost.funds_withdrawn = true;
    told.then(dispute_seen{told.id(), lost});
    auto const totals = position_of(told.booking(), noon, told.rules);
    auto const unit = eur(0).unit();
    CHECK(sum_of(totals, book_account::processor_cash, unit) == 0);
    CHECK(sum_of(totals, book_account::earned, unit) == 0);
    CHECK(sum_of(totals, book_account::refunds, unit) + sum_of(totals, book_account::disputes, unit) ==
          12'000);
}

TEST_CASE("what is too much is the client's credit, in whatever currency it came") {
    story told;
    told.then(a_booking(eur(12'000), origin::api));
    told.then(
        take_by_hand{told.id(), "B-1", eur(15'000), hand_kind::cash, *parse_iso_date("2026-11-21"), "ann"});
    CHECK(books_of(told).back() ==
          "taken by hand: receivable -120.00 EUR, agreed 120.00 EUR, cash by hand 150.00 EUR, "
          "client credit -30.00 EUR, earned -120.00 EUR");
    told.then(intent_seen{told.id(), intent_succeeded(usd(700), "pi_9")});
    CHECK(books_of(told).back() == "payment: cash at processor 7.00 USD, client credit -7.00 USD");
    told.then(correct_by_hand{told.id(), "B-1", eur(3'000), true, "gave it back", "ann", "c-1"});
    CHECK(books_of(told).back() == "corrected by hand: cash by hand -30.00 EUR, client credit 30.00 EUR");
}

TEST_CASE("what is given up and what will not come are kept apart") {
    story told;
    told.then(a_booking(eur(12'000), origin::api));
    told.then(waive{told.id(), 1, eur(2'000), false, "gift", "ann", "w-1"});
    told.then(waive{told.id(), 1, std::nullopt, true, "gone", "ann", "w-2"});
    CHECK(books_of(told) == lines{"booked: receivable 120.00 EUR, agreed -120.00 EUR",
                                  "waived: receivable -20.00 EUR, waived 20.00 EUR",
                                  "written off: receivable -100.00 EUR, written off 100.00 EUR"});
}

TEST_CASE("a package is earned as its credits are used, to the last unit") {
    story told;
    auto asked = a_booking(eur(10'000), origin::api);
    asked.terms.credits = {3, 0, true};
    told.then(asked);
    civil_date const day = *parse_iso_date("2026-11-21");
    told.then(take_by_hand{told.id(), "B-1", eur(10'000), hand_kind::cash, day, "ann"});
    for (auto const* const id : {"s-1", "s-2", "s-3"})
        told.then(deliver{told.id(), id, day, 1, false, "ann"});
    told.then(take_back_delivery{told.id(), "s-2", "slip", "ann"});
    auto const books = books_of(told);
    REQUIRE(books.size() == 6);
    CHECK(books[1].ends_with("deferred -100.00 EUR"));
    CHECK(books[2] == "delivered: deferred 33.33 EUR, earned -33.33 EUR");
    CHECK(books[3] == "delivered: deferred 33.33 EUR, earned -33.33 EUR");
    CHECK(books[4] == "delivered: deferred 33.34 EUR, earned -33.34 EUR");
    CHECK(books[5] == "delivery taken back: deferred -33.34 EUR, earned 33.34 EUR");
}

TEST_CASE("a move takes everything from one booking's books to the other's") {
    auto told = paid();
    told.then(move_booking{told.id(), reference("ref-2"), "token"});
    auto const journal = journal_of(told.ledger(), noon, told.rules);
    auto by_booking = totals_by_booking(journal);
    CHECK(by_booking.at(told.id()).empty());
    CHECK(by_booking.at(told.id("ref-2")) == position_of(told.booking("ref-2"), noon, told.rules));
    for (auto const& entry : journal) CHECK(balances(entry.postings));
}

TEST_CASE("postings that leave a unit over do not balance, in any currency") {
    std::vector<posting> all{{book_account::hand_cash, eur(5)}, {book_account::earned, eur(-5)}};
    CHECK(balances(all));
    all.push_back({book_account::hand_cash, usd(5)});
    CHECK_FALSE(balances(all));
    all.push_back({book_account::earned, eur(-5)});
    CHECK_FALSE(balances(all));
}

}  // namespace quittance::domain
