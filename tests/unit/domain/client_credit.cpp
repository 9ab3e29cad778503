// What a client paid too much for one booking, and another one of theirs.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "journal_checks.hpp"
#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

constexpr auto monday = "2026-11-23";

void take(story& told, std::string const& ref, std::int64_t cents, std::string slip) {
    told.then(take_by_hand{told.id(ref), std::move(slip), eur(cents), hand_kind::cash,
                           *parse_iso_date(monday), "ann"},
              told.last());
}

// Two single bookings of 200.00 each: 240.00 came for the first.
story paid_too_much() {
    auto told = owing("2026-12-01");
    told.then(an_invoice("2026-12-08", "ref-2"), told.last());
    take(told, "ref-1", 240'00, "slip-1");
    return told;
}

use_credit used(story const& told, std::optional<money> amount = {}, std::string id = "u-1") {
    return {told.id("ref-1"), told.id("ref-2"), amount, "ann", std::move(id)};
}

correct_by_hand bounced_cheque(story const& told, std::optional<money> amount = {},
                               std::string slip = "slip-1", std::string id = "c-1") {
    return {told.id("ref-1"), std::move(slip), amount, false, "it bounced", "ann", std::move(id)};
}

std::int64_t open_in(story const& told, std::string const& ref) {
    return balance_of(told.booking(ref)).open.minor_units();
}
std::int64_t credit_in(story const& told, std::string const& ref) {
    return balance_of(told.booking(ref)).credit.minor_units();
}
std::vector<std::string> reasons_in(story const& told, std::string const& ref) {
    std::vector<std::string> all;
    for (auto const& one : attention_of(told.booking(ref))) all.push_back(one.reason);
    return all;
}
refusal_reason why_not(story const& told, command const& asked) {
    auto const answer = told.ask(asked, told.last());
    REQUIRE_FALSE(answer.has_value());
    return answer.error().reason;
}

}  // namespace

