// What is written about money by hand, and to whoever left a held booking unpaid.
#include <doctest/doctest.h>

#include <algorithm>

#include "quittance/domain/reminders.hpp"
#include "reminding_story.hpp"

namespace quittance::domain {
namespace {

constexpr std::chrono::hours hold_and_more{25};

// Booked by a plain link that named an address, whose page has ended.
story left_unpaid(bool tells, std::string email = "kim@example.org") {
    auto told = with_letters();
    told.rules.reminders.tells_held = tells;
    auto asked = a_booking(eur(120'00));
    asked.who.email = std::move(email);
    told.then(asked);
    told.then(checkout_created{told.id(), 1, session_open()});
    told.then(session_seen{told.id(), session_expired(), false}, noon + hold_and_more);
    return told;
}

std::size_t hand_overs(story const& told) { return told.booking().handovers.size(); }

}  // namespace

TEST_CASE("money that came by hand is confirmed as such, once") {
    auto told = owing("2026-12-01");
    told.then(take_by_hand{told.id(), "bank-1", eur(50'00), hand_kind::transfer,
                           *parse_iso_date("2026-11-20"), "ann"});
    REQUIRE(letters_under_way(told).size() == 1);
    auto const thanks = letters_under_way(told).front();
    CHECK(thanks.kind == letter_kind::payment_received);
    CHECK(thanks.amount == eur(50'00));
    CHECK_FALSE(asks_for_money(thanks.kind));
    told.then(take_by_hand{told.id(), "bank-1", eur(50'00), hand_kind::transfer,
                           *parse_iso_date("2026-11-20"), "ann"});
    CHECK(letters_under_way(told).size() == 1);
}

TEST_CASE("nobody is thanked for money that, by the record, never came") {
    auto told = owing("2026-12-01");
    auto const on = *parse_iso_date("2026-11-20");
    told.then(take_by_hand{told.id(), "bank-1", eur(50'00), hand_kind::transfer, on, "ann"}, told.last());
    auto const correct = [&](std::optional<money> amount, bool handed_back) {
        told.then(correct_by_hand{told.id(), "bank-1", amount, handed_back, "wrong client", "ann", "c-1"},
                  told.last());
        told.then(begin_letter{told.id(), 1}, told.last());
    };
    auto const is_thanked = [&told] {
        return std::ranges::any_of(letters_under_way(told), [](letter const& one) {
            return one.kind == letter_kind::payment_received;
        });
    };
    SUBCASE("taken back whole") {
        correct(std::nullopt, false);
        CHECK_FALSE(is_thanked());
    }
    SUBCASE("handed back") {
        correct(std::nullopt, true);
        CHECK_FALSE(is_thanked());
    }
    SUBCASE("but for what did come") {
        correct(eur(20'00), false);
        CHECK(letters_under_way(told).front().state == letter_state::attempting);
    }
}

TEST_CASE("money that was too much for one booking and pays another one is thanked for: it did come") {
    auto told = owing("2026-12-01");
    told.then(an_invoice("2026-12-01", "ref-2"), told.last());
    auto const on = *parse_iso_date("2026-11-20");
    told.then(take_by_hand{told.id(), "bank-1", eur(200'00), hand_kind::transfer, on, "ann"}, told.last());
    told.then(take_by_hand{told.id(), "bank-2", eur(30'00), hand_kind::transfer, on, "ann"}, told.last());
    use_credit moved;
    moved.booking = told.id();
    moved.id = "u-1";
    moved.to = told.id("ref-2");
    moved.author = "ann";
    told.then(moved, told.last());
    told.then(begin_letter{told.id(), 2}, told.last());
    REQUIRE(letters_under_way(told).size() == 2);
    CHECK(letters_under_way(told).back().state == letter_state::attempting);
}

TEST_CASE("the end of a hold is told once, where the business wants it") {
    auto told = left_unpaid(true);
    told.then(close_held{told.id()}, noon + hold_and_more);
    REQUIRE(letters_under_way(told).size() == 1);
    CHECK(letters_under_way(told).front().kind == letter_kind::hold_expired);
    CHECK(letters_under_way(told).front().to == "kim@example.org");
    CHECK(told.ask(close_held{told.id()}, noon + 2 * hold_and_more)->events.empty());
}

TEST_CASE(
    "the end of a hold is told to nobody else: not by default, not without an address, not after payment") {
    auto usual = left_unpaid(false);
    usual.then(close_held{usual.id()}, noon + hold_and_more);
    CHECK(letters_under_way(usual).empty());
    auto nameless = left_unpaid(true, "");
    nameless.then(close_held{nameless.id()}, noon + hold_and_more);
    CHECK(letters_under_way(nameless).empty());
    auto cancelled = owing("2026-12-01");
    cancelled.rules.reminders.tells_held = true;
    cancelled.then(cancel_booking{cancelled.id(), std::nullopt, std::nullopt, "moved away", "ann"},
                   cancelled.last());
    CHECK(letters_under_way(cancelled).empty());
}

TEST_CASE("an address that does not exist, of somebody who only left a booking, is nobody's task") {
    auto told = left_unpaid(true);
    told.then(close_held{told.id()}, noon + hold_and_more);
    told.then(begin_letter{told.id(), 1}, told.last());
    SUBCASE("refused at once") {
        told.then(letter_answered{told.id(), 1, letter_state::refused, true, "550 5.1.1"}, told.last());
    }
    SUBCASE("sent back later") {
        told.then(letter_answered{told.id(), 1, letter_state::accepted, false, "250"}, told.last());
        letter_came_back back;
        back.booking = told.id();
        back.letter = 1;
        back.address = "kim@example.org";
        back.status = "5.1.1";
        told.then(back, told.last());
    }
    CHECK(told.account().client.correspondence.unreachable == "kim@example.org");
    CHECK(hand_overs(told) == 0);
    CHECK(attention_of(told.booking()).empty());
}

TEST_CASE("the end of a hold goes out although nothing is owed, and not once mail is switched off") {
    auto told = left_unpaid(true);
    told.then(close_held{told.id()}, noon + hold_and_more);
    SUBCASE("it begins") {
        told.then(begin_letter{told.id(), 1}, told.last());
        CHECK(letters_under_way(told).front().state == letter_state::attempting);
    }
    SUBCASE("mail was switched off meanwhile") {
        told.rules.reminders.letters = false;
        told.then(begin_letter{told.id(), 1}, told.last());
        CHECK(letters_under_way(told).empty());
    }
}

}  // namespace quittance::domain
