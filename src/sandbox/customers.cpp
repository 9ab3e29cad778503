#include "customers.hpp"

#include <algorithm>

#include "blanks.hpp"
#include "events.hpp"
#include "payment_methods.hpp"

namespace quittance::sandbox {

namespace {

constexpr std::string_view text_fields[] = {"description", "email", "name", "phone"};

bool looks_like_mail(std::string_view text) {
    auto const at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find(' ') == std::string_view::npos;
}

json::object address_of(form const& given, std::string const& name) {
    json::object address;
    for (auto const* part : {"city", "country", "line1", "line2", "postal_code", "state"})
        address[part] = text_or_null(given.text(name + "[" + part + "]"));
    return address;
}

std::optional<refusal> check(form const& given) {
    std::string const email = given.text("email");
    if (!email.empty() && !looks_like_mail(email))
        return invalid("Invalid email address: " + email, "email", "email_invalid");
    return std::nullopt;
}

json::object& blank_with_id(world& here) {
    auto made = blank_customer();
    made["id"] = here.new_id("cus_", 18);
    made["created"] = here.seconds();
    made["invoice_prefix"] = hex_identifier(here.ids, "7", 6);
    return here.customers.put(std::move(made));
}

void fill(json::object& customer, form const& given) {
    for (auto const field : text_fields)
        if (auto const* value = given.find(field)) customer[field] = text_or_null(*value);
    if (given.any_below("address")) customer["address"] = address_of(given, "address");
    if (given.any_below("preferred_locales")) {
        json::array locales;
        for (auto const& each : given.list("preferred_locales")) locales.emplace_back(each);
        customer["preferred_locales"] = std::move(locales);
    }
    if (auto const* exempt = given.find("tax_exempt"))
        customer["tax_exempt"] = exempt->empty() ? "none" : *exempt;
    apply_metadata(customer["metadata"].as_object(), given, "metadata");
}

json::object difference(json::object const& before, json::object const& after) {
    json::object changed;
    for (auto const& [key, value] : before)
        if (after.at(key) != value) changed[key] = value;
    return changed;
}

}  // namespace

std::optional<refusal> check_customer(world const& here, std::string const& id) {
    auto const* found = here.customers.find(id);
    if (found && !found->contains("deleted")) return std::nullopt;
    return impossible("No such customer: '" + id + "'", "customer", "resource_missing");
}

outcome create_customer(world& here, form const& given) {
    if (auto refused = check(given)) return *refused;
    auto& made = blank_with_id(here);
    fill(made, given);
    emit(here, "customer.created", made);
    return made;
}

outcome update_customer(world& here, std::string const& id, form const& given) {
    auto* found = here.customers.find(id);
    if (!found || found->contains("deleted")) return missing_resource("customer", id, "id");
    if (auto refused = check(given)) return *refused;
    json::object const before = *found;
    fill(*found, given);
    if (std::string const method = given.text("invoice_settings[default_payment_method]"); !method.empty())
        (*found)["invoice_settings"].as_object()["default_payment_method"] = method;
    auto changed = difference(before, *found);
    if (!changed.empty()) emit_change(here, "customer.updated", *found, std::move(changed));
    return *found;
}

std::string new_customer(world& here, std::string_view email, std::string_view name) {
    auto& made = blank_with_id(here);
    made["email"] = text_or_null(std::string(email));
    made["name"] = text_or_null(std::string(name));
    emit(here, "customer.created", made);
    return text_of(made, "id");
}

bool remove_customer(world& here, std::string_view id) {
    std::string const who(id);
    auto* found = here.customers.find(who);
    if (!found || found->contains("deleted")) return false;
    for (auto const& method : here.methods.order)
        if (text_of(*here.methods.find(method), "customer") == who) detach(here, method);
    json::object const last = *found;
    *found = json::object{{"id", who}, {"object", "customer"}, {"deleted", true}};
    emit(here, "customer.deleted", last);
    return true;
}

}  // namespace quittance::sandbox
