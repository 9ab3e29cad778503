// The test cards: number, name in API calls, what happens.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace quittance::sandbox {

enum class challenge {
    never,
    unless_set_up,   // once saved for later, off-session charges succeed
    always,          // off-session ends in authentication_required
    only_on_session  // counts as set up: off-session succeeds
};
enum class refund_course { plain, pending, fails };
enum class dispute_course { none, fraudulent, not_received, inquiry };

struct test_card {
    std::string_view number;
    std::string_view alias;         // "pm_card_visa"
    std::string_view decline_code;  // of the charge; "" succeeds
    std::string_view code = "card_declined";
    challenge asks = challenge::never;
    bool declines_once_saved = false;
    refund_course refunds = refund_course::plain;
    dispute_course disputes = dispute_course::none;
    std::string_view brand = "visa";
};

test_card const* find_card(std::string_view number);
test_card const* find_alias(std::string_view alias);
// The check digit (Luhn) of a card number, digits only.
bool passes_check_digit(std::string_view number);

// What the payer may read for a decline.
std::string_view decline_message(std::string_view code, std::string_view decline_code);

}  // namespace quittance::sandbox
