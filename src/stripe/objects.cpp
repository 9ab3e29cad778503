#include "objects.hpp"

#include <charconv>

#include "quittance/stripe/amounts.hpp"
#include "statuses.hpp"

namespace quittance::stripe {

namespace {

// Beyond this Stripe's seconds do not fit our milliseconds, and nothing real happens.
constexpr std::int64_t most_seconds = 253'402'300'799;  // the end of the year 9999

instant time_of_fact(node const& object, std::optional<instant> at) {
    return at ? *at : time_of(object["created"].integer());
}

// A currency our table does not hold is "no currency": the money is recorded, and disagrees with everything.
domain::money money_of(node const& units, node const& code) {
    if (!code.exists()) return {};
    auto const unit = domain::currency::parse(code.text());
    auto const in = unit.has_value() ? *unit : domain::currency{};
    auto const amount = from_stripe_amount(units.integer_or(0), in);
    if (!amount) throw malformed{"an amount that is not whole in its currency"};
    return *amount;
}

// What stands in metadata may have been typed by a person in the Dashboard: anything else than a small number
// means "not said".
int number_in(node const& metadata, std::string_view name) {
    auto const text = metadata[name].text_or_empty();
    int number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const whole = error == std::errc{} && end == text.data() + text.size();
    return whole && number > 0 ? number : 0;
}

// Why the issuer refused; that it asks for authentication, some say in the one member and some in the other.
std::string decline_code_of(node const& error) {
    constexpr std::string_view authentication = "authentication_required";
    auto code = error["code"].text_or_empty();
    auto reason = error["decline_code"].text_or_empty();
    return reason.empty() || code == authentication ? code : reason;
}

// When an intent became what it is, as far as the object says it.
instant time_of_intent(node const& object, std::optional<instant> at) {
    if (at) return *at;
    if (auto const canceled = object["canceled_at"]; canceled.exists()) return time_of(canceled.integer());
    auto const charge = object["latest_charge"];
    bool const inside = charge.is_object() && charge["created"].exists();
    return time_of_fact(inside ? charge : object, at);
}

// When a session became what it is. One that is read says when it was made, maybe a day before it was paid:
// its intent knows better.
instant time_of_session(node const& object, std::optional<instant> at, bool paid) {
    auto const intent = object["payment_intent"];
    bool const told = paid && intent.is_object() && intent["created"].exists();
    return told ? time_of_intent(intent, at) : time_of_fact(object, at);
}

int small(node const& number) {
    auto const value = number.integer_or(0);
    if (value < 0 || value > 9999) throw malformed{"a number out of range"};
    return static_cast<int>(value);
}

}  // namespace

instant time_of(std::int64_t seconds) {
    if (seconds < 0 || seconds > most_seconds) throw malformed{"not a time"};
    return from_unix_seconds(seconds);
}

void expect_kind(node const& object, std::string_view kind) {
    if (object["object"].text() != kind)
        throw malformed{"an object of another kind than " + std::string{kind}};
}

engine::route route_of(node const& object) {
    auto const metadata = object["metadata"];
    return {metadata["q_store"].text_or_empty(), domain::client_id{metadata["q_client"].text_or_empty()},
            domain::booking_id{metadata["q_booking"].text_or_empty()}, number_in(metadata, "q_checkout")};
}

refusal refusal_of(node const& error) {
    return {decline_code_of(error), error["advice_code"].text_or_empty(),
            domain::method_id{error["payment_method"].id_or_empty()}};
}

domain::session_fact session_of(node const& object, std::optional<instant> at) {
    auto const intent = object["payment_intent"];
    domain::session_fact fact;
    fact.session = domain::session_id{object["id"].id()};
    fact.checkout = number_in(object["metadata"], "q_checkout");
    fact.status = session_status_named(object["status"].text_or_empty());
    fact.payment = payment_status_named(object["payment_status"].text_or_empty());
    fact.amount = money_of(object["amount_total"], object["currency"]);
    fact.intent = domain::intent_id{intent.id_or_empty()};
    if (intent.is_object()) {
        fact.intent_state = intent_status_named(intent["status"].text());
        fact.method = domain::method_id{intent["payment_method"].id_or_empty()};
    }
    fact.customer = domain::customer_id{object["customer"].id_or_empty()};
    fact.url = object["url"].text_or_empty();
    fact.expires_at = time_of(object["expires_at"].integer_or(0));
    fact.at = time_of_session(object, at, fact.payment == domain::payment_status::paid);
    return fact;
}

domain::intent_fact intent_of(node const& object, std::optional<instant> at) {
    auto const currency = object["currency"];
    domain::intent_fact fact;
    fact.intent = domain::intent_id{object["id"].id()};
    fact.checkout = number_in(object["metadata"], "q_checkout");
    fact.status = intent_status_named(object["status"].text());
    fact.amount = money_of(object["amount"], currency);
    fact.received = money_of(object["amount_received"], currency);
    fact.charge = domain::charge_id{object["latest_charge"].id_or_empty()};
    auto last = refusal_of(object["last_payment_error"]);
    fact.decline_code = std::move(last.decline_code);
    fact.advice_code = std::move(last.advice_code);
    fact.customer = domain::customer_id{object["customer"].id_or_empty()};
    fact.method = domain::method_id{object["payment_method"].id_or_empty()};
    if (fact.method.empty()) fact.method = std::move(last.method);
    fact.at = time_of_intent(object, at);
    return fact;
}

domain::charge_fact charge_of(node const& object, std::optional<instant> at) {
    auto const currency = object["currency"];
    domain::charge_fact fact;
    fact.charge = domain::charge_id{object["id"].id()};
    fact.intent = domain::intent_id{object["payment_intent"].id_or_empty()};
    fact.captured = object["paid"].boolean() && object["captured"].boolean();
    fact.amount = money_of(object["amount_captured"], currency);
    fact.refunded = money_of(object["amount_refunded"], currency);
    fact.at = time_of_fact(object, at);
    return fact;
}

domain::refund_fact refund_of(node const& object, std::optional<instant> at) {
    domain::refund_fact fact;
    fact.refund = domain::refund_id{object["id"].id()};
    fact.intent = domain::intent_id{object["payment_intent"].id_or_empty()};
    fact.charge = domain::charge_id{object["charge"].id_or_empty()};
    fact.status = refund_status_named(object["status"].text_or_empty());
    fact.amount = money_of(object["amount"], object["currency"]);
    fact.order = number_in(object["metadata"], "q_refund");
    fact.at = time_of_fact(object, at);
    return fact;
}

domain::dispute_fact dispute_of(node const& object, std::optional<instant> at) {
    domain::dispute_fact fact;
    fact.dispute = domain::dispute_id{object["id"].id()};
    fact.intent = domain::intent_id{object["payment_intent"].id_or_empty()};
    fact.charge = domain::charge_id{object["charge"].id_or_empty()};
    fact.status = dispute_status_named(object["status"].text());
    fact.amount = money_of(object["amount"], object["currency"]);
    // In the settlement currency, so only the signs and whether all came back can be read.
    bool unclear = false;
    std::int64_t rest = 0;
    if (auto const moves = object["balance_transactions"]; moves.exists()) {
        moves.each([&](node const& move) {
            auto const amount = move["amount"].integer();
            fact.funds_withdrawn = fact.funds_withdrawn || amount < 0;
            unclear = __builtin_add_overflow(rest, amount, &rest) || unclear;
        });
    }
    fact.funds_reinstated = fact.funds_withdrawn && !unclear && rest >= 0;
    fact.at = time_of_fact(object, at);
    return fact;
}

domain::customer_fact read_customer(node const& object) {
    expect_kind(object, "customer");
    return {domain::customer_id{object["id"].id()}, time_of(object["created"].integer())};
}

domain::method_fact read_method(node const& object) {
    expect_kind(object, "payment_method");
    domain::method_fact fact;
    fact.method = domain::method_id{object["id"].id()};
    fact.customer = domain::customer_id{object["customer"].id_or_empty()};
    fact.type = object["type"].text();
    auto const details = object[fact.type];  // each type's members stand under its own name
    fact.brand = details["brand"].text_or_empty();
    fact.last4 = details["last4"].text_or_empty();
    fact.expires_year = small(details["exp_year"]);
    fact.expires_month = small(details["exp_month"]);
    fact.at = time_of(object["created"].integer());
    return fact;
}

namespace {

domain::card_page_fact card_page_of(node const& session) {
    domain::card_page_fact fact;
    fact.session = domain::session_id{session["id"].id()};
    fact.page = number_in(session["metadata"], "q_card");
    fact.status = session_status_named(session["status"].text_or_empty());
    fact.url = session["url"].text_or_empty();
    fact.expires_at = time_of(session["expires_at"].integer_or(0));
    fact.at = time_of(session["created"].integer());
    fact.customer = domain::customer_id{session["customer"].id_or_empty()};
    return fact;
}

}  // namespace

engine::routed_session read_session(node const& object) {
    expect_kind(object, "checkout.session");
    engine::routed_session found{route_of(object),
                                 session_of(object, std::nullopt),
                                 object["client_reference_id"].text_or_empty(),
                                 object["success_url"].text_or_empty(),
                                 object["customer_email"].text_or_empty(),
                                 object["metadata"]["q_agreement"].text_or_empty(),
                                 std::nullopt};
    if (object["mode"].text_or_empty() == "setup") found.card_page = card_page_of(object);
    return found;
}

std::string setup_behind(node const& session) { return session["setup_intent"].id_or_empty(); }

engine::routed_card_page read_setup(node const& object) {
    expect_kind(object, "setup_intent");
    engine::routed_card_page found;
    found.whose = route_of(object);
    found.fact.page = number_in(object["metadata"], "q_card");
    found.fact.at = time_of(object["created"].integer());
    found.fact.customer = domain::customer_id{object["customer"].id_or_empty()};
    bool const done = object["status"].text() == "succeeded";
    if (done && object["payment_method"].is_object()) {
        found.fact.status = domain::session_status::complete;
        found.fact.card = read_method(object["payment_method"]);
    }
    return found;
}

engine::route read_owner(node const& customer) {
    expect_kind(customer, "customer");
    return route_of(customer);
}
engine::routed_intent read_intent(node const& object) {
    expect_kind(object, "payment_intent");
    return {route_of(object), intent_of(object, std::nullopt)};
}
domain::charge_fact read_charge(node const& object) {
    expect_kind(object, "charge");
    return charge_of(object, std::nullopt);
}
domain::refund_fact read_refund(node const& object) {
    expect_kind(object, "refund");
    return refund_of(object, std::nullopt);
}
domain::dispute_fact read_dispute(node const& object) {
    expect_kind(object, "dispute");
    return dispute_of(object, std::nullopt);
}

}  // namespace quittance::stripe
