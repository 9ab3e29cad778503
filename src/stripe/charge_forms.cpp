#include "charge_forms.hpp"

#include "fields.hpp"
#include "text.hpp"

namespace quittance::stripe {

namespace {

constexpr std::size_t most_name = 256;
constexpr std::size_t most_description = 1000;

}  // namespace

std::string customer_form(domain::create_customer const& order, engine::route const& whose) {
    form body;
    auto const name = clean_text(order.name, most_name);
    if (!name.empty()) body.add("name", name);
    if (is_plain_email(order.email)) body.add("email", order.email);
    // Of the client, whichever booking asked first; the booking leads an event about it to the account.
    add_route(body, "metadata", {whose.store, whose.client, whose.booking, 0});
    return body.text();
}

std::string customer_change_form(domain::change_customer const& order) {
    form body;
    body.add("email", order.email);
    return body.text();
}

std::string intent_form(domain::create_intent const& order, engine::route const& whose,
                        std::vector<std::string> const& payment_methods) {
    form body;
    body.add("amount", units_of(order.amount));
    body.add("currency", order.amount.unit().lower_code());
    body.add("customer", order.customer.text());
    if (payment_methods.empty()) {
        body.add("automatic_payment_methods[enabled]", "true");
        body.add("automatic_payment_methods[allow_redirects]", "never");
    }
    add_methods(body, payment_methods);
    auto const description = clean_text(order.description, most_description);
    if (!description.empty()) body.add("description", description);
    add_route(body, "metadata", whose);
    add_metadata(body, "metadata", "q_reference", order.reference);
    add_metadata(body, "metadata", "q_agreement", order.agreement_hash);
    return body.text();
}

std::string confirm_form(domain::confirm_intent const& order) {
    form body;
    body.add("payment_method", order.method.text());
    body.add("off_session", "true");
    body.add("expand[]", "latest_charge");
    return body.text();
}

std::string refund_form(domain::create_refund const& order, engine::route const& whose) {
    form body;
    body.add("payment_intent", order.intent.text());
    body.add("amount", units_of(order.amount));
    if (!order.reason.empty()) body.add("reason", order.reason);
    add_route(body, "metadata", {whose.store, whose.client, whose.booking, 0});
    body.add("metadata[q_refund]", order.order);
    return body.text();
}

std::string cancel_form() {
    form body;
    body.add("cancellation_reason", "abandoned");
    return body.text();
}

}  // namespace quittance::stripe
