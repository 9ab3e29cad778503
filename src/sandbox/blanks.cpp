#include "blanks.hpp"

namespace quittance::sandbox {

namespace {

constexpr char const* customer_text = R"({"id":"","object":"customer","address":null,"balance":0,"created":0,
"currency":null,"default_source":null,"delinquent":false,"description":null,"discount":null,"email":null,
"invoice_prefix":"","invoice_settings":{"custom_fields":null,"default_payment_method":null,"footer":null,
"rendering_options":null},"livemode":false,"metadata":{},"name":null,"next_invoice_sequence":1,"phone":null,
"preferred_locales":[],"shipping":null,"tax_exempt":"none","test_clock":null})";

constexpr char const* session_text =
    R"({"id":"","object":"checkout.session","adaptive_pricing":{"enabled":false},
"after_expiration":null,"allow_promotion_codes":null,"allowed_payment_method_types":null,"amount_subtotal":null,
"amount_total":null,"automatic_tax":{"enabled":false,"liability":null,"provider":null,"status":null},
"billing_address_collection":null,"cancel_url":null,"client_reference_id":null,"client_secret":null,
"collected_information":null,"consent":null,"consent_collection":null,"created":0,"currency":null,
"currency_conversion":null,"custom_fields":[],"custom_text":{"after_submit":null,"shipping_address":null,
"submit":null,"terms_of_service_acceptance":null},"customer":null,"customer_account":null,
"customer_creation":null,"customer_details":null,"customer_email":null,"discounts":[],"expires_at":0,
"integration_identifier":null,"invoice":null,"invoice_creation":{"enabled":false,"invoice_data":{
"account_tax_ids":null,"custom_fields":null,"description":null,"footer":null,"issuer":null,"metadata":{},
"rendering_options":null}},"livemode":false,"locale":null,"managed_payments":null,"metadata":{},"mode":"payment",
"origin_context":null,"payment_intent":null,"payment_link":null,"payment_method_collection":"if_required",
"payment_method_configuration_details":null,"payment_method_options":{"card":{"request_three_d_secure":
"automatic"}},"payment_method_types":["card"],"payment_status":"unpaid","permissions":null,
"phone_number_collection":{"enabled":false},"recovered_from":null,"saved_payment_method_options":{
"allow_redisplay_filters":["always"],"payment_method_remove":"disabled","payment_method_save":null},
"setup_intent":null,"shipping_address_collection":null,"shipping_cost":null,"shipping_options":[],
"status":"open","submit_type":null,"subscription":null,"success_url":null,"total_details":{"amount_discount":0,
"amount_shipping":0,"amount_tax":0},"ui_mode":"hosted_page","url":null,"wallet_options":null})";

constexpr char const* intent_text = R"({"id":"","object":"payment_intent","allowed_payment_method_types":null,
"amount":0,"amount_capturable":0,"amount_details":{"tip":{}},"amount_received":0,"application":null,
"application_fee_amount":null,"automatic_payment_methods":null,"canceled_at":null,"cancellation_reason":null,
"capture_method":"automatic_async","client_secret":"","confirmation_method":"automatic","created":0,
"currency":"","customer":null,"customer_account":null,"description":null,"excluded_payment_method_types":null,
"last_payment_error":null,"latest_charge":null,"livemode":false,"managed_payments":null,"metadata":{},
"next_action":null,"on_behalf_of":null,"payment_method":null,"payment_method_configuration_details":null,
"payment_method_options":{"card":{"installments":null,"mandate_options":null,"network":null,
"request_three_d_secure":"automatic"}},"payment_method_types":["card"],"payment_record":null,"processing":null,
"receipt_email":null,"review":null,"setup_future_usage":null,"shipping":null,"source":null,
"statement_descriptor":null,"statement_descriptor_suffix":null,"status":"requires_payment_method",
"transfer_group":null})";

constexpr char const* setup_text = R"({"id":"","object":"setup_intent","allowed_payment_method_types":null,
"application":null,"automatic_payment_methods":null,"cancellation_reason":null,"client_secret":"","created":0,
"customer":null,"description":null,"excluded_payment_method_types":null,"last_setup_error":null,
"latest_attempt":null,"livemode":false,"mandate":null,"metadata":{},"next_action":null,"on_behalf_of":null,
"payment_method":null,"payment_method_configuration_details":null,"payment_method_options":{"card":{
"mandate_options":null,"network":null,"request_three_d_secure":"automatic"}},"payment_method_types":["card"],
"single_use_mandate":null,"status":"requires_payment_method","usage":"off_session"})";

constexpr char const* charge_text = R"({"id":"","object":"charge","amount":0,"amount_captured":0,
"amount_refunded":0,"application":null,"application_fee":null,"application_fee_amount":null,
"balance_transaction":null,"billing_details":{},"calculated_statement_descriptor":"SANDBOX","captured":false,
"created":0,"currency":"","customer":null,"description":null,"disputed":false,"failure_balance_transaction":null,
"failure_code":null,"failure_message":null,"fraud_details":{},"livemode":false,"metadata":{},
"on_behalf_of":null,"outcome":{"advice_code":null,"network_advice_code":null,"network_decline_code":null,
"network_status":"approved_by_network","reason":null,"risk_level":"normal","risk_score":21,
"seller_message":"Payment complete.","type":"authorized"},"paid":false,"payment_intent":null,
"payment_method":null,"payment_method_details":{},"receipt_email":null,"receipt_number":null,"receipt_url":null,
"refunded":false,"review":null,"shipping":null,"source":null,"source_transfer":null,"statement_descriptor":null,
"statement_descriptor_suffix":null,"status":"succeeded","transfer_data":null,"transfer_group":null})";

