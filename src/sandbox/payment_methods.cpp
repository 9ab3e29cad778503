#include "payment_methods.hpp"

#include "blanks.hpp"
#include "events.hpp"
#include "quittance/base/assert.hpp"

namespace quittance::sandbox {

namespace {

// The same number has the same fingerprint, whoever uses it.
std::string fingerprint(std::string_view number) {
    random_source from;
    from.stir(number);
    return identifier(from, "", 16);
}

void fill_card(json::object& card, test_card const& which, card_entry const& entry) {
    card["brand"] = which.brand;
    card["display_brand"] = which.brand;
    card["networks"].as_object()["available"] = json::array{json::value(which.brand)};
    card["exp_month"] = entry.exp_month;
    card["exp_year"] = entry.exp_year;
    card["last4"] = which.number.substr(which.number.size() - 4);
    card["fingerprint"] = fingerprint(which.number);
}

json::object& new_method(world& here) {
    auto made = blank_method();
    made["id"] = here.new_id("pm_1", 27);
    made["created"] = here.seconds();
    return here.methods.put(std::move(made));
}

}  // namespace

std::string make_card_method(world& here, test_card const& card, card_entry const& entry) {
    auto& made = new_method(here);
    fill_card(made["card"].as_object(), card, entry);
    auto& billing = made["billing_details"].as_object();
    billing["email"] = text_or_null(entry.email);
    billing["name"] = text_or_null(entry.name);
    billing["address"].as_object()["country"] = text_or_null(entry.country);
    std::string id = text_of(made, "id");
    here.method_sides[id].card = card.number;
    return id;
}

std::string make_debit_method(world& here, bool fails, std::string_view email) {
    auto& made = new_method(here);
    made.erase("card");
    made["sepa_debit"] =
        json::object{{"bank_code", "37040044"},   {"branch_code", ""},
                     {"country", "DE"},           {"fingerprint", fingerprint(fails ? "3001" : "3000")},
                     {"generated_from", nullptr}, {"last4", fails ? "3001" : "3000"}};
    made["type"] = "sepa_debit";
    made["billing_details"].as_object()["email"] = text_or_null(std::string(email));
    std::string id = text_of(made, "id");
    here.method_sides[id].delayed_fails = fails;
    return id;
}

result<std::string, refusal> resolve_method(world& here, std::string const& given,
                                            std::string_view parameter) {
    if (auto const* card = find_alias(given)) return make_card_method(here, *card, {});
    if (here.methods.find(given)) return given;
    return impossible("No such PaymentMethod: '" + given + "'", parameter, "resource_missing");
}

void attach_method(world& here, std::string const& method, std::string const& customer) {
    auto* found = here.methods.find(method);
    QUITTANCE_ASSERT(found);
    here.method_sides[method].saved = true;
    if (text_of(*found, "customer") == customer) return;
    (*found)["customer"] = customer;
    emit(here, "payment_method.attached", *found);
}

bool detach(world& here, std::string_view method) {
    auto* found = here.methods.find(method);
    if (!found || text_of(*found, "customer").empty()) return false;
    json::object const before{{"customer", text_of(*found, "customer")}};
    (*found)["customer"] = nullptr;
    emit_change(here, "payment_method.detached", *found, before);
    return true;
}

bool change_expiry(world& here, std::string_view method, unsigned year) {
    auto* found = here.methods.find(method);
    if (!found || !found->contains("card")) return false;
    auto& card = (*found)["card"].as_object();
    json::object const before{{"card", json::object{{"exp_year", card["exp_year"]}}}};
    card["exp_year"] = year;
    emit_change(here, "payment_method.automatically_updated", *found, before);
    return true;
}

test_card const* card_of(world const& here, std::string const& method) {
    auto const side = here.method_sides.find(method);
    return side == here.method_sides.end() ? nullptr : find_card(side->second.card);
}

}  // namespace quittance::sandbox
