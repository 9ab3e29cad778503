#include "payment_intents.hpp"

#include "blanks.hpp"
#include "charging.hpp"
#include "currencies.hpp"
#include "customers.hpp"
#include "events.hpp"
#include "payment_methods.hpp"

namespace quittance::sandbox {

namespace {

using verdict = std::optional<refusal>;

bool is_off_session(form const& given) {
    std::string const value = given.text("off_session");
    return !value.empty() && value != "false";
}

refusal unexpected_state(json::object const& intent, std::string_view verb) {
    auto refused = impossible("This PaymentIntent's status is `" + text_of(intent, "status") +
                                  "`: it cannot be " + std::string(verb) + ".",
                              "", "payment_intent_unexpected_state");
    refused.error["payment_intent"] = intent;
    return refused;
}

verdict check_confirm_only(form const& given) {
    if (given.flag("confirm")) return std::nullopt;
    for (auto const* field : {"off_session", "return_url", "error_on_requires_action", "mandate_data"})
        if (given.any_below(field))
            return invalid("The parameter `" + std::string(field) +
                               "` cannot be passed when creating a PaymentIntent "
                               "unless `confirm` is set to true.",
                           field);
    return std::nullopt;
}

verdict check_created(world const& here, form const& given) {
    if (auto refused = check_confirm_only(given)) return refused;
    if (given.flag("confirm") && given.text("payment_method").empty())
        return missing_parameter("payment_method");
    if (!given.text("statement_descriptor").empty())
        return invalid(
            "`statement_descriptor` cannot be used on a card payment: use `statement_descriptor_suffix`.",
            "statement_descriptor");
    if (auto refused = check_amount(*given.number("amount"), given.text("currency"), "amount"))
        return refused;
    std::string const customer = given.text("customer");
    return customer.empty() ? std::nullopt : check_customer(here, customer);
}

json::object filled(world& here, form const& given) {
    auto made = blank_intent();
    std::string const id = here.new_id("pi_3", 27);
    made["id"] = id;
    made["client_secret"] = here.new_id(id + "_secret_", id.size() + 33);
    made["created"] = here.seconds();
    made["amount"] = *given.number("amount");
    for (auto const field : {"currency", "customer", "description", "receipt_email", "setup_future_usage",
                             "statement_descriptor_suffix", "transfer_group"})
        made[field] = text_or_null(given.text(field));
    apply_metadata(made["metadata"].as_object(), given, "metadata");
    if (given.flag("automatic_payment_methods[enabled]")) {
        std::string const redirects = given.text("automatic_payment_methods[allow_redirects]");
        made["automatic_payment_methods"] =
            json::object{{"allow_redirects", redirects.empty() ? "always" : redirects}, {"enabled", true}};
    }
    json::array types;
    for (auto const& each : given.list("allowed_payment_method_types")) types.emplace_back(each);
    if (!types.empty()) {
        made["allowed_payment_method_types"] = types;
        made["payment_method_types"] = std::move(types);
    }
    return made;
}

verdict check_owner(world const& here, json::object const& intent, std::string const& method) {
    std::string const owner = text_of(*here.methods.find(method), "customer");
    std::string const payer = text_of(intent, "customer");
    auto const side = here.method_sides.find(method);
    if (owner.empty() && side != here.method_sides.end() && (side->second.used || side->second.saved))
        return impossible(
            "The provided PaymentMethod was previously used without being attached to a Customer or was "
            "detached from one, and may not be used again.",
            "payment_method");
    if (owner.empty() || owner == payer) return std::nullopt;
    if (payer.empty())
        return impossible("The PaymentMethod belongs to a Customer: set `customer` on the PaymentIntent.",
                          "payment_method");
    return impossible("The PaymentMethod belongs to another Customer.", "payment_method");
}

refusal card_refusal(attempt const& tried, json::object const& intent) {
    refusal refused{.status = 402, .error = tried.error};
    refused.error["payment_intent"] = intent;
    return refused;
}

outcome confirm(world& here, json::object& intent, form const& given) {
    std::string named = given.text("payment_method");
    if (named.empty()) named = text_of(intent, "payment_method");
    if (named.empty())
        return impossible("You cannot confirm this PaymentIntent because it's missing a payment method.",
                          "payment_method", "payment_intent_unexpected_state");
    auto const method = resolve_method(here, named, "payment_method");
    if (!method) return method.error();
    if (auto refused = check_owner(here, intent, *method)) return *refused;
    if (auto const* usage = given.find("setup_future_usage"))
        intent["setup_future_usage"] = text_or_null(*usage);
    here.intent_sides[text_of(intent, "id")].return_url = given.text("return_url");
    bool const absent = is_off_session(given) || given.flag("error_on_requires_action");
    auto const tried = try_charge(here, intent, *method, {.off_session = absent});
    if (tried.what == taken::declined) return card_refusal(tried, intent);
    return intent;
}

}  // namespace

outcome create_intent(world& here, form const& given) {
    if (auto refused = check_created(here, given)) return *refused;
    std::string const named = given.text("payment_method");
    std::string method;
    if (!named.empty()) {
        auto resolved = resolve_method(here, named, "payment_method");
        if (!resolved) return resolved.error();
        method = *resolved;
    }
    auto& made = here.intents.put(filled(here, given));
    here.intent_sides[text_of(made, "id")] = {};
    if (!method.empty()) {
        made["payment_method"] = method;
        made["status"] = "requires_confirmation";
    }
    emit(here, "payment_intent.created", made);
    if (!given.flag("confirm")) return made;
    form again = given;
    again.add("payment_method", method);
    return confirm(here, made, again);
}

outcome confirm_intent(world& here, std::string const& id, form const& given) {
    auto* found = here.intents.find(id);
    if (!found) return missing_resource("payment_intent", id, "intent");
    if (!here.intent_sides[id].session.empty())
        return impossible("You cannot confirm a PaymentIntent that belongs to a Checkout Session.", "intent");
    std::string const status = text_of(*found, "status");
    if (status != "requires_payment_method" && status != "requires_confirmation" &&
        status != "requires_action")
        return unexpected_state(*found, "confirmed");
    return confirm(here, *found, given);
}

outcome cancel_intent(world& here, std::string const& id, form const& given) {
    auto* found = here.intents.find(id);
    if (!found) return missing_resource("payment_intent", id, "intent");
    if (!here.intent_sides[id].session.empty())
        return impossible(
            "You cannot cancel this PaymentIntent because it was created by a Checkout Session: expire "
            "the Session instead.",
            "intent");
    std::string const status = text_of(*found, "status");
    if (status == "succeeded" || status == "canceled" || status == "processing")
        return unexpected_state(*found, "canceled");
    (*found)["status"] = "canceled";
    (*found)["canceled_at"] = here.seconds();
    (*found)["cancellation_reason"] = text_or_null(given.text("cancellation_reason"));
    (*found)["next_action"] = nullptr;
    emit(here, "payment_intent.canceled", *found);
    return *found;
}

}  // namespace quittance::sandbox
