#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "journal_checks.hpp"

using namespace quittance;
using namespace quittance::domain;

namespace {

rc::Gen<money> any_money() {
    return rc::gen::apply(
        [](std::int64_t units, bool odd) { return odd ? usd(units) : eur(units); },
        rc::gen::element<std::int64_t>(0, 1, 6'000, 11'999, 12'000),
        rc::gen::weightedOneOf<bool>({{9, rc::gen::just(false)}, {1, rc::gen::just(true)}}));
}

std::string nth(char const* prefix, int n) { return prefix + std::to_string(n); }

rc::Gen<command> any_command(booking_id id) {
    auto const number = rc::gen::inRange(1, 4);
    auto const second = rc::gen::inRange(0, 9'000);
    auto const session = rc::gen::apply(
        [id](int n, int status, int payment, money amount, int at, bool failed) -> command {
            auto fact = session_paid(amount, nth("cs_", n), nth("pi_", n));
            fact.checkout = n;
            fact.status = static_cast<session_status>(status);
            fact.payment = static_cast<payment_status>(payment);
            fact.at = at_second(at);
            return session_seen{id, fact, failed};
        },
        number, rc::gen::inRange(0, 4), rc::gen::inRange(0, 4), any_money(), second,
        rc::gen::arbitrary<bool>());
    auto const refund = rc::gen::apply(
        [id](int n, int which, int status, money amount) -> command {
            return refund_seen{
                id, a_refund(amount, static_cast<refund_status>(status), nth("re_", which), nth("pi_", n))};
        },
        number, number, rc::gen::inRange(0, 6), any_money());
    auto const dispute = rc::gen::apply(
        [id](int n, int status, money amount, bool out, bool back) -> command {
            auto fact = a_dispute(amount, static_cast<dispute_status>(status), "dp_1", nth("pi_", n));
            fact.funds_withdrawn = out;
            fact.funds_reinstated = back;
            return dispute_seen{id, fact};
        },
        number, rc::gen::inRange(0, 11), any_money(), rc::gen::arbitrary<bool>(), rc::gen::arbitrary<bool>());
    auto const own = rc::gen::element<command>(open_checkout{id, "https://pay.example/r/"}, close_held{id},
                                               checkout_abandoned{id, 1}, checkout_absent{id, 1},
                                               checkout_refused{id, 1, "amount_too_small"});
    return rc::gen::oneOf(session, refund, dispute, own);
}

struct told_at {
    command what;
    instant when;
};

std::vector<told_at> any_history(booking_id id) {
    auto const commands = *rc::gen::container<std::vector<command>>(any_command(id));
    std::vector<told_at> history;
    instant now = noon;
    for (auto const& c : commands) {
        now += std::chrono::minutes{*rc::gen::inRange(0, 200)};
        history.push_back({c, now});
    }
    return history;
}

void holds(booking const& what) {
    auto const sums = balance_of(what);
    std::int64_t items = 0;
    for (auto const& i : what.items) items += i.amount.minor_units();
    RC_ASSERT(items == what.terms.price.minor_units());
    RC_ASSERT(sums.open.minor_units() >= 0 && sums.open.minor_units() <= items);
    RC_ASSERT(sums.received.minor_units() >= 0);
    std::int64_t captured = 0;
    for (auto const& p : what.payments) {
        RC_ASSERT(went_back_of(p).minor_units() <= p.captured.minor_units());
        if (p.captured.unit() == what.terms.price.unit()) captured += p.captured.minor_units();
    }
    RC_ASSERT(sums.received.minor_units() + sums.unallocated.minor_units() + sums.went_back.minor_units() ==
              captured);
    RC_ASSERT(std::count_if(what.checkouts.begin(), what.checkouts.end(), is_live) <= 1 ||
              std::any_of(what.checkouts.begin(), what.checkouts.end(),
                          [](checkout const& c) { return c.status == session_status::complete; }));
}

}  // namespace

TEST_CASE("whatever is reported, every cent is accounted for and at most one payer is live") {
    CHECK(rc::check([] {
        story told;
        told.then(a_booking(eur(12'000)));
        for (auto const& [what, when] : any_history(told.id())) {
            auto const made = told.ask(what, when);
            if (!made) continue;
            RC_ASSERT(made->effects.empty() || !live_checkout(told.booking()));
            told.then(what, when);
            holds(told.booking());
        }
        books_agree(told);
    }));
}

TEST_CASE("whatever is not final has a wake-up") {
    CHECK(rc::check([] {
        story told;
        told.then(a_booking(eur(12'000)));
        instant now = noon;
        for (auto const& [what, when] : any_history(told.id())) {
            now = when;
            if (told.ask(what, when)) told.then(what, when);
        }
        bool const final = !live_checkout(told.booking()) && state_of(told.booking()) != booking_state::held;
        auto const wake = next_wake(told.booking(), now, told.rules);
        RC_ASSERT(final || wake.has_value());
        RC_ASSERT(!wake || *wake > now);
    }));
}

TEST_CASE("told twice, a fact changes nothing the second time") {
    CHECK(rc::check([] {
        story told;
        told.then(a_booking(eur(12'000)));
        for (auto const& [what, when] : any_history(told.id())) {
            if (!told.ask(what, when)) continue;
            told.then(what, when);
            auto const again = told.ask(what, when);
            RC_ASSERT(!again || again->events.empty());
        }
    }));
}
