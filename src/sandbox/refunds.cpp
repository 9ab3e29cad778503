#include "refunds.hpp"

#include "blanks.hpp"
#include "charges.hpp"
#include "currencies.hpp"
#include "events.hpp"
#include "payment_methods.hpp"
#include "quittance/base/assert.hpp"

namespace quittance::sandbox {

namespace {

refund_course course_of(world const& here, json::object const& charge) {
    auto const* card = card_of(here, text_of(charge, "payment_method"));
    return card ? card->refunds : refund_course::plain;
}

result<json::object*, refusal> charge_to_refund(world& here, form const& given) {
    std::string const intent = given.text("payment_intent");
    std::string const charge = given.text("charge");
    if (intent.empty() && charge.empty())
        return invalid(
            "One of the following params should be provided for this request: payment_intent or charge.", "",
            "parameter_missing");
    bool const known =
        intent.empty() ? here.charges.find(charge) != nullptr : here.intents.find(intent) != nullptr;
    if (!known) {
        return intent.empty() ? missing_resource("charge", charge, "charge")
                              : missing_resource("payment_intent", intent, "payment_intent");
    }
    auto* found = paid_charge(here, intent.empty() ? charge : intent);
    if (!found)
        return impossible("This payment has no successful charge to refund.",
                          intent.empty() ? "charge" : "payment_intent");
    return found;
}

std::optional<refusal> check_left(json::object const& charge, std::optional<std::int64_t> amount) {
    std::int64_t const left = number_of(charge, "amount") - number_of(charge, "amount_refunded");
    std::string const id = text_of(charge, "id");
    if (charge.at("disputed").as_bool())
        return impossible("Charge " + id + " has been charged back; cannot issue a refund.", "",
                          "charge_disputed");
    if (left <= 0)
        return impossible("Charge " + id + " has already been refunded.", "", "charge_already_refunded");
    if (!amount) return std::nullopt;
    if (*amount < 1) return invalid("Invalid positive integer", "amount", "parameter_invalid_integer");
    if (*amount <= left) return std::nullopt;
    std::string const currency = text_of(charge, "currency");
    return impossible("Refund amount (" + money_text(*amount, currency) +
                          ") is greater than unrefunded amount on charge (" + money_text(left, currency) +
                          ")",
                      "amount");
}

void change_refunded(json::object& charge, std::int64_t by) {
    std::int64_t const sum = number_of(charge, "amount_refunded") + by;
    charge["amount_refunded"] = sum;
    charge["refunded"] = sum == number_of(charge, "amount");
}

json::object filled(world& here, json::object const& charge, std::int64_t amount, form const& given) {
    auto made = blank_refund();
    made["id"] = here.new_id("re_3", 27);
    made["amount"] = amount;
    made["balance_transaction"] = here.new_id("txn_3", 28);
    made["charge"] = text_of(charge, "id");
    made["created"] = here.seconds();
    for (auto const field : {"currency", "customer", "payment_intent", "payment_method"})
        made[field] = charge.at(field);
    made["reason"] = text_or_null(given.text("reason"));
    made["status"] = course_of(here, charge) == refund_course::pending ? "pending" : "succeeded";
    apply_metadata(made["metadata"].as_object(), given, "metadata");
    return made;
}

void announce_change(world& here, json::object const& refund, json::object before) {
    emit_change(here, "charge.refund.updated", refund, before);
    emit_change(here, "refund.updated", refund, std::move(before));
}

void show_reference(json::object& refund) {
    auto& card = refund["destination_details"].as_object()["card"].as_object();
    card["reference"] = "7920000000000001";
    card["reference_status"] = "available";
}

void fail(world& here, json::object& refund, json::object& charge) {
    show_reference(refund);
    refund["status"] = "failed";
    refund["failure_balance_transaction"] = here.new_id("txn_3", 28);
    refund["failure_reason"] = "lost_or_stolen_card";
    change_refunded(charge, -number_of(refund, "amount"));
    announce_change(here, refund, {{"status", "succeeded"}});
    emit(here, "refund.failed", refund);
}

}  // namespace

outcome create_refund(world& here, form const& given) {
    auto const found = charge_to_refund(here, given);
    if (!found) return found.error();
    auto& charge = **found;
    if (auto refused = check_left(charge, given.number("amount"))) return *refused;
    json::object const before{{"amount_refunded", charge["amount_refunded"]},
                              {"receipt_url", charge["receipt_url"]},
                              {"refunded", charge["refunded"]}};
    std::int64_t const left = number_of(charge, "amount") - number_of(charge, "amount_refunded");
    auto& made = here.refunds.put(filled(here, charge, given.number("amount").value_or(left), given));
    change_refunded(charge, number_of(made, "amount"));
    emit_change(here, "charge.refunded", charge, before);
    emit(here, "refund.created", made);
    here.later(here.options.refund_takes, task_kind::settle_refund, text_of(made, "id"));
    return made;
}

void settle_refund(world& here, std::string const& id) {
    auto* refund = here.refunds.find(id);
    QUITTANCE_ASSERT(refund);
    auto* charge = here.charges.find(text_of(*refund, "charge"));
    QUITTANCE_ASSERT(charge);
    auto const course = course_of(here, *charge);
    if (course == refund_course::fails) return fail(here, *refund, *charge);
    json::object before{
        {"destination_details",
         json::object{{"card", json::object{{"reference_status", "pending"}, {"reference", nullptr}}}}}};
    if (course == refund_course::pending) before["status"] = "pending";
    (*refund)["status"] = "succeeded";
    show_reference(*refund);
    announce_change(here, *refund, std::move(before));
}

}  // namespace quittance::sandbox
