#include "checkout_sessions.hpp"

#include <algorithm>

#include "blanks.hpp"
#include "currencies.hpp"
#include "customers.hpp"
#include "events.hpp"
#include "session_rules.hpp"

namespace quittance::sandbox {

namespace {

json::array method_types(form const& given) {
    json::array types;
    for (auto const& each : given.list("allowed_payment_method_types")) types.emplace_back(each);
    return types;
}

json::object details_for(world const& here, std::string const& customer, std::string const& email) {
    json::object details{
        {"address", nullptr},         {"business_name", nullptr}, {"email", text_or_null(email)},
        {"individual_name", nullptr}, {"name", nullptr},          {"phone", nullptr},
        {"tax_exempt", "none"},       {"tax_ids", json::array{}}};
    if (auto const* known = here.customers.find(customer)) details["email"] = known->at("email");
    return details;
}

void keep_aside(session_side& side, form const& given) {
    side.intent_description = given.text("payment_intent_data[description]");
    side.setup_future_usage = given.text("payment_intent_data[setup_future_usage]");
    side.receipt_email = given.text("payment_intent_data[receipt_email]");
    side.customer_creation = given.text("customer_creation");
    bool const setup = given.text("mode") == "setup";
    apply_metadata(side.intent_metadata, given,
                   setup ? "setup_intent_data[metadata]" : "payment_intent_data[metadata]");
    for (auto const& key : given.below("line_items")) {
        std::string const at = "line_items[" + key + "]";
        side.items.push_back({.title = given.text(at + "[price_data][product_data][name]"),
                              .quantity = given.number(at + "[quantity]").value_or(1),
                              .unit_amount = given.number(at + "[price_data][unit_amount]").value_or(0)});
    }
}

void fill_payment(json::object& made, session_side const& side, form const& given) {
    std::int64_t total = 0;
    for (auto const& each : side.items) total += each.quantity * each.unit_amount;
    made["amount_subtotal"] = total;
    made["amount_total"] = total;
    std::string const first = given.below("line_items").front();
    made["currency"] = given.text("line_items[" + first + "][price_data][currency]");
    made["payment_status"] = total == 0 ? "no_payment_required" : "unpaid";
}

void fill_setup(json::object& made, form const& given) {
    made["currency"] = text_or_null(given.text("currency"));
    made["payment_method_collection"] = "always";
    made["payment_status"] = "no_payment_required";
    made["saved_payment_method_options"] = nullptr;
    made["total_details"] = nullptr;
}

void fill_common(world const& here, json::object& made, form const& given) {
    for (auto const field : {"cancel_url", "client_reference_id", "success_url", "customer", "customer_email",
                             "customer_creation", "locale", "submit_type", "billing_address_collection"})
        made[field] = text_or_null(given.text(field));
    std::string const mode = given.text("mode").empty() ? "payment" : given.text("mode");
    made["mode"] = mode;
    if (mode == "payment" && given.text("customer").empty() && given.text("customer_creation").empty())
        made["customer_creation"] = "if_required";
    made["adaptive_pricing"] = json::object{{"enabled", given.text("adaptive_pricing[enabled]") != "false"}};
    if (auto types = method_types(given); !types.empty()) {
        made["allowed_payment_method_types"] = types;
        made["payment_method_types"] = std::move(types);
    }
    if (!given.text("customer").empty() || !given.text("customer_email").empty())
        made["customer_details"] = details_for(here, given.text("customer"), given.text("customer_email"));
    made["expires_at"] = given.number("expires_at").value_or(here.seconds() + std::int64_t{24} * 3'600);
    apply_metadata(made["metadata"].as_object(), given, "metadata");
}

void fill_custom_text(json::object& made, form const& given) {
    for (auto& place : made["custom_text"].as_object()) {
        std::string const message = given.text("custom_text[" + std::string(place.key()) + "][message]");
        if (!message.empty()) place.value() = json::object{{"message", message}};
    }
}

void cancel_intent_of(world& here, json::object const& session) {
    auto* intent = here.intents.find(text_of(session, "payment_intent"));
    if (!intent) return;
    (*intent)["status"] = "canceled";
    (*intent)["canceled_at"] = here.seconds();
    (*intent)["cancellation_reason"] = "automatic";
    (*intent)["next_action"] = nullptr;
    emit(here, "payment_intent.canceled", *intent);
}

void expire(world& here, json::object& session) {
    session["status"] = "expired";
    session["url"] = nullptr;
    cancel_intent_of(here, session);
    emit(here, "checkout.session.expired", session);
}

}  // namespace

bool takes(json::object const& session, std::string_view method_type) {
    auto const& types = session.at("payment_method_types").as_array();
    return std::any_of(types.begin(), types.end(),
                       [&](json::value const& each) { return each.as_string() == method_type; });
}

outcome create_session(world& here, form const& given) {
    if (auto refused = check_session(here, given)) return *refused;
    auto made = blank_session();
    made["id"] = here.new_id("cs_test_a1", 66);
    made["created"] = here.seconds();
    std::string const id = text_of(made, "id");
    auto& side = here.session_sides[id];
    keep_aside(side, given);
    fill_common(here, made, given);
    fill_custom_text(made, given);
    if (text_of(made, "mode") == "setup")
        fill_setup(made, given);
    else
        fill_payment(made, side, given);
    made["url"] = here.options.public_address + "/c/pay/" + id;
    here.agenda.emplace(from_unix_seconds(number_of(made, "expires_at")),
                        task{.what = task_kind::expire_session, .id = id});
    return here.sessions.put(std::move(made));
}

outcome expire_session(world& here, std::string const& id) {
    auto* found = here.sessions.find(id);
    if (!found) return missing_resource("checkout.session", id, "session");
    if (std::string const status = text_of(*found, "status"); status != "open")
        return impossible(
            "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session "
            "has a status of `" +
                status + "`.",
            "session");
    expire(here, *found);
    return *found;
}

void expire_when_due(world& here, std::string const& id) {
    auto* found = here.sessions.find(id);
    if (found && text_of(*found, "status") == "open") expire(here, *found);
}

void complete_session(world& here, json::object& session, std::string_view payment_status) {
    session["status"] = "complete";
    session["payment_status"] = payment_status;
    session["url"] = nullptr;
    emit(here, "checkout.session.completed", session);
}

json::object line_items(world const& here, std::string const& session) {
    json::array data;
    auto const& found = *here.sessions.find(session);
    std::size_t number = 0;
    for (auto const& each : here.session_sides.at(session).items) {
        std::int64_t const amount = each.quantity * each.unit_amount;
        data.push_back(json::object{{"id", "li_" + std::to_string(++number) + session.substr(8, 20)},
                                    {"object", "item"},
                                    {"amount_discount", 0},
                                    {"amount_subtotal", amount},
                                    {"amount_tax", 0},
                                    {"amount_total", amount},
                                    {"currency", found.at("currency")},
                                    {"description", each.title},
                                    {"quantity", each.quantity}});
    }
    return json::object{{"object", "list"},
                        {"data", std::move(data)},
                        {"has_more", false},
                        {"url", "/v1/checkout/sessions/" + session + "/line_items"}};
}

}  // namespace quittance::sandbox
