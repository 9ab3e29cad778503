#include "collecting_story.hpp"

#include "quittance/domain/calendar.hpp"

namespace quittance::domain {

instant const first_due = *parse_rfc3339("2026-12-21T09:00:00Z");

book a_plan_booking(std::string ref) {
    auto asked = a_booking(eur(180'00), origin::plain_link, std::move(ref));
    asked.who.zone = "Europe/Lisbon";
    asked.terms.plan.every = rhythm::monthly;
    asked.terms.plan.count = 3;
    return asked;
}

consent consent_of(instant when) {
    return {"Three parts of 60.00 EUR.", "hash", "Agreed.", date_in("Europe/Lisbon", when)};
}

session_fact page_open(std::string id, int checkout) {
    auto fact = session_open(std::move(id));
    fact.checkout = checkout;
    fact.customer = customer_id{"cus_1"};
    return fact;
}

session_fact page_paid(std::string id, int checkout, std::string intent, std::string method) {
    auto fact = session_paid(eur(60'00), std::move(id), std::move(intent));
    fact.checkout = checkout;
    fact.customer = customer_id{"cus_1"};
    fact.method = method_id{std::move(method)};
    return fact;
}

intent_fact intent_made(std::string intent) {
    intent_fact fact;
    fact.intent = intent_id{std::move(intent)};
    fact.status = intent_status::requires_confirmation;
    fact.amount = eur(60'00);
    fact.at = first_due;
    return fact;
}

intent_fact intent_paid(std::string intent) {
    auto fact = intent_made(std::move(intent));
    fact.status = intent_status::succeeded;
    fact.received = eur(60'00);
    fact.charge = charge_id{"ch_paid"};
    return fact;
}

intent_fact intent_declined(std::string code, int attempt) {
    auto fact = intent_made();
    fact.status = intent_status::requires_payment_method;
    fact.decline_code = std::move(code);
    fact.charge = charge_id{"ch_declined_" + std::to_string(attempt)};
    return fact;
}

story plan_sold() {
    story told;
    told.rules.card_days = 0;  // what is looked at before a charge has tests of its own
    auto asked = a_plan_booking();
    asked.agreed = consent_of(noon);
    told.then(asked);
    told.then(customer_created{told.id(), {customer_id{"cus_1"}, noon}, "https://pay.example/r/"});
    auto created = page_open("cs_1", 1);
    created.expires_at = told.booking().checkouts.at(0).expires_at;
    told.then(checkout_created{told.id(), 1, created});
    return told;
}

story plan_paid_first() {
    auto told = plan_sold();
    told.then(session_seen{told.id(), page_paid("cs_1", 1, "pi_1", "pm_1")});
    return told;
}

story retainer_paid_first() {
    story told;
    told.rules.card_days = 0;
    auto asked = a_plan_booking();
    asked.terms.plan = {};
    asked.terms.plan.every = rhythm::monthly;
    asked.terms.plan.retainer = true;
    asked.agreed = consent_of(noon);
    told.then(asked);
    told.then(customer_created{told.id(), {customer_id{"cus_1"}, noon}, "https://pay.example/r/"});
    told.then(checkout_created{told.id(), 1, page_open("cs_1", 1)});
    auto paid = page_paid("cs_1", 1, "pi_1", "pm_1");
    paid.amount = eur(180'00);
    told.then(session_seen{told.id(), paid});
    return told;
}

story charge_under_way() {
    auto told = plan_paid_first();
    told.then(collect{told.id()}, first_due);
    told.then(intent_created{told.id(), 2, intent_made()}, first_due);
    return told;
}

story charge_declined(std::string code) {
    auto told = charge_under_way();
    told.then(attempt_answered{told.id(), 2, 1, intent_declined(std::move(code), 1)}, first_due);
    return told;
}

}  // namespace quittance::domain
