#include "disputes.hpp"

#include "blanks.hpp"
#include "charges.hpp"
#include "events.hpp"
#include "payment_methods.hpp"

namespace quittance::sandbox {

namespace {

constexpr std::int64_t fee = 2'000;

json::object movement(world& here, json::object const& dispute, bool back) {
    std::int64_t const amount = number_of(dispute, "amount") * (back ? 1 : -1);
    std::int64_t const cost = back ? -fee : fee;
    std::string const what = back ? "Chargeback reversal for " : "Chargeback withdrawal for ";
    json::object detail{{"amount", cost},
                        {"application", nullptr},
                        {"currency", dispute.at("currency")},
                        {"description", back ? "Dispute fee refund" : "Dispute fee"},
                        {"type", "stripe_fee"}};
    return json::object{{"id", here.new_id("txn_1", 28)},
                        {"object", "balance_transaction"},
                        {"amount", amount},
                        {"available_on", here.seconds()},
                        {"balance_type", "payments"},
                        {"created", here.seconds()},
                        {"currency", dispute.at("currency")},
                        {"description", what + text_of(dispute, "charge")},
                        {"exchange_rate", nullptr},
                        {"fee", cost},
                        {"fee_details", json::array{std::move(detail)}},
                        {"net", amount - cost},
                        {"reporting_category", back ? "dispute_reversal" : "dispute"},
                        {"source", dispute.at("id")},
                        {"status", "available"},
                        {"type", "adjustment"}};
}

json::object filled(world& here, json::object const& charge, dispute_kind kind, std::int64_t amount) {
    auto made = blank_dispute();
    bool const inquiry = kind == dispute_kind::inquiry;
    char const* const code = kind == dispute_kind::fraudulent ? "10.4" : "13.1";
    made["id"] = here.new_id("du_1", 27);
    made["amount"] = amount;
    made["charge"] = charge.at("id");
    made["created"] = here.seconds();
    made["currency"] = charge.at("currency");
    made["evidence_details"].as_object()["due_by"] = here.seconds() + 8 * 24 * 3'600;
    made["is_charge_refundable"] = inquiry;
    made["network_reason_code"] = code;
    made["payment_intent"] = charge.at("payment_intent");
    auto& card = made["payment_method_details"].as_object()["card"].as_object();
    card["case_type"] = inquiry ? "inquiry" : "chargeback";
    card["network_reason_code"] = code;
    made["reason"] = kind == dispute_kind::fraudulent ? "fraudulent" : "product_not_received";
    made["status"] = inquiry ? "warning_needs_response" : "needs_response";
    return made;
}

}  // namespace

outcome open_dispute(world& here, std::string const& charge_or_intent, dispute_kind kind,
                     std::optional<std::int64_t> amount) {
    auto* charge = paid_charge(here, charge_or_intent);
    if (!charge) return missing_resource("charge", charge_or_intent, "charge");
    std::int64_t const whole = number_of(*charge, "amount");
    std::int64_t const claimed = amount.value_or(whole);
    if (claimed < 1 || claimed > whole)
        return impossible("The amount must be between 1 and the charge's.", "amount");
    auto& made = here.disputes.put(filled(here, *charge, kind, claimed));
    emit(here, "charge.dispute.created", made);
    if (kind == dispute_kind::inquiry) return made;  // an inquiry moves no money
    (*charge)["disputed"] = true;
    here.later(std::chrono::seconds{1}, task_kind::withdraw_dispute, text_of(made, "id"));
    return made;
}

void open_dispute_of_card(world& here, std::string const& charge) {
    auto const* found = here.charges.find(charge);
    auto const* card = found ? card_of(here, text_of(*found, "payment_method")) : nullptr;
    if (!card) return;
    auto const kind = card->disputes == dispute_course::inquiry        ? dispute_kind::inquiry
                      : card->disputes == dispute_course::not_received ? dispute_kind::product_not_received
                                                                       : dispute_kind::fraudulent;
    (void)open_dispute(here, charge, kind, std::nullopt);
}

void withdraw_for_dispute(world& here, std::string const& id) {
    auto* found = here.disputes.find(id);
    if (!found || !(*found)["balance_transactions"].as_array().empty()) return;
    (*found)["balance_transactions"].as_array().push_back(movement(here, *found, false));
    emit(here, "charge.dispute.funds_withdrawn", *found);
}

outcome close_dispute(world& here, std::string const& id, bool won) {
    auto* found = here.disputes.find(id);
    if (!found) return missing_resource("dispute", id, "dispute");
    std::string const before = text_of(*found, "status");
    if (before == "won" || before == "lost" || before == "warning_closed")
        return impossible("This dispute is already closed.", "dispute");
    bool const inquiry = before.starts_with("warning_");
    if (!inquiry) withdraw_for_dispute(here, id);
    (*found)["status"] = inquiry ? "warning_closed" : won ? "won" : "lost";
    emit_change(here, "charge.dispute.closed", *found, {{"status", before}});
    if (inquiry || !won) return *found;
    (*found)["balance_transactions"].as_array().push_back(movement(here, *found, true));
    emit(here, "charge.dispute.funds_reinstated", *found);
    return *found;
}

}  // namespace quittance::sandbox
