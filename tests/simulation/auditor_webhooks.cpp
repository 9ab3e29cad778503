// Webhooks: 8 and 9. What was answered with 200 must be in the account, or parked, or none of ours.
#include <algorithm>
#include <array>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

constexpr std::array<std::string_view, 20> taken{"checkout.session.completed",
                                                 "checkout.session.async_payment_succeeded",
                                                 "checkout.session.async_payment_failed",
                                                 "checkout.session.expired",
                                                 "payment_intent.succeeded",
                                                 "payment_intent.processing",
                                                 "payment_intent.requires_action",
                                                 "payment_intent.canceled",
                                                 "payment_intent.payment_failed",
                                                 "charge.succeeded",
                                                 "charge.refunded",
                                                 "charge.refund.updated",
                                                 "refund.created",
                                                 "refund.updated",
                                                 "refund.failed",
                                                 "charge.dispute.created",
                                                 "charge.dispute.updated",
                                                 "charge.dispute.funds_withdrawn",
                                                 "charge.dispute.funds_reinstated",
                                                 "charge.dispute.closed"};

bool is_taken(std::string const& type) { return std::find(taken.begin(), taken.end(), type) != taken.end(); }

checkout_model const* with_session(booking_model const& what, std::string const& session) {
    for (auto const& each : what.checkouts) {
        if (each.session == session) return &each;
    }
    return nullptr;
}

checkout_model const* with_intent(booking_model const& what, std::string const& intent) {
    for (auto const& each : what.checkouts) {
        if (each.intent == intent) return &each;
    }
    return nullptr;
}

payment_model const* payment_by(booking_model const& what, std::string const& intent) {
    auto const at = what.payments.find(intent);
    return at == what.payments.end() ? nullptr : &at->second;
}

std::int64_t units_in(json::object const& object, std::string_view field) {
    return in_our_units(number_in(object, field), text_in(object, "currency"));
}

std::string intent_of(json::object const& object) {
    auto const* const found = object.if_contains("payment_intent");
    if (found && found->is_object()) return text_in(found->as_object(), "id");
    return text_in(object, "payment_intent");
}

using fact = json::object const&;

bool knows_session(booking_model const& what, std::string const& type, fact object) {
    if (text_in(object, "payment_status") == "paid") {
        auto const* const money_in = payment_by(what, intent_of(object));
        if (!money_in || money_in->captured.units < units_in(object, "amount_total")) return false;
    }
    auto const* const asked = with_session(what, text_in(object, "id"));
    if (!asked) return true;  // the checkout knows another session: only money counts
    bool const failure_told = type != "checkout.session.async_payment_failed" || asked->async_failed;
    return failure_told && asked->status >= session_rank(text_in(object, "status")) &&
           asked->payment >= payment_rank(text_in(object, "payment_status"));
}

bool knows_intent(booking_model const& what, std::string const& type, fact object) {
    if (type == "payment_intent.succeeded") {
        auto const* const money_in = payment_by(what, text_in(object, "id"));
        return money_in && money_in->captured.units >= units_in(object, "amount_received");
    }
    auto const* const asked = with_intent(what, text_in(object, "id"));
    if (!asked) return true;
    if (type == "payment_intent.canceled") return asked->intent_canceled;
    return type != "payment_intent.payment_failed" || !asked->declines.empty();
}

bool knows_charge(booking_model const& what, fact object) {
    if (!flag_in(object, "paid") || !flag_in(object, "captured")) return true;
    auto const* const money_in = payment_by(what, intent_of(object));
    return money_in && money_in->captured.units >= units_in(object, "amount_captured") &&
           money_in->refunded_total.units >= units_in(object, "amount_refunded");
}

bool knows_refund(booking_model const& what, fact object) {
    auto const* const money_in = payment_by(what, intent_of(object));
    if (!money_in) return false;
    auto const back = money_in->refunds.find(text_in(object, "id"));
    return back != money_in->refunds.end() && back->second.status >= refund_rank(text_in(object, "status")) &&
           back->second.sum.units >= units_in(object, "amount");
}

