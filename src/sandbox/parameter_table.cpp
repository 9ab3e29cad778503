// The parameters each operation takes, one text per operation, read by parameters.cpp:
// `name:type`, `!` required, `~` an empty value unsets it, `[]` a list, `{}` an object, `?{}` a number or an
// object, `*{}` a map. Types: s text (5000 unless a number follows), i integer, b boolean, c currency, d
// decimal, m metadata, w a word, (a|b) one of these, @n one of a long list below.
#include "parameter_table.hpp"

namespace quittance::sandbox {

namespace {

constexpr word_list lists[] = {
    {"@0",
     "acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|"
     "billie|bizum|blik|boleto|card|cashapp|crypto|custom|customer_balance|eps|fpx|giropay|grabpay|ideal|"
     "kakao_pay|klarna|konbini|kr_card|link|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|"
     "pay_by_bank|payco|paynow|paypal|paypay|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|"
     "sepa_debit|sequra|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip"},
    {"@1",
     "acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|"
     "billie|bizum|blik|boleto|card|cashapp|crypto|customer_balance|eps|fpx|giropay|grabpay|ideal|"
     "kakao_pay|klarna|konbini|kr_card|link|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|"
     "pay_by_bank|payco|paynow|paypal|paypay|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|"
     "sepa_debit|sequra|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip"},
    {"@2",
     "acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|"
     "billie|bizum|blik|boleto|card|cashapp|crypto|customer_balance|eps|fpx|giropay|grabpay|ideal|"
     "kakao_pay|klarna|konbini|kr_card|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|"
     "pay_by_bank|payco|paynow|paypal|paypay|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|"
     "sepa_debit|sequra|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip"},
    {"@3",
     "acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|"
     "billie|bizum|blik|boleto|cashapp|crypto|customer_balance|eps|fpx|giropay|grabpay|ideal|kakao_pay|"
     "klarna|konbini|kr_card|link|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|"
     "pay_by_bank|payco|paynow|paypal|paypay|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|"
     "sepa_debit|sequra|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip"},
};

constexpr operation operations[] = {
    {"POST", "/v1/customers",
     "address~{city:s country:s line1:s line2:s postal_code:s state:s} balance:i business_name:s150 "
     "cash_balance{settings{reconciliation_mode:(automatic|manual|merchant_default)}} description:s "
     "email:s512 expand[]:s individual_name:s150 invoice_prefix:s "
     "invoice_settings{custom_fields~[]{name!:s40 value!:s140} default_payment_method:s footer:s "
     "rendering_options~{amount_tax_display~:(exclude_tax|include_inclusive_tax) template:s}} metadata~:m "
     "name:s256 next_invoice_sequence:i payment_method:s phone:s20 preferred_locales[]:s "
     "shipping~{address!{city:s country:s line1:s line2:s postal_code:s state:s} name!:s phone:s} source:s "
     "tax{ip_address:s validate_location:(deferred|immediately)} tax_exempt~:(exempt|none|reverse) "
     "tax_id_data[]{type!:w value!:s} test_clock:s validate:b"},
    {"GET", "/v1/customers/{}", "expand[]:s"},
    {"GET", "/v1/customers/{}/payment_methods",
     "allow_redisplay:(always|limited|unspecified) expand[]:s type:(@0) ending_before:s limit:i "
     "starting_after:s"},
    {"GET", "/v1/customers/{}/payment_methods/{}", "expand[]:s"},
    {"POST", "/v1/checkout/sessions",
     "adaptive_pricing{enabled:b} after_expiration{recovery{allow_promotion_codes:b enabled!:b}} "
     "allow_promotion_codes:b allowed_payment_method_types[]:(@1) automatic_tax{enabled!:b "
     "liability{account:s type!:(account|self)}} billing_address_collection:(auto|required) "
     "branding_settings{background_color:s border_style~:(pill|rectangular|rounded) button_color:s "
     "display_name:s "
     "font_family~:(be_vietnam_pro|bitter|chakra_petch|default|hahmlet|inconsolata|inter|lato|lora|m_plus_1_"
     "code|montserrat|noto_sans|noto_sans_jp|noto_serif|nunito|open_sans|pridi|pt_sans|pt_serif|raleway|"
     "roboto|roboto_slab|source_sans_pro|titillium_web|ubuntu_mono|zen_maru_gothic) "
     "icon{file:s type!:(file|url) url:s} logo{file:s type!:(file|url) url:s}} cancel_url:s "
     "client_reference_id:s200 consent_collection{payment_method_reuse_agreement{position!:(auto|hidden)} "
     "promotions:(auto|none) terms_of_service:(none|required)} currency:c "
     "custom_fields[]{dropdown{default_value:s100 options![]{label!:s100 value!:s100}} key!:s200 "
     "label!{custom!:s100 type!:(custom)} numeric{default_value:s255 maximum_length:i minimum_length:i} "
     "optional:b text{default_value:s255 maximum_length:i minimum_length:i} type!:(dropdown|numeric|text)} "
     "custom_text{after_submit~{message!:s1200} shipping_address~{message!:s1200} submit~{message!:s1200} "
     "terms_of_service_acceptance~{message!:s1200}} customer:s customer_account:s "
     "customer_creation:(always|if_required) customer_email:s customer_update{address:(auto|never) "
     "name:(auto|never) shipping:(auto|never)} discounts[]{coupon:s promotion_code:s} "
     "excluded_payment_method_types[]:(@2) expand[]:s expires_at:i integration_identifier:s200 "
     "invoice_creation{enabled!:b invoice_data{account_tax_ids[]~:s custom_fields~[]{name!:s40 "
     "value!:s140} description:s1500 footer:s issuer{account:s type!:(account|self)} metadata:m "
     "rendering_options~{amount_tax_display~:(exclude_tax|include_inclusive_tax) template:s}}} "
     "line_items[]{adjustable_quantity{enabled!:b maximum:i minimum:i} metadata:m price:s "
     "price_data{currency!:c product:s product_data{description:s40000 images[]:s metadata:m name!:s "
     "tax_code:s tax_details{performance_location:s tax_code:s} unit_label:s12} "
     "recurring{interval!:(day|month|week|year) interval_count:i} "
     "tax_behavior:(exclusive|inclusive|unspecified) unit_amount:i unit_amount_decimal:d} quantity:i "
     "tax_rates[]:s} "
     "locale:(auto|bg|cs|da|de|el|en|en-GB|es|es-419|et|fi|fil|fr|fr-CA|hi-IN|hr|hu|id|it|ja|ko|lt|lv|ms|mt|"
     "nb|nl|pl|pt|pt-BR|ro|ru|sk|sl|sv|th|tr|vi|zh|zh-HK|zh-TW) "
     "managed_payments{enabled:b} metadata:m mode:(payment|setup|subscription) "
     "name_collection{business{enabled!:b optional:b} individual{enabled!:b optional:b}} "
     "optional_items[]{adjustable_quantity{enabled!:b maximum:i minimum:i} price!:s quantity!:i} "
     "origin_context:(mobile_app|web) payment_intent_data{application_fee_amount:i "
     "capture_method:(automatic|automatic_async|manual) description:s1000 metadata:m on_behalf_of:s "
     "receipt_email:s setup_future_usage:(off_session|on_session) shipping{address!{line1!:s city:s "
     "country:s line2:s postal_code:s state:s} carrier:s name!:s phone:s tracking_number:s} "
     "statement_descriptor:s22 statement_descriptor_suffix:s22 transfer_data{amount:i destination!:s} "
     "transfer_group:s} payment_method_collection:(always|if_required) payment_method_configuration:s100 "
     "payment_method_data{allow_redisplay:(always|limited|unspecified)} "
     "payment_method_options{card{capture_method:(manual) "
     "request_extended_authorization:(if_available|never) "
     "request_incremental_authorization:(if_available|never) request_multicapture:(if_available|never) "
     "request_overcapture:(if_available|never) request_three_d_secure:(any|automatic|challenge) "
     "restrictions{brands_blocked[]:(american_express|discover_global_network|mastercard|visa) "
     "funding_types_blocked[]:(credit|debit|prepaid)} setup_future_usage:(off_session|on_session) "
     "statement_descriptor_suffix_kana:s22 statement_descriptor_suffix_kanji:s17} "
     "link{capture_method:(manual) setup_future_usage:(none|off_session)}} "
     "permissions{update_shipping_details:(client_only|server_only)} phone_number_collection{enabled!:b} "
     "redirect_on_completion:(always|if_required|never) return_url:s "
     "saved_payment_method_options{allow_redisplay_filters[]:(always|limited|unspecified) "
     "payment_method_remove:(disabled|enabled) payment_method_save:(disabled|enabled)} "
     "setup_intent_data{description:s1000 metadata:m on_behalf_of:s} "
     "shipping_address_collection{allowed_countries[]!:w} shipping_options[]{shipping_rate:s "
     "shipping_rate_data{delivery_estimate{maximum{unit!:(business_day|day|hour|month|week) value!:i} "
     "minimum{unit!:(business_day|day|hour|month|week) value!:i}} display_name!:s100 "
     "fixed_amount{amount!:i currency!:c currency_options*{amount!:i "
     "tax_behavior:(exclusive|inclusive|unspecified)}} metadata:m "
     "tax_behavior:(exclusive|inclusive|unspecified) tax_code:s type:(fixed_amount)}} "
     "submit_type:(auto|book|donate|pay|subscribe) subscription_data{} success_url:s "
     "tax_id_collection{enabled!:b required:(if_supported|never)} "
     "ui_mode:(elements|embedded_page|form|hosted_page) wallet_options{link{display:(auto|never)}}"},
    {"GET", "/v1/checkout/sessions",
     "created?{gt:i gte:i lt:i lte:i} customer:s customer_account:s customer_details{email!:s} expand[]:s "
     "payment_intent:s payment_link:s status:(complete|expired|open) subscription:s ending_before:s "
     "limit:i starting_after:s"},
    {"GET", "/v1/checkout/sessions/{}", "expand[]:s"},
    {"POST", "/v1/checkout/sessions/{}/expire", "expand[]:s"},
    {"POST", "/v1/payment_intents",
     "amount!:i currency!:c allowed_payment_method_types[]:w amount_details{discount_amount~:i "
     "enforce_arithmetic_validation:b line_items~[]{discount_amount:i "
     "payment_method_options{card{commodity_code:s}} product_code:s product_name!:s quantity!:i "
     "tax{total_tax_amount!:i} unit_cost!:i unit_of_measure:s} shipping~{amount~:i from_postal_code:s "
     "to_postal_code:s} tax~{total_tax_amount!:i}} application_fee_amount:i "
     "automatic_payment_methods{allow_redirects:(always|never) enabled!:b} "
     "capture_method:(automatic|automatic_async|manual) confirm:b confirmation_method:(automatic|manual) "
     "confirmation_token:s customer:s customer_account:s description:s1000 error_on_requires_action:b "
     "excluded_payment_method_types[]:(@2) expand[]:s hooks{inputs{tax{calculation!:s}}} mandate:s "
     "mandate_data~{customer_acceptance!{accepted_at:i offline{} online{ip_address!:s user_agent!:s} "
     "type!:(offline|online)}} metadata:m off_session:s on_behalf_of:s "
     "payment_details{customer_reference:s order_reference:s} payment_method:s "
     "payment_method_configuration:s payment_method_data{allow_redisplay:(always|limited|unspecified) "
     "billing_details{address~{city:s country:s line1:s line2:s postal_code:s state:s} email:s name:s "
     "phone:s tax_id:s} link{} metadata:m radar_options{session:s} type!:(@3)} "
     "payment_method_options{card~{capture_method~:(manual) cvc_token:s moto:b "
     "network:(amex|cartes_bancaires|diners|discover|eftpos_au|girocard|interac|jcb|link|mastercard|unionpay|"
     "unknown|visa) "
     "request_extended_authorization:(if_available|never) "
     "request_incremental_authorization:(if_available|never) request_multicapture:(if_available|never) "
     "request_overcapture:(if_available|never) request_three_d_secure:(any|automatic|challenge) "
     "require_cvc_recollection:b setup_credential_usage:(installment|recurring|unscheduled) "
     "setup_future_usage~:(none|off_session|on_session) statement_descriptor_suffix_kana:s22 "
     "statement_descriptor_suffix_kanji:s17 stored_credential_usage:(installment|recurring|unscheduled) "
     "three_d_secure{ares_trans_status:(A|C|I|N|R|U|Y) cryptogram!:s "
     "electronic_commerce_indicator:(01|02|05|06|07) exemption_indicator:(low_risk|none) "
     "network_options{cartes_bancaires{cb_avalgo!:(0|1|2|3|4|A) cb_exemption:s cb_score:i}} "
     "requestor_challenge_indicator:s transaction_id!:s version!:(1.0.2|2.1.0|2.2.0|2.3.0|2.3.1)}} "
     "link~{capture_method~:(manual) persistent_token:s setup_future_usage~:(none|off_session)}} "
     "radar_options{referrer:s session:s} receipt_email:s return_url:s "
     "setup_future_usage:(off_session|on_session) shipping{address!{city:s country:s line1:s line2:s "
     "postal_code:s state:s} carrier:s name!:s phone:s tracking_number:s} statement_descriptor:s22 "
     "statement_descriptor_suffix:s22 transfer_data{amount:i description:s destination!:s metadata~:m "
     "payment_data{description:s metadata~:m}} transfer_group:s use_stripe_sdk:b"},
    {"GET", "/v1/payment_intents",
     "created?{gt:i gte:i lt:i lte:i} customer:s customer_account:s expand[]:s ending_before:s limit:i "
     "starting_after:s"},
    {"GET", "/v1/payment_intents/{}", "client_secret:s expand[]:s"},
    {"POST", "/v1/payment_intents/{}/cancel",
     "cancellation_reason:(abandoned|duplicate|fraudulent|requested_by_customer) expand[]:s"},
    {"POST", "/v1/payment_intents/{}/confirm",
     "allowed_payment_method_types[]:w amount_details~{discount_amount~:i enforce_arithmetic_validation:b "
     "line_items~[]{discount_amount:i payment_method_options{card{commodity_code:s}} product_code:s "
     "product_name!:s quantity!:i tax{total_tax_amount!:i} unit_cost!:i unit_of_measure:s} "
     "shipping~{amount~:i from_postal_code:s to_postal_code:s} tax~{total_tax_amount!:i}} "
     "amount_to_confirm:i capture_method:(automatic|automatic_async|manual) confirmation_token:s "
     "error_on_requires_action:b excluded_payment_method_types[]~:(@2) expand[]:s "
     "hooks{inputs{tax{calculation!:s}}} mandate:s mandate_data~{customer_acceptance{accepted_at:i "
     "offline{} online{ip_address:s user_agent:s} type!:(offline|online)}} off_session:s "
     "payment_details~{customer_reference:s order_reference:s} payment_method:s "
     "payment_method_data{allow_redisplay:(always|limited|unspecified) billing_details{address~{city:s "
     "country:s line1:s line2:s postal_code:s state:s} email:s name:s phone:s tax_id:s} link{} metadata:m "
     "radar_options{session:s} type!:(@3)} payment_method_options{card~{capture_method~:(manual) "
     "cvc_token:s moto:b "
     "network:(amex|cartes_bancaires|diners|discover|eftpos_au|girocard|interac|jcb|link|mastercard|unionpay|"
     "unknown|visa) "
     "request_extended_authorization:(if_available|never) "
     "request_incremental_authorization:(if_available|never) request_multicapture:(if_available|never) "
     "request_overcapture:(if_available|never) request_three_d_secure:(any|automatic|challenge) "
     "require_cvc_recollection:b setup_credential_usage:(installment|recurring|unscheduled) "
     "setup_future_usage~:(none|off_session|on_session) statement_descriptor_suffix_kana:s22 "
     "statement_descriptor_suffix_kanji:s17 stored_credential_usage:(installment|recurring|unscheduled) "
     "three_d_secure{ares_trans_status:(A|C|I|N|R|U|Y) cryptogram!:s "
     "electronic_commerce_indicator:(01|02|05|06|07) exemption_indicator:(low_risk|none) "
     "network_options{cartes_bancaires{cb_avalgo!:(0|1|2|3|4|A) cb_exemption:s cb_score:i}} "
     "requestor_challenge_indicator:s transaction_id!:s version!:(1.0.2|2.1.0|2.2.0|2.3.0|2.3.1)}} "
     "link~{capture_method~:(manual) persistent_token:s setup_future_usage~:(none|off_session)}} "
     "radar_options{referrer:s session:s} receipt_email:s return_url:s "
     "setup_future_usage~:(off_session|on_session) shipping~{address!{city:s country:s line1:s line2:s "
     "postal_code:s state:s} carrier:s name!:s phone:s tracking_number:s} use_stripe_sdk:b"},
    {"POST", "/v1/customers/{}",
     "address~{city:s country:s line1:s line2:s postal_code:s state:s} balance:i business_name:s "
     "cash_balance{settings{reconciliation_mode:(automatic|manual|merchant_default)}} default_source:s500 "
     "description:s email:s512 expand[]:s individual_name:s invoice_prefix:s "
     "invoice_settings{custom_fields~[]{name!:s30 value!:s30} default_payment_method:s footer:s "
     "rendering_options~{amount_tax_display~:(exclude_tax|include_inclusive_tax) template:s}} metadata~:m "
     "name:s256 next_invoice_sequence:i phone:s20 preferred_locales[]:s shipping~{address!{city:s "
     "country:s line1:s line2:s postal_code:s state:s} name!:s phone:s} source:s tax{ip_address:s "
     "validate_location:(auto|deferred|immediately)} tax_exempt~:(exempt|none|reverse) validate:b"},
    {"POST", "/v1/webhook_endpoints",
     "enabled_events[]!:w url!:s api_version:w connect:b description:s expand[]:s metadata~:m"},
    {"GET", "/v1/webhook_endpoints", "expand[]:s ending_before:s limit:i starting_after:s"},
    {"POST", "/v1/webhook_endpoints/{}",
     "description:s disabled:b enabled_events[]:w expand[]:s metadata~:m url:s"},
    {"POST", "/v1/refunds",
     "amount:i charge:s currency:c customer:s expand[]:s instructions_email:s metadata~:m "
     "origin:(customer_balance) payment_intent:s reason:(duplicate|fraudulent|requested_by_customer) "
     "refund_application_fee:b reverse_transfer:b"},
    {"GET", "/v1/refunds",
     "charge:s created?{gt:i gte:i lt:i lte:i} expand[]:s payment_intent:s ending_before:s limit:i "
     "starting_after:s"},
    {"GET", "/v1/refunds/{}", "expand[]:s"},
    {"GET", "/v1/events",
     "created?{gt:i gte:i lt:i lte:i} delivery_success:b expand[]:s type:s types[]:s ending_before:s "
     "limit:i starting_after:s"},
    {"GET", "/v1/events/{}", "expand[]:s"},
    {"GET", "/v1/payment_methods",
     "allow_redisplay:(always|limited|unspecified) customer:s customer_account:s expand[]:s type:(@0) "
     "ending_before:s limit:i starting_after:s"},
    {"GET", "/v1/payment_methods/{}", "expand[]:s"},
    {"GET", "/v1/setup_intents/{}", "client_secret:s expand[]:s"},
    {"GET", "/v1/charges/{}", "expand[]:s"},
    {"GET", "/v1/disputes/{}", "expand[]:s"},
    {"GET", "/v1/balance", "expand[]:s"},
    {"GET", "/v1/account", "expand[]:s"},
};

}  // namespace

std::span<operation const> all_operations() { return operations; }
std::span<word_list const> all_word_lists() { return lists; }

}  // namespace quittance::sandbox
