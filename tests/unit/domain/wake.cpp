#include <doctest/doctest.h>

#include "story.hpp"

using namespace quittance;
using namespace quittance::domain;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

std::optional<instant> next(story const& told, instant now) {
    return next_wake(told.booking(), now, told.rules);
}
std::size_t pieces(story const& told, instant now) {
    return work_due(told.booking(), now, told.rules).size();
}

}  // namespace

TEST_CASE("an open session is looked up at 2 and 10 minutes, at expiry, then hourly") {
    auto const told = awaiting_payment(eur(12'000));
    auto const expiry = noon + hours{2} + seconds{15};
    CHECK(next(told, noon) == noon + minutes{2});
    CHECK(next(told, noon + minutes{2}) == noon + minutes{10});
    CHECK(next(told, noon + minutes{10}) == expiry);
    CHECK(next(told, expiry) == expiry + hours{1});
    CHECK(next(told, expiry + hours{1000}) == expiry + hours{1001});
    CHECK(pieces(told, noon + minutes{2}) == 1);
}

TEST_CASE("money under way is looked up hourly until it is known") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_unpaid(eur(12'000)), false});
    CHECK(next(told, noon + minutes{5}) == noon + hours{1});
    CHECK(next(told, noon + hours{50}) == noon + hours{51});
}

TEST_CASE("an unknown creation is searched for when its time is over") {
    story told;
    told.then(a_booking(eur(12'000)));
    auto const search = noon + hours{2} + minutes{5};
    CHECK(next(told, noon) == search);
    CHECK(pieces(told, noon + hours{1}) == 0);
    auto const work = work_due(told.booking(), search, told.rules);
    REQUIRE(work.size() == 1);
    CHECK(std::holds_alternative<find_session>(work[0]));
}

TEST_CASE("a paid booking wakes nobody") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_paid(eur(12'000)), false});
    CHECK_FALSE(next(told, noon));
    CHECK(pieces(told, noon + hours{9999}) == 0);
}

TEST_CASE("a refund on its way is looked up until it is final") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_paid(eur(12'000)), false});
    told.then(refund_seen{told.id(), a_refund(eur(1), refund_status::pending)});
    CHECK(next(told, at_second(900)) == at_second(900) + hours{1});
    CHECK(std::holds_alternative<look_up_refund>(work_due(told.booking(), noon, told.rules).at(0)));
    told.then(refund_seen{told.id(), a_refund(eur(1), refund_status::succeeded)});
    CHECK_FALSE(next(told, noon));
}

TEST_CASE("an offer with a hold time of its own is free again after that") {
    story told;
    auto asked = a_booking(eur(12'000));
    asked.terms.hold_hours = 3;
    told.then(asked);
    CHECK(told.booking().hold_until == noon + hours{3});
}

TEST_CASE("a held booking wakes for its hold, and then to be erased") {
    auto told = awaiting_payment(eur(12'000));
    told.then(session_seen{told.id(), session_expired(), false});
    CHECK(next(told, noon) == noon + hours{24});
    CHECK(std::holds_alternative<close_hold>(work_due(told.booking(), noon + hours{24}, told.rules).at(0)));
    auto const closing = noon + hours{25};
    told.then(close_held{told.id()}, closing);
    CHECK(next(told, closing) == closing + hours{24 * 30});
    CHECK(pieces(told, closing + hours{24 * 29}) == 0);
    CHECK(std::holds_alternative<erase_account>(
        work_due(told.booking(), closing + hours{24 * 30}, told.rules).at(0)));
}

TEST_CASE("whatever is not final has a wake-up, at any time") {
    auto told = awaiting_payment(eur(12'000));
    for (int hour = 0; hour < 300; ++hour) {
        auto const now = noon + hours{hour} + seconds{hour};
        auto const wake = next(told, now);
        REQUIRE(wake);
        CHECK(*wake > now);
        CHECK(pieces(told, *wake) > 0);
    }
}