bool knows_dispute(booking_model const& what, std::string const& type, fact object) {
    auto const* const money_in = payment_by(what, intent_of(object));
    if (!money_in) return false;
    auto const at = money_in->disputes.find(text_in(object, "id"));
    if (at == money_in->disputes.end()) return false;
    auto const& contested = at->second;
    if (type == "charge.dispute.funds_withdrawn" && !contested.withdrawn) return false;
    if (type == "charge.dispute.funds_reinstated" && !contested.reinstated) return false;
    return contested.sum.units >= units_in(object, "amount");
}

bool knows(booking_model const& what, std::string const& type, fact object) {
    if (type.starts_with("checkout.session.")) return knows_session(what, type, object);
    if (type.starts_with("payment_intent.")) return knows_intent(what, type, object);
    if (type.starts_with("charge.dispute.")) return knows_dispute(what, type, object);
    if (type.starts_with("refund.") || type == "charge.refund.updated") return knows_refund(what, object);
    return knows_charge(what, object);
}

}  // namespace

// Metadata stands on sessions and intents; refunds and disputes are found by their intent.
void auditor::state::learn(json::object const& object) {
    auto const kind = text_in(object, "object");
    auto const& metadata = object_in(object, "metadata");
    auto const intent = kind == "payment_intent" ? text_in(object, "id") : intent_of(object);
    if (intent.empty()) return;
    if (text_in(metadata, "q_store") == options.store_id) {
        intents.try_emplace(intent, place{text_in(metadata, "q_client"), text_in(metadata, "q_booking")});
    } else if (kind == "payment_intent") {
        foreign_intents.insert(intent);
    }
}

place auditor::state::whose(json::object const& object) const {
    auto const& metadata = object_in(object, "metadata");
    if (text_in(metadata, "q_store") == options.store_id) {
        return {text_in(metadata, "q_client"), text_in(metadata, "q_booking")};
    }
    auto const known = intents.find(intent_of(object));
    return known == intents.end() ? place{} : known->second;
}

// Where it lives now.
booking_model const* auditor::state::find_booking(place where) const {
    auto const account = accounts.find(where.client);
    if (account == accounts.end()) return nullptr;
    auto const& all = account->second.folded.bookings;
    auto at = all.find(where.booking);
    while (at != all.end() && !at->second.moved_to.empty()) at = all.find(at->second.moved_to);
    return at == all.end() ? nullptr : &at->second;
}

void auditor::state::answer(webhook_seen const& what) {
    auto const parsed = json::parse(what.body);
    auto const& event = parsed.as_object();
    auto const& object = object_in(object_in(event, "data"), "object");
    learn(object);
    if (what.status != 200 || !is_taken(what.type)) return;
    auto const owner = whose(object);
    if (parked.contains(what.event_id)) {
        auto const intent = intent_of(object);
        parked_intents.insert(intent.empty() ? text_in(object, "id") : intent);
    }
    if (owner.empty() || parked.contains(what.event_id)) return;
    auto const name = "event " + what.event_id + " (" + what.type + ") for booking " + owner.booking +
                      " of account " + owner.client;
    if (loss_open) return;
    if (what.outcome == "applied" && !marks.contains(what.event_id)) {
        report(9, what.at, name + " was applied and left no dedupe mark");
    }
    auto const* const booking = find_booking(owner);
    bool const pointer = !options.api_version.empty() && text_in(event, "api_version") != options.api_version;
    if (pointer) {
        auto const arrived = what.arrived == instant{} ? what.at - std::chrono::minutes{2} : what.arrived;
        auto const read = last_read.find(text_in(object, "id"));
        bool const asked = read != last_read.end() && read->second >= arrived;
        if (!asked) report(8, what.at, name + " is of another version, and its object was not read");
        return;
    }
    if (!booking) {
        report(8, what.at, name + " was answered 200, and neither is there a booking nor was it parked");
    } else if (!knows(*booking, what.type, object)) {
        report(8, what.at, name + " was answered 200, and the account does not know what it said");
    }
}

}  // namespace quittance::simulation
