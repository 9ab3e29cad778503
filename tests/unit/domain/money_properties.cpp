// Whatever is paid, sent back, taken by hand, corrected, waived, split and cancelled: every unit is accounted
// for.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "journal_checks.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

std::string nth(char const* prefix, int n) { return prefix + std::to_string(n); }

rc::Gen<money> some_money() {
    return rc::gen::map(rc::gen::element<std::int64_t>(1, 999, 3'000, 6'000, 12'000, 20'000), eur);
}
rc::Gen<std::optional<money>> maybe_money() {
    return rc::gen::apply(
        [](money amount, bool said) { return said ? std::optional<money>{amount} : std::nullopt; },
        some_money(), rc::gen::arbitrary<bool>());
}

rc::Gen<command> from_the_processor(booking_id id) {
    auto const number = rc::gen::inRange(1, 4);
    auto const paid = rc::gen::apply(
        [id](int n, money amount, int second) -> command {
            auto fact = session_paid(amount, nth("cs_", n), nth("pi_", n));
            fact.checkout = n;
            fact.at = noon + std::chrono::seconds{second};
            return session_seen{id, fact, false};
        },
        number, some_money(), rc::gen::inRange(0, 40'000));
    auto const back = rc::gen::apply(
        [id](int n, int which, int status, money amount, int second) -> command {
            auto fact =
                a_refund(amount, static_cast<refund_status>(status), nth("re_", which), nth("pi_", n));
            fact.order = which;
            fact.at = noon + std::chrono::seconds{second};
            return refund_seen{id, fact};
        },
        number, number, rc::gen::inRange(1, 6), some_money(), rc::gen::inRange(0, 40'000));
    auto const refusal = rc::gen::map(number, [id](int n) -> command { return refund_refused{id, n, "no"}; });
    return rc::gen::oneOf(paid, back, refusal);
}

rc::Gen<command> from_a_person(booking_id id) {
    auto const number = rc::gen::inRange(1, 4);
    civil_date const day{std::chrono::year{2026} / 11 / 23};
    auto const taken = rc::gen::apply(
        [id, day](int n, money amount) -> command {
            return take_by_hand{id, nth("h", n), amount, hand_kind::cash, day, "ann"};
        },
        number, some_money());
    auto const corrected = rc::gen::apply(
        [id](int n, int which, std::optional<money> amount, bool back) -> command {
            return correct_by_hand{id, nth("h", n), amount, back, "slip", "ann", nth("c", which)};
        },
        number, number, maybe_money(), rc::gen::arbitrary<bool>());
    auto const given = rc::gen::apply(
        [id](int item, int which, std::optional<money> amount) -> command {
            return waive{id, item, amount, false, "gift", "ann", nth("w", which)};
        },
        number, number, maybe_money());
    auto const ordered = rc::gen::apply(
        [id](int which, std::optional<money> amount, bool reopens) -> command {
            order_refund asked;
            asked.booking = id;
            asked.amount = amount;
            asked.reopens = reopens;
            asked.author = "ann";
            asked.id = nth("r", which);
            return asked;
        },
        number, maybe_money(), rc::gen::arbitrary<bool>());
    auto const halved = rc::gen::map(number, [id, day](int item) -> command {
        return change_item{id, item, {{eur(6'000), day}, {eur(6'000), day}}, "halves", "ann"};
    });
    auto const other = rc::gen::element<command>(
        open_checkout{id, "https://pay.example/r/", {}}, open_checkout{id, "https://pay.example/r/", {2}},
        cancel_booking{id, std::nullopt, std::nullopt, "ill", "ann"});
    return rc::gen::weightedOneOf<command>(
        {{4, taken}, {3, corrected}, {2, given}, {4, ordered}, {2, halved}, {2, other}});
}

std::int64_t units(money amount) { return amount.minor_units(); }

void every_unit_is_accounted_for(booking const& what) {
    auto const sums = balance_of(what);
    std::int64_t items = 0;
    std::int64_t paid = 0;
    for (auto const& s : standing_of(what)) {
        items += units(s.what.amount);
        paid += units(s.paid);
        RC_ASSERT(units(s.open) >= 0);
        RC_ASSERT(units(s.open) + units(s.paid) + units(s.waived) == units(s.what.amount));
        RC_ASSERT(units(s.returned) >= 0 && s.returned.minor_units() <= units(s.paid));
    }
    RC_ASSERT(items == units(what.terms.price));
    RC_ASSERT(units(sums.open) + units(sums.waived) + paid == items);
    std::int64_t captured = 0;
    for (auto const& p : what.payments) {
        captured += units(p.captured);
        RC_ASSERT(units(p.captured) >= 0);
        RC_ASSERT(units(went_back_of(p)) <= units(p.captured));
        std::int64_t used = 0;
        for (auto const& a : allocations_of(what)) used += a.intent == p.intent ? units(a.amount) : 0;
        RC_ASSERT(used <= units(p.captured));
    }
    RC_ASSERT(units(sums.received) + units(sums.unallocated) + units(sums.went_back) == captured);
    RC_ASSERT(units(sums.credit) <= units(sums.unallocated));
    RC_ASSERT(sums.credit.is_zero() || sums.open.is_zero());
}

void orders_fit_their_payments(booking const& what) {
    for (auto const& p : what.payments) {
        std::int64_t unseen = 0;
        for (auto const& o : what.refund_orders) {
            bool const seen = std::any_of(p.refunds.begin(), p.refunds.end(),
                                          [&o](refund const& r) { return r.order == o.number; });
            if (o.intent == p.intent && o.refusal.empty() && !seen) unseen += units(o.amount);
        }
        RC_ASSERT(unseen <= units(p.captured));
    }
}

}  // namespace

TEST_CASE("whatever is paid, sent back and corrected, every unit is accounted for") {
    CHECK(rc::check([] {
        story told;
        told.then(a_booking(eur(12'000), origin::api));
        auto const asked = *rc::gen::container<std::vector<command>>(
            rc::gen::oneOf(from_the_processor(told.id()), from_a_person(told.id())));
        instant now = noon;
        for (auto const& what : asked) {
            now += std::chrono::minutes{*rc::gen::inRange(0, 60)};
            auto const made = told.ask(what, now);
            if (!made) continue;
            told.then(what, now);
            every_unit_is_accounted_for(told.booking());
            auto const again = told.ask(what, now);
            bool const is_new = again.has_value() && !again->events.empty();
            RC_ASSERT(!is_new);
        }
        orders_fit_their_payments(told.booking());
        books_agree(told);
    }));
}

TEST_CASE("the same money told in another order pays the same items") {
    CHECK(rc::check([] {
        story start;
        start.then(a_booking(eur(12'000), origin::api));
        auto const id = start.id();
        civil_date const day{std::chrono::year{2026} / 11 / 23};
        start.then(change_item{id, 1, {{eur(7'000), day}, {eur(5'000), day}}, "two", "ann"});
        start.then(open_checkout{id, "https://pay.example/r/", {1}});
        start.then(take_by_hand{id, "h1", *some_money(), hand_kind::cash, day, "ann"},
                   noon + std::chrono::hours{2});
        auto facts = *rc::gen::container<std::vector<command>>(from_the_processor(id));
        auto one = start;
        for (auto const& f : facts) {
            if (one.ask(f)) one.then(f);
        }
        std::reverse(facts.begin(), facts.end());
        auto other = start;
        for (auto const& f : facts) {
            if (other.ask(f)) other.then(f);
        }
        RC_PRE(one.booking().payments == other.booking().payments);
        RC_ASSERT(allocations_of(one.booking()) == allocations_of(other.booking()));
    }));
}
