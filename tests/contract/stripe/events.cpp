#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "contract/stripe/fixture.hpp"
#include "quittance/stripe/webhook.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;
using quittance::stripe_test::fixture;

domain::money chf(std::int64_t units) { return domain::money::minor(units, *domain::currency::parse("CHF")); }
auto const when = from_unix_seconds(1'800'000'100);

engine::webhook_event read(std::string const& name) {
    auto const event = read_event(fixture(name));
    REQUIRE_MESSAGE(event.has_value(), name << ": " << event.error().message());
    return *event;
}
template <class Fact>
Fact fact_in(std::string const& name) {
    auto const event = read(name);
    REQUIRE_MESSAGE(std::holds_alternative<Fact>(event.what), name);
    return std::get<Fact>(event.what);
}
engine::session_report session_in(std::string const& name) { return fact_in<engine::session_report>(name); }

TEST_CASE("a completed session is a fact with its route home") {
    auto const event = read("checkout.session.completed");
    CHECK(event.event_id.starts_with("evt_3Qtc"));
    CHECK(event.type == "checkout.session.completed");
    CHECK(event.created == when);
    CHECK_FALSE(event.livemode);
    CHECK(event.account.empty());
    CHECK(event.intent.text() == "pi_3QtcIntent0001");
    CHECK(event.whose == engine::route{"8fQ2", domain::client_id{"N3vYt0aZkP1xL5cB7dE9gH"},
                                       domain::booking_id{"w1Xo4rT6uI8pA0sD"}, 2});
    domain::session_fact expected;
    expected.session = domain::session_id{"cs_test_b1QtcSession001"};
    expected.checkout = 2;
    expected.status = domain::session_status::complete;
    expected.payment = domain::payment_status::paid;
    expected.amount = chf(18'000);
    expected.intent = domain::intent_id{"pi_3QtcIntent0001"};
    expected.expires_at = from_unix_seconds(1'800'007'200);
    expected.at = when;
    CHECK(std::get<engine::session_report>(event.what).fact == expected);
}

TEST_CASE("sessions differ in what they say was paid") {
    CHECK(session_in("checkout.session.completed.unpaid").fact.payment == domain::payment_status::unpaid);
    CHECK_FALSE(session_in("checkout.session.completed.unpaid").async_failed);
    CHECK(session_in("checkout.session.async_payment_succeeded").fact.payment ==
          domain::payment_status::paid);
    auto const failed = session_in("checkout.session.async_payment_failed");
    CHECK(failed.async_failed);
    CHECK(failed.fact.payment == domain::payment_status::unpaid);
    auto const expired = session_in("checkout.session.expired");
    CHECK(expired.fact.status == domain::session_status::expired);
    CHECK(expired.fact.intent.empty());
    CHECK_FALSE(expired.async_failed);
}

TEST_CASE("intents say how far they are, what was received and why a card was refused") {
    auto const paid = fact_in<domain::intent_fact>("payment_intent.succeeded");
    CHECK(paid.status == domain::intent_status::succeeded);
    CHECK(paid.received == chf(18'000));
    CHECK(paid.charge.text() == "ch_3QtcCharge0001");
    CHECK(paid.checkout == 2);
    CHECK(paid.at == when);
    auto const failed = fact_in<domain::intent_fact>("payment_intent.payment_failed");
    CHECK(failed.status == domain::intent_status::requires_payment_method);
    CHECK(failed.decline_code == "insufficient_funds");
    CHECK(failed.received == chf(0));
    CHECK(fact_in<domain::intent_fact>("payment_intent.processing").status ==
          domain::intent_status::processing);
    CHECK(fact_in<domain::intent_fact>("payment_intent.requires_action").status ==
          domain::intent_status::requires_action);
    CHECK(fact_in<domain::intent_fact>("payment_intent.canceled").status == domain::intent_status::canceled);
    CHECK(read("payment_intent.canceled").intent.text() == "pi_3QtcIntent0001");
}

TEST_CASE("a charge without the client tells its customer, its card, and what the issuer advises") {
    auto const lost = fact_in<domain::intent_fact>("payment_intent.payment_failed.lost_card");
    CHECK(lost.customer.text() == "cus_QtcCustomer01");
    CHECK(lost.method.text() == "pm_1QtcMethod0001");
    CHECK(lost.decline_code == "lost_card");
    CHECK(lost.advice_code == "do_not_try_again");
    CHECK(lost.at == from_unix_seconds(1'802'592'006));
    auto const asked = fact_in<domain::intent_fact>("payment_intent.payment_failed.authentication_required");
    CHECK(asked.decline_code == "authentication_required");
    CHECK(asked.advice_code.empty());
}

TEST_CASE("a refund that we ordered says whose it is and our number of it") {
    auto const event = read("refund.created.ordered");
    CHECK(event.whose.booking.text() == "w1Xo4rT6uI8pA0sD");
    CHECK(std::get<domain::refund_fact>(event.what).order == 4);
    CHECK(fact_in<domain::refund_fact>("refund.created").order == 0);
}

TEST_CASE("charges carry their sums, refunds their state") {
    auto const whole = fact_in<domain::charge_fact>("charge.succeeded");
    CHECK(whole.captured);
    CHECK(whole.amount == chf(18'000));
    CHECK(whole.refunded == chf(0));
    auto const part = fact_in<domain::charge_fact>("charge.refunded");
    CHECK(part.refunded == chf(6'000));
    CHECK(part.intent.text() == "pi_3QtcIntent0001");
    struct {
        char const* name;
        domain::refund_status status;
    } const table[] = {{"refund.created", domain::refund_status::pending},
                       {"refund.updated", domain::refund_status::succeeded},
                       {"refund.failed", domain::refund_status::failed},
                       {"charge.refund.updated", domain::refund_status::canceled}};
    for (auto const& row : table) {
        auto const refund = fact_in<domain::refund_fact>(row.name);
        CHECK(refund.status == row.status);
        CHECK(refund.amount == chf(6'000));
        CHECK(refund.refund.text() == "re_3QtcRefund0001");
        CHECK(read(row.name).intent.text() == "pi_3QtcIntent0001");
        CHECK(read(row.name).whose.empty());
    }
}

TEST_CASE("a dispute moves money only where it says so, and the facts can be told in any order") {
    struct {
        char const* name;
        domain::dispute_status status;
        bool withdrawn;
        bool reinstated;
    } const table[] = {
        {"charge.dispute.created", domain::dispute_status::needs_response, false, false},
        {"charge.dispute.created.inquiry", domain::dispute_status::warning_needs_response, false, false},
        {"charge.dispute.updated", domain::dispute_status::under_review, true, false},
        {"charge.dispute.funds_withdrawn", domain::dispute_status::needs_response, true, false},
        {"charge.dispute.funds_reinstated", domain::dispute_status::won, true, true},
        {"charge.dispute.closed", domain::dispute_status::won, true, true},
        {"charge.dispute.closed.lost", domain::dispute_status::lost, true, false},
    };
    for (auto const& row : table) {
        CAPTURE(row.name);
        auto const fact = fact_in<domain::dispute_fact>(row.name);
        CHECK(fact.status == row.status);
        CHECK(fact.funds_withdrawn == row.withdrawn);
        CHECK(fact.funds_reinstated == row.reinstated);
        CHECK(fact.amount == chf(18'000));
        CHECK(fact.charge.text() == "ch_3QtcCharge0001");
    }
}

TEST_CASE("a body of another API version is a pointer, whatever it looks like") {
    auto const other = read("other_version");
    CHECK(std::get<engine::pointer_report>(other.what).object_id == "ch_3QtcCharge0001");
    CHECK(other.whose.client.text() == "N3vYt0aZkP1xL5cB7dE9gH");
    CHECK(other.intent.text() == "pi_3QtcIntent0001");
    auto const none = read("no_version");
    CHECK(std::get<engine::pointer_report>(none.what).object_id == "re_3QtcRefund0001");
    CHECK(none.whose.empty());
    CHECK(none.intent.empty());
}

TEST_CASE("account and mode are told") {
    auto const event = read("connected_account");
    CHECK(event.account == "acct_1QtcOther");
    CHECK(event.livemode);
}

TEST_CASE("types we do not take and thin events are uninteresting, not wrong") {
    for (auto const* const name : {"customer.updated", "thin", "thin.taken_type"}) {
        CAPTURE(name);
        CHECK(std::holds_alternative<engine::uninteresting>(read(name).what));
    }
    CHECK(read("thin").event_id == "evt_test_65QtcThin");
}

TEST_CASE("a page that took a card says only where to read which one") {
    for (auto const& [name, object] :
         {std::pair{"checkout.session.completed.setup", "cs_test_c1QtcSession009"},
          std::pair{"setup_intent.succeeded", "seti_1QtcSetup0001"}}) {
        CAPTURE(name);
        auto const event = read(name);
        CHECK(std::get<engine::pointer_report>(event.what).object_id == object);
        CHECK(event.whose == engine::route{"8fQ2", domain::client_id{"N3vYt0aZkP1xL5cB7dE9gH"},
                                           domain::booking_id{"w1Xo4rT6uI8pA0sD"}, 0});
    }
}

TEST_CASE("what is said of a card names its customer, who leads to the account") {
    auto const updated = read("payment_method.automatically_updated");
    auto const card = std::get<domain::method_fact>(updated.what);
    CHECK(card.method.text() == "pm_1QtcMethod0009");
    CHECK(card.customer.text() == "cus_QtcCustomer01");
    CHECK(card.expires_year == 2031);
    CHECK(card.at == when);
    CHECK(updated.customer.text() == "cus_QtcCustomer01");
    CHECK(updated.whose.empty());

    auto const detached = read("payment_method.detached");
    CHECK(std::get<domain::method_fact>(detached.what).customer.empty());
    CHECK(detached.customer.text() == "cus_QtcCustomer01");
}

TEST_CASE("every type we register for has a fixture that reads as a fact, and the list asks for twenty") {
    auto const types = taken_event_types();
    auto const listed = listed_event_types();
    CHECK(listed.size() <= 20);
    CHECK(std::all_of(listed.begin(), listed.end(), [&types](std::string_view type) {
        return std::find(types.begin(), types.end(), type) != types.end();
    }));
    CHECK(std::set<std::string_view>(types.begin(), types.end()).size() == types.size());
    for (auto const type : types) {
        auto const event = read(std::string{type});
        CHECK(event.type == type);
        CHECK_FALSE(std::holds_alternative<engine::uninteresting>(event.what));
        bool const is_pointer = std::holds_alternative<engine::pointer_report>(event.what);
        CHECK(is_pointer == (type == "setup_intent.succeeded"));
    }
}

}  // namespace
