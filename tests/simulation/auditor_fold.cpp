// The fold, told once more from the documents: facts merge monotonically, so that duplicates, reordering and
// late arrivals change nothing.
#include <algorithm>
#include <array>
#include <tuple>

#include "auditor_model.hpp"

namespace quittance::simulation {
namespace {

void at_least(int& known, int seen) { known = std::max(known, seen); }
void first_word(std::string& known, std::string const& seen) {
    if (known.empty()) known = seen;
}
void earliest(millis& known, millis seen) {
    if (known == 0) known = seen;
    if (seen != 0) known = std::min(known, seen);
}
// Sums only grow; of two currencies the later letters stay, in any order.
void grow(amount& known, amount const& seen) {
    bool const later_letters = known.currency < seen.currency;
    bool const more = known.currency == seen.currency && known.units < seen.units;
    if (later_letters || more) known = seen;
}

checkout_model* numbered(booking_model& what, std::int64_t number) {
    auto const at = std::find_if(what.checkouts.begin(), what.checkouts.end(),
                                 [number](checkout_model const& c) { return c.number == number; });
    return at == what.checkouts.end() ? nullptr : &*at;
}

payment_model& payment_in(booking_model& what, std::string const& intent, millis at) {
    auto& found = what.payments[intent];
    found.intent = intent;
    earliest(found.at, at);
    return found;
}

bool proves_death(json::object const& fact) {
    if (text_in(fact, "status") != "expired") return false;
    auto const intent_state = text_in(fact, "intent_state");
    return text_in(fact, "intent").empty() || intent_state == "canceled" ||
           intent_state == "requires_payment_method";
}

void session_said(checkout_model& known, json::object const& fact, bool async_failed) {
    auto const session = text_in(fact, "session");
    first_word(known.session, session);
    if (known.session != session) return;
    at_least(known.status, session_rank(text_in(fact, "status")));
    at_least(known.payment, payment_rank(text_in(fact, "payment")));
    first_word(known.intent, text_in(fact, "intent"));
    if (auto const expiry = number_in(fact, "expires_at"); expiry != 0) known.expires_at = expiry;
    first_word(known.url, text_in(fact, "url"));
    if (known.status > session_open) known.url.clear();
    known.dead = known.dead || proves_death(fact);
    known.async_failed = known.async_failed || async_failed;
}

// The newest payer's card, of those where its keeping was agreed.
void card_said(booking_model& what, std::int64_t number, json::object const& fact) {
    auto const* const payer = numbered(what, number);
    auto const method = text_in(fact, "method");
    auto const customer = text_in(fact, "customer");
    if (!payer || !payer->keeps_card || method.empty() || customer.empty()) return;
    bool const is_newer =
        !what.kept || (what.kept->checkout < payer->number && what.kept->named < payer->ordered_at);
    if (is_newer) what.kept = kept_model{customer, method, payer->number};
}

void session_recorded(booking_model& what, json::object const& event) {
    auto const& fact = object_in(event, "fact");
    auto const number = number_in(event, "checkout");
    if (auto* const known = numbered(what, number)) {
        session_said(*known, fact, flag_in(event, "async_failed"));
    }
    if (text_in(fact, "payment") != "paid") return;
    card_said(what, number, fact);
    auto name = text_in(fact, "intent");
    if (name.empty()) name = text_in(fact, "session");
    auto& money_in = payment_in(what, name, number_in(fact, "at"));
    at_least(money_in.checkout, static_cast<int>(number));
    grow(money_in.captured, amount_in(fact, "amount"));
}

void intent_said(checkout_model& known, json::object const& fact) {
    auto const intent = text_in(fact, "intent");
    first_word(known.intent, intent);
    if (known.intent != intent) return;
    known.intent_canceled = known.intent_canceled || text_in(fact, "status") == "canceled";
    if (known.off_session && text_in(fact, "status") == "succeeded") at_least(known.payment, paid);
    auto const code = text_in(fact, "decline_code");
    auto const at = std::lower_bound(known.declines.begin(), known.declines.end(), code);
    bool const told = at != known.declines.end() && *at == code;
    if (!code.empty() && !told) known.declines.insert(at, code);
}

void intent_recorded(booking_model& what, json::object const& event) {
    auto const& fact = object_in(event, "fact");
    auto const number = number_in(event, "checkout");
    if (auto* const known = numbered(what, number)) intent_said(*known, fact);
    if (text_in(fact, "status") != "succeeded") return;
    card_said(what, number, fact);
    auto& money_in = payment_in(what, text_in(fact, "intent"), number_in(fact, "at"));
    at_least(money_in.checkout, static_cast<int>(number));
    grow(money_in.captured, amount_in(fact, "received"));
    first_word(money_in.charge, text_in(fact, "charge"));
}

void charge_recorded(booking_model& what, json::object const& event) {
    auto const& fact = object_in(event, "fact");
    if (!flag_in(fact, "captured")) return;
    auto& money_in = payment_in(what, text_in(fact, "intent"), number_in(fact, "at"));
    grow(money_in.captured, amount_in(fact, "amount"));
    grow(money_in.refunded_total, amount_in(fact, "refunded"));
    first_word(money_in.charge, text_in(fact, "charge"));
}

void refund_recorded(booking_model& what, json::object const& event) {
    auto const& fact = object_in(event, "fact");
    auto& money_in = payment_in(what, text_in(fact, "intent"), number_in(fact, "at"));
    first_word(money_in.charge, text_in(fact, "charge"));
    auto& back = money_in.refunds[text_in(fact, "refund")];
    back.id = text_in(fact, "refund");
    earliest(back.at, number_in(fact, "at"));
    grow(back.sum, amount_in(fact, "amount"));
    at_least(back.status, refund_rank(text_in(fact, "status")));
    at_least(back.order, static_cast<int>(number_in(fact, "order")));
}

// A dispute goes back and forth, so the newest word counts; of two at once the one further down the list.
void dispute_recorded(booking_model& what, json::object const& event) {
    auto const& fact = object_in(event, "fact");
    auto& money_in = payment_in(what, text_in(fact, "intent"), number_in(fact, "at"));
    first_word(money_in.charge, text_in(fact, "charge"));
    auto& contested = money_in.disputes[text_in(fact, "dispute")];
    contested.id = text_in(fact, "dispute");
    grow(contested.sum, amount_in(fact, "amount"));
    contested.withdrawn = contested.withdrawn || flag_in(fact, "funds_withdrawn");
    contested.reinstated = contested.reinstated || flag_in(fact, "funds_reinstated");
    auto const word = std::pair{number_in(fact, "at"), dispute_place(text_in(fact, "status"))};
    if (std::pair{contested.at, contested.status} < word) std::tie(contested.at, contested.status) = word;
}

void checkout_ordered(booking_model& what, json::object const& event) {
    what.checkouts.push_back(read_checkout(object_in(event, "what")));
}
void refusal_recorded(booking_model& what, json::object const& event) {
    if (auto* const known = numbered(what, number_in(event, "checkout")))
        known->refusal = text_in(event, "code");
}
void abandonment_recorded(booking_model& what, json::object const& event) {
    if (auto* const known = numbered(what, number_in(event, "checkout"))) known->abandoned = true;
}
void absence_recorded(booking_model& what, json::object const& event) {
    if (auto* const known = numbered(what, number_in(event, "checkout"))) known->absent = true;
}
void booking_closed(booking_model& what, json::object const& event) {
    what.closed_at = number_in(event, "at");
    what.close_reason = text_in(event, "reason");
    what.reservations.clear();
}
void attention_acknowledged(booking_model& what, json::object const& event) {
    what.acknowledged.push_back(text_in(event, "attention"));
    std::sort(what.acknowledged.begin(), what.acknowledged.end());
}

// --- Plans that collect themselves

void agreed(booking_model& what, json::object const& event) {
    auto const& said = object_in(event, "what");
    what.agreements.push_back({static_cast<int>(number_in(event, "version", 1)), text_in(said, "hash"),
                               text_in(said, "note"), number_in(event, "at")});
    what.anchor = text_in(said, "anchor");
    what.items.clear();
    for (auto const& each : array_in(event, "items")) what.items.push_back(read_item(each.as_object()));
}
void attempt_ordered(booking_model& what, json::object const& event) {
    auto* const payer = numbered(what, number_in(event, "checkout"));
    if (payer) payer->attempts.push_back(read_attempt(object_in(event, "what")));
}
void attempt_recorded(booking_model& what, json::object const& event) {
    auto* const payer = numbered(what, number_in(event, "checkout"));
    if (!payer) return;
    for (auto& each : payer->attempts) {
        if (each.number != number_in(event, "attempt")) continue;
        auto const outcome = text_in(event, "outcome");
        each.outcome = outcome.empty() ? "waiting" : outcome;
        each.code = text_in(event, "code");
        each.charge = text_in(event, "charge");
    }
}
void closing_ordered(booking_model& what, json::object const& event) {
    auto* const payer = numbered(what, number_in(event, "checkout"));
    if (!payer) return;
    ++payer->closings;
    payer->closing = true;
}
void closing_ended(booking_model& what, json::object const& event) {
    auto* const payer = numbered(what, number_in(event, "checkout"));
    if (!payer) return;
    payer->closing = false;
    payer->close_again = number_in(event, "again");
}
void collection_stopped(booking_model& what, json::object const& event) {
    what.stops.push_back(read_stop(object_in(event, "what")));
}
// Another card was named, or the one that is kept is described as it is now.
void card_said(booking_model& what, json::object const& event) {
    what.kept = read_kept(object_in(event, "what"));
}
void card_told(booking_model& what, json::object const& event) {
    if (what.kept && what.kept->method == text_in(event, "method")) what.kept->told = true;
}
void no_money(booking_model&, json::object const&) {}
void card_page_ordered(booking_model& what, json::object const& event) {
    what.card_pages[static_cast<int>(number_in(object_in(event, "what"), "number", 1))] = false;
}
void end_card_page(booking_model& what, json::object const& event) {
    auto const known = what.card_pages.find(static_cast<int>(number_in(event, "page")));
    if (known != what.card_pages.end()) known->second = true;
}
void card_page_recorded(booking_model& what, json::object const& event) {
    auto const status = text_in(object_in(event, "fact"), "status");
    if (status == "complete" || status == "expired") end_card_page(what, event);
}
void period_begun(booking_model& what, json::object const& event) {
    what.items.push_back(read_item(object_in(event, "what")));
    ++what.periods;
}

// --- What a person decides

void refund_ordered(booking_model& what, json::object const& event) {
    what.refund_orders.push_back(object_in(event, "what"));
}
json::object* refund_order(booking_model& what, json::object const& event) {
    for (auto& each : what.refund_orders) {
        if (number_in(each, "number", 1) == number_in(event, "order")) return &each;
    }
    return nullptr;
}
void refund_refusal_recorded(booking_model& what, json::object const& event) {
    if (auto* const known = refund_order(what, event)) (*known)["refusal"] = text_in(event, "code");
}
void refund_abandonment_recorded(booking_model& what, json::object const& event) {
    if (auto* const known = refund_order(what, event)) (*known)["abandoned"] = true;
}
void taken_by_hand(booking_model& what, json::object const& event) {
    auto& money_in = payment_in(what, text_in(event, "intent"), number_in(event, "at"));
    money_in.captured = amount_in(event, "amount");
    money_in.by_hand = object_in(event, "what");
}
void corrected_by_hand(booking_model& what, json::object const& event) {
    auto const& said = object_in(event, "what");
    auto const at = number_in(said, "at");
    auto& money_in = payment_in(what, text_in(event, "intent"), at);
    if (!money_in.by_hand.contains("corrections")) money_in.by_hand["corrections"] = json::array{};
    money_in.by_hand["corrections"].as_array().push_back(said);
    money_in.captured.units -= amount_in(said, "amount").units;
    auto const back = amount_in(said, "handed_back");
    if (back.units == 0) return;
    auto const id = "hand:" + text_in(said, "id");
    money_in.refunds[id] = {id, back, refund_succeeded, at, 0};
}
void waived(booking_model& what, json::object const& event) {
    what.waivers.push_back(object_in(event, "what"));
}
void items_changed(booking_model& what, json::object const& event) {
    what.items.clear();
    for (auto const& each : array_in(event, "items")) what.items.push_back(read_item(each.as_object()));
    if (auto const id = text_in(event, "id"); !id.empty()) what.plan_moves.push_back(id);
}
void fee_added(booking_model& what, json::object const& event) {
    what.items.push_back(read_item(object_in(event, "what")));
}
void service_moved(booking_model& what, json::object const& event) {
    for (auto const* const field : {"service_at", "service"}) {
        if (event.contains(field)) what.agreed[field] = event.at(field);
    }
    items_changed(what, event);
}
void agreement_renewed(booking_model& what, json::object const& event) {
    auto const& said = object_in(event, "what");
    what.agreements.push_back({static_cast<int>(number_in(said, "version", 1)), text_in(said, "hash"),
                               text_in(said, "note"), number_in(said, "at")});
}
void credits_changed(booking_model& what, json::object const& event) {
    what.credit_changes.push_back(object_in(event, "what"));
}
void take_off(booking_model& what, std::string const& session) {
    std::erase_if(what.reservations,
                  [&](json::object const& each) { return text_in(each, "id") == session; });
}
void credits_reserved(booking_model& what, json::object const& event) {
    auto const said = object_in(event, "what");
    for (auto& each : what.reservations) {
        if (text_in(each, "id") != text_in(said, "id")) continue;
        each = said;
        return;
    }
    what.reservations.push_back(said);
}
void credits_released(booking_model& what, json::object const& event) {
    take_off(what, text_in(event, "id"));
}
void delivered(booking_model& what, json::object const& event) {
    what.deliveries.push_back(object_in(event, "what"));
    take_off(what, text_in(what.deliveries.back(), "id"));
}
void delivery_taken_back(booking_model& what, json::object const& event) {
    for (auto& each : what.deliveries) {
        if (text_in(each, "id") == text_in(event, "id")) each["taken_back"] = true;
    }
}

void passed_on(booking_model& what, json::object const& event) {
    what.handovers.push_back(object_in(event, "what"));
}

// Who took an item over from the reminders is history.
void begun_anew(booking_model& what, json::object const& event) {
    for (auto const& each : array_in(event, "items")) {
        for (auto& known : what.handovers) {
            auto const reason = text_in(known, "reason");
            bool const ended = ends_reminders(reason);
            if (ended && number_in(known, "item") == each.as_int64() && !known.contains("over"))
                known["over"] = number_in(event, "at");
        }
    }
}

struct teller {
    std::string_view name;
    void (*tell)(booking_model&, json::object const&);
};
constexpr std::array about_a_booking{teller{"checkout_ordered", checkout_ordered},
                                     teller{"session_recorded", session_recorded},
                                     teller{"intent_recorded", intent_recorded},
                                     teller{"charge_recorded", charge_recorded},
                                     teller{"refund_recorded", refund_recorded},
                                     teller{"dispute_recorded", dispute_recorded},
                                     teller{"refusal_recorded", refusal_recorded},
                                     teller{"abandonment_recorded", abandonment_recorded},
                                     teller{"absence_recorded", absence_recorded},
                                     teller{"booking_closed", booking_closed},
                                     teller{"attention_acknowledged", attention_acknowledged},
                                     teller{"refund_ordered", refund_ordered},
                                     teller{"refund_refusal_recorded", refund_refusal_recorded},
                                     teller{"refund_abandonment_recorded", refund_abandonment_recorded},
                                     teller{"taken_by_hand", taken_by_hand},
                                     teller{"corrected_by_hand", corrected_by_hand},
                                     teller{"waived", waived},
                                     teller{"items_changed", items_changed},
                                     teller{"fee_added", fee_added},
                                     teller{"service_moved", service_moved},
                                     teller{"agreement_renewed", agreement_renewed},
                                     teller{"delivered", delivered},
                                     teller{"credits_changed", credits_changed},
                                     teller{"credits_reserved", credits_reserved},
                                     teller{"credits_released", credits_released},
                                     teller{"delivery_taken_back", delivery_taken_back},
                                     teller{"agreed", agreed},
                                     teller{"attempt_ordered", attempt_ordered},
                                     teller{"attempt_recorded", attempt_recorded},
                                     teller{"closing_ordered", closing_ordered},
                                     teller{"closing_ended", closing_ended},
                                     teller{"collection_stopped", collection_stopped},
                                     teller{"period_begun", period_begun},
                                     teller{"card_kept", card_said},
                                     teller{"card_described", card_said},
                                     teller{"card_told", card_told},
                                     teller{"card_looked", no_money},
                                     teller{"card_page_ordered", card_page_ordered},
                                     teller{"card_page_recorded", card_page_recorded},
                                     teller{"card_page_refusal_recorded", end_card_page},
                                     teller{"handed_over", passed_on},
                                     teller{"reminders_begun_anew", begun_anew}};

}  // namespace

bool fold_booking(account_model& into, std::string_view name, json::object const& event) {
    auto const at = std::find_if(about_a_booking.begin(), about_a_booking.end(),
                                 [name](teller const& t) { return t.name == name; });
    if (at == about_a_booking.end()) return false;
    at->tell(into.bookings.at(text_in(event, "booking")), event);
    return true;
}

}  // namespace quittance::simulation
