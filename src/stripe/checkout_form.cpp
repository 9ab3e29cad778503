#include "checkout_form.hpp"

#include "fields.hpp"
#include "text.hpp"

namespace quittance::stripe {

namespace {

constexpr std::size_t most_name = 5000;
constexpr std::size_t most_description = 40'000;
constexpr std::size_t most_note = 1200;

void add_line(form& to, domain::create_checkout const& order) {
    auto const units = units_of(order.amount);
    auto const title = clean_text(order.title, most_name);
    to.add("line_items[0][price_data][currency]", order.amount.unit().lower_code());
    to.add("line_items[0][price_data][unit_amount]", units);
    to.add("line_items[0][price_data][product_data][name]", title.empty() ? order.booking.text() : title);
    if (!order.description.empty()) {
        to.add("line_items[0][price_data][product_data][description]",
               clean_text(order.description, most_description));
    }
    to.add("line_items[0][quantity]", 1);
}

void add_hints(form& to, domain::create_checkout const& order) {
    bool const known = !order.customer.empty();
    if (known) to.add("customer", order.customer.text());
    if (!known && is_plain_email(order.customer_email)) to.add("customer_email", order.customer_email);
    if (is_plain_reference(order.reference)) to.add("client_reference_id", order.reference);
    auto const locale = stripe_locale(order.locale);
    if (!locale.empty()) to.add("locale", locale);
}

// A card is kept for a customer only; the note stands beside the button that pays.
void add_agreement(form& to, domain::create_checkout const& order) {
    if (order.keep_card && !order.customer.empty()) {
        to.add("payment_intent_data[setup_future_usage]", "off_session");
    }
    auto const note = clean_text(order.terms_note, most_note);
    if (!note.empty()) to.add("custom_text[submit][message]", note);
}

// On the session and on its intent: metadata of the one does not pass to the other.
void add_owner(form& to, domain::create_checkout const& order, engine::route const& whose) {
    for (std::string const where : {"metadata", "payment_intent_data[metadata]"}) {
        add_route(to, where, whose);
        add_metadata(to, where, "q_agreement", order.agreement_hash);
    }
}

}  // namespace

std::string checkout_form(domain::create_checkout const& order, engine::route const& whose,
                          std::vector<std::string> const& payment_methods) {
    form body;
    body.add("mode", "payment");
    add_line(body, order);
    add_methods(body, payment_methods);
    body.add("adaptive_pricing[enabled]", "false");
    add_hints(body, order);
    add_agreement(body, order);
    add_owner(body, order, whose);
    body.add("expires_at", unix_seconds(order.expires_at));
    body.add("success_url", order.success_url);
    body.add("cancel_url", order.cancel_url);
    return body.text();
}

std::string card_page_form(domain::create_card_page const& order, engine::route const& whose,
                           std::vector<std::string> const& payment_methods) {
    form body;
    body.add("mode", "setup");
    body.add("currency", order.unit.lower_code());
    add_methods(body, payment_methods);
    body.add("customer", order.customer.text());
    auto const locale = stripe_locale(order.locale);
    if (!locale.empty()) body.add("locale", locale);
    for (std::string const where : {"metadata", "setup_intent_data[metadata]"}) {
        add_route(body, where, {whose.store, whose.client, whose.booking, 0});
        body.add(where + "[q_card]", order.page);
    }
    body.add("expires_at", unix_seconds(order.expires_at));
    body.add("success_url", order.return_url + "?said=card");
    body.add("cancel_url", order.return_url);
    return body.text();
}

}  // namespace quittance::stripe
