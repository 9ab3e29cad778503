#include <algorithm>
#include <array>

#include "letter_rules.hpp"
#include "quittance/base/assert.hpp"

namespace quittance::pages {
namespace {

using enum letter_kind;

struct named_kind {
    letter_kind kind;
    std::string_view name;
};
constexpr std::array names{named_kind{receipt, "receipt"},
                           named_kind{plan_agreed, "plan_agreed"},
                           named_kind{notice_before_charge, "notice_before_charge"},
                           named_kind{reminder_before, "reminder_before"},
                           named_kind{reminder_due, "reminder_due"},
                           named_kind{reminder_gentle, "reminder_gentle"},
                           named_kind{reminder_clear, "reminder_clear"},
                           named_kind{reminder_final, "reminder_final"},
                           named_kind{charge_declined, "charge_declined"},
                           named_kind{authentication_needed, "authentication_needed"},
                           named_kind{card_expiring, "card_expiring"},
                           named_kind{refund, "refund"},
                           named_kind{agreement_changed, "agreement_changed"},
                           named_kind{address_asked, "address_asked"},
                           named_kind{address_confirm, "address_confirm"},
                           named_kind{address_changed, "address_changed"},
                           named_kind{payment_received, "payment_received"},
                           named_kind{hold_expired, "hold_expired"}};
constexpr auto kinds = [] {
    std::array<letter_kind, names.size()> all{};
    std::ranges::transform(names, all.begin(), &named_kind::kind);
    return all;
}();

bool among(letter_kind kind, std::initializer_list<letter_kind> some) {
    return std::ranges::find(some, kind) != some.end();
}

using fields = std::vector<std::string_view>;

void append(fields& to, std::initializer_list<std::string_view> more) { to.insert(to.end(), more); }

}  // namespace

std::string_view name_of(letter_kind kind) {
    auto const* const found = std::ranges::find(names, kind, &named_kind::kind);
    QUITTANCE_ASSERT(found != names.end());
    return found->name;
}

std::optional<letter_kind> letter_kind_named(std::string_view name) {
    auto const* const found = std::ranges::find(names, name, &named_kind::name);
    if (found == names.end()) return std::nullopt;
    return found->kind;
}

std::span<letter_kind const> all_letter_kinds() { return kinds; }

bool reminds(letter_kind kind) {
    return among(kind, {reminder_before, reminder_due, reminder_gentle, reminder_clear, reminder_final});
}

bool asks_for_open(letter_kind kind) {
    return reminds(kind) || among(kind, {notice_before_charge, charge_declined, authentication_needed});
}

bool tells_of_payment(letter_kind kind) { return among(kind, {receipt, payment_received, refund}); }

bool holds_agreement(letter_kind kind) { return among(kind, {plan_agreed, agreement_changed}); }

bool is_about_address(letter_kind kind) {
    return among(kind, {address_asked, address_confirm, address_changed});
}

bool needs_card(letter_kind kind) { return kind == card_expiring; }

bool kept_short(letter_kind kind) {
    return among(kind, {notice_before_charge, reminder_before, reminder_due, reminder_gentle});
}

namespace {

fields required_about_address(letter_kind kind) {
    fields all{"BUSINESS", "PERSON", "PERSON_ADDRESS", "WHY"};
    if (kind == address_confirm) append(all, {"CONFIRM", "CONFIRM_UNTIL"});
    if (kind == address_changed) append(all, {"HERE", "PAGE", "ELSEWHERE"});
    return all;
}

}  // namespace

fields required_fields(letter_kind kind) {
    if (is_about_address(kind)) return required_about_address(kind);
    fields all{"BUSINESS", "NAMED", "CLIENT", "REFERENCE", "ITEM", "WHAT", "PERSON", "PERSON_ADDRESS", "WHY"};
    if (kind != hold_expired) append(all, {"AMOUNT"});
    if (asks_for_open(kind)) append(all, {"TOTAL", "DUE", "PAY"});
    if (reminds(kind) || kind == notice_before_charge)
        append(all, {"SERVICE", "RECEIVED", "RECEIVED_ON", "OTHER", "MORE_TIME", "SPLIT", "SOMETHING_WRONG",
                     "ALREADY_PAID"});
    if (kind == notice_before_charge) append(all, {"CHARGE_ON", "PAGE"});
    if (kind == reminder_final) append(all, {"NEXT_ON", "NEXT_PERSON"});
    if (tells_of_payment(kind)) append(all, {"PAID", "PAID_ON", "STILL_OPEN", "TOTAL", "NOTHING_OPEN"});
    if (holds_agreement(kind)) append(all, {"DUE", "AGREEMENT_HASH", "PAGE"});
    if (needs_card(kind)) append(all, {"CARD_BRAND", "CARD_LAST4", "PAGE"});
    if (kind == card_expiring) append(all, {"CARD_EXPIRES", "DUE"});
    return all;
}

}  // namespace quittance::pages
