#include "any_order.hpp"
#include "collecting_story.hpp"

// A plan's payments as they are told by webhooks, answers, look-ups and pages, in whatever order.
namespace quittance::domain {
namespace {

std::string const link = "https://pay.example/r/";

dispute_fact contested(std::string intent, std::string charge, dispute_status status, int second) {
    auto fact = a_dispute(eur(60'00), status, "dp_1", std::move(intent));
    fact.charge = charge_id{std::move(charge)};
    fact.at = at_second(second);
    fact.funds_withdrawn = true;
    fact.funds_reinstated = status == dispute_status::won;
    return fact;
}

charge_fact charged(std::string intent, std::string charge, money refunded) {
    auto fact = domain::charge(eur(60'00), refunded, std::move(intent));
    fact.charge = charge_id{std::move(charge)};
    return fact;
}

refund_fact went_back(money amount, std::string intent, std::string charge) {
    auto fact = a_refund(amount, refund_status::succeeded, "re_1", std::move(intent));
    fact.charge = charge_id{std::move(charge)};
    return fact;
}

// The first item's own intent, as its page confirmed it.
intent_fact first_intent(intent_status status) {
    auto fact = intent_succeeded(eur(60'00));
    fact.status = status;
    fact.customer = customer_id{"cus_1"};
    fact.method = method_id{"pm_1"};
    if (status != intent_status::succeeded) fact.received = eur(0);
    return fact;
}

intent_fact charge_canceled() {
    auto fact = intent_made();
    fact.status = intent_status::canceled;
    return fact;
}

// Item 2 was declined on its day and is tried again on the next.
story charge_retried() {
    auto told = charge_declined("insufficient_funds");
    told.then(collect{told.id()}, first_due + std::chrono::hours{24});
    return told;
}

// Item 2's charge wanted the client's bank, and made way for a page.
story authentication_by_link() {
    auto told = charge_declined("authentication_required");
    told.then(open_checkout{told.id(), link, {2}}, told.last());
    told.then(closing_answered{told.id(), 2, std::nullopt, charge_canceled()}, told.last());
    told.then(open_checkout{told.id(), link, {2}}, told.last());
    return told;
}

}  // namespace

TEST_CASE("a plan's first payment, refunded and disputed, is the same account in whatever order it is told") {
    auto const told = plan_sold();
    auto const id = told.id();
    same_in_any_order(told,
                      {session_seen{id, page_paid("cs_1", 1, "pi_1", "pm_1")},
                       intent_seen{id, first_intent(intent_status::succeeded)},
                       charge_seen{id, charged("pi_1", "ch_1", eur(10'00))},
                       refund_seen{id, went_back(eur(10'00), "pi_1", "ch_1")},
                       dispute_seen{id, contested("pi_1", "ch_1", dispute_status::needs_response, 1'000)},
                       dispute_seen{id, contested("pi_1", "ch_1", dispute_status::won, 2'000)}});
}

TEST_CASE("a later item's charge, refunded and disputed, is the same account in whatever order it is told") {
    auto const told = charge_under_way();
    auto const id = told.id();
    same_in_any_order(told,
                      {attempt_answered{id, 2, 1, intent_paid()}, intent_seen{id, intent_paid()},
                       charge_seen{id, charged("pi_2", "ch_paid", eur(60'00))},
                       refund_seen{id, went_back(eur(60'00), "pi_2", "ch_paid")},
                       dispute_seen{id, contested("pi_2", "ch_paid", dispute_status::under_review, 1'000)},
                       dispute_seen{id, contested("pi_2", "ch_paid", dispute_status::lost, 2'000)}},
                      first_due);
}

TEST_CASE("the first item's news and the second's are the same account in whatever order they are told") {
    auto const told = charge_under_way();
    auto const id = told.id();
    same_in_any_order(
        told,
        {session_seen{id, page_paid("cs_1", 1, "pi_1", "pm_1")},
         refund_seen{id, went_back(eur(20'00), "pi_1", "ch_1")},
         charge_seen{id, charged("pi_1", "ch_1", eur(20'00))}, attempt_answered{id, 2, 1, intent_paid()},
         intent_seen{id, intent_paid()}, charge_seen{id, charged("pi_2", "ch_paid", eur(0))}},
        first_due);
}

TEST_CASE("a declined attempt and its succeeded retry are the same account in whatever order they are told") {
    auto const told = charge_retried();
    auto const id = told.id();
    auto const declined = intent_declined("insufficient_funds", 1);
    same_in_any_order(
        told,
        {intent_seen{id, declined}, attempt_answered{id, 2, 1, declined},
         attempt_answered{id, 2, 2, intent_paid()}, intent_seen{id, intent_paid()},
         charge_seen{id, charged("pi_2", "ch_paid", eur(0))}, intent_looked_up{id, 2, declined}},
        told.last());
}

TEST_CASE("an unanswered retry that is looked up is the same account in whatever order it is told") {
    auto const told = charge_retried();
    auto const id = told.id();
    same_in_any_order(
        told,
        {attempt_unanswered{id, 2, 2}, intent_looked_up{id, 2, intent_paid()}, intent_seen{id, intent_paid()},
         attempt_answered{id, 2, 2, intent_paid()}, charge_seen{id, charged("pi_2", "ch_paid", eur(0))}},
        told.last());
}

TEST_CASE("authentication that is answered by link is the same account in whatever order it is told") {
    auto const told = authentication_by_link();
    auto const id = told.id();
    auto stale = intent_made();
    stale.status = intent_status::requires_action;
    auto paid = intent_paid("pi_3");
    paid.checkout = 3;
    paid.customer = customer_id{"cus_1"};
    paid.method = method_id{"pm_2"};
    same_in_any_order(told,
                      {checkout_created{id, 3, page_open("cs_3", 3)},
                       session_seen{id, page_paid("cs_3", 3, "pi_3", "pm_2")}, intent_seen{id, paid},
                       charge_seen{id, charged("pi_3", "ch_paid", eur(0))}, intent_seen{id, stale},
                       intent_seen{id, charge_canceled()}},
                      told.last());
}

TEST_CASE("a delayed payment that arrives is the same account in whatever order it is told") {
    auto const told = plan_sold();
    auto const id = told.id();
    auto unpaid = page_paid("cs_1", 1, "pi_1", "");
    unpaid.payment = payment_status::unpaid;
    same_in_any_order(told, {session_seen{id, page_open("cs_1", 1)}, session_seen{id, unpaid},
                             intent_seen{id, first_intent(intent_status::processing)},
                             session_seen{id, page_paid("cs_1", 1, "pi_1", "pm_1")},
                             intent_seen{id, first_intent(intent_status::succeeded)},
                             charge_seen{id, charged("pi_1", "ch_1", eur(0))}});
}

TEST_CASE("a delayed payment that fails is the same account in whatever order it is told") {
    auto const told = plan_sold();
    auto const id = told.id();
    auto unpaid = page_paid("cs_1", 1, "pi_1", "");
    unpaid.payment = payment_status::unpaid;
    auto failed = first_intent(intent_status::requires_payment_method);
    failed.decline_code = "debit_not_authorized";
    same_in_any_order(told, {session_seen{id, page_open("cs_1", 1)}, session_seen{id, unpaid},
                             intent_seen{id, first_intent(intent_status::processing)},
                             session_seen{id, unpaid, true}, intent_seen{id, failed}});
}

}  // namespace quittance::domain