TEST_CASE("credit that nothing is left to use for is told to a person, until it is used") {
    auto told = paid_too_much();
    CHECK(credit_in(told, "ref-1") == 40'00);
    CHECK(reasons_in(told, "ref-1") == std::vector<std::string>{"credit_left"});
    told.then(used(told), told.last());
    CHECK(credit_in(told, "ref-1") == 0);
    CHECK(open_in(told, "ref-1") == 0);
    CHECK(open_in(told, "ref-2") == 160'00);
    CHECK(reasons_in(told, "ref-1").empty());
    auto const& there = told.booking("ref-2").payments.at(0);
    CHECK(there.by_hand->kind == hand_kind::credit);
    CHECK(there.by_hand->reference == "credit of ref-1 (u-1)");
    CHECK(told.booking("ref-1").payments.at(0).by_hand->corrections.at(0).reason == "used for ref-2");
    books_agree(told);
}

TEST_CASE("credit that an item to come will use is nobody's task") {
    story told;
    auto asked = a_booking(eur(100'00), origin::api);
    asked.return_base.clear();
    asked.terms.plan.retainer = true;
    told.then(asked);
    told.then(
        take_by_hand{told.id(), "slip-1", eur(150'00), hand_kind::cash, *parse_iso_date(monday), "ann"});
    CHECK(credit_in(told, "ref-1") == 50'00);
    CHECK(reasons_in(told, "ref-1").empty());
}

TEST_CASE("used credit sends no second thanks, and no word of money back") {
    auto told = paid_too_much();
    deliver_all(told);
    told.then(used(told), told.last());
    CHECK(letters_under_way(told).empty());
    CHECK(balance_of(told.booking("ref-1")).went_back.is_zero());
}

TEST_CASE("credit is used once for an id, whoever says it how often") {
    auto told = paid_too_much();
    told.then(used(told, eur(15'00)), told.last());
    CHECK(told.ask(used(told, eur(15'00)), told.last())->events.empty());
    CHECK(told.ask(used(told), told.last())->events.empty());
    CHECK(why_not(told, used(told, eur(16'00))) == refusal_reason::reference_used);
    told.then(used(told, {}, "u-2"), told.last());
    CHECK(credit_in(told, "ref-1") == 0);
    CHECK(open_in(told, "ref-2") == 160'00);
}

TEST_CASE("an id that was used for one booking is not used for another, whichever way it comes") {
    auto told = paid_too_much();
    told.then(an_invoice("2026-12-09", "ref-3"), told.last());
    told.then(used(told, eur(15'00)), told.last());
    auto other = used(told, eur(15'00));
    other.to = told.id("ref-3");
    CHECK(why_not(told, other) == refusal_reason::reference_used);
    told.then(move_booking{told.id("ref-1"), reference("ref-9"), "token-9"}, told.last());
    auto again = used(told, eur(15'00));
    again.booking = told.id("ref-9");
    CHECK(told.ask(again, told.last())->events.empty());
    CHECK(credit_in(told, "ref-9") == 25'00);
}

TEST_CASE("credit that pays another booking came: it is handed back there, and never unsaid") {
    auto told = paid_too_much();
    told.then(used(told), told.last());
    correct_by_hand said{
        told.id("ref-2"), "credit of ref-1 (u-1)", std::nullopt, false, "wrong one", "ann", "c-1"};
    CHECK(why_not(told, said) == refusal_reason::came_as_credit);
    said.handed_back = true;
    told.then(said, told.last());
    CHECK(balance_of(told.booking("ref-2")).went_back == eur(40'00));
    books_agree(told);
}

TEST_CASE("a cheque that paid two bookings and bounced is owed again in both") {
    auto told = paid_too_much();
    told.then(used(told), told.last());
    auto const later = told.last() + std::chrono::hours{24};
    auto said = bounced_cheque(told);
    CHECK(why_not(told, bounced_cheque(told, eur(240'01))) == refusal_reason::amount_too_large);
    told.then(said, later);
    CHECK(open_in(told, "ref-1") == 200'00);
    CHECK(open_in(told, "ref-2") == 200'00);
    CHECK(credit_in(told, "ref-1") == 0);
    CHECK(told.ask(said, later)->events.empty());
    said.amount = eur(240'00);
    CHECK(told.ask(said, later)->events.empty());
    CHECK(told.ask(used(told), later)->events.empty());
    books_agree(told);
}

TEST_CASE("what never came is taken back where it came first, and as far as it goes") {
    auto told = paid_too_much();
    told.then(used(told), told.last());
    told.then(bounced_cheque(told, eur(210'00)), told.last());
    CHECK(open_in(told, "ref-1") == 200'00);
    CHECK(open_in(told, "ref-2") == 170'00);
    told.then(bounced_cheque(told, {}, "slip-1", "c-2"), told.last());
    CHECK(open_in(told, "ref-2") == 200'00);
    CHECK(why_not(told, bounced_cheque(told, {}, "slip-1", "c-3")) == refusal_reason::amount_too_large);
    books_agree(told);
}

TEST_CASE("of two cheques that made one credit the one that bounced takes back its own part") {
    auto told = paid_too_much();
    told.then(take_by_hand{told.id("ref-1"), "slip-2", eur(5'00), hand_kind::cheque, *parse_iso_date(monday),
                           "ann"},
              told.last() + std::chrono::hours{1});
    told.then(used(told, eur(30'00)), told.last());
    told.then(bounced_cheque(told, {}, "slip-2"), told.last());
    CHECK(open_in(told, "ref-2") == 175'00);
    CHECK(why_not(told, bounced_cheque(told, {}, "slip-2", "c-2")) == refusal_reason::amount_too_large);
    told.then(bounced_cheque(told, {}, "slip-1", "c-3"), told.last());
    CHECK(open_in(told, "ref-1") == 200'00);
    CHECK(open_in(told, "ref-2") == 200'00);
    books_agree(told);
}

TEST_CASE("a bounced cheque is followed to where its credit and the booking have moved") {
    auto told = paid_too_much();
    told.then(used(told), told.last());
    told.then(move_booking{told.id("ref-2"), reference("ref-8"), "token-8"}, told.last());
    told.then(move_booking{told.id("ref-1"), reference("ref-9"), "token-9"}, told.last());
    auto said = bounced_cheque(told);
    said.booking = told.id("ref-9");
    told.then(said, told.last());
    CHECK(open_in(told, "ref-9") == 200'00);
    CHECK(open_in(told, "ref-8") == 200'00);
    books_agree(told);
}

TEST_CASE("what was handed back where it had been used is not taken back there once more") {
    auto told = paid_too_much();
    told.then(used(told), told.last());
    told.then(
        correct_by_hand{told.id("ref-2"), "credit of ref-1 (u-1)", eur(10'00), true, "ill", "ann", "c-1"},
        told.last());
    CHECK(why_not(told, bounced_cheque(told, eur(230'01), "slip-1", "c-2")) ==
          refusal_reason::amount_too_large);
    told.then(bounced_cheque(told, {}, "slip-1", "c-2"), told.last());
    CHECK(balance_of(told.booking("ref-2")).received.is_zero());
    books_agree(told);
}

TEST_CASE("money by hand that fits nothing is confirmed when it comes, and not again when it is used") {
    auto told = owing("2026-12-01");
    told.then(an_invoice("2026-12-08", "ref-2"), told.last());
    take(told, "ref-1", 200'00, "slip-1");
    deliver_all(told);
    take(told, "ref-1", 50'00, "slip-2");
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().kind == letter_kind::payment_received);
    CHECK(letters_under_way(told).front().amount == eur(50'00));
    deliver_all(told);
    told.then(used(told), told.last());
    CHECK(letters_under_way(told).empty());
}

TEST_CASE("money that came after a booking had ended is a person's, and no credit to use") {
    auto told = paid_too_much();
    told.then(cancel_booking{told.id("ref-1"), std::nullopt, eur(0), "moved away", "ann"}, told.last());
    auto const later = told.last() + std::chrono::hours{1};
    told.then(
        take_by_hand{told.id("ref-1"), "slip-9", eur(30'00), hand_kind::cash, *parse_iso_date(monday), "ann"},
        later);
    told.then(used(told), later);
    CHECK(open_in(told, "ref-2") == 160'00);
    CHECK(reasons_in(told, "ref-1") == std::vector<std::string>{"paid_after_close"});
}

TEST_CASE("never more is used than there is, nor than is open") {
    auto told = paid_too_much();
    CHECK(why_not(told, used(told, eur(40'01))) == refusal_reason::amount_too_large);
    take(told, "ref-2", 190'00, "slip-2");
    CHECK(why_not(told, used(told, eur(10'01))) == refusal_reason::amount_too_large);
    told.then(used(told), told.last());
    CHECK(open_in(told, "ref-2") == 0);
    CHECK(credit_in(told, "ref-1") == 30'00);
    CHECK(why_not(told, used(told, {}, "u-2")) == refusal_reason::already_paid);
}

TEST_CASE("credit of several payments is taken from the latest first, whatever they are called") {
    auto told = paid_too_much();
    told.then(take_by_hand{told.id("ref-1"), "bank-2", eur(5'00), hand_kind::transfer,
                           *parse_iso_date(monday), "ann"},
              told.last() + std::chrono::hours{1});
    told.then(used(told, eur(30'00)), told.last());
    auto const& paid = told.booking("ref-1").payments;
    std::vector<std::int64_t> left;
    for (auto const& one : paid) left.push_back(one.captured.minor_units());
    std::ranges::sort(left);
    CHECK(left == std::vector<std::int64_t>{0, 215'00});
    CHECK(credit_in(told, "ref-1") == 15'00);
}

TEST_CASE("what credit pays ends the page that asked for it, as money by hand does") {
    auto told = paid_too_much();
    told.then(open_checkout{told.id("ref-2"), "https://pay.example/r/"}, told.last());
    told.then(checkout_created{told.id("ref-2"), 1, session_open("cs_2")}, told.last());
    auto const answer = told.ask(used(told), told.last());
    REQUIRE(answer.has_value());
    CHECK(std::ranges::any_of(answer->effects,
                              [](effect const& e) { return std::holds_alternative<expire_session>(e); }));
}

TEST_CASE("credit waits for a payment that is being made: nobody pays twice") {
    auto told = paid_too_much();
    told.then(open_checkout{told.id("ref-2"), "https://pay.example/r/"}, told.last());
    told.then(checkout_created{told.id("ref-2"), 1, session_open("cs_2")}, told.last());
    told.then(session_seen{told.id("ref-2"), session_unpaid(eur(200'00), "cs_2", "pi_2"), false},
              told.last());
    CHECK(why_not(told, used(told)) == refusal_reason::payment_under_way);
    told.then(session_seen{told.id("ref-2"), session_paid(eur(200'00), "cs_2", "pi_2"), false}, told.last());
    CHECK(why_not(told, used(told)) == refusal_reason::already_paid);
}

TEST_CASE("what cannot be done with credit is named") {
    auto told = paid_too_much();
    auto asked = used(told);
    asked.author.clear();
    CHECK(why_not(told, asked) == refusal_reason::author_missing);
    CHECK(why_not(told, used(told, {}, "")) == refusal_reason::reference_missing);
    CHECK(why_not(told, used(told, eur(0))) == refusal_reason::amount_not_positive);
    CHECK(why_not(told, used(told, usd(1'00))) == refusal_reason::currency_differs);
    asked = used(told);
    asked.to = asked.booking;
    CHECK(why_not(told, asked) == refusal_reason::booking_unknown);
    asked.to = booking_id{"nobody's"};
    CHECK(why_not(told, asked) == refusal_reason::booking_unknown);
    asked = used(told);
    std::swap(asked.booking, asked.to);
    CHECK(why_not(told, asked) == refusal_reason::no_client_credit);
    told.then(cancel_booking{told.id("ref-2"), std::nullopt, std::nullopt, "moved away", "ann"}, told.last());
    CHECK(why_not(told, used(told)) == refusal_reason::booking_is_closed);
}

TEST_CASE("money of the processor that fits nothing is no credit: a person decides about it first") {
    auto told = awaiting_payment(eur(120'00), origin::api);
    told.then(session_seen{told.id(), session_paid(eur(150'00)), false});
    told.then(a_booking(eur(120'00), origin::api, "ref-2"));
    CHECK(why_not(told, used(told)) == refusal_reason::no_client_credit);
}

TEST_CASE("however credit goes to and fro, no cent is made or lost") {
    CHECK(rc::check("both bookings together hold what came", [] {
        auto told = paid_too_much();
        std::int64_t came = 240'00;
        for (int step = *rc::gen::inRange(1, 12); step > 0; --step) {
            auto const ref = *rc::gen::element(std::string{"ref-1"}, std::string{"ref-2"});
            auto const cents = *rc::gen::inRange<std::int64_t>(1, 150'00);
            if (*rc::gen::arbitrary<bool>()) {
                take(told, ref, cents, "slip-p" + std::to_string(step));
                came += cents;
                continue;
            }
            auto asked = used(told, *rc::gen::element(std::optional<money>{}, std::optional{eur(cents)}),
                              "p-" + std::to_string(step));
            if (ref == "ref-2") std::swap(asked.booking, asked.to);
            auto const from = asked.booking == told.id("ref-1") ? "ref-1" : "ref-2";
            auto const to = asked.to == told.id("ref-1") ? "ref-1" : "ref-2";
            auto const credit = credit_in(told, from);
            auto const open = open_in(told, to);
            if (!told.ask(asked, told.last()).has_value()) continue;
            told.then(asked, told.last());
            RC_ASSERT(credit - credit_in(told, from) == open - open_in(told, to));
            RC_ASSERT(credit_in(told, from) >= 0);
            RC_ASSERT(open_in(told, to) >= 0);
        }
        std::int64_t there = 0;
        for (auto const* ref : {"ref-1", "ref-2"}) {
            auto const sums = balance_of(told.booking(ref));
            there += sums.received.minor_units() + sums.unallocated.minor_units();
            RC_ASSERT(sums.went_back.is_zero());
        }
        RC_ASSERT(there == came);
        books_agree(told);
    }));
}

}  // namespace quittance::domain
