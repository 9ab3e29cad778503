#include "checkout_form.hpp"

#include <stdexcept>

#include "form.hpp"
#include "quittance/stripe/amounts.hpp"
#include "text.hpp"

namespace quittance::stripe {

namespace {

constexpr std::size_t most_name = 5000;
constexpr std::size_t most_description = 40'000;
constexpr std::size_t most_metadata = 500;

void add_line(form& to, domain::create_checkout const& order) {
    auto const units = to_stripe_amount(order.amount);
    if (!units) throw std::invalid_argument{"Stripe cannot charge " + domain::plain_text(order.amount)};
    auto const title = clean_text(order.title, most_name);
    to.add("line_items[0][price_data][currency]", order.amount.unit().lower_code());
    to.add("line_items[0][price_data][unit_amount]", *units);
    to.add("line_items[0][price_data][product_data][name]", title.empty() ? order.booking.text() : title);
    if (!order.description.empty()) {
        to.add("line_items[0][price_data][product_data][description]",
               clean_text(order.description, most_description));
    }
    to.add("line_items[0][quantity]", 1);
}

// On the session and on its intent: metadata of the one does not pass to the other.
void add_route(form& to, std::string const& where, engine::route const& whose) {
    to.add(where + "[q_store]", clean_text(whose.store, most_metadata));
    to.add(where + "[q_client]", clean_text(whose.client.text(), most_metadata));
    to.add(where + "[q_booking]", clean_text(whose.booking.text(), most_metadata));
    to.add(where + "[q_checkout]", whose.checkout);
}

void add_hints(form& to, domain::create_checkout const& order) {
    if (is_plain_email(order.customer_email)) to.add("customer_email", order.customer_email);
    if (is_plain_reference(order.reference)) to.add("client_reference_id", order.reference);
    auto const locale = stripe_locale(order.locale);
    if (!locale.empty()) to.add("locale", locale);
}

}  // namespace

std::string checkout_form(domain::create_checkout const& order, engine::route const& whose,
                          std::vector<std::string> const& payment_methods) {
    form body;
    body.add("mode", "payment");
    add_line(body, order);
    for (std::size_t i = 0; i < payment_methods.size(); ++i) {
        body.add("allowed_payment_method_types[" + std::to_string(i) + "]", payment_methods[i]);
    }
    body.add("adaptive_pricing[enabled]", "false");
    add_hints(body, order);
    add_route(body, "metadata", whose);
    add_route(body, "payment_intent_data[metadata]", whose);
    body.add("expires_at", unix_seconds(order.expires_at));
    body.add("success_url", order.success_url);
    body.add("cancel_url", order.cancel_url);
    return body.text();
}

}  // namespace quittance::stripe
