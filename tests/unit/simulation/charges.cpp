// Charges without the client: when there must be none, and what each names.
#include "plan_history.hpp"

namespace quittance::simulation {
namespace {

struct charge_at_rest : plan_history {
    explicit charge_at_rest(std::string code = "insufficient_funds") {
        begins();
        falls_due();
        intent_is_made();
        is_declined(std::move(code));
        told.at += std::chrono::hours{24};
    }
};

}  // namespace

TEST_CASE("5: a charge that is confirmed again before it is known what became of it is seen") {
    plan_history here;
    here.begins();
    here.falls_due();
    here.intent_is_made();
    here.confirms_again();
    CHECK(here.told.violations_of(5) == 1);
}

TEST_CASE("6: a confirmation of another intent than the committed one, and of a page, are seen") {
    plan_history here;
    here.begins();
    here.falls_due();
    here.intent_is_made([](stored_account&, commit_seen& seen) { seen.effects.front().object = "pi_9"; });
    CHECK(here.told.violations_of(6) == 1);
    plan_history page;
    page.begins();
    page.falls_due();
    page.confirms_again(1, 1);
    CHECK(page.told.violations_of(6) >= 1);
}

TEST_CASE("22: a charge during a dispute, and after the end, is seen") {
    charge_at_rest disputed;
    disputed.told.is_disputed(domain::dispute_status::needs_response, true);
    disputed.confirms_again();
    CHECK(disputed.told.violations_of(22) >= 1);
    charge_at_rest ended;
    ended.told.commits({domain::booking_closed{ended.id(), "cancelled", ended.told.at, "", ""}});
    ended.confirms_again();
    CHECK(ended.told.violations_of(22) == 1);
}

TEST_CASE("22: a charge at night, and one before its day, is seen") {
    charge_at_rest late;
    late.confirms_again();
    CHECK(late.told.violations_of(22) == 0);
    charge_at_rest at_night;
    at_night.told.at += std::chrono::hours{12};
    at_night.confirms_again();
    CHECK(at_night.told.violations_of(22) == 1);
    charge_at_rest early;
    early.told.at -= std::chrono::hours{24 * 3};
    early.confirms_again();
    CHECK(early.told.violations_of(22) == 1);
}

TEST_CASE("22: a card that is tried again after a final decline is seen, another card is not") {
    for (auto const* const code : {"lost_card", "expired_card", "authentication_required"}) {
        charge_at_rest here{code};
        here.confirms_again();
        CHECK(here.told.violations_of(22) == 1);
        charge_at_rest renewed{code};
        renewed.confirms_again(2, 2, "pm_2");
        CHECK(renewed.told.violations_of(22) == 0);
    }
}

TEST_CASE("22: a confirmation that is sent at night, or long after a dispute, is seen") {
    plan_history here;
    here.begins();
    here.falls_due();
    here.intent_is_made();
    auto const sent = [&here](instant by_its_clock) {
        here.told.judge.called({0, here.told.at, "POST", "/v1/payment_intents/pi_2/confirm", "1-client-c2-a1",
                                "payment_method=pm_1&off_session=true", 200, "{}", by_its_clock});
    };
    sent(here.told.at);
    CHECK(here.told.judge.violation_count() == 0);
    sent(here.told.at + std::chrono::hours{12});
    CHECK(here.told.violations_of(22) == 1);
    here.told.is_disputed(domain::dispute_status::needs_response, true);
    here.told.at += std::chrono::minutes{30};
    sent(here.told.at);
    CHECK(here.told.violations_of(22) == 2);
}

TEST_CASE("7: what came by hand is handed back by a person, and nothing is ordered of the processor") {
    history told;
    told.books_and_orders();
    domain::take_by_hand cash;
    cash.booking = told.now().id;
    cash.reference = "cash-1";
    cash.amount = euros(12'000);
    cash.on = *parse_iso_date("2026-11-22");
    cash.author = "owner";
    told.happens(cash);
    told.happens(domain::cancel_booking{told.now().id, {}, euros(5'000), "moved away", "owner"});
    REQUIRE(told.now().refund_orders.size() == 1);
    CHECK(told.violations_of(7) == 0);
}

TEST_CASE("7: a refund of the processor's money that orders nothing is seen") {
    history told;
    told.sells();
    domain::refund_order made;
    made.intent = domain::intent_id{"pi_1"};
    made.amount = euros(1'000);
    told.commits({domain::refund_ordered{told.now().id, made}});
    CHECK(told.violations_of(7) == 1);
    made.number = 2;
    made.refusal = "paid_by_hand";
    told.commits({domain::refund_ordered{told.now().id, made}});
    CHECK(told.violations_of(7) == 2);
}

}  // namespace quittance::simulation
