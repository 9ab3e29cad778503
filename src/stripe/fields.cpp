#include "fields.hpp"

#include <stdexcept>

#include "quittance/stripe/amounts.hpp"
#include "text.hpp"

namespace quittance::stripe {

namespace {
constexpr std::size_t most_metadata_value = 500;
}

std::int64_t units_of(domain::money amount) {
    auto const units = to_stripe_amount(amount);
    if (!units) throw std::invalid_argument{"Stripe cannot charge " + domain::plain_text(amount)};
    return *units;
}

void add_methods(form& to, std::vector<std::string> const& payment_methods) {
    for (std::size_t i = 0; i < payment_methods.size(); ++i) {
        to.add("allowed_payment_method_types[" + std::to_string(i) + "]", payment_methods[i]);
    }
}

void add_route(form& to, std::string const& where, engine::route const& whose) {
    to.add(where + "[q_store]", clean_text(whose.store, most_metadata_value));
    to.add(where + "[q_client]", clean_text(whose.client.text(), most_metadata_value));
    to.add(where + "[q_booking]", clean_text(whose.booking.text(), most_metadata_value));
    if (whose.checkout > 0) to.add(where + "[q_checkout]", whose.checkout);
}

void add_metadata(form& to, std::string const& where, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    to.add(where + '[' + std::string{name} + ']', clean_text(value, most_metadata_value));
}

}  // namespace quittance::stripe
