// An account as `quittance show` prints it.
#include "account_text.hpp"

#include <doctest/doctest.h>

#include "quittance/web/client_sums.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

struct shown_account {
    domain::account all;
    domain::policy rules;
    instant now = from_unix_seconds(1'795'000'000);  // 18 November 2026

    domain::booking_id sell(char const* reference, char const* unit, std::int64_t units, int credits = 0) {
        domain::book asked;
        asked.identity = {"api", domain::offer_id{"o"}, reference};
        asked.origin = domain::origin::api;
        asked.terms.offer = asked.identity.offer;
        asked.terms.title = "Coaching";
        asked.terms.price = domain::money::minor(units, *domain::currency::parse(unit));
        asked.terms.credits.granted = credits;
        asked.page_token = "token";
        tell(asked);
        return domain::booking_id_of(asked.identity);
    }
    void pay(domain::booking_id const& which, std::int64_t units) {
        auto const unit = all.bookings.at(which).terms.price.unit();
        tell(domain::take_by_hand{which, "slip", domain::money::minor(units, unit), domain::hand_kind::cash,
                                  *parse_iso_date("2026-11-18"), "Ana"});
    }
    void tell(domain::command const& what) {
        auto const decided = domain::decide(all, what, now, rules);
        REQUIRE(decided.has_value());
        for (auto const& event : decided->events) domain::evolve(all, event);
    }
    std::string text() const { return account_text(all, rules, now); }
};

bool prints(std::string const& text, std::string_view line) { return text.find(line) != std::string::npos; }

}  // namespace

TEST_CASE("an account is shown as one view over its bookings, before each of them, by currency") {
    shown_account a;
    a.sell("B-1", "EUR", 5'000);
    a.pay(a.sell("B-2", "EUR", 12'000, 10), 12'000);
    a.pay(a.sell("B-3", "JPY", 700), 1'000);
    auto const text = a.text();
    CAPTURE(text);
    CHECK(
        prints(text, "\n  in all:  due 50.00 EUR  open 50.00 EUR  booked 170.00 EUR  received 120.00 EUR\n"));
    CHECK(prints(text,
                 "\n  in all:  due 0 JPY  open 0 JPY  booked 700 JPY  received 700 JPY  credit 300 JPY  "
                 "unallocated 300 JPY\n"));
    CHECK(prints(text, "\n  credits in all: left 10  granted 10  used 0  expired 0\n"));
    CHECK_FALSE(prints(text, "next charge"));
    CHECK(text.find("in all") < text.find("B-1"));
}

TEST_CASE("an account without credits says nothing of them, and an empty one nothing at all") {
    shown_account a;
    CHECK_FALSE(prints(a.text(), "in all"));
    a.sell("B-1", "EUR", 5'000);
    CHECK_FALSE(prints(a.text(), "credits in all"));
}

TEST_CASE("credits that were used and whose money went back are told in all, too") {
    shown_account a;
    auto const id = a.sell("B-1", "EUR", 12'000, 2);
    a.pay(id, 12'000);
    for (auto const* name : {"s-1", "s-2"})
        a.tell(domain::deliver{id, name, *parse_iso_date("2026-11-18"), 1, false, "Ana"});
    a.tell(domain::correct_by_hand{id, "slip", std::nullopt, true, "gone", "Ana", "c-1"});
    auto const text = a.text();
    CAPTURE(text);
    CHECK(prints(text, "\n  credits in all: left 0  "));
    CHECK(prints(text, "  used 2  expired 0  uncovered 2\n"));
}

TEST_CASE("sessions to come are printed with what is kept for them, and those nobody spoke of since") {
    shown_account a;
    auto const id = a.sell("B-1", "EUR", 12'000, 3);
    a.pay(id, 12'000);
    a.tell(domain::reserve_credits{id, "s-1", *parse_iso_date("2026-11-18"), 1, "Ana"});
    a.tell(domain::reserve_credits{id, "s-2", *parse_iso_date("2026-11-19"), 2, "Ana"});
    a.now += std::chrono::hours{24};
    auto const text = a.text();
    CAPTURE(text);
    CHECK(prints(
        text, "scheduled s-1 on 2026-11-18, 1 credit kept for it; nobody said yet whether it took place\n"));
    CHECK(prints(text, "scheduled s-2 on 2026-11-19, 2 credits kept for it\n"));
    CHECK(prints(text, "left 0  kept 3\n"));
    CHECK(prints(text, "credits in all: left 0  granted 3  used 0  expired 0  kept 3\n"));
    a.tell(domain::correct_by_hand{id, "slip", std::nullopt, true, "gone", "Ana", "c-1"});
    CHECK(prints(a.text(), "! 3 credits kept for sessions to come are not there any more\n"));
}

TEST_CASE("what is printed is what the API tells: the same view") {
    shown_account a;
    a.sell("B-1", "EUR", 5'000);
    auto const view = web::client_sums_of(a.all, a.rules, a.now);
    REQUIRE(view.by_currency.size() == 1);
    CHECK(view.by_currency.begin()->second.due == 5'000);
    CHECK(view.bookings == 1);
    CHECK(prints(a.text(), "due 50.00 EUR"));
}
