#include "history.hpp"

namespace quittance::simulation {
namespace {

struct shown {
    history told;
    store_view view;
    void look() { told.judge.look(view, told.books(), told.at); }
    void rest() { told.judge.at_rest(view, told.books(), told.at); }
    std::pair<std::string, std::string> key() const { return {told.client(), told.booking()}; }
};

void ordered_one(shown& here) {
    here.told.books_and_orders();
    here.view = here.told.view();
}
void paid_one(shown& here) {
    here.told.sells();
    here.view = here.told.view();
}

}  // namespace

TEST_CASE("10 and 12: a store that changed without a commit is seen") {
    shown here;
    paid_one(here);
    here.view.accounts.front().version = 7;
    here.view.accounts.front().bookings.begin()->second += ' ';
    here.look();
    CHECK(here.told.violations_of(10) == 1);
    CHECK(here.told.violations_of(12) == 1);
}

TEST_CASE("10: an account that nobody committed is seen") {
    shown here;
    paid_one(here);
    here.view.accounts.front().client = "somebody";
    here.look();
    CHECK(here.told.violations_of(10) == 1);
}

TEST_CASE("13: an open booking that nothing will wake is seen") {
    shown here;
    ordered_one(here);
    here.view.wakes.clear();
    here.look();
    CHECK(here.told.violations_of(13) == 1);
}

TEST_CASE("13: a checkout that waits for an order nobody holds is seen") {
    shown here;
    ordered_one(here);
    here.view.effects.clear();
    here.look();
    CHECK(here.told.violations_of(13) == 1);
}

TEST_CASE("13: what is owed or held and not listed is seen") {
    shown owed;
    ordered_one(owed);
    owed.view.open.clear();
    owed.look();
    CHECK(owed.told.violations_of(13) == 1);
    shown held;
    held.told.books_and_orders(domain::origin::plain_link);
    held.view = held.told.view();
    held.view.held.clear();
    held.look();
    CHECK(held.told.violations_of(13) == 1);
}

TEST_CASE("13: a worry that no person is asked about is seen") {
    shown here;
    here.told.sells();
    here.told.is_disputed(domain::dispute_status::needs_response, true);
    here.view = here.told.view();
    here.look();
    CHECK(here.told.judge.violation_count() == 0);
    here.view.attention.clear();
    here.look();
    CHECK(here.told.violations_of(13) == 1);
}

TEST_CASE(
    "13: money that was paid before a waiver and heard of after it, and that nobody is asked about, is "
    "seen") {
    shown here;
    here.told.books_and_orders();
    here.told.session_is_made();
    auto const later = here.told.at + std::chrono::hours{1};
    here.told.commits(
        {domain::waived{here.told.now().id, {1, euros(2'000), false, "kind", "owner", "w-1", later}}});
    here.told.is_paid();
    here.view = here.told.view();
    REQUIRE(here.view.attention.size() == 1);
    here.look();
    INFO(here.told.told());
    CHECK(here.told.violations_of(13) == 0);
    CHECK(here.told.violations_of(14) == 0);
    here.view.attention.clear();
    here.look();
    CHECK(here.told.violations_of(13) == 1);
}

TEST_CASE("13: a dispute under way that nothing asks about is seen") {
    shown here;
    here.told.sells();
    here.told.is_disputed(domain::dispute_status::needs_response, true);
    here.view = here.told.view();
    REQUIRE(here.view.wakes.erase(here.key()) == 1);
    here.look();
    CHECK(here.told.violations_of(13) == 1);
}

TEST_CASE("14: a settled booking that is woken, listed as open or held, or worries a person is seen") {
    shown here;
    paid_one(here);
    here.view.wakes[here.key()] = here.told.at;
    here.view.open[here.key()] = here.told.at;
    here.view.held[here.key()] = here.told.at;
    here.view.attention.emplace(here.told.client(), here.told.booking(), "unallocated_money:pi_1");
    here.look();
    CHECK(here.told.violations_of(14) == 4);
}

TEST_CASE("14: entries of the indexes without a booking are seen") {
    shown here;
    paid_one(here);
    here.view.wakes[{here.told.client(), "gone"}] = here.told.at;
    here.view.attention.emplace("gone", "gone", "x");
    here.view.effects.push_back({here.told.order_key(), "", "", "gone", "gone", {}, {}});
    here.look();
    CHECK(here.told.violations_of(14) == 3);
}

TEST_CASE("7: an order in the store that no commit made is seen") {
    shown here;
    ordered_one(here);
    here.view.effects.front().key = "made-up";
    here.look();
    CHECK(here.told.violations_of(7) == 1);
}

TEST_CASE("20: whatever is still in between at rest is seen") {
    shown here;
    ordered_one(here);
    here.told.at += std::chrono::hours{2};
    here.rest();
    CHECK(here.told.violations_of(20) == 2);  // the order and the payer
    shown held;
    held.told.books_and_orders(domain::origin::plain_link);
    held.told.session_is_made();
    held.view = held.told.view();
    held.told.at += std::chrono::hours{24 * 14};
    held.rest();
    CHECK(held.told.violations_of(20) == 3);  // a wake-up long due, the payer, the hold
    shown refunding;
    refunding.told.books_and_orders();
    refunding.told.session_is_made();
    refunding.told.is_paid();
    refunding.told.is_refunded(100, domain::refund_status::pending);
    refunding.view = refunding.told.view();
    refunding.rest();
    CHECK(refunding.told.violations_of(20) == 1);
}

TEST_CASE("19: erasing an account that took money is seen") {
    shown here;
    paid_one(here);
    here.told.judge.erased(here.told.client(), here.told.at);
    CHECK(here.told.violations_of(19) == 1);
}

TEST_CASE("after a loss the store's state counts; what was lost is judged again once it is reconciled") {
    history told;
    told.books_and_orders();
    told.session_is_made();
    auto const before = told.view();
    told.is_paid();
    told.judge.store_lost(before, told.at);
    told.judge.look(before, told.books(), told.at);
    INFO(told.told());
    CHECK(told.judge.violation_count() == 0);
    told.judge.reconciled(told.at);
    told.judge.at_rest(before, told.books(), told.at);
    CHECK(told.violations_of(19) >= 1);
}

TEST_CASE("11 and 12: a store that comes back broken is seen") {
    history told;
    told.books_and_orders();
    auto back = told.view();
    back.accounts.front().chain_head = "nonsense";
    back.accounts.front().bookings.clear();
    told.judge.store_lost(back, told.at);
    CHECK(told.violations_of(11) == 1);
    auto spoilt = told.view();
    auto& text = spoilt.accounts.front().bookings.begin()->second;
    text.replace(text.find("Coaching"), 8, "Coddling");
    told.judge.store_lost(spoilt, told.at);
    CHECK(told.violations_of(12) == 1);
}

}  // namespace quittance::simulation
