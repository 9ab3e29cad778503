#include <stdexcept>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/decide.hpp"

namespace quittance::domain {

std::string_view name_of(booking_state state) {
    switch (state) {
        case booking_state::held: return "held";
        case booking_state::open: return "open";
        case booking_state::paying: return "paying";
        case booking_state::paid: return "paid";
        case booking_state::part_paid: return "part_paid";
        case booking_state::returned: return "returned";
        case booking_state::disputed: return "disputed";
        case booking_state::closed: return "closed";
    }
    return "unknown";
}

std::string_view name_of(refund_status status) {
    switch (status) {
        case refund_status::unknown: return "unknown";
        case refund_status::pending: return "pending";
        case refund_status::requires_action: return "requires_action";
        case refund_status::succeeded: return "succeeded";
        case refund_status::failed: return "failed";
        case refund_status::canceled: return "canceled";
    }
    return "unknown";
}

std::string outcome_of(booking const& what, refund_order const& order) {
    if (auto const* const from = find_payment(what, order.intent)) {
        for (auto const& r : from->refunds) {
            if (r.order == order.number) return std::string{name_of(r.status)};
        }
    }
    if (!order.refusal.empty()) return "refused: " + order.refusal;
    return order.abandoned ? "unanswered" : "ordered";
}

std::string_view name_of(refusal_reason reason) {
    switch (reason) {
        case refusal_reason::booking_unknown: return "booking_unknown";
        case refusal_reason::booking_is_closed: return "booking_is_closed";
        case refusal_reason::booking_has_moved: return "booking_has_moved";
        case refusal_reason::already_paid: return "already_paid";
        case refusal_reason::amount_not_positive: return "amount_not_positive";
        case refusal_reason::currency_missing: return "currency_missing";
        case refusal_reason::reference_missing: return "reference_missing";
        case refusal_reason::terms_differ: return "terms_differ";
        case refusal_reason::target_exists: return "target_exists";
        case refusal_reason::attention_unknown: return "attention_unknown";
        case refusal_reason::money_unallocated: return "money_unallocated";
        case refusal_reason::not_this_account: return "not_this_account";
        case refusal_reason::agreement_missing: return "agreement_missing";
        case refusal_reason::plan_impossible: return "plan_impossible";
        case refusal_reason::author_missing: return "author_missing";
        case refusal_reason::payment_unknown: return "payment_unknown";
        case refusal_reason::item_unknown: return "item_unknown";
        case refusal_reason::amount_too_large: return "amount_too_large";
        case refusal_reason::reference_used: return "reference_used";
        case refusal_reason::reason_missing: return "reason_missing";
        case refusal_reason::currency_differs: return "currency_differs";
        case refusal_reason::date_missing: return "date_missing";
        case refusal_reason::paid_by_hand: return "paid_by_hand";
        case refusal_reason::sum_differs: return "sum_differs";
        case refusal_reason::payment_under_way: return "payment_under_way";
        case refusal_reason::no_credit_left: return "no_credit_left";
        case refusal_reason::delivery_unknown: return "delivery_unknown";
        case refusal_reason::letter_unknown: return "letter_unknown";
        case refusal_reason::address_unfit: return "address_unfit";
        case refusal_reason::too_many_addresses: return "too_many_addresses";
        case refusal_reason::not_granted: return "not_granted";
        case refusal_reason::client_erased: return "client_erased";
        case refusal_reason::no_card_kept: return "no_card_kept";
        case refusal_reason::cadence_unknown: return "cadence_unknown";
        case refusal_reason::plan_differs: return "plan_differs";
        case refusal_reason::asked_too_often: return "asked_too_often";
        case refusal_reason::change_unknown: return "change_unknown";
        case refusal_reason::fee_is_whole: return "fee_is_whole";
        case refusal_reason::amount_too_small: return "amount_too_small";
        case refusal_reason::amount_not_in_steps: return "amount_not_in_steps";
        case refusal_reason::no_credits_sold: return "no_credits_sold";
        case refusal_reason::reservation_unknown: return "reservation_unknown";
        case refusal_reason::no_client_credit: return "no_client_credit";
        case refusal_reason::came_as_credit: return "came_as_credit";
    }
    return "unknown";
}

std::string_view name_of(letter_kind kind) {
    switch (kind) {
        case letter_kind::receipt: return "receipt";
        case letter_kind::payment_received: return "payment_received";
        case letter_kind::hold_expired: return "hold_expired";
        case letter_kind::plan_agreed: return "plan_agreed";
        case letter_kind::refund: return "refund";
        case letter_kind::notice_before_charge: return "notice_before_charge";
        case letter_kind::reminder_before: return "reminder_before";
        case letter_kind::reminder_due: return "reminder_due";
        case letter_kind::reminder_gentle: return "reminder_gentle";
        case letter_kind::reminder_clear: return "reminder_clear";
        case letter_kind::reminder_final: return "reminder_final";
        case letter_kind::charge_declined: return "charge_declined";
        case letter_kind::authentication_needed: return "authentication_needed";
        case letter_kind::card_expiring: return "card_expiring";
        case letter_kind::agreement_changed: return "agreement_changed";
        case letter_kind::address_asked: return "address_asked";
        case letter_kind::address_confirm: return "address_confirm";
        case letter_kind::address_changed: return "address_changed";
    }
    return "unknown";
}

std::string_view name_of(letter_state state) {
    switch (state) {
        case letter_state::ordered: return "ordered";
        case letter_state::attempting: return "attempting";
        case letter_state::accepted: return "accepted";
        case letter_state::refused: return "refused";
        case letter_state::uncertain: return "uncertain";
        case letter_state::withdrawn: return "withdrawn";
        case letter_state::given_up: return "given_up";
        case letter_state::bounced: return "bounced";
    }
    return "unknown";
}

std::string const& zone_of(contact const& who, policy const& rules) {
    return who.zone.empty() ? rules.zone : who.zone;
}

void throw_exception_from_error(refusal const& error, boost::source_location const&) {
    throw std::logic_error("a refusal was taken for a decision: " + std::string{name_of(error.reason)});
}

}  // namespace quittance::domain
