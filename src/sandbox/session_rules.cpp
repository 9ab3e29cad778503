#include "session_rules.hpp"

#include "currencies.hpp"
#include "customers.hpp"

namespace quittance::sandbox {

namespace {

using verdict = std::optional<refusal>;

verdict check_item(form const& given, std::string const& at, std::string& currency) {
    if (!given.text(at + "[price]").empty())
        return impossible("No such price: '" + given.text(at + "[price]") + "'", at + "[price]",
                          "resource_missing");
    if (!given.any_below(at + "[price_data]")) return missing_parameter(at + "[price_data]");
    if (!given.find(at + "[price_data][unit_amount]"))
        return missing_parameter(at + "[price_data][unit_amount]");
    if (!given.any_below(at + "[price_data][product_data]"))
        return missing_parameter(at + "[price_data][product_data]");
    if (given.any_below(at + "[price_data][recurring]"))
        return invalid("You cannot pass a recurring price in `payment` mode.",
                       at + "[price_data][recurring]");
    auto const quantity = given.number(at + "[quantity]");
    if (!quantity) return missing_parameter(at + "[quantity]");
    if (*quantity < 1 || *quantity > 999'999)
        return invalid("Invalid quantity: it must be at least 1.", at + "[quantity]",
                       "parameter_invalid_integer");
    auto const unit = given.number(at + "[price_data][unit_amount]").value_or(-1);
    if (unit < 0 || unit > 99'999'999)
        return invalid("Invalid non-negative integer", at + "[price_data][unit_amount]",
                       "parameter_invalid_integer");
    std::string const code = given.text(at + "[price_data][currency]");
    if (!currency.empty() && currency != code)
        return invalid("All line items must have the same currency.", at + "[price_data][currency]");
    currency = code;
    return std::nullopt;
}

verdict check_items(form const& given) {
    auto const keys = given.below("line_items");
    if (keys.empty()) return missing_parameter("line_items");
    std::string currency;
    std::int64_t total = 0;
    for (auto const& key : keys) {
        std::string const at = "line_items[" + key + "]";
        if (auto refused = check_item(given, at, currency)) return refused;
        total += *given.number(at + "[quantity]") * *given.number(at + "[price_data][unit_amount]");
    }
    if (total == 0) return std::nullopt;  // nothing to pay is allowed
    auto refused = check_amount(total, currency, "line_items");
    if (refused && keys.size() == 1) refused->error["param"] = "line_items[0][price_data][unit_amount]";
    return refused;
}

verdict check_address(form const& given, std::string const& name) {
    std::string const address = given.text(name);
    if (address.empty() || address.starts_with("http://") || address.starts_with("https://"))
        return std::nullopt;
    return invalid("Not a valid URL", name, "url_invalid");
}

verdict check_person(world const& here, form const& given) {
    bool const customer = !given.text("customer").empty();
    if (customer && !given.text("customer_email").empty())
        return invalid("You may only specify one of these parameters: customer, customer_email.", "customer");
    if (customer && !given.text("customer_creation").empty())
        return invalid("`customer_creation` cannot be used together with `customer`.", "customer_creation");
    if (customer) return check_customer(here, given.text("customer"));
    std::string const email = given.text("customer_email");
    if (!email.empty() && email.find('@') == std::string::npos)
        return invalid("Invalid email address: " + email, "customer_email", "email_invalid");
    return std::nullopt;
}

verdict check_expiry(world const& here, form const& given) {
    if (!given.find("expires_at")) return std::nullopt;
    auto const gap = given.number("expires_at").value_or(0) - here.seconds();
    if (gap >= 30 * 60 && gap <= 24 * 3'600) return std::nullopt;
    return invalid(
        "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
        "expires_at");
}

verdict check_mode(form const& given) {
    std::string const mode = given.text("mode");
    if (mode == "subscription")
        return invalid("The sandbox takes no subscriptions: use mode payment or setup.", "mode");
    if (mode != "setup") return check_items(given);
    if (given.any_below("line_items"))
        return invalid("`line_items` is not supported when creating a Checkout Session in `setup` mode.",
                       "line_items");
    if (given.any_below("payment_intent_data"))
        return invalid("You can not pass `payment_intent_data` in `setup` mode.", "payment_intent_data");
    if (given.text("currency").empty() && !given.any_below("allowed_payment_method_types"))
        return missing_parameter("currency");
    return std::nullopt;
}

verdict check_page(form const& given) {
    std::string const shown = given.text("ui_mode");
    if (!shown.empty() && shown != "hosted_page")
        return invalid("The sandbox has only the hosted page: leave `ui_mode` out or send hosted_page.",
                       "ui_mode");
    if (given.text("success_url").empty()) return missing_parameter("success_url");
    return std::nullopt;
}

}  // namespace

verdict check_session(world const& here, form const& given) {
    if (auto refused = check_page(given)) return refused;
    if (auto refused = check_address(given, "success_url")) return refused;
    if (auto refused = check_address(given, "cancel_url")) return refused;
    if (auto refused = check_mode(given)) return refused;
    if (auto refused = check_expiry(here, given)) return refused;
    if (!given.text("payment_intent_data[statement_descriptor]").empty())
        return invalid(
            "`statement_descriptor` cannot be used on a card payment: use `statement_descriptor_suffix`.",
            "payment_intent_data[statement_descriptor]");
    return check_person(here, given);
}

}  // namespace quittance::sandbox
