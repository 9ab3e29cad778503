#include "charges.hpp"

#include "blanks.hpp"
#include "events.hpp"
#include "payment_methods.hpp"

namespace quittance::sandbox {

namespace {

json::object card_details(world& here, json::object const& method, std::int64_t amount) {
    auto const& card = method.at("card").as_object();
    json::object details{{"amount_authorized", amount}, {"authorization_code", identifier(here.ids, "", 6)}};
    for (auto const field : {"brand", "checks", "country", "exp_month", "exp_year"})
        details[field] = card.at(field);
    details["extended_authorization"] = json::object{{"status", "disabled"}};
    details["fingerprint"] = card.at("fingerprint");
    details["funding"] = card.at("funding");
    details["incremental_authorization"] = json::object{{"status", "unavailable"}};
    details["installments"] = nullptr;
    details["last4"] = card.at("last4");
    details["mandate"] = nullptr;
    details["multicapture"] = json::object{{"status", "unavailable"}};
    details["network"] = card.at("brand");
    details["network_token"] = json::object{{"used", false}};
    details["network_transaction_id"] = hex_identifier(here.ids, "1", 14);
    details["overcapture"] = json::object{{"maximum_amount_capturable", amount}, {"status", "unavailable"}};
    details["regulated_status"] = "unregulated";
    for (auto const field :
         {"three_d_secure", "wallet", "electronic_commerce_indicator", "transaction_link_id"})
        details[field] = nullptr;
    return details;
}

json::object method_details(world& here, json::object const& method, std::int64_t amount) {
    std::string const type = text_of(method, "type");
    json::object details;
    details[type] = type == "card" ? card_details(here, method, amount) : method.at(type).as_object();
    details["type"] = type;
    return details;
}

}  // namespace

json::object& make_charge(world& here, json::object const& intent, std::string const& method) {
    auto made = blank_charge();
    auto const& from = *here.methods.find(method);
    made["id"] = here.new_id("ch_3", 27);
    for (auto const field : {"amount", "currency", "customer", "description", "metadata", "receipt_email"})
        made[field] = intent.at(field);
    made["created"] = here.seconds();
    made["payment_intent"] = text_of(intent, "id");
    made["payment_method"] = method;
    made["billing_details"] = from.at("billing_details");
    made["payment_method_details"] = method_details(here, from, number_of(intent, "amount"));
    return here.charges.put(std::move(made));
}

void pay_charge(world& here, json::object& charge) {
    std::string const id = text_of(charge, "id");
    charge["status"] = "succeeded";
    charge["paid"] = true;
    charge["captured"] = true;
    charge["amount_captured"] = number_of(charge, "amount");
    charge["balance_transaction"] = here.new_id("txn_3", 28);
    charge["receipt_url"] = here.options.public_address + "/receipts/" + id;
    emit(here, "charge.succeeded", charge);
    auto const* card = card_of(here, text_of(charge, "payment_method"));
    if (card && card->disputes != dispute_course::none)
        here.later(here.options.dispute_comes_after, task_kind::open_dispute, id);
}

void fail_charge(world& here, json::object& charge, std::string_view code, std::string_view decline_code) {
    charge["status"] = "failed";
    charge["failure_code"] = code;
    charge["failure_message"] = decline_message(code, decline_code);
    auto& outcome = charge["outcome"].as_object();
    bool const blocked = decline_code == "fraudulent";
    outcome["network_status"] = blocked ? "not_sent_to_network" : "declined_by_network";
    outcome["reason"] = decline_code.empty() ? code : decline_code;
    outcome["risk_level"] = blocked ? "highest" : "normal";
    outcome["seller_message"] =
        blocked ? "The payment was blocked as high risk." : "The bank declined the payment.";
    outcome["type"] = blocked ? "blocked" : "issuer_declined";
    emit(here, "charge.failed", charge);
}

json::object* paid_charge(world& here, std::string_view charge_or_intent) {
    std::string id(charge_or_intent);
    if (auto const* intent = here.intents.find(id)) id = text_of(*intent, "latest_charge");
    auto* charge = here.charges.find(id);
    return charge && charge->at("paid").as_bool() ? charge : nullptr;
}

}  // namespace quittance::sandbox