constexpr char const* refund_text = R"({"id":"","object":"refund","amount":0,"balance_transaction":null,
"charge":null,"created":0,"currency":"","customer":null,"customer_account":null,"destination_details":{"card":{
"reference_status":"pending","reference_type":"acquirer_reference_number","type":"refund"},"type":"card"},
"metadata":{},"payment_intent":null,"payment_method":null,"reason":null,"receipt_number":null,
"source_transfer_reversal":null,"status":"succeeded","transfer_reversal":null})";

constexpr char const* dispute_text = R"({"id":"","object":"dispute","amount":0,"balance_transactions":[],
"charge":"","created":0,"currency":"","enhanced_eligibility_types":[],"evidence":{"access_activity_log":null,
"billing_address":null,"cancellation_policy":null,"cancellation_policy_disclosure":null,
"cancellation_rebuttal":null,"customer_communication":null,"customer_email_address":null,"customer_name":null,
"customer_purchase_ip":null,"customer_signature":null,"duplicate_charge_documentation":null,
"duplicate_charge_explanation":null,"duplicate_charge_id":null,"product_description":null,"receipt":null,
"refund_policy":null,"refund_policy_disclosure":null,"refund_refusal_explanation":null,"service_date":null,
"service_documentation":null,"shipping_address":null,"shipping_carrier":null,"shipping_date":null,
"shipping_documentation":null,"shipping_tracking_number":null,"uncategorized_file":null,
"uncategorized_text":null,"enhanced_evidence":{}},"evidence_details":{"due_by":0,"enhanced_eligibility":{},
"has_evidence":false,"past_due":false,"submission_count":0,"submission_method":"not_submitted"},
"intended_submission_method":null,"is_charge_refundable":false,"livemode":false,"metadata":{},
"network_reason_code":"10.4","payment_intent":null,"payment_method_details":{"card":{"brand":"visa",
"case_type":"chargeback","network":"visa","network_reason_code":"10.4"},"type":"card"},"reason":"fraudulent",
"status":"needs_response"})";

constexpr char const* method_text = R"({"id":"","object":"payment_method","allow_redisplay":"limited",
"billing_details":{"address":{"city":null,"country":null,"line1":null,"line2":null,"postal_code":null,
"state":null},"email":null,"name":null,"phone":null,"tax_id":null},"card":{"brand":"visa","checks":{
"address_line1_check":null,"address_postal_code_check":null,"cvc_check":"pass"},"country":"US",
"display_brand":"visa","exp_month":12,"exp_year":2034,"fingerprint":"","funding":"credit","generated_from":null,
"last4":"","networks":{"available":["visa"],"preferred":null},"regulated_status":"unregulated",
"three_d_secure_usage":{"supported":true},"wallet":null},"created":0,"customer":null,"customer_account":null,
"livemode":false,"metadata":{},"type":"card"})";

constexpr char const* account_text =
    R"({"id":"","object":"account","business_profile":{"mcc":null,"name":null,
"support_email":null,"support_phone":null,"support_url":null,"url":null},"business_type":"individual",
"capabilities":{"card_payments":"active","transfers":"active"},"charges_enabled":true,"controller":{"type":
"account"},"country":"IE","created":1700000000,"default_currency":"eur","details_submitted":true,"email":null,
"external_accounts":{"object":"list","data":[],"has_more":false,"url":""},"metadata":{},"payouts_enabled":true,
"requirements":{"alternatives":[],"current_deadline":null,"currently_due":[],"disabled_reason":null,"errors":[],
"eventually_due":[],"past_due":[],"pending_verification":[]},"settings":{"dashboard":{"display_name":null,
"timezone":"Etc/UTC"},"payments":{"statement_descriptor":null}},"tos_acceptance":{"date":null,"ip":null,
"user_agent":null},"type":"standard"})";

}  // namespace

// Each text is parsed once; a copy is several times cheaper than a parse.
json::object blank_customer() {
    static json::value const made = json::parse(customer_text);
    return made.get_object();
}
json::object blank_session() {
    static json::value const made = json::parse(session_text);
    return made.get_object();
}
json::object blank_intent() {
    static json::value const made = json::parse(intent_text);
    return made.get_object();
}
json::object blank_setup_intent() {
    static json::value const made = json::parse(setup_text);
    return made.get_object();
}
json::object blank_charge() {
    static json::value const made = json::parse(charge_text);
    return made.get_object();
}
json::object blank_refund() {
    static json::value const made = json::parse(refund_text);
    return made.get_object();
}
json::object blank_dispute() {
    static json::value const made = json::parse(dispute_text);
    return made.get_object();
}
json::object blank_method() {
    static json::value const made = json::parse(method_text);
    return made.get_object();
}
json::object blank_account() {
    static json::value const made = json::parse(account_text);
    return made.get_object();
}

}  // namespace quittance::sandbox
