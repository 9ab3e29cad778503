#include "story.hpp"

#include <doctest/doctest.h>

namespace quittance::domain {

money eur(std::int64_t cents) { return money::minor(cents, currency::parse("eur").value()); }
money usd(std::int64_t cents) { return money::minor(cents, currency::parse("USD").value()); }

booking_identity reference(std::string text) { return {"page", offer_id{"coaching-60"}, std::move(text)}; }

book a_booking(money price, origin how, std::string ref) {
    book asked;
    asked.identity = reference(std::move(ref));
    asked.origin = how;
    asked.terms = {offer_id{"coaching-60"}, "Coaching, 60 minutes", "", price, {"VAT", 190'000, true}};
    asked.page_token = "token";
    asked.return_base = "https://pay.example/r/";
    return asked;
}

session_fact session_open(std::string id) {
    session_fact fact;
    fact.session = session_id{std::move(id)};
    fact.checkout = 1;
    fact.status = session_status::open;
    fact.payment = payment_status::unpaid;
    fact.url = "https://checkout.stripe.com/c/pay/" + fact.session.text();
    fact.at = at_second(1);
    return fact;
}

session_fact session_paid(money amount, std::string id, std::string intent) {
    auto fact = session_open(std::move(id));
    fact.status = session_status::complete;
    fact.payment = payment_status::paid;
    fact.amount = amount;
    fact.intent = intent_id{std::move(intent)};
    fact.url.clear();
    fact.at = at_second(60);
    return fact;
}

session_fact session_unpaid(money amount, std::string id, std::string intent) {
    auto fact = session_paid(amount, std::move(id), std::move(intent));
    fact.payment = payment_status::unpaid;
    return fact;
}

session_fact session_expired(std::string id) {
    auto fact = session_open(std::move(id));
    fact.status = session_status::expired;
    fact.url.clear();
    fact.at = at_second(7'200);
    return fact;
}

intent_fact intent_succeeded(money amount, std::string intent) {
    intent_fact fact;
    fact.intent = intent_id{std::move(intent)};
    fact.checkout = 1;
    fact.status = intent_status::succeeded;
    fact.amount = amount;
    fact.received = amount;
    fact.charge = charge_id{"ch_1"};
    fact.at = at_second(59);
    return fact;
}

intent_fact intent_failed(std::string code, std::string intent) {
    intent_fact fact;
    fact.intent = intent_id{std::move(intent)};
    fact.checkout = 1;
    fact.status = intent_status::requires_payment_method;
    fact.decline_code = std::move(code);
    fact.at = at_second(50);
    return fact;
}

charge_fact charge(money amount, money refunded, std::string intent) {
    return {charge_id{"ch_1"}, intent_id{std::move(intent)}, true, amount, refunded, at_second(58)};
}

refund_fact a_refund(money amount, refund_status status, std::string id, std::string intent) {
    return {refund_id{std::move(id)},
            intent_id{std::move(intent)},
            charge_id{"ch_1"},
            status,
            amount,
            at_second(900)};
}

dispute_fact a_dispute(money amount, dispute_status status, std::string id, std::string intent) {
    dispute_fact fact;
    fact.dispute = dispute_id{std::move(id)};
    fact.intent = intent_id{std::move(intent)};
    fact.charge = charge_id{"ch_1"};
    fact.status = status;
    fact.amount = amount;
    fact.at = at_second(1'000);
    return fact;
}

story& story::then(command what, instant when) {
    auto const made = decide(account_, what, when, rules);
    REQUIRE(made.has_value());
    for (auto const& e : made->events) evolve(account_, e);
    if (!made->events.empty()) ++account_.version;
    if (!made->events.empty()) ledger_.push_back({when, made->events});
    effects_ = made->effects;
    last_ = when;
    return *this;
}

booking const& story::booking(std::string ref) const {
    auto const* const found = account_.find(id(std::move(ref)));
    REQUIRE(found);
    return *found;
}

story awaiting_payment(money price, origin how) {
    story told;
    told.then(a_booking(price, how));
    auto created = session_open();
    created.expires_at = told.booking().checkouts.at(0).expires_at;
    told.then(checkout_created{told.id(), 1, created});
    return told;
}

}  // namespace quittance::domain
