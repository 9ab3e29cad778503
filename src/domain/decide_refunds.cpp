#include "decide_money.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "quittance/domain/balance.hpp"

namespace quittance::domain {
namespace {

// What was asked under this id before, all payments together; nothing: never asked.
std::optional<money> asked_before(booking const& what, std::string const& id) {
    std::optional<money> sum;
    for (auto const& o : what.refund_orders) {
        if (o.id != id) continue;
        sum = sum ? money::minor(sum->minor_units() + o.amount.minor_units(), sum->unit()) : o.amount;
    }
    return sum;
}

// What a repeat leaves out is as it was; what it says must be what was said.
bool is_same(refund_order const& before, order_refund const& asked) {
    bool const same_source = asked.intent.empty() || asked.intent == before.intent;
    bool const same_items = asked.items.empty() || asked.items == before.items;
    return same_source && same_items && asked.reopens == before.reopens;
}

verdict check_repeat(booking const& what, money const before, order_refund const& asked) {
    bool const same_amount = !asked.amount || *asked.amount == before;
    bool const same_orders =
        std::all_of(what.refund_orders.begin(), what.refund_orders.end(),
                    [&asked](refund_order const& o) { return o.id != asked.id || is_same(o, asked); });
    if (same_amount && same_orders) return {};
    return refusal{refusal_reason::reference_used, "id"};
}

verdict check(booking const& what, order_refund const& asked) {
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    if (asked.id.empty()) return refusal{refusal_reason::reference_missing, "id"};
    if (asked.amount && asked.amount->minor_units() <= 0)
        return refusal{refusal_reason::amount_not_positive, "amount"};
    if (asked.amount && asked.amount->unit() != what.terms.price.unit())
        return refusal{refusal_reason::currency_differs, "currency"};
    auto const* const meant = find_payment(what, asked.intent);
    if (!asked.intent.empty() && !meant) return refusal{refusal_reason::payment_unknown, "payment"};
    if (meant && meant->by_hand) return refusal{refusal_reason::paid_by_hand, "payment"};
    for (int const number : asked.items) {
        bool const known = std::any_of(what.items.begin(), what.items.end(),
                                       [number](item const& i) { return i.number == number; });
        if (!known) return refusal{refusal_reason::item_unknown, "items"};
    }
    return {};
}

// The payments that have something left, newest first; those of the processor before those by hand.
std::vector<payment const*> sources_of(booking const& what) {
    std::vector<payment const*> sources;
    for (auto const& p : what.payments) {
        bool const fits = p.captured.unit() == what.terms.price.unit();
        if (fits && left_to_refund(what, p).minor_units() > 0) sources.push_back(&p);
    }
    std::sort(sources.begin(), sources.end(), [](payment const* a, payment const* b) {
        return std::make_tuple(a->by_hand.has_value(), b->at, b->intent) <
               std::make_tuple(b->by_hand.has_value(), a->at, a->intent);
    });
    return sources;
}

std::vector<int> items_paid_by(booking const& what, payment const& source) {
    std::vector<int> numbers;
    for (auto const& a : allocations_of(what)) {
        if (a.intent == source.intent) numbers.push_back(a.item);
    }
    std::reverse(numbers.begin(), numbers.end());
    return numbers;
}

// The processor knows three reasons; whatever else was written stays with us.
std::string word_for(std::string const& reason) {
    bool const known = reason == "requested_by_customer" || reason == "duplicate" || reason == "fraudulent";
    return known ? reason : "";
}

// Above every number there ever was: an order lost with a part of the store left its refund behind.
int next_number(booking const& what) {
    int last = 0;
    for (auto const& o : what.refund_orders) last = std::max(last, o.number);
    for (auto const& p : what.payments) {
        for (auto const& r : p.refunds) last = std::max(last, r.order);
    }
    return last + 1;
}

// What the order takes its amount from, as the balance does: the items it names first, then whatever else the
// payment paid, the newest first.
std::vector<int> items_reopened(booking const& what, payment const& source, refund_order const& made) {
    std::map<int, std::int64_t> paid;
    for (auto const& a : allocations_of(what)) {
        if (a.intent == source.intent) paid[a.item] += a.amount.minor_units();
    }
    auto in_order = made.items;
    auto const others = items_paid_by(what, source);
    in_order.insert(in_order.end(), others.begin(), others.end());
    auto left = made.amount.minor_units();
    std::vector<int> taken;
    for (int const number : in_order) {
        auto const units = std::min(left, std::exchange(paid[number], 0));
        if (units > 0) taken.push_back(number);
        left -= units;
    }
    return taken;
}

// What the card paid and was given back is owed again; the same card would be charged within the hour.
void rest_what_reopens(deciding& so_far, booking_id const& which, payment const& source,
                       refund_order const& made, instant now) {
    booking const what = so_far.seen(which);
    if (!what.terms.plan.is_plan()) return;
    auto const card = what.kept ? what.kept->method : method_id{};
    for (int const number : items_reopened(what, source, made))
        so_far.happens(collection_stopped{which, {number, "reopened", now, card}});
}

void order_from(deciding& so_far, payment const& source, money amount, order_refund const& asked,
                instant now) {
    auto const& what = *so_far.seen().find(asked.booking);
    refund_order made;
    made.number = next_number(what);
    made.intent = source.intent;
    made.amount = amount;
    made.reopens = asked.reopens;
    made.items = asked.items.empty() ? items_paid_by(what, source) : asked.items;
    made.reason = asked.reason;
    made.author = asked.author;
    made.id = asked.id;
    made.at = now;
    // The processor never had it: a person is asked to hand it back.
    if (source.by_hand) made.refusal = "paid_by_hand";
    so_far.happens(refund_ordered{asked.booking, made});
    if (source.by_hand) return;
    so_far.orders(create_refund{asked.booking, made.number, made.intent, amount, word_for(asked.reason)});
    if (made.reopens) rest_what_reopens(so_far, asked.booking, source, made, now);
}

// One order for each payment it takes.
void spread(deciding& so_far, booking const& what, std::vector<payment const*> const& sources,
            std::int64_t units, order_refund const& asked, instant now) {
    for (auto const* const p : sources) {
        auto const part = std::min(units, left_to_refund(what, *p).minor_units());
        if (part > 0) order_from(so_far, *p, money::minor(part, p->captured.unit()), asked, now);
        units -= part;
    }
}

bool has_fees(booking const& what) {
    return std::any_of(what.items.begin(), what.items.end(), [](item const& i) { return i.fee.has_value(); });
}

std::vector<int> price_items_newest_first(booking const& what) {
    std::vector<int> numbers;
    for (auto const& i : what.items) {
        if (!i.fee) numbers.push_back(i.number);
    }
    std::reverse(numbers.begin(), numbers.end());
    return numbers;
}

}  // namespace

verdict do_refund(deciding& so_far, order_refund const& asked, instant now) {
    auto const found = living(so_far, asked.booking);
    if (!found) return found.error();
    booking const what = **found;
    if (auto const fine = check(what, asked); !fine) return fine;
    if (auto const before = asked_before(what, asked.id)) return check_repeat(what, *before, asked);
    if (asked.amount && !asked.amount->is_in_steps())
        return refusal{refusal_reason::amount_not_in_steps, "amount"};
    auto sources = sources_of(what);
    std::erase_if(sources, [&asked](payment const* p) {
        return p->by_hand || (!asked.intent.empty() && p->intent != asked.intent);
    });
    std::int64_t there = 0;
    for (auto const* const p : sources) there += left_to_refund(what, *p).minor_units();
    auto const units = asked.amount ? asked.amount->minor_units() : there;
    if (units > there || units == 0) return refusal{refusal_reason::amount_too_large, "amount"};
    spread(so_far, what, sources, units, asked, now);
    return {};
}

void send_back(deciding& so_far, cancel_booking const& asked, money amount, instant now) {
    booking const what = so_far.seen(asked.booking);
    order_refund order;
    order.booking = asked.booking;
    order.reason = asked.reason;
    order.author = asked.author;
    order.id = "cancelled";
    if (has_fees(what)) order.items = price_items_newest_first(what);
    spread(so_far, what, sources_of(what), amount.minor_units(), order, now);
}

}  // namespace quittance::domain
