#include "decide_facts.hpp"

#include <algorithm>

#include "quittance/domain/balance.hpp"

namespace quittance::domain {
namespace {

// The fold is the judge: an event that leaves the booking as it was is not worth a commit.
decided record_if_new(account const& current, booking_id const& which, event happened) {
    auto const* const known = current.find(which);
    if (!known) return refusal{refusal_reason::booking_unknown, ""};
    account after;
    after.bookings.emplace(which, *known);
    evolve(after, happened);
    decision made;
    if (after.bookings.at(which) != *known) made.events.push_back(std::move(happened));
    return made;
}

// Which of our checkouts a session or intent belongs to: by our own index, then by what its metadata says.
int checkout_of(booking const& what, session_fact const& fact) {
    if (auto const* const known = find_checkout(what, fact.session)) return known->number;
    auto const* const named = find_checkout(what, fact.checkout);
    return named && (named->session.empty() || named->session == fact.session) ? named->number : 0;
}

int checkout_of(booking const& what, intent_fact const& fact) {
    for (auto const& c : what.checkouts) {
        if (c.intent == fact.intent) return c.number;
    }
    auto const* const named = find_checkout(what, fact.checkout);
    return named && (named->intent.empty() || named->intent == fact.intent) ? named->number : 0;
}

decided record_session(account const& current, booking_id const& which, session_fact const& fact,
                       bool async_failed) {
    auto const* const known = current.find(which);
    if (!known) return refusal{refusal_reason::booking_unknown, ""};
    bool const failed = async_failed || shows_failed_method(fact);
    return record_if_new(current, which, session_recorded{which, checkout_of(*known, fact), fact, failed});
}

// What is there after all was neither refused nor lost: that answer belongs to a repeat.
bool has_come_back(booking const& what, int order) {
    return std::any_of(what.payments.begin(), what.payments.end(), [order](payment const& p) {
        return std::any_of(p.refunds.begin(), p.refunds.end(),
                           [order](refund const& r) { return r.order == order; });
    });
}

bool tells_news(booking const& what, dispute_fact const& read) {
    auto const* const money_in = find_payment(what, read.intent);
    if (!money_in) return true;
    return std::none_of(money_in->disputes.begin(), money_in->disputes.end(), [&](dispute const& d) {
        return d.id == read.dispute && d.status == read.status && d.amount == read.amount &&
               d.withdrawn >= read.funds_withdrawn && d.reinstated >= read.funds_reinstated;
    });
}

}  // namespace

bool shows_failed_method(session_fact const& fact) {
    return fact.status == session_status::complete && fact.payment == payment_status::unpaid &&
           (fact.intent_state == intent_status::canceled ||
            fact.intent_state == intent_status::requires_payment_method);
}

decided decide_fact(account const& current, checkout_created const& asked) {
    auto fact = asked.session;
    fact.checkout = asked.checkout;
    return record_session(current, asked.booking, fact, false);
}

decided decide_fact(account const& current, checkout_refused const& asked) {
    auto const* const known = current.find(asked.booking);
    if (!known) return refusal{refusal_reason::booking_unknown, ""};
    auto const* const ordered = find_checkout(*known, asked.checkout);
    // A refusal that crosses with a session that exists after all is the refusal of a repeat.
    if (!ordered || !ordered->session.empty()) return decision{};
    return record_if_new(current, asked.booking, refusal_recorded{asked.booking, asked.checkout, asked.code});
}

decided decide_fact(account const& current, checkout_abandoned const& asked) {
    return record_if_new(current, asked.booking, abandonment_recorded{asked.booking, asked.checkout});
}

decided decide_fact(account const& current, checkout_absent const& asked, instant now) {
    auto const* const known = current.find(asked.booking);
    if (!known) return refusal{refusal_reason::booking_unknown, ""};
    auto const* const ordered = find_checkout(*known, asked.checkout);
    if (!ordered || !ordered->session.empty() || now < ordered->expires_at) return decision{};
    return record_if_new(current, asked.booking, absence_recorded{asked.booking, asked.checkout});
}

decided decide_fact(account const& current, session_seen const& asked) {
    return record_session(current, asked.booking, asked.fact, asked.async_failed);
}

decided decide_fact(account const& current, intent_seen const& asked) {
    auto const* const known = current.find(asked.booking);
    if (!known) return refusal{refusal_reason::booking_unknown, ""};
    return record_if_new(current, asked.booking,
                         intent_recorded{asked.booking, checkout_of(*known, asked.fact), asked.fact});
}

decided decide_fact(account const& current, charge_seen const& asked) {
    return record_if_new(current, asked.booking, charge_recorded{asked.booking, asked.fact});
}

decided decide_fact(account const& current, refund_seen const& asked) {
    return record_if_new(current, asked.booking, refund_recorded{asked.booking, asked.fact});
}

decided decide_fact(account const& current, dispute_seen const& asked) {
    auto const* const known = current.find(asked.booking);
    if (known && asked.is_read && !tells_news(*known, asked.fact)) return decision{};
    return record_if_new(current, asked.booking, dispute_recorded{asked.booking, asked.fact});
}

decided decide_fact(account const& current, refund_refused const& asked) {
    auto const* const known = current.find(asked.booking);
    if (known && has_come_back(*known, asked.order)) return decision{};
    return record_if_new(current, asked.booking,
                         refund_refusal_recorded{asked.booking, asked.order, asked.code});
}

decided decide_fact(account const& current, refund_abandoned const& asked) {
    auto const* const known = current.find(asked.booking);
    if (known && has_come_back(*known, asked.order)) return decision{};
    return record_if_new(current, asked.booking, refund_abandonment_recorded{asked.booking, asked.order});
}

}  // namespace quittance::domain
