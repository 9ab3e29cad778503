#include "quittance/domain/notices.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "collecting_story.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

using kinds = std::vector<notice_kind>;

// What is told of one command, and the story after it.
std::vector<notice> told_of(story& so_far, command what, instant when = noon) {
    auto const before = so_far.account();
    auto const events = so_far.ask(what, when).value().events;
    so_far.then(std::move(what), when);
    return notices_of(before, so_far.account(), events);
}

kinds kinds_of(std::vector<notice> const& all) {
    kinds made;
    for (auto const& each : all) made.push_back(each.kind);
    return made;
}

std::set<std::string> ids_of(std::vector<notice> const& all) {
    std::set<std::string> made;
    for (auto const& each : all) made.insert(notice_id_of(each));
    return made;
}

command paid_by_session(story const& at) { return session_seen{at.id(), session_paid(eur(12'000)), false}; }

story paid() {
    auto told = awaiting_payment(eur(12'000));
    told.then(paid_by_session(told));
    return told;
}

// A booking as it stands, for what no command can do yet.
account holding(booking what) {
    account made;
    made.id = client_id{"client"};
    auto const id = what.id;
    made.bookings.emplace(id, std::move(what));
    return made;
}

booking a_plan(int items) {
    booking made;
    made.identity = reference("plan-1");
    made.id = booking_id_of(made.identity);
    made.origin = origin::api;
    made.terms.price = eur(10'000LL * items);
    made.terms.plan.every = rhythm::monthly;
    made.terms.plan.count = items;
    for (int number = 1; number <= items; ++number) {
        made.items.push_back({number, eur(10'000), std::chrono::year{2027} / 1 / number, ""});
        checkout asked;
        asked.number = number;
        asked.items = {number};
        asked.amount = eur(10'000);
        made.checkouts.push_back(asked);
    }
    return made;
}

void pay_item(booking& what, int number) {
    payment in;
    in.intent = intent_id{"pi_" + std::to_string(number)};
    in.checkout = number;
    in.captured = eur(10'000);
    in.at = at_second(number);
    what.payments.push_back(in);
}

}  // namespace

TEST_CASE("the first money confirms the booking and pays its item") {
    auto told = awaiting_payment(eur(12'000));
    auto const said = told_of(told, paid_by_session(told));
    REQUIRE(kinds_of(said) == kinds{notice_kind::booking_confirmed, notice_kind::item_paid});
    REQUIRE(said[1].item);
    CHECK(said[1].item->number == 1);
    CHECK(said[1].amount == eur(12'000));
    CHECK(said[1].payment == intent_id{"pi_1"});
    SUBCASE("and the same fact from another place says nothing more") {
        CHECK(told_of(told, intent_seen{told.id(), intent_succeeded(eur(12'000))}).empty());
        CHECK(told_of(told, charge_seen{told.id(), charge(eur(12'000), eur(0))}).empty());
    }
}

TEST_CASE("a booking, a checkout and a payment under way tell nobody anything") {
    story told;
    CHECK(told_of(told, a_booking(eur(12'000))).empty());
    CHECK(told_of(told, open_checkout{told.id(), "https://pay.example/r/"}).empty());
    CHECK(told_of(told, checkout_created{told.id(), 1, session_open()}).empty());
    CHECK(told_of(told, session_seen{told.id(), session_unpaid(eur(12'000)), false}).empty());
}

TEST_CASE("money that fits nothing agreed confirms nothing") {
    auto told = awaiting_payment(eur(12'000));
    CHECK(told_of(told, session_seen{told.id(), session_paid(eur(9'000)), false}).empty());
}

TEST_CASE("a hold that is over says so, once") {
    auto told = awaiting_payment(eur(12'000));
    auto const over = told.booking().hold_until;
    told.then(session_seen{told.id(), session_expired(), false}, over);
    CHECK(kinds_of(told_of(told, close_held{told.id()}, over)) == kinds{notice_kind::booking_expired});
    CHECK(told_of(told, close_held{told.id()}, over).empty());
}

TEST_CASE("a booking that moves takes along what was told of it") {
    auto told = paid();
    CHECK(told_of(told, move_booking{told.id(), reference("ref-2"), "token-2"}).empty());
    SUBCASE("and what comes later is told of the new one") {
        auto const said = told_of(told, charge_seen{told.id("ref-2"), charge(eur(12'000), eur(12'000))});
        REQUIRE(kinds_of(said) == kinds{notice_kind::payment_refunded});
        CHECK(said[0].booking == told.id("ref-2"));
    }
}

TEST_CASE("a refund is told by what went back, whichever of its two facts comes first") {
    auto one = paid();
    auto other = paid();
    std::vector<std::string> first, second;
    auto const keep = [](std::vector<std::string>& into, std::vector<notice> const& said) {
        for (auto const& each : said) into.push_back(notice_id_of(each));
    };
    auto const by_charge = [](story const& at) {
        return charge_seen{at.id(), charge(eur(12'000), eur(5'000))};
    };
    auto const by_refund = [](story const& at) {
        return refund_seen{at.id(), a_refund(eur(5'000), refund_status::succeeded)};
    };
    keep(first, told_of(one, by_charge(one)));
    keep(first, told_of(one, by_refund(one)));
    keep(second, told_of(other, by_refund(other)));
    keep(second, told_of(other, by_charge(other)));
    CHECK(first.size() == 1);
    CHECK(first == second);
}

TEST_CASE("a second refund tells its own part and the sum; a failed one nothing") {
    auto told = paid();
    told_of(told, refund_seen{told.id(), a_refund(eur(5'000), refund_status::succeeded)});
    auto const said =
        told_of(told, refund_seen{told.id(), a_refund(eur(2'000), refund_status::succeeded, "re_2")});
    REQUIRE(kinds_of(said) == kinds{notice_kind::payment_refunded});
    CHECK(said[0].amount == eur(2'000));
    CHECK(said[0].went_back == eur(7'000));
    CHECK(told_of(told, refund_seen{told.id(), a_refund(eur(2'000), refund_status::failed, "re_2")}).empty());
    SUBCASE("the same amount sent again is another fact") {
        auto const again =
            told_of(told, refund_seen{told.id(), a_refund(eur(2'000), refund_status::succeeded, "re_3")});
        REQUIRE(again.size() == 1);
        CHECK(notice_id_of(again[0]) != notice_id_of(said[0]));
    }
}

TEST_CASE("a dispute that takes the money is no refund") {
    auto told = paid();
    auto taken = a_dispute(eur(12'000), dispute_status::needs_response);
    taken.funds_withdrawn = true;
    CHECK(told_of(told, dispute_seen{told.id(), taken}).empty());
}

TEST_CASE("a plan is completed by its last item, in any order") {
    auto plan = a_plan(3);
    auto before = holding(plan);
    auto const step = [&](int number) {
        pay_item(plan, number);
        auto const after = holding(plan);
        auto said = notices_of(before, after, {});
        before = after;
        return said;
    };
    CHECK(kinds_of(step(3)) == kinds{notice_kind::booking_confirmed, notice_kind::item_paid});
    CHECK(kinds_of(step(1)) == kinds{notice_kind::item_paid});
    CHECK(kinds_of(step(2)) == kinds{notice_kind::item_paid, notice_kind::plan_completed});
}

TEST_CASE("all items paid in one decision are told apart") {
    auto plan = a_plan(2);
    auto const before = holding(plan);
    pay_item(plan, 1);
    pay_item(plan, 2);
    auto const said = notices_of(before, holding(plan), {});
    CHECK(kinds_of(said) == kinds{notice_kind::booking_confirmed, notice_kind::item_paid,
                                  notice_kind::item_paid, notice_kind::plan_completed});
    CHECK(ids_of(said).size() == said.size());
}

TEST_CASE("a retainer is completed by its last period, one without an end never") {
    auto plan = a_plan(2);
    plan.terms.plan.retainer = true;
    plan.periods = 2;
    auto const completes = [&plan](int count) {
        auto now = plan;
        now.terms.plan.count = count;
        auto const before = holding(now);
        pay_item(now, 1);
        pay_item(now, 2);
        auto const said = kinds_of(notices_of(before, holding(now), {}));
        return std::count(said.begin(), said.end(), notice_kind::plan_completed) == 1;
    };
    CHECK(completes(2));
    CHECK(!completes(3));
    CHECK(!completes(0));
}

TEST_CASE("an id is the same for the same fact and says nothing of it") {
    notice const one{notice_kind::item_paid, booking_id{"b"}, "1/pi_1", {}, {}, {}, {}};
    auto other = one;
    other.amount = eur(1);
    CHECK(notice_id_of(one) == notice_id_of(other));
    CHECK(notice_id_of(one).size() == 26);
    for (auto const kind : all_notice_kinds()) {
        other.kind = kind;
        CHECK((notice_id_of(one) == notice_id_of(other)) == (kind == one.kind));
    }
    other = one;
    other.subject = "2/pi_1";
    CHECK(notice_id_of(one) != notice_id_of(other));
    other = one;
    other.booking = booking_id{"c"};
    CHECK(notice_id_of(one) != notice_id_of(other));
}

TEST_CASE("every kind has a name of its own") {
    std::set<std::string_view> names;
    for (auto const kind : all_notice_kinds()) names.insert(name_of(kind));
    CHECK(names.size() == 7);
    CHECK(!names.contains("unknown"));
}

TEST_CASE("a declined charge is told with its code, once for each item and try") {
    auto told = charge_under_way();
    auto const said =
        told_of(told, attempt_answered{told.id(), 2, 1, intent_declined("insufficient_funds", 1)}, first_due);
    REQUIRE(kinds_of(said) == kinds{notice_kind::item_declined});
    CHECK(said[0].item->number == 2);
    CHECK(said[0].detail == "insufficient_funds");
    auto const again =
        told_of(told, intent_looked_up{told.id(), 2, intent_declined("insufficient_funds", 1)});
    CHECK(again.empty());
}

TEST_CASE("a used credit is told by its delivery, once; taken back it is not told") {
    story told;
    auto asked = a_booking(eur(12'000), origin::api);
    asked.terms.credits.granted = 10;
    told.then(asked);
    auto created = session_open();
    created.expires_at = told.booking().checkouts.at(0).expires_at;
    told.then(checkout_created{told.id(), 1, created});
    told.then(session_seen{told.id(), session_paid(eur(12'000))});
    deliver const use{told.id(), "session-1", *parse_iso_date("2026-11-21"), 1, false, "Ann"};
    auto const said = told_of(told, use);
    REQUIRE(kinds_of(said) == kinds{notice_kind::credit_used});
    CHECK(said[0].detail == "session-1");
    CHECK(told_of(told, use).empty());
    CHECK(told_of(told, take_back_delivery{told.id(), "session-1", "mistaken", "Ann"}).empty());
}

TEST_CASE("a delivery that takes no credit tells of none") {
    auto told = awaiting_payment(eur(12'000), origin::api);
    told.then(paid_by_session(told));
    auto const said =
        told_of(told, deliver{told.id(), "session-1", *parse_iso_date("2026-11-21"), 1, false, "Ann"});
    REQUIRE(told.booking().deliveries.size() == 1);
    CHECK(said.empty());
}

TEST_CASE("an item is paid, and its plan complete, where the rest of it was given up") {
    auto told = charge_under_way();
    told.then(attempt_answered{told.id(), 2, 1, intent_paid()}, first_due);
    told.then(
        take_by_hand{told.id(), "slip", eur(59'00), hand_kind::cash, *parse_iso_date("2026-12-24"), "Ann"},
        first_due);
    auto const rest =
        told_of(told, waive{told.id(), 3, std::nullopt, false, "kind", "Ann", "w-1"}, first_due);
    REQUIRE(kinds_of(rest) == kinds{notice_kind::item_paid, notice_kind::plan_completed});
    CHECK(rest[0].item->number == 3);
    CHECK(rest[0].payment == intent_id{"hand:slip"});
}

TEST_CASE("an item that was given up whole was not paid, and completes its plan all the same") {
    auto told = charge_under_way();
    told.then(attempt_answered{told.id(), 2, 1, intent_paid()}, first_due);
    auto const said =
        told_of(told, waive{told.id(), 3, std::nullopt, false, "kind", "Ann", "w-1"}, first_due);
    CHECK(kinds_of(said) == kinds{notice_kind::plan_completed});
}
