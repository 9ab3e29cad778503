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

}  // namespace quittance::simulation
