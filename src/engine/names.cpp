#include <stdexcept>

#include "quittance/engine/checkouts.hpp"
#include "quittance/engine/mailer.hpp"
#include "quittance/engine/outbox.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/engine/settings.hpp"
#include "quittance/engine/webhook.hpp"
#include "quittance/engine/webhook_silence.hpp"

namespace quittance::engine {

void throw_exception_from_error(processor_failure const& error, boost::source_location const&) {
    throw std::logic_error("a failed call to the processor was taken for an answer: " + error.code);
}

std::string_view name_of(news_kind kind) {
    switch (kind) {
        case news_kind::checkouts: return "checkouts";
        case news_kind::payments: return "payments";
        case news_kind::refunds: return "refunds";
        case news_kind::disputes: return "disputes";
        case news_kind::other: break;
    }
    return "other events";
}

news_kind news_kind_of(std::string_view event_type) {
    if (event_type.starts_with("checkout.session.")) return news_kind::checkouts;
    if (event_type.starts_with("charge.dispute.")) return news_kind::disputes;
    if (event_type.starts_with("refund.") || event_type.starts_with("charge.refund"))
        return news_kind::refunds;
    if (event_type.starts_with("payment_intent.") || event_type.starts_with("charge."))
        return news_kind::payments;
    return news_kind::other;
}

std::string_view name_of(webhook_outcome outcome) {
    switch (outcome) {
        case webhook_outcome::applied: return "applied";
        case webhook_outcome::nothing_new: return "nothing_new";
        case webhook_outcome::foreign: return "foreign";
        case webhook_outcome::ignored: return "ignored";
        case webhook_outcome::parked: return "parked";
    }
    return "unknown";
}

std::string_view name_of(purchase_outcome outcome) {
    switch (outcome) {
        case purchase_outcome::pay_at: return "pay_at";
        case purchase_outcome::already_paid: return "already_paid";
        case purchase_outcome::payment_under_way: return "payment_under_way";
        case purchase_outcome::confirm_first: return "confirm_first";
        case purchase_outcome::try_again: return "try_again";
        case purchase_outcome::refused_by_processor: return "refused_by_processor";
        case purchase_outcome::closed: return "closed";
        case purchase_outcome::agree_first: return "agree_first";
    }
    return "unknown";
}

std::string_view name_of(store_standing standing) {
    switch (standing) {
        case store_standing::open: return "open";
        case store_standing::checking: return "checking";
        case store_standing::behind: return "behind";
        case store_standing::empty: return "empty";
        case store_standing::other: return "other";
    }
    return "unknown";
}

std::string_view name_of(delivery_state state) {
    switch (state) {
        case delivery_state::waiting: return "waiting";
        case delivery_state::delivered: return "delivered";
        case delivery_state::given_up: return "given_up";
    }
    return "unknown";
}

std::string_view name_of(mail_outcome outcome) {
    switch (outcome) {
        case mail_outcome::accepted: return "accepted";
        case mail_outcome::deferred: return "deferred";
        case mail_outcome::refused_address: return "refused_address";
        case mail_outcome::refused_policy: return "refused_policy";
        case mail_outcome::refused: return "refused";
        case mail_outcome::not_attempted: return "not_attempted";
        case mail_outcome::busy: return "busy";
        case mail_outcome::uncertain: return "uncertain";
    }
    return "unknown";
}

}  // namespace quittance::engine
