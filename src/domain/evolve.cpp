#include <algorithm>

#include "correspondence.hpp"
#include "merge.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/domain/decide.hpp"

namespace quittance::domain {
namespace {

booking& at(account& current, booking_id const& which) {
    auto const found = current.bookings.find(which);
    QUITTANCE_ASSERT(found != current.bookings.end());
    return found->second;
}

void drop_reservation(booking& what, std::string const& session) {
    std::erase_if(what.reservations, [&session](reservation const& one) { return one.id == session; });
}

void take(account& current, client_registered const& e) {
    current.client.who = e.who;
    current.client.since = e.at;
}

void take(account& current, booked const& e) {
    current.bookings.insert_or_assign(e.what.id, e.what);
    ++current.client.bookings;
}

void take(account& current, checkout_ordered const& e) { at(current, e.booking).checkouts.push_back(e.what); }

void take(account& current, session_recorded const& e) {
    auto& what = at(current, e.booking);
    if (auto* const known = find_checkout(what, e.checkout)) merge(*known, e.fact, e.async_failed);
    merge(what, e.fact, e.checkout);
}

void take(account& current, refusal_recorded const& e) {
    if (auto* const known = find_checkout(at(current, e.booking), e.checkout)) known->refusal = e.code;
}

void take(account& current, abandonment_recorded const& e) {
    if (auto* const known = find_checkout(at(current, e.booking), e.checkout)) known->abandoned = true;
}

void take(account& current, absence_recorded const& e) {
    if (auto* const known = find_checkout(at(current, e.booking), e.checkout)) known->absent = true;
}

void take(account& current, intent_recorded const& e) {
    auto& what = at(current, e.booking);
    if (auto* const known = find_checkout(what, e.checkout)) merge(*known, e.fact);
    merge(what, e.fact, e.checkout);
}

void take(account& current, charge_recorded const& e) { merge(at(current, e.booking), e.fact); }
void take(account& current, refund_recorded const& e) { merge(at(current, e.booking), e.fact); }
void take(account& current, dispute_recorded const& e) { merge(at(current, e.booking), e.fact); }

void take(account& current, booking_closed const& e) {
    auto& what = at(current, e.booking);
    what.closed_at = e.at;
    what.close_reason = e.reason;
    what.reservations.clear();
}

void take(account& current, booking_moved const& e) {
    auto& old = at(current, e.from);
    booking moved = old;
    moved.id = e.to;
    moved.identity = e.identity;
    moved.page_token = e.page_token;
    moved.moved_from = e.from;
    old.items.clear();
    old.checkouts.clear();
    old.payments.clear();
    old.refund_orders.clear();
    old.waivers.clear();
    old.deliveries.clear();
    old.handovers.clear();
    old.card_pages.clear();
    old.credit_changes.clear();
    old.reservations.clear();
    old.plan_moves.clear();
    old.closed_at = e.at;
    old.close_reason = "moved";
    old.moved_to = e.to;
    current.bookings.insert_or_assign(e.to, std::move(moved));
    rename(current.client.correspondence, e.from, e.to);
}

void take(account& current, attention_acknowledged const& e) {
    auto& known = at(current, e.booking).acknowledged;
    known.insert(std::lower_bound(known.begin(), known.end(), e.attention), e.attention);
}

void take(account& current, agreed const& e) {
    auto& what = at(current, e.booking);
    what.agreements.push_back({e.version, e.what.hash, e.what.note, e.at, e.what.text});
    what.anchor = e.what.anchor;
    what.items = e.items;
}

void take(account& current, customer_ordered const& e) { current.client.customer_for = e.booking; }

void take(account& current, customer_recorded const& e) {
    current.client.customer = e.customer;
    current.client.customer_for = {};
}

void take(account& current, attempt_ordered const& e) {
    if (auto* const known = find_checkout(at(current, e.booking), e.checkout)) {
        known->attempts.push_back(e.what);
    }
}

void take(account& current, attempt_recorded const& e) {
    auto* const known = find_checkout(at(current, e.booking), e.checkout);
    if (!known) return;
    for (auto& one : known->attempts) {
        if (one.number != e.attempt) continue;
        one.outcome = e.outcome;
        one.code = e.code;
        one.charge = e.charge;
    }
}

void take(account& current, closing_ordered const& e) {
    auto* const known = find_checkout(at(current, e.booking), e.checkout);
    if (!known) return;
    ++known->closings;
    known->closing = true;
}

void take(account& current, closing_ended const& e) {
    auto* const known = find_checkout(at(current, e.booking), e.checkout);
    if (!known) return;
    known->closing = false;
    known->close_again = e.again;
}

void take(account& current, collection_stopped const& e) { at(current, e.booking).stops.push_back(e.what); }

void take(account& current, period_begun const& e) {
    auto& what = at(current, e.booking);
    what.items.push_back(e.what);
    ++what.periods;
}

refund_order* find_order(booking& what, int number) {
    auto const at = std::find_if(what.refund_orders.begin(), what.refund_orders.end(),
                                 [number](refund_order const& o) { return o.number == number; });
    return at == what.refund_orders.end() ? nullptr : &*at;
}

void take(account& current, refund_ordered const& e) {
    at(current, e.booking).refund_orders.push_back(e.what);
}

void take(account& current, refund_refusal_recorded const& e) {
    if (auto* const known = find_order(at(current, e.booking), e.order)) known->refusal = e.code;
}

void take(account& current, refund_abandonment_recorded const& e) {
    if (auto* const known = find_order(at(current, e.booking), e.order)) known->abandoned = true;
}

void take(account& current, taken_by_hand const& e) {
    auto& money_in = payment_of(at(current, e.booking), e.intent, e.at);
    money_in.captured = e.amount;
    money_in.by_hand = e.what;
}

// What never came is not received; what was handed back went back as a refund does.
void take(account& current, corrected_by_hand const& e) {
    auto& money_in = payment_of(at(current, e.booking), e.intent, e.what.at);
    money_in.by_hand->corrections.push_back(e.what);
    auto const unit = money_in.captured.unit();
    money_in.captured = money::minor(money_in.captured.minor_units() - e.what.amount.minor_units(), unit);
    if (e.what.handed_back.is_zero()) return;
    refund_fact back;
    back.refund = refund_id{"hand:" + e.what.id};
    back.intent = e.intent;
    back.status = refund_status::succeeded;
    back.amount = e.what.handed_back;
    back.at = e.what.at;
    merge(at(current, e.booking), back);
}

void take(account& current, waived const& e) { at(current, e.booking).waivers.push_back(e.what); }
void take(account& current, items_changed const& e) {
    auto& what = at(current, e.booking);
    what.items = e.items;
    if (!e.id.empty()) what.plan_moves.push_back(e.id);
}
void take(account& current, fee_added const& e) { at(current, e.booking).items.push_back(e.what); }
void take(account& current, service_moved const& e) {
    auto& what = at(current, e.booking);
    what.service_at = e.service_at;
    what.service = e.service;
    what.items = e.items;
}
void take(account& current, agreement_renewed const& e) {
    at(current, e.booking).agreements.push_back(e.what);
}
void take(account& current, credits_changed const& e) {
    at(current, e.booking).credit_changes.push_back(e.what);
}
void take(account& current, credits_reserved const& e) {
    auto& all = at(current, e.booking).reservations;
    auto const before = std::ranges::find(all, e.what.id, &reservation::id);
    if (before == all.end())
        all.push_back(e.what);
    else
        *before = e.what;
}
void take(account& current, credits_released const& e) { drop_reservation(at(current, e.booking), e.id); }
void take(account& current, delivered const& e) {
    auto& what = at(current, e.booking);
    what.deliveries.push_back(e.what);
    drop_reservation(what, e.what.id);
}

void take(account& current, delivery_taken_back const& e) {
    for (auto& one : at(current, e.booking).deliveries) {
        if (one.id == e.id) one.taken_back = true;
    }
}

void take(account& current, letter_ordered const& e) { note(current.client.correspondence, e); }
void take(account& current, letter_begun const& e) { note(current.client.correspondence, e); }
void take(account& current, letter_recorded const& e) { note(current.client.correspondence, e); }
void take(account& current, letter_bounced const& e) { note(current.client.correspondence, e); }
void take(account& current, letter_unwanted const& e) {
    current.client.correspondence.complained.push_back(e.letter);
}
void take(account& current, contact_noted const& e) {
    current.client.correspondence.last_contact = e.at;
    current.client.correspondence.last_note = e.id;
}
void take(account& current, reminders_rested const& e) { current.client.correspondence.resting = e.what; }
void take(account& current, cadence_chosen const& e) { current.client.correspondence.cadence = e.name; }
// Whoever may have had a link to the page asked for nothing that still holds.
void take(account& current, page_link_renewed const&) {
    ++current.client.correspondence.page_generation;
    current.client.address_asked.reset();
}

void take(account& current, address_asked const& e) {
    auto& client = current.client;
    client.address_asked = e.what;
    client.address_asks = e.what.number;
    client.asked_lately.push_back(e.what.asked_at);
    if (client.asked_lately.size() > most_address_asks)
        client.asked_lately.erase(client.asked_lately.begin());
}

void take(account& current, address_changed const& e) {
    auto& client = current.client;
    client.who.email = e.address;
    client.address_asked.reset();
    client.correspondence.unreachable.clear();
    client.correspondence.silent.clear();
    ++client.correspondence.page_generation;
    if (e.customer_change > 0) client.customer_change = e.customer_change;
}

void take(account& current, customer_change_recorded const& e) {
    auto& waits = current.client.customer_change;
    if (waits == e.change) waits = 0;
}

void take(account& current, reminders_resumed const& e) { note(current.client.correspondence, e); }
// Whoever is named again after being taken off the list is written to again.
void take(account& current, contacts_named const& e) {
    current.client.further = e.addresses;
    std::erase_if(current.client.correspondence.refused_copies, [&e](std::string const& one) {
        return std::find(e.addresses.begin(), e.addresses.end(), one) == e.addresses.end();
    });
}

void take(account& current, reminders_begun_anew const& e) {
    note(current.client.correspondence, e);
    for (auto& known : at(current, e.booking).handovers) {
        bool const is_meant = std::find(e.items.begin(), e.items.end(), known.item) != e.items.end();
        if (is_meant && ends_reminders(known) && !known.over) known.over = e.at;
    }
}

card_page* find_card_page(booking& what, int number) {
    auto const at = std::find_if(what.card_pages.begin(), what.card_pages.end(),
                                 [number](card_page const& p) { return p.number == number; });
    return at == what.card_pages.end() ? nullptr : &*at;
}

void take(account& current, card_page_ordered const& e) {
    at(current, e.booking).card_pages.push_back(e.what);
}

void take(account& current, card_page_recorded const& e) {
    if (auto* const known = find_card_page(at(current, e.booking), e.page)) merge(*known, e.fact);
}

void take(account& current, card_page_refusal_recorded const& e) {
    if (auto* const known = find_card_page(at(current, e.booking), e.page)) known->refusal = e.code;
}

void take(account& current, card_kept const& e) { at(current, e.booking).kept = e.what; }
void take(account& current, card_described const& e) { at(current, e.booking).kept = e.what; }

void take(account& current, card_looked const& e) {
    if (auto& kept = at(current, e.booking).kept) kept->looked = e.at;
}

void take(account& current, card_told const& e) {
    auto& kept = at(current, e.booking).kept;
    if (kept && kept->method == e.method) kept->told = true;
}

void forget(contact& who) {
    who.name.clear();
    who.email.clear();
}

// What was said to a person, or waits for one, ends with them; the links to their pages, too.
void take(account& current, person_erased const& e) {
    auto& client = current.client;
    forget(client.who);
    client.further.clear();
    client.address_asked.reset();
    client.customer_change = 0;
    client.erased = e.what;
    auto& record = client.correspondence;
    record.under_way.clear();
    record.resting.reset();
    record.unreachable.clear();
    record.silent.clear();
    record.refused_copies.clear();
    ++record.page_generation;
    for (auto& [id, what] : current.bookings) {
        forget(what.who);
        what.page_token.clear();
        what.kept.reset();
        what.handovers.clear();
    }
}

void take(account& current, handed_over const& e) { at(current, e.booking).handovers.push_back(e.what); }

}  // namespace

void evolve(account& current, event const& happened) {
    std::visit([&current](auto const& e) { take(current, e); }, happened);
}

}  // namespace quittance::domain
