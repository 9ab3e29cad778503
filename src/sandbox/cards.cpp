#include "cards.hpp"

namespace quittance::sandbox {

namespace {

constexpr test_card cards[] = {
    {"4242424242424242", "pm_card_visa", ""},
    {.number = "5555555555554444", .alias = "pm_card_mastercard", .brand = "mastercard"},
    {.number = "378282246310005", .alias = "pm_card_amex", .brand = "amex"},
    {"4000000000000002", "pm_card_visa_chargeDeclined", "generic_decline"},
    {"4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"},
    {"4000000000009987", "pm_card_visa_chargeDeclinedLostCard", "lost_card"},
    {"4000000000009979", "pm_card_visa_chargeDeclinedStolenCard", "stolen_card"},
    {"4000000000000069", "pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"},
    {"4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"},
    {"4000000000000119", "pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"},
    {"4000000000006975", "pm_card_visa_chargeDeclinedVelocityLimitExceeded", "card_velocity_exceeded"},
    {.number = "4000000000000341", .alias = "pm_card_chargeCustomerFail", .declines_once_saved = true},
    {.number = "4000002500003155",
     .alias = "pm_card_authenticationRequiredOnSetup",
     .asks = challenge::unless_set_up},
    {.number = "4000002760003184", .alias = "pm_card_authenticationRequired", .asks = challenge::always},
    {.number = "4000003800000446",
     .alias = "pm_card_authenticationRequiredSetupForOffSession",
     .asks = challenge::only_on_session},
    {.number = "4000008260003178",
     .alias = "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
     .decline_code = "insufficient_funds",
     .asks = challenge::always},
    {.number = "4000000000003220", .alias = "pm_card_threeDSecure2Required", .asks = challenge::always},
    {.number = "4000008400001629",
     .alias = "pm_card_threeDSecureRequiredChargeDeclined",
     .decline_code = "generic_decline",
     .asks = challenge::always},
    {.number = "4000000000000259", .alias = "pm_card_createDispute", .disputes = dispute_course::fraudulent},
    {.number = "4000000000002685",
     .alias = "pm_card_createDisputeProductNotReceived",
     .disputes = dispute_course::not_received},
    {.number = "4000000000001976",
     .alias = "pm_card_createDisputeInquiry",
     .disputes = dispute_course::inquiry},
    {.number = "4000000000007726", .alias = "pm_card_pendingRefund", .refunds = refund_course::pending},
    {.number = "4000000000005126", .alias = "pm_card_refundFail", .refunds = refund_course::fails},
    {"4000000000000077", "pm_card_bypassPending", ""},
    {"4100000000000019", "pm_card_radarBlock", "fraudulent"},
};

}  // namespace

test_card const* find_card(std::string_view number) {
    for (auto const& each : cards)
        if (each.number == number) return &each;
    return nullptr;
}

test_card const* find_alias(std::string_view alias) {
    for (auto const& each : cards)
        if (each.alias == alias) return &each;
    return nullptr;
}

bool passes_check_digit(std::string_view number) {
    if (number.size() < 12 || number.size() > 19) return false;
    int sum = 0;
    bool twice = false;
    for (auto at = number.rbegin(); at != number.rend(); ++at, twice = !twice) {
        if (*at < '0' || *at > '9') return false;
        int const digit = (*at - '0') * (twice ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

std::string_view decline_message(std::string_view code, std::string_view decline_code) {
    if (code == "expired_card") return "Your card has expired.";
    if (code == "incorrect_cvc") return "Your card's security code is incorrect.";
    if (code == "processing_error")
        return "An error occurred while processing your card. Try again in a little bit.";
    if (code == "authentication_required")
        return "Your card was declined. This transaction requires authentication.";
    if (code == "payment_intent_authentication_failure")
        return "We are unable to authenticate your payment method. Please choose a different payment method "
               "and try "
               "again.";
    if (decline_code == "insufficient_funds") return "Your card has insufficient funds.";
    if (decline_code == "card_velocity_exceeded")
        return "Your card was declined for making repeated attempts too frequently or exceeding its amount "
               "limit.";
    return "Your card was declined.";
}

}  // namespace quittance::sandbox
