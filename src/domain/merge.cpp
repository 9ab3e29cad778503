#include "merge.hpp"

#include <algorithm>

#include "quittance/base/planted.hpp"

namespace quittance::domain {
namespace {

template <class T>
bool raise(T& current, T seen) {
    if (!(current < seen)) return false;
    current = seen;
    return true;
}

// What was seen first by time stays; an account knows no later word of the same thing.
void earliest(instant& current, instant seen) {
    if (current == instant{} || (seen != instant{} && seen < current)) current = seen;
}

// Sums only grow; of two currencies for one payment (never seen, never ours) the later letters stay, in any
// order.
void raise_money(money& current, money seen) {
    if (current.unit() == seen.unit()) {
        if (current.minor_units() < seen.minor_units()) current = seen;
    } else if (current.unit() < seen.unit()) {
        current = seen;
    }
}

int rank(session_status s) {
    switch (s) {
        case session_status::unknown: return 0;
        case session_status::open: return 1;
        case session_status::expired: return 2;
        case session_status::complete: return 3;  // expiring can lose against paying
    }
    return 0;
}

int rank(payment_status s) {
    switch (s) {
        case payment_status::unknown: return 0;
        case payment_status::unpaid: return 1;
        case payment_status::no_payment_required: return 2;
        case payment_status::paid: return 3;
    }
    return 0;
}

int rank(refund_status s) {
    switch (s) {
        case refund_status::unknown: return 0;
        case refund_status::pending: return 1;
        case refund_status::requires_action: return 2;
        case refund_status::succeeded: return 3;
        case refund_status::canceled: return 4;
        case refund_status::failed: return 5;  // a refund that succeeded may fail later
    }
    return 0;
}

template <class Status>
void raise_status(Status& current, Status seen) {
    if (planted(bug::last_word_wins) || rank(current) < rank(seen)) current = seen;
}

bool takes_no_money(session_fact const& fact) {
    if (fact.status != session_status::expired) return false;
    if (fact.intent.empty() || planted(bug::dead_without_intent)) return true;
    return fact.intent_state == intent_status::canceled ||
           fact.intent_state == intent_status::requires_payment_method;
}

template <class Id>
void set_once(Id& current, Id const& seen) {
    if (current.empty()) current = seen;
}

template <class Row, class Id>
Row& row_of(std::vector<Row>& rows, Id const& which) {
    auto const at =
        std::lower_bound(rows.begin(), rows.end(), which, [](Row const& r, Id const& i) { return i > r.id; });
    if (at != rows.end() && at->id == which) return *at;
    Row fresh;
    fresh.id = which;
    return *rows.insert(at, std::move(fresh));
}

void add_decline(std::vector<std::string>& codes, std::string const& code) {
    if (code.empty()) return;
    auto const at = std::lower_bound(codes.begin(), codes.end(), code);
    if (at == codes.end() || *at != code) codes.insert(at, code);
}

}  // namespace

void merge(checkout& into, session_fact const& fact, bool async_failed) {
    set_once(into.session, fact.session);
    if (into.session != fact.session) return;  // another session's fate says nothing about this one
    raise_status(into.status, fact.status);
    raise_status(into.payment, fact.payment);
    set_once(into.intent, fact.intent);
    if (fact.expires_at != instant{}) into.expires_at = fact.expires_at;
    if (into.url.empty()) into.url = fact.url;
    into.dead = into.dead || takes_no_money(fact);
    into.async_failed = into.async_failed || async_failed;
    if (rank(into.status) > rank(session_status::open)) into.url.clear();
}

void merge(checkout& into, intent_fact const& fact) {
    set_once(into.intent, fact.intent);
    if (into.intent != fact.intent) return;
    into.intent_canceled = into.intent_canceled || fact.status == intent_status::canceled;
    if (into.off_session && fact.status == intent_status::succeeded) {
        raise_status(into.payment, payment_status::paid);
    }
    add_decline(into.declines, fact.decline_code);
}

void merge(card_page& into, card_page_fact const& fact) {
    set_once(into.session, fact.session);
    raise_status(into.status, fact.status);
    if (fact.expires_at != instant{}) into.expires_at = fact.expires_at;
    if (into.url.empty()) into.url = fact.url;
    if (rank(into.status) > rank(session_status::open)) into.url.clear();
}

checkout* find_checkout(booking& what, int number) {
    auto const at = std::find_if(what.checkouts.begin(), what.checkouts.end(),
                                 [number](checkout const& c) { return c.number == number; });
    return at == what.checkouts.end() ? nullptr : &*at;
}

payment& payment_of(booking& what, intent_id const& intent, instant at) {
    auto place = std::lower_bound(what.payments.begin(), what.payments.end(), intent,
                                  [](payment const& p, intent_id const& i) { return p.intent < i; });
    if (place == what.payments.end() || place->intent != intent) {
        payment fresh;
        fresh.intent = intent;
        place = what.payments.insert(place, std::move(fresh));
    }
    earliest(place->at, at);
    return *place;
}

namespace {

// The newest payer's card serves the rest, unless the client has named another one since that page was
// ordered; a card that is not kept for us serves nothing.
void keep_card(booking& into, int number, customer_id const& customer, method_id const& method) {
    auto const* const payer = find_checkout(into, number);
    if (!payer || !payer->keeps_card || customer.empty() || method.empty()) return;
    bool const is_newer = into.kept && into.kept->checkout < number && into.kept->named < payer->ordered_at &&
                          !planted(bug::keep_first_card);
    if (into.kept && !is_newer) return;
    kept_method fresh;
    fresh.customer = customer;
    fresh.method = method;
    fresh.checkout = number;
    into.kept = std::move(fresh);
}

}  // namespace

void merge(booking& into, session_fact const& fact, int checkout) {
    if (fact.payment != payment_status::paid) return;
    keep_card(into, checkout, fact.customer, fact.method);
    // Money without an intent has never been seen; it is kept under the session's name rather than lost.
    auto const key = fact.intent.empty() ? intent_id{fact.session.text()} : fact.intent;
    auto& money_in = payment_of(into, key, fact.at);
    raise(money_in.checkout, checkout);
    raise_money(money_in.captured, fact.amount);
}

void merge(booking& into, intent_fact const& fact, int checkout) {
    if (fact.status != intent_status::succeeded) return;
    keep_card(into, checkout, fact.customer, fact.method);
    auto& money_in = payment_of(into, fact.intent, fact.at);
    raise(money_in.checkout, checkout);
    raise_money(money_in.captured, fact.received);
    set_once(money_in.charge, fact.charge);
}

void merge(booking& into, charge_fact const& fact) {
    if (!fact.captured) return;
    auto& money_in = payment_of(into, fact.intent, fact.at);
    raise_money(money_in.captured, fact.amount);
    raise_money(money_in.refunded_total, fact.refunded);
    set_once(money_in.charge, fact.charge);
}

void merge(booking& into, refund_fact const& fact) {
    auto& money_in = payment_of(into, fact.intent, fact.at);
    set_once(money_in.charge, fact.charge);
    auto& back = row_of(money_in.refunds, fact.refund);
    earliest(back.at, fact.at);
    raise_money(back.amount, fact.amount);
    raise_status(back.status, fact.status);
    raise(back.order, fact.order);
}

void merge(booking& into, dispute_fact const& fact) {
    auto& money_in = payment_of(into, fact.intent, fact.at);
    set_once(money_in.charge, fact.charge);
    auto& contested = row_of(money_in.disputes, fact.dispute);
    raise_money(contested.amount, fact.amount);
    contested.withdrawn = contested.withdrawn || fact.funds_withdrawn;
    contested.reinstated = contested.reinstated || fact.funds_reinstated;
    // A dispute goes back and forth (appeals), so the newest word counts; of two at once the one further down
    // the list.
    if (contested.at < fact.at || (contested.at == fact.at && contested.status < fact.status)) {
        contested.at = fact.at;
        contested.status = fact.status;
    }
}

}  // namespace quittance::domain
